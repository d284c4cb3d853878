"""95 % intervals: Wilson for shares, Byar and exact Poisson for counts, normal for the rest."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from assets.estimators.arrays import Floats

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""

TAIL = 0.025
EXACT_BELOW = 10
"""Counts under this get the exact Poisson interval: Byar's is too rough there."""


def wilson_interval(share: npt.ArrayLike, n_effective: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Wilson score limits of proportions (0–1), element by element; NaN where n is not above 0.

    `n_effective` is n/deff for a survey and n for a register. Never leaves [0, 1], and holds
    at 0 and 1 too. Method: Wilson 1927; Newcombe 1998, method 3.
    """
    p = np.asarray(share, dtype=np.float64)
    n = np.asarray(n_effective, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        n = np.where(n > 0, n, np.nan)
        shrink = 1.0 + Z**2 / n
        centre = (p + Z**2 / (2.0 * n)) / shrink
        half = Z * np.sqrt(p * (1.0 - p) / n + Z**2 / (4.0 * n**2)) / shrink
    # The limit at a share of 0 or 1 is exact; only float rounding would move it.
    low = np.where(p == 0.0, np.where(np.isnan(n), np.nan, 0.0), centre - half)
    high = np.where(p == 1.0, np.where(np.isnan(n), np.nan, 1.0), centre + half)
    return low, high


def normal_interval(value: npt.ArrayLike, se: npt.ArrayLike) -> tuple[Floats, Floats]:
    """value ± 1.96 standard errors, element by element, in the value's own unit."""
    middle = np.asarray(value, dtype=np.float64)
    half = Z * np.asarray(se, dtype=np.float64)
    return middle - half, middle + half


def byar_interval(count: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Byar's approximate Poisson limits of event counts, element by element (Breslow & Day)."""
    events = np.asarray(count, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = events * (1.0 - 1.0 / (9.0 * events) - Z / (3.0 * np.sqrt(events))) ** 3
    more = events + 1.0
    high = more * (1.0 - 1.0 / (9.0 * more) + Z / (3.0 * np.sqrt(more))) ** 3
    return np.where(events > 0, low, 0.0), high


def _poisson_at_most(count: int, mean: float) -> float:
    term = math.exp(-mean)
    total = term
    for k in range(1, count + 1):
        term *= mean / k
        total += term
    return total


def _mean_where(count: int, probability: float) -> float:
    """The Poisson mean at which P(X ≤ count) is `probability`, by halving (it falls with it)."""
    low, high = 0.0, 10.0 * (count + 5.0)
    for _ in range(100):
        middle = (low + high) / 2.0
        if _poisson_at_most(count, middle) > probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def poisson_interval(count: int) -> tuple[float, float]:
    """Exact Poisson limits (Garwood 1936) of a small event count.

    ValueError when the count is negative or above 100, where the sums would need more care.
    """
    if not 0 <= count <= 100:
        raise ValueError("the exact Poisson interval is for counts from 0 to 100")
    low = _mean_where(count - 1, 1.0 - TAIL) if count > 0 else 0.0
    return low, _mean_where(count, TAIL)


def count_interval(count: int) -> tuple[float, float]:
    """Limits of an event count: exact below 10 events, Byar's from 10 on."""
    if count < EXACT_BELOW:
        return poisson_interval(count)
    low, high = byar_interval(float(count))
    return float(low), float(high)
