"""Directly age-standardised rates: one rate a row of a matrix with a column an age band (M17)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assets.estimators.arrays import Floats
from assets.estimators.intervals import byar_interval


@dataclass(frozen=True)
class Standardised:
    """Rates in events per `per` persons with their limits; NaN where no rate can be formed."""

    rate: Floats
    low: Floats
    high: Floats


def standardised_rate(
    events: npt.ArrayLike, persons: npt.ArrayLike, weights: npt.ArrayLike, per: float
) -> Standardised:
    """per · Σ w (D/P) / Σ w over the columns, with Dobson's limits on Byar's of the total count.

    `events` and `persons` are cells × bands, `weights` one a band. A band in which nobody lives
    has no rate, and then the row has none; so has a row without events. Method: Dobson et al. 1991.
    """
    d = np.atleast_2d(np.asarray(events, dtype=np.float64))
    p = np.atleast_2d(np.asarray(persons, dtype=np.float64))
    w = np.asarray(weights, dtype=np.float64)
    w = w / w.sum()
    total = d.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(p > 0, p, np.nan)
        rate = (w * d / p).sum(axis=1)
        variance = (w**2 * d / p**2).sum(axis=1)
        scale = np.sqrt(variance / np.where(total > 0, total, np.nan))
    fewest, most = byar_interval(total)
    low, high = rate + scale * (fewest - total), rate + scale * (most - total)
    return Standardised(np.where(total > 0, per * rate, np.nan), per * low, per * high)
