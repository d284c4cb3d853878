"""Two samples of one population are told to differ once in 100 times at most; a real shift is told.

Simulated with seeds, so a run is the same each time. The bounds used before are kept here as
mutants: with them, the same simulation goes red.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt

import numpy as np
import numpy.typing as npt
import pytest

import quality.drift as drift_module
from quality.chance import FALSE_ALARM, may_be_gone, of_codes, of_quantiles, of_shares
from quality.drift import apart, drift, furthest
from quality.profile import QUANTILES, ColumnProfile, Profile, TableProfile
from sources.declarations import Tolerance

SIZES = ((200, 200), (200, 50_000), (500, 2_000), (2_000, 2_000), (10_000, 10_000))
LARGEST = (50_000, 50_000)
TIMES = 200

Values = npt.NDArray[np.float64]


def smirnov(n: int, m: int) -> float:
    """The bound for every measure before, whatever the number of codes."""
    return 1.63 * sqrt(1 / n + 1 / m)


def shares(codes: int) -> npt.NDArray[np.float64]:
    """Shares of `codes` codes that differ as those of municipalities do, the largest 2-30 %."""
    raw = 1 / (np.arange(codes) + 5.0)
    return np.asarray(raw / raw.sum())


def counts(rng: np.random.Generator, n: int, of: npt.NDArray[np.float64]) -> dict[str, int]:
    drawn = rng.multinomial(n, of)
    return {f"{nth:03}": int(rows) for nth, rows in enumerate(drawn) if rows}


def profile_of(codes: Mapping[str, int]) -> Profile:
    rows = sum(codes.values())
    return {"t": TableProfile(rows, {"x": ColumnProfile(rows, codes=dict(codes))})}


def measured(values: Values) -> Profile:
    kept = [float(q) for q in np.quantile(values, QUANTILES, method="inverted_cdf")]
    return {"t": TableProfile(len(values), {"x": ColumnProfile(len(values), quantiles=kept)})}


def warned(make: Callable[[], tuple[Profile, Profile]], times: int = TIMES) -> dict[str, float]:
    """Measure → the share of `times` comparisons with a finding on it."""
    found: dict[str, int] = {}
    for _ in range(times):
        for measure in {f.measure for f in drift(*make(), Tolerance(rows_warn=10**6))}:
            found[measure] = found.get(measure, 0) + 1
    return {measure: n / times for measure, n in found.items()}


@pytest.mark.parametrize("codes", [2, 10, 300])
@pytest.mark.parametrize(("n", "m"), [*SIZES, LARGEST])
def test_codes_of_one_population_are_not_told_to_differ(codes: int, n: int, m: int) -> None:
    rng, of = np.random.default_rng(codes + n + m), shares(codes)
    rates = warned(lambda: (profile_of(counts(rng, n, of)), profile_of(counts(rng, m, of))))
    assert max(rates.values(), default=0) <= FALSE_ALARM, rates


@pytest.mark.parametrize("codes", [2, 10, 300])
@pytest.mark.parametrize(("n", "m"), SIZES)
def test_the_bound_holds_where_the_threshold_does_not_help(codes: int, n: int, m: int) -> None:
    rng, of = np.random.default_rng(codes * n + m), shares(codes)
    pairs = [(counts(rng, n, of), counts(rng, m, of)) for _ in range(TIMES)]
    found, bounds = [apart(a, b) for a, b in pairs], [of_codes(a, b) for a, b in pairs]
    assert np.mean(np.array(found) > np.array(bounds)) <= FALSE_ALARM
    # And it isn't so wide that nothing would ever pass: what is expected, and the same beside it.
    assert np.mean(bounds) == pytest.approx(
        np.mean(found) + 1.53 * sqrt(1 / n + 1 / m), abs=0.1 * sqrt(1 / n + 1 / m)
    )


@pytest.mark.parametrize(
    ("codes", "n", "moved"),
    # One code's share moved by the threshold and what chance adds to it at this size.
    [(2, 2_000, 0.15), (2, 20_000, 0.115), (10, 5_000, 0.13), (300, 20_000, 0.12)],
)
def test_a_code_that_moved_is_told(codes: int, n: int, moved: float) -> None:
    rng, before = np.random.default_rng(n), shares(codes)
    now = before * (1 - moved / (1 - before[0]))
    now[0] = before[0] + moved
    rates = warned(lambda: (profile_of(counts(rng, n, before)), profile_of(counts(rng, n, now))))
    assert rates["codes"] >= 0.99


def test_the_expected_distance_is_the_exact_one_by_hand() -> None:
    # Two rows here, two there, of four with codes a a b b: 6 ways to part them, of which 2 leave
    # a apart from b (distance 1) and 4 mix them (distance 0): 1/3 on average.
    alike = {"a": 1, "b": 1}
    assert of_codes(alike, alike) == pytest.approx(1 / 3 + 1.53 * sqrt(1 / 2 + 1 / 2))
    one_code = {"a": 500}
    assert of_codes(one_code, one_code) == pytest.approx(1.53 * sqrt(2 / 500))


def test_one_bound_whatever_the_number_of_codes_goes_red(monkeypatch: pytest.MonkeyPatch) -> None:
    def before(a: Mapping[str, int], b: Mapping[str, int]) -> float:
        return smirnov(sum(a.values()), sum(b.values()))

    monkeypatch.setattr(drift_module, "of_codes", before)
    rng, of = np.random.default_rng(1), shares(300)
    for n in (200, 2_000):
        rates = warned(
            lambda n=n: (profile_of(counts(rng, n, of)), profile_of(counts(rng, n, of))), 50
        )
        assert rates["codes"] > 0.5


def test_codes_called_gone_without_regard_to_chance_go_red(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drift_module, "may_be_gone", lambda *_: False)
    rng, of = np.random.default_rng(2), shares(300)
    rates = warned(lambda: (profile_of(counts(rng, 200, of)), profile_of(counts(rng, 200, of))), 50)
    assert rates["code gone"] > 0.5


def test_a_code_that_had_many_values_is_gone_and_one_that_had_few_may_be() -> None:
    # One of 10 codes, half of the rows each: 2 ** -9 * 10 is above 1 in 100, 2 ** -10 * 10 below.
    assert may_be_gone(9, 1_000, 1_000, 10)
    assert not may_be_gone(10, 1_000, 1_000, 10)


def of_zeros(rng: np.random.Generator, n: int) -> Values:
    """Half of the rows without any, the others with euros far apart."""
    return np.where(rng.random(n) < 0.5, 0.0, rng.lognormal(10, 1, n))


SHAPES: dict[str, Callable[[np.random.Generator, int], Values]] = {
    "normal": lambda rng, n: rng.normal(40, 12, n),
    "far out": lambda rng, n: rng.lognormal(10, 2, n),
    "half nothing": of_zeros,
    "few values": lambda rng, n: rng.choice([0.0, 10.0, 1000.0], size=n, p=[0.25, 0.5, 0.25]),
    "counts": lambda rng, n: rng.poisson(1.2, n).astype(float),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("n", "m"), SIZES)
def test_measured_values_of_one_population_are_not_told_to_differ(
    shape: str, n: int, m: int
) -> None:
    rng, draw = np.random.default_rng(n * m), SHAPES[shape]
    pairs = [(measured(draw(rng, n)), measured(draw(rng, m))) for _ in range(TIMES)]
    found = [drift(a, b, Tolerance(rows_warn=10**6)) for a, b in pairs]
    assert np.mean([bool(f) for f in found]) <= FALSE_ALARM
    apart_by = [distance(a, b) for a, b in pairs]
    assert np.mean([d > of_quantiles(n, m) for d in apart_by]) <= FALSE_ALARM


def test_the_bound_of_whole_functions_is_too_narrow_for_their_quantiles() -> None:
    rng, n = np.random.default_rng(3), 10_000
    pairs = [(measured(of_zeros(rng, n)), measured(of_zeros(rng, n))) for _ in range(50)]
    assert np.mean([distance(a, b) > smirnov(n, n) for a, b in pairs]) > 0.1


def test_measured_values_that_moved_are_told() -> None:
    rng, n = np.random.default_rng(4), 5_000
    # Half a standard deviation: the functions lie 0.2 apart at most.
    rates = warned(lambda: (measured(rng.normal(0, 1, n)), measured(rng.normal(0.5, 1, n))), 50)
    assert rates["distribution"] == 1


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_a_columns_share_of_values_passes_its_bound_once_in_100(n: int, m: int) -> None:
    rng = np.random.default_rng(n + m)
    gaps = [abs(rng.binomial(n, 0.5) / n - rng.binomial(m, 0.5) / m) for _ in range(2_000)]
    assert np.mean(np.array(gaps) > of_shares(n, m)) <= FALSE_ALARM


def distance(before: Profile, now: Profile) -> float:
    a, b = (p["t"].columns["x"].quantiles for p in (before, now))
    assert a is not None
    assert b is not None
    return furthest(a, b)[0]
