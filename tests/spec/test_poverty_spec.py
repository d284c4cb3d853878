"""M3, M4: who is at risk of poverty, and how far below the line."""

from __future__ import annotations

import math

import pytest
from spec_tables import Table, table

from assets.estimators import poverty


def two_regions() -> Table:
    """Median 10, so the line is 6; the north's own median is 6.5."""
    return table("""
        region | income | weight
        north  | 5      | 1
        north  | 8      | 1
        south  | 10     | 2
        south  | 20     | 1
        south  | 30     | 1
    """)


def test_the_line_is_sixty_percent_of_the_national_weighted_median() -> None:
    people = table("""
        income | weight
        5      | 1
        10     | 1
        20     | 3
    """)
    line = poverty.poverty_threshold(people.numbers("income"), people.numbers("weight"))
    assert line == pytest.approx(12.0)


def test_the_median_of_persons_is_weighted_and_not_that_of_rows() -> None:
    people = two_regions()
    income, weight = people.numbers("income"), people.numbers("weight")
    weight[4] = 9.0  # the richest stands for most people
    assert poverty.poverty_threshold(income, weight) == pytest.approx(18.0)


def test_an_income_at_the_line_exactly_is_not_poverty() -> None:
    people = table("""
        income | weight
        5      | 1
        6      | 1
        10     | 1
        10     | 1
        20     | 1
    """)
    income, weight = people.numbers("income"), people.numbers("weight")
    line = poverty.poverty_threshold(income, weight)
    assert line == 6.0
    assert poverty.at_risk_of_poverty(income, weight, line) == pytest.approx(20.0)
    assert poverty.count_poor(income, weight, line) == 1


def test_a_region_is_measured_against_the_national_line() -> None:
    people = two_regions()
    income, weight = people.numbers("income"), people.numbers("weight")
    line = poverty.poverty_threshold(income, weight)
    expected = {"north": 50.0, "south": 0.0}
    for region, rate in expected.items():
        domain = people["region"] == region
        assert poverty.at_risk_of_poverty(income, weight, line, domain) == pytest.approx(rate)
    assert poverty.at_risk_of_poverty(income, weight, line) == pytest.approx(100 / 6)


def test_the_rate_counts_weight_and_not_rows() -> None:
    people = table("""
        income | weight
        1      | 3
        10     | 3
        10     | 1
        10     | 1
    """)
    income, weight = people.numbers("income"), people.numbers("weight")
    assert poverty.at_risk_of_poverty(income, weight, 6.0) == pytest.approx(37.5)


def test_the_gap_is_from_the_line_to_the_median_of_the_poor() -> None:
    people = table("""
        region | income | weight
        north  | 2      | 1
        north  | 4      | 2
        south  | 5      | 1
        south  | 10     | 6
    """)
    income, weight = people.numbers("income"), people.numbers("weight")
    line = poverty.poverty_threshold(income, weight)
    assert line == 6.0
    # The poor are 2, 4, 4, 5 by weight: median 4, a third below the line.
    assert poverty.relative_median_gap(income, weight, line) == pytest.approx(100 / 3)
    south = people["region"] == "south"
    assert poverty.relative_median_gap(income, weight, line, south) == pytest.approx(100 / 6)


def test_without_poor_there_is_no_gap_and_without_people_no_rate() -> None:
    people = two_regions()
    income, weight = people.numbers("income"), people.numbers("weight")
    assert math.isnan(poverty.relative_median_gap(income, weight, 1.0))
    assert math.isnan(poverty.at_risk_of_poverty(income, weight, 6.0, people["region"] == "east"))
