"""M5, M6: S80/S20 and Gini."""

from __future__ import annotations

import math

import numpy as np
import pytest
from spec_tables import table

from assets.estimators import inequality


def test_the_ratio_sets_income_above_the_8th_decile_against_that_up_to_the_2nd() -> None:
    # Deciles lie between persons: 15 and 45.
    incomes = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
    assert inequality.quintile_share_ratio(incomes, np.ones(5)) == pytest.approx(5.0)


def test_the_person_at_the_2nd_decile_belongs_below_and_the_one_at_the_8th_not_above() -> None:
    # Deciles 20 and 50: 10 + 20 below, only 60 above.
    incomes = np.array([10.0, 20.0, 30.0, 40.0, 50.0, 60.0])
    assert inequality.quintile_share_ratio(incomes, np.ones(6)) == pytest.approx(2.0)


def test_the_ratio_of_a_domain_uses_the_domains_own_deciles() -> None:
    people = table("""
        region | income | weight
        north  | 10     | 1
        north  | 20     | 1
        north  | 30     | 1
        north  | 40     | 1
        north  | 50     | 1
        south  | 500    | 5
    """)
    income, weight = people.numbers("income"), people.numbers("weight")
    north = people["region"] == "north"
    assert inequality.quintile_share_ratio(income, weight, north) == pytest.approx(5.0)


def test_the_ratio_is_undefined_where_the_lowest_fifth_has_no_income() -> None:
    incomes = np.array([-10.0, 20.0, 30.0, 40.0, 50.0])
    assert math.isnan(inequality.quintile_share_ratio(incomes, np.ones(5)))


def test_gini_of_one_two_three_four_is_a_quarter() -> None:
    assert inequality.gini(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4)) == pytest.approx(25.0)


def test_a_weight_of_two_is_two_persons_to_gini() -> None:
    weighted = inequality.gini(np.array([4.0, 1.0]), np.array([1.0, 2.0]))
    assert weighted == pytest.approx(100 / 3)
    assert weighted == pytest.approx(inequality.gini(np.array([1.0, 1.0, 4.0]), np.ones(3)))


def test_gini_is_zero_when_all_have_the_same_and_undefined_without_income() -> None:
    assert inequality.gini(np.full(3, 7.0), np.array([1.0, 2.0, 5.0])) == pytest.approx(0.0)
    assert math.isnan(inequality.gini(np.array([-5.0, 5.0]), np.ones(2)))


def test_gini_with_person_ids_is_the_same_to_the_last_bit_in_any_order_of_rows() -> None:
    rng = np.random.default_rng(7)
    income, weight = rng.integers(1, 5, 200) * 1.1, rng.random(200) + 0.1
    person = np.arange(200)
    shuffled = rng.permutation(200)
    again = inequality.gini(income[shuffled], weight[shuffled], person[shuffled])
    assert inequality.gini(income, weight, person) == again
