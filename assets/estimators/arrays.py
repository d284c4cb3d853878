"""The array types of the estimators, and which rows a statistic stands on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.generic]
"""Identifiers of any sortable kind: integers or text."""


def usable(values: Floats, weights: Floats, domain: Booleans | None = None) -> Booleans:
    """True for rows that count: a value, a weight above zero, and inside the domain."""
    rows: Booleans = ~np.isnan(values) & (weights > 0)
    return rows if domain is None else rows & domain


def group_sums(number: Integers, values: Floats, groups: int) -> Floats:
    """Sums of `values` by group number 0 … `groups` − 1."""
    return np.bincount(number, weights=values, minlength=groups).astype(np.float64, copy=False)
