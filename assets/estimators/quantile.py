"""Weighted quantiles (method M1)."""

from __future__ import annotations

import numpy as np

from assets.estimators.arrays import Booleans, Floats, usable

TIE = 1e-12
"""Cumulated shares closer than this are the same share: float sums of equal weights differ."""


def weighted_quantile(
    values: Floats, weights: Floats, share: float, domain: Booleans | None = None
) -> float:
    """The value below which `share` (0–1) of the weight lies; NaN when there are no rows.

    With rows sorted by value and F the cumulated share of weight, it is the first value whose F
    exceeds `share`; where F of the row before equals `share` exactly, the mean of the two.
    Method: Eurostat's SAS definition 5 for weighted data, as in R package laeken.
    """
    rows = usable(values, weights, domain)
    kept, mass = values[rows], weights[rows]
    if kept.size == 0:
        return float("nan")
    order = np.argsort(kept, kind="stable")
    kept, mass = kept[order], mass[order]
    cumulated = np.cumsum(mass)
    cumulated /= cumulated[-1]
    first = int(np.searchsorted(cumulated, share + TIE, side="right"))
    if first >= kept.size:
        return float(kept[-1])
    if first > 0 and abs(cumulated[first - 1] - share) < TIE:
        return float((kept[first - 1] + kept[first]) / 2)
    return float(kept[first])


def weighted_median(values: Floats, weights: Floats, domain: Booleans | None = None) -> float:
    """The weighted quantile at one half, in the values' own unit."""
    return weighted_quantile(values, weights, 0.5, domain)
