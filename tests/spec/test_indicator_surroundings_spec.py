"""Reserves vii, viii and the outcome: what each indicator counts, on tables worked out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "noise_reported_share": Spec(
        """
        noise | weight
        yes   | 1
        no    | 3
        .     | 4
        """,
        25,
        2,
        "1 of 4",
    ),
    "pollution_reported_share": Spec(
        """
        pollution | weight
        yes       | 3
        no        | 1
        .         | 4
        """,
        75,
        2,
        "3 of 4",
    ),
    "satisfaction_residential_area_share": Spec(
        """
        neighbourhood_satisfaction | respondent_weight
        1                          | 1
        2                          | 2
        3                          | 1
        5                          | 1
        .                          | 1
        """,
        60,
        4,
        "1 + 2 of 5",
    ),
    "living_place_conditions_good_thl_share": Spec(
        """
        eurohis_living_place_satisfaction | respondent_weight
        5                                 | 1
        4                                 | 1
        3                                 | 3
        .                                 | 1
        """,
        40,
        3,
        "1 + 1 of 5; the best answer is 5",
    ),
    "violence_or_threat_thl_share": Spec(
        """
        violence | respondent_weight
        yes      | 1
        no       | 9
        .        | 1
        """,
        10,
        2,
        "1 of 10",
    ),
    "feels_safe_daily_share": Spec(
        """
        daily_safety | respondent_weight
        1            | 1
        2            | 2
        3            | 1
        4            | 1
        .            | 5
        """,
        60,
        4,
        "1 + 2 of 5",
    ),
    "feels_safe_by_day_thl_share": Spec(
        """
        safety_by_day | respondent_weight
        1             | 2
        2             | 1
        3             | 1
        4             | 1
        .             | 1
        """,
        60,
        4,
        "2 + 1 of 5",
    ),
    "feels_safe_in_evening_thl_share": Spec(
        """
        safety_in_evening | respondent_weight
        1                 | 1
        2                 | 1
        3                 | 2
        .                 | 1
        """,
        50,
        3,
        "1 + 1 of 4",
    ),
    "feels_safe_at_night_share": Spec(
        """
        age | feeling_safe | respondent_weight
        16  | 1            | 1
        30  | 2            | 2
        50  | 3            | 1
        60  | 4            | 1
        15  | 1            | 5
        70  | .            | 2
        """,
        60,
        4,
        "1 + 2 of 5",
    ),
    "crime_in_area_share": Spec(
        """
        crime_in_area | weight
        yes           | 1
        no            | 4
        .             | 4
        """,
        20,
        2,
        "1 of 5",
    ),
    "unexpected_expense_inability": Spec(
        """
        affords_unexpected_expense | weight
        no                         | 1
        yes                        | 3
        .                          | 2
        """,
        25,
        2,
        "1 of 4",
    ),
    "persistent_poverty_rate_register": Spec(
        """
        poor  | persistently_poor
        true  | true
        true  | false
        false | false
        false | false
        true  | .
        """,
        25,
        4,
        "1 of the 4 who were observed in all four years",
    ),
    "life_satisfaction_mean": Spec(
        """
        age | life_satisfaction | respondent_weight
        16  | 9                 | 1
        50  | 6                 | 2
        15  | 0                 | 5
        30  | .                 | 3
        """,
        7,
        2,
        "(9 + 2 × 6) / 3",
    ),
    "quality_of_life_good_share": Spec(
        """
        eurohis_mean | respondent_weight
        4            | 1
        4.5          | 1
        3.875        | 2
        .            | 4
        """,
        50,
        3,
        "4 and 4.5 of 4",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
