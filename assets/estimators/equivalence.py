"""Equivalised income (method M2): the modified OECD scale."""

from __future__ import annotations

import numpy as np

from assets.estimators.arrays import Floats, Keys, group_sums

FIRST_ADULT = 1.0
FURTHER_ADULT = 0.5  # everybody aged 14 or over
CHILD = 0.3
ADULT_AGE = 14


def equivalence_scale(household: Keys, age: Floats) -> Floats:
    """Each person's household scale: 1 + 0.5 a further person 14+, + 0.3 a younger one.

    `age` in whole years at the end of the income period, −1 (born after it) included; an
    unknown age (NaN) counts as an adult. A household without anybody of 14 counts its first
    child as 1. Method: modified OECD scale, Eurostat EU-SILC (HX050).
    """
    names, number = np.unique(household, return_inverse=True)
    number, households = number.astype(np.int64), names.size
    members = group_sums(number, np.ones_like(age), households)
    children = group_sums(number, (age < ADULT_AGE).astype(np.float64), households)
    adults = members - children
    scale = np.where(
        adults > 0,
        FIRST_ADULT + FURTHER_ADULT * (adults - 1) + CHILD * children,
        FIRST_ADULT + CHILD * (children - 1),
    )
    return np.asarray(scale[number], dtype=np.float64)


def equivalised_income(household: Keys, age: Floats, household_income: Floats) -> Floats:
    """Household income divided by the household's scale, for every member; same currency.

    `household_income` is the household's disposable income, repeated on each member's row.
    """
    return household_income / equivalence_scale(household, age)
