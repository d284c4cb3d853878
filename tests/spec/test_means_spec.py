"""M23, M15, M7: shares and means of answers, the MHI-5 index, deprivation, the pay gap."""

from __future__ import annotations

import numpy as np
import pytest
from spec_tables import table

from assets.estimators import deprivation, means, mental_health, pay_gap, quantile


def test_an_answer_that_is_missing_leaves_the_base_of_a_share() -> None:
    people = table("""
        lonely | weight
        1      | 2
        0      | 1
        .      | 5
        1      | 1
    """)
    lonely, weight = people.numbers("lonely"), people.numbers("weight")
    assert means.weighted_share(lonely, weight) == pytest.approx(75.0)
    assert means.base_size(lonely, weight) == 3


def test_a_mean_is_weighted_and_of_its_domain() -> None:
    people = table("""
        sex | trust | weight
        F   | 8     | 1
        F   | 5     | 2
        M   | 0     | 4
        F   | .     | 3
    """)
    trust, weight = people.numbers("trust"), people.numbers("weight")
    assert means.weighted_mean(trust, weight, people["sex"] == "F") == pytest.approx(6.0)
    assert np.isnan(means.weighted_mean(trust, weight, people["sex"] == "X"))


def test_distress_is_an_mhi5_index_of_52_or_less_and_needs_all_five_answers() -> None:
    people = table("""
        nervous | dumps | down | calm | happy | index | distressed
        3       | 4     | 4    | 3    | 3     | 56    | 0
        3       | 3     | 4    | 3    | 3     | 52    | 1
        1       | 1     | 1    | 6    | 6     | 0     | 1
        6       | 6     | 6    | 1    | 1     | 100   | 0
        5       | 5     | .    | 2    | 2     | .     | .
    """)
    columns = {name: people.numbers(name) for name in people}
    index = mental_health.mhi5_index(
        np.column_stack([columns["nervous"], columns["dumps"], columns["down"]]),
        np.column_stack([columns["calm"], columns["happy"]]),
    )
    assert index == pytest.approx(columns["index"], nan_ok=True)
    ill = mental_health.distressed(index)
    assert ill == pytest.approx(columns["distressed"], nan_ok=True)
    assert means.weighted_share(ill, np.ones(5)) == pytest.approx(50.0)


def test_a_child_lacks_what_at_least_half_of_the_adults_of_its_household_lack() -> None:
    people = table("""
        household | age | lacks | filled
        a         | 40  | 1     | 1
        a         | 38  | 0     | 0
        a         | 9   | .     | 1
        b         | 40  | 0     | 0
        b         | 15  | .     | 0
        c         | 16  | .     | .
        c         | 3   | .     | .
    """)
    filled = deprivation.with_children(
        people.numbers("lacks")[:, np.newaxis], people["household"], people.numbers("age")
    )
    assert filled[:, 0] == pytest.approx(people.numbers("filled"), nan_ok=True)


def test_seven_lacks_of_thirteen_are_severe_deprivation() -> None:
    household = np.array([[1.0] * 4 + [0.0] * 3, [1.0] * 4 + [0.0] * 3, [np.nan] * 7])
    personal = np.array([[1.0] * 3 + [0.0] * 3, [1.0, 1.0, np.nan, 0.0, 0.0, 0.0], [np.nan] * 6])
    count = deprivation.lack_count(household, personal)
    assert count == pytest.approx([7.0, 6.0, np.nan], nan_ok=True)
    assert deprivation.deprived(count) == pytest.approx([1.0, 0.0, np.nan], nan_ok=True)


def test_the_pay_gap_is_a_part_of_mens_earnings() -> None:
    people = table("""
        sex | hourly | weight
        M   | 20     | 1
        M   | 30     | 1
        F   | 20     | 1
        F   | 20     | 3
    """)
    hourly, weight = people.numbers("hourly"), people.numbers("weight")
    woman = people["sex"] == "F"
    assert pay_gap.gender_pay_gap(hourly, weight, woman) == pytest.approx(20.0)
    by_median = pay_gap.gender_pay_gap(hourly, weight, woman, quantile.weighted_median)
    assert by_median == pytest.approx(20.0)
