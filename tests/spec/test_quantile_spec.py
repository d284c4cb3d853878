"""M1: the weighted quantile is the first value whose cumulated share exceeds p."""

from __future__ import annotations

import math

import numpy as np
import pytest
from spec_tables import table

from assets.estimators import quantile


def test_a_quantile_is_the_first_value_whose_cumulated_share_exceeds_p() -> None:
    # cumulated shares 0.1, 0.4, 0.5, 1
    people = table("""
        income | weight
        300    | 1
        100    | 1
        400    | 5
        200    | 3
    """)
    expected = table("""
        p    | quantile
        0.05 | 100
        0.2  | 200
        0.45 | 300
        0.6  | 400
        1    | 400
    """)
    income, weight = people.numbers("income"), people.numbers("weight")
    for p, value in zip(expected.numbers("p"), expected.numbers("quantile"), strict=True):
        assert quantile.weighted_quantile(income, weight, p) == value


def test_where_the_cumulated_share_is_p_exactly_the_two_neighbours_are_averaged() -> None:
    people = table("""
        income | weight
        10     | 5
        20     | 1
        30     | 4
    """)
    median = quantile.weighted_median(people.numbers("income"), people.numbers("weight"))
    assert median == 15


def test_a_tie_is_seen_through_the_rounding_of_float_sums() -> None:
    # Ten weights of 0.1 add up to 0.9999999999999999.
    assert quantile.weighted_median(np.arange(1.0, 11.0), np.full(10, 0.1)) == 5.5


def test_rows_without_value_or_weight_take_no_part() -> None:
    people = table("""
        income | weight
        10     | 1
        .      | 9
        20     | 1
        30     | 1
        99     | 0
        99     | .
    """)
    assert quantile.weighted_median(people.numbers("income"), people.numbers("weight")) == 20


def test_nobody_has_no_median() -> None:
    assert math.isnan(quantile.weighted_median(np.array([]), np.array([])))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    income, weight = np.array([5.0, 1.0, 5.0, 2.0]), np.array([1.0, 2.0, 0.5, 1.0])
    order = np.random.default_rng(seed).permutation(4)
    assert quantile.weighted_quantile(income[order], weight[order], 0.7) == 5.0
