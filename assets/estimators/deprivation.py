"""Material and social deprivation (method M7): how many of thirteen things are lacking."""

from __future__ import annotations

import numpy as np

from assets.estimators.arrays import Booleans, Floats, Keys, group_sums

SEVERE = 7
DEPRIVED = 5
PERSONAL_ITEM_AGE = 16


def with_children(personal: Floats, household: Keys, age: Floats) -> Floats:
    """Personal lacks (persons × items; 1, 0, NaN) with those under 16 given their household's.

    A child lacks an item when at least half of the household's answering persons of 16 or over
    lack it; NaN when nobody there has answered.
    """
    names, number = np.unique(household, return_inverse=True)
    number = number.astype(np.int64)
    adult = age >= PERSONAL_ITEM_AGE
    filled = personal.copy()
    for item in range(personal.shape[1]):
        answers = personal[:, item]
        counts: Booleans = adult & ~np.isnan(answers)
        asked = group_sums(number, counts.astype(np.float64), names.size)
        lacking = group_sums(number, np.where(counts, answers, 0.0), names.size)
        with np.errstate(invalid="ignore"):
            share = lacking / asked
        given = np.where(np.isnan(share), np.nan, (share >= 0.5).astype(np.float64))
        filled[~adult, item] = given[number][~adult]
    return filled


def lack_count(household_items: Floats, personal_items: Floats) -> Floats:
    """Lacks a person among 7 household and 6 personal items (1 lack, 0 none).

    An item without an answer counts as no lack unless none of the thirteen is answered (NaN).
    """
    items = np.concatenate([household_items, personal_items], axis=1)
    count = np.nansum(items, axis=1)
    return np.where(np.isnan(items).all(axis=1), np.nan, count)


def deprived(count: Floats, at_least: int = SEVERE) -> Floats:
    """1 where at least so many lacks (7 severe, 5 deprived), else 0; NaN where unknown."""
    return np.where(np.isnan(count), np.nan, (count >= at_least).astype(np.float64))
