"""Weighted shares and means (method M23); an answer that is missing leaves the base."""

from __future__ import annotations

import numpy as np

from assets.estimators.arrays import Booleans, Floats, usable


def weighted_mean(values: Floats, weights: Floats, domain: Booleans | None = None) -> float:
    """Σwy/Σw over the domain's rows that have a value; NaN when there are none."""
    rows = usable(values, weights, domain)
    total = float(weights[rows].sum())
    return float((weights[rows] * values[rows]).sum()) / total if total > 0 else float("nan")


def weighted_share(holds: Floats, weights: Floats, domain: Booleans | None = None) -> float:
    """Share (%) of the domain's weight for which `holds` is 1; 0 is no, NaN is no answer."""
    return 100.0 * weighted_mean(holds, weights, domain)


def base_size(values: Floats, weights: Floats, domain: Booleans | None = None) -> int:
    """Unweighted rows that the share or mean stands on."""
    return int(np.count_nonzero(usable(values, weights, domain)))
