"""M2: equivalised income on the modified OECD scale."""

from __future__ import annotations

import numpy as np
import pytest
from spec_tables import table

from assets.estimators import equivalence


def test_the_first_adult_counts_1_a_further_one_half_and_a_child_three_tenths() -> None:
    people = table("""
        household | age | scale
        couple    | 45  | 2.3
        couple    | 44  | 2.3
        couple    | 15  | 2.3
        couple    | 13  | 2.3
        single    | 80  | 1.0
        parent    | 30  | 1.6
        parent    | 0   | 1.6
        parent    | -1  | 1.6
        exactly14 | 40  | 1.5
        exactly14 | 14  | 1.5
        unknown   | 40  | 1.5
        unknown   | .   | 1.5
        children  | 13  | 1.3
        children  | 12  | 1.3
    """)
    scale = equivalence.equivalence_scale(people["household"], people.numbers("age"))
    assert scale == pytest.approx(people.numbers("scale"), abs=1e-12)


def test_every_member_of_a_household_has_its_equivalised_income() -> None:
    household, age = np.array(["1"] * 4), np.array([45.0, 44.0, 15.0, 13.0])
    income = equivalence.equivalised_income(household, age, np.full(4, 52_000.0))
    assert income == pytest.approx(np.full(4, 22_608.695652), abs=1e-6)
