"""What two samples of one population differ by: bounds that chance passes at most once in 100.

Each bound holds for any distribution and any sizes, so it needs no model of the column.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, lgamma, log, sqrt

from quality.profile import QUANTILES

FALSE_ALARM = 0.01
"""Share of comparisons of like with like that may pass a bound."""

_BESIDE_EXPECTED = 1.53
"""sqrt(ln(1 / FALSE_ALARM) / 2), rounded up for the finite sizes: right from 200 values on."""

_SMIRNOV = 1.63
"""sqrt(ln(2 / FALSE_ALARM) / 2): two distribution functions, or two shares, in `_spread`."""

STEP = QUANTILES[1]
"""Two functions known at quantiles only may look so much further apart than they are, where many
rows have one value or the largest value is far out."""


def of_codes(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """Half the summed differences of code shares, up to which it may be chance.

    The expected sum grows with the number of codes, so it is taken from the codes at hand. Given
    the pooled counts, a code's count in one of two like samples is hypergeometric, whose mean
    deviation has a closed form: 2 g(v) / N with g(x) = x (N - c - n + x) P(x) and v the first
    count above the mean (the sum telescopes; Diaconis & Zabell 1991, Closed form summation for
    classical distributions, Statistical Science 6). Beyond it lies at most what exchanging rows
    of the two samples can do (El-Yaniv & Pechyony 2009, Transductive Rademacher complexity and
    its applications, JAIR 35; as McDiarmid's bound, for draws without replacement).
    """
    n, m = sum(before.values()), sum(now.values())
    pooled = {c: before.get(c, 0) + now.get(c, 0) for c in before.keys() | now.keys()}
    expected = sum(_mean_excess(count, n, n + m) for count in pooled.values()) * (n + m) / n / m
    return expected + _BESIDE_EXPECTED * _spread(n, m)


def of_shares(n: int, m: int) -> float:
    """Difference of two shares of `n` and `m` rows that may be chance (Hoeffding 1963)."""
    return _SMIRNOV * _spread(n, m)


def of_quantiles(n: int, m: int) -> float:
    """Difference of two distribution functions, read off quantiles, that may be chance.

    Smirnov's two-sample bound, and a step of the quantiles that are kept.
    """
    return _SMIRNOV * _spread(n, m) + STEP


def may_be_gone(count: int, n: int, m: int, codes: int) -> bool:
    """Whether a code with `count` of `n` values may by chance have none among `m`.

    All of its values fall to the one sample with at most (n / (n + m)) ** count; any of the
    column's `codes` might be the one (Bonferroni).
    """
    return bool(codes * (n / (n + m)) ** count > FALSE_ALARM)


def _spread(n: int, m: int) -> float:
    return sqrt(1 / n + 1 / m)


def _mean_excess(count: int, n: int, total: int) -> float:
    """Half the mean deviation of the hypergeometric count of a code among `n` of `total` rows."""
    if count == total:
        return 0.0
    first = count * n // total + 1
    if first > min(count, n):
        return 0.0
    others = total - count - n + first  # at least 1, as `first` lies above the mean
    chosen = (
        _log_choose(count, first)
        + _log_choose(total - count, n - first)
        - _log_choose(total, n)
        + log(first)
        + log(others)
    )
    return exp(chosen) / total


def _log_choose(of: int, taken: int) -> float:
    return lgamma(of + 1) - lgamma(taken + 1) - lgamma(of - taken + 1)
