"""Relative income poverty: the line, the rate below it and the gap (methods M3, M4)."""

from __future__ import annotations

import numpy as np

from assets.estimators.arrays import Booleans, Floats, usable
from assets.estimators.quantile import weighted_median

LINE = 0.6
"""The at-risk-of-poverty line as a part of the national median."""


def poverty_threshold(income: Floats, weights: Floats, part: float = LINE) -> float:
    """The line in EUR a year: `part` of the median of *all* persons of the country.

    It has no domain: a line drawn inside a region is another indicator.
    """
    return part * weighted_median(income, weights)


def poor(income: Floats, threshold: float) -> Booleans:
    """Who is at risk of poverty. EU-SILC: strictly below the line (Doc. 065)."""
    return np.asarray(income < threshold, dtype=np.bool_)


def at_risk_of_poverty(
    income: Floats, weights: Floats, threshold: float, domain: Booleans | None = None
) -> float:
    """Weighted share (%) of the domain's persons below the national line; NaN if it is empty."""
    rows = usable(income, weights, domain)
    total = float(weights[rows].sum())
    if total <= 0:
        return float("nan")
    return 100.0 * float(weights[rows & poor(income, threshold)].sum()) / total


def relative_median_gap(
    income: Floats, weights: Floats, threshold: float, domain: Booleans | None = None
) -> float:
    """How far (% of the line) the median income of the domain's poor lies below the line.

    NaN when nobody in the domain is poor. Eurostat ilc_li11.
    """
    among = poor(income, threshold)
    if domain is not None:
        among = among & domain
    return 100.0 * (threshold - weighted_median(income, weights, among)) / threshold


def count_poor(
    income: Floats, weights: Floats, threshold: float, domain: Booleans | None = None
) -> int:
    """Unweighted persons below the line, for the rule on too few observations."""
    return int(np.count_nonzero(usable(income, weights, domain) & poor(income, threshold)))
