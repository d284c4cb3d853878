"""How latent reserves become answers: graded items, scales from 0 to 10, shares that are hit.

An item is `loading` · structure + noise, cut where the wanted shares of a standard normal lie.
`TARGETS` are the shares and means aimed at, rounded from published Finnish figures (framework
§1.2–1.10); they are what the manifest calls latent.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NO_ANSWER = 0.007

TARGETS = {
    "difficulty_making_ends_meet": 9.0,
    "unexpected_expense_inability": 26.0,
    "noise_reported_share": 15.0,
    "pollution_reported_share": 8.0,
    "crime_in_area_share": 7.0,
    "self_rated_health_good_share_silc": 65.0,
    "activity_limitation_share": 33.0,
    "unmet_medical_need_share": 7.3,
    "life_satisfaction_mean": 8.0,
    "trust_in_others_mean": 7.2,
    "loneliness_silc_share": 4.0,
    "loneliness_thl_share": 11.0,
    "psychological_distress_share": 17.0,
    "trust_national_government_share": 47.0,
    "trust_local_government_share": 56.0,
    "feels_safe_daily_share": 90.0,
}


def standard(values: Floats, weight: Floats) -> Floats:
    """Weighted mean 0 and variance 1."""
    middle = np.average(values, weights=weight)
    spread = np.sqrt(np.average((values - middle) ** 2, weights=weight))
    return (values - middle) / max(float(spread), 1e-9)


def graded(
    structure: Floats, loading: float, shares: Sequence[float], rng: np.random.Generator
) -> Ints:
    """Codes 1 … k with the given shares in %, code 1 for the lowest values of the structure."""
    noise = rng.standard_normal(len(structure))
    value = loading * structure + np.sqrt(1 - loading**2) * noise
    normal = NormalDist()
    cuts = [normal.inv_cdf(s) for s in np.cumsum(np.array(shares[:-1]) / sum(shares)).tolist()]
    codes: Ints = np.searchsorted(np.array(cuts), value) + 1
    return codes


def ladder(
    structure: Floats, loading: float, mean: float, spread: float, rng: np.random.Generator
) -> Ints:
    """Whole numbers 0 … 10 around a mean."""
    noise = rng.standard_normal(len(structure))
    value = loading * structure + np.sqrt(1 - loading**2) * noise
    steps: Ints = np.clip(np.rint(mean + spread * value), 0, 10).astype(np.int64)
    return steps


def share_of_six(share: float, spread: float) -> float:
    """The mean at which `share` % of a ladder answers 6 or more."""
    return 5.5 + spread * NormalDist().inv_cdf(share / 100)


def unanswered(answers: Ints, code: int, rng: np.random.Generator) -> Ints:
    """Some answers replaced by the code for none."""
    return np.where(rng.random(len(answers)) < NO_ANSWER, code, answers)


def three_way(
    structure: Floats, loading: float, cannot: float, other: float, rng: np.random.Generator
) -> Ints:
    """1 has it, 2 cannot afford it (those lowest in the structure), 3 lacks it otherwise; in %."""
    lacks = graded(structure, loading, [cannot, 100 - cannot], rng) == 1
    answer = np.where(rng.random(len(structure)) * 100 < other, 3, 1)
    return np.where(lacks, 2, answer)
