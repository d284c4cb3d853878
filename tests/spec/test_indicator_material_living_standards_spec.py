"""Reserve i: what each indicator counts, on tables small enough to work out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "median_equivalised_income": Spec(
        """
        equivalised_income | weight
        10000              | 1
        20000              | 1
        40000              | 3
        .                  | 5
        """,
        40_000,
        3,
        "of 5 persons 1 and 2 lie at 20 and 40 %; the first above half is 40,000",
    ),
    "at_risk_of_poverty_rate": Spec(
        """
        equivalised_income | weight
        10000              | 1
        12000              | 1
        20000              | 2
        30000              | 1
        .                  | 5
        """,
        20,
        4,
        "median 20,000, line 12,000; 12,000 itself is not below it: 1 of 5",
    ),
    "relative_median_poverty_gap": Spec(
        """
        equivalised_income | weight | times
        8000               | 2      | 15
        10000              | 1      | 20
        20000              | 1      | 65
        """,
        100 * 4 / 12,
        100,
        "line 12,000; the poor weigh 30 and 20, so their median is 8,000: 4,000 of 12,000",
    ),
    "income_quintile_share_ratio": Spec(
        """
        equivalised_income | weight | times
        10000              | 2      | 20
        20000              | 2      | 60
        30000              | 1      | 40
        """,
        3,
        120,
        "40, 120 and 40 of 200: fifths begin at 15,000 and 25,000; 40 × 30,000 over 40 × 10,000",
    ),
    "gini_disposable_income": Spec(
        """
        equivalised_income | weight | times
        10000              | 2      | 50
        30000              | 1      | 50
        """,
        100 * 4 / 15,
        100,
        "2/3 of persons have 2/5 of income: 2/3 − 2/5 = 4/15",
    ),
    "at_risk_of_poverty_rate_register": Spec(
        """
        poor
        true
        false
        false
        true
        .
        """,
        50,
        4,
        "2 of the 4 of whom it is known",
    ),
    "severe_material_social_deprivation_rate": Spec(
        """
        material_lacks | weight
        7              | 1
        6              | 2
        13             | 1
        .              | 9
        """,
        50,
        3,
        "7 and 13 of 1 + 2 + 1",
    ),
    "material_social_deprivation_rate": Spec(
        """
        material_lacks | weight
        5              | 1
        4              | 3
        7              | 1
        .              | 9
        """,
        40,
        3,
        "5 and 7 of 1 + 3 + 1",
    ),
    "arope_rate": Spec(
        """
        at_risk_of_poverty | material_lacks | very_low_work_intensity | weight
        true               | 0              | false                   | 1
        false              | 7              | false                   | 1
        false              | 6              | true                    | 1
        false              | 6              | false                   | 5
        .                  | 0              | false                   | 9
        .                  | 8              | .                       | 2
        """,
        50,
        5,
        "1 + 1 + 1 + 2 of 10: one is enough, and who may or may not be poor leaves the base",
    ),
    "difficulty_making_ends_meet": Spec(
        """
        making_ends_meet | weight
        1                | 1
        2                | 1
        3                | 2
        6                | 1
        .                | 4
        """,
        40,
        4,
        "1 and 2 of 1 + 1 + 2 + 1",
    ),
    # By row: 6,000 of 15,000 is 40 % exactly, no; 6,012 is more, yes; 3,600 of 9,600, no; nothing
    # left of the income and a cost of 1,200, yes; nothing left and no cost, no; unknown; unknown.
    "housing_cost_overburden_rate": Spec(
        """
        housing_cost | housing_allowance | disposable_income | weight
        500          | 0                 | 15000             | 1
        501          | 0                 | 15000             | 1
        500          | 2400              | 12000             | 2
        100          | 0                 | -500              | 1
        100          | 1200              | 1000              | 1
        .            | 0                 | 10000             | 5
        100          | 0                 | .                 | 5
        """,
        100 * 2 / 6,
        5,
        "the second and the fourth of 6",
    ),
    "arrears_share": Spec(
        """
        arrears_housing | arrears_utilities | arrears_loans | weight
        no              | no                | .             | 1
        once            | .                 | no            | 1
        no              | no                | twice_or_more | 2
        no              | no                | no            | 3
        .               | .                 | .             | 4
        """,
        100 * 3 / 7,
        4,
        "1 + 2 of 7; one kind in arrears is enough, and not having a loan is no arrears",
    ),
    "home_not_warm_share": Spec(
        """
        affords_warm_home | weight
        no                | 1
        yes               | 3
        .                 | 2
        """,
        25,
        2,
        "1 of 1 + 3",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
