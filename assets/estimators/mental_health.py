"""Psychological distress by the five items of MHI-5 (method M15)."""

from __future__ import annotations

import numpy as np

from assets.estimators.arrays import Floats

ITEMS = 5
LOWEST, HIGHEST = 1, 6  # all of the time … none of the time
DISTRESSED_AT_MOST = 52.0


def mhi5_index(negative: Floats, positive: Floats) -> Floats:
    """The index 0 (worst) … 100 (best) a person; NaN unless all five items are answered.

    `negative`: persons × 3 answers (nervous, down in the dumps, downhearted); `positive`:
    persons × 2 (calm, happy); each 1–6. Other answer scales need another constant.
    """
    score = (negative - LOWEST).sum(axis=1) + (HIGHEST - positive).sum(axis=1)
    return np.asarray(score * 100.0 / (ITEMS * (HIGHEST - LOWEST)), dtype=np.float64)


def distressed(index: Floats) -> Floats:
    """1 where the index is 52 or less, 0 where it is more, NaN where there is none."""
    return np.where(np.isnan(index), np.nan, (index <= DISTRESSED_AT_MOST).astype(np.float64))
