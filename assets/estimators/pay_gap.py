"""The unadjusted gender pay gap."""

from __future__ import annotations

from collections.abc import Callable

from assets.estimators.arrays import Booleans, Floats
from assets.estimators.means import weighted_mean

Average = Callable[[Floats, Floats, Booleans | None], float]


def gender_pay_gap(
    hourly_earnings: Floats, weights: Floats, woman: Booleans, average: Average = weighted_mean
) -> float:
    """How much less (%) women earn an hour than men: 100·(men − women)/men.

    `average` is the weighted mean (Eurostat sdg_05_20) or the weighted median.
    """
    men = average(hourly_earnings, weights, ~woman)
    return 100.0 * (men - average(hourly_earnings, weights, woman)) / men
