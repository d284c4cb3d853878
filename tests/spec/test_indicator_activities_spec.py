"""Reserve iv: what each indicator counts, on tables small enough to work out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "no_studies_no_wages_register_share_15_29": Spec(
        """
        age | in_education | wages
        15  | 0            | 0
        29  | 0            | 0
        20  | 1            | 0
        20  | 0            | 50000
        22  | 1            | 50000
        14  | 0            | 0
        30  | 0            | 0
        20  | .            | 0
        20  | 0            | .
        """,
        40,
        5,
        "2 of the 5 of 15–29 of whom both registers speak",
    ),
    "wage_earner_share_20_64": Spec(
        """
        age | wages
        20  | 1
        64  | 90
        40  | 0
        19  | 5
        65  | 5
        30  | .
        """,
        100 * 2 / 3,
        3,
        "2 of the 3 of 20–64 whose income is known",
    ),
    "unemployment_benefit_recipient_share_18_64": Spec(
        """
        age | unemployment_benefit
        18  | 1
        64  | 0
        30  | 0
        40  | 0
        17  | 9
        65  | 9
        30  | .
        """,
        25,
        4,
        "1 of the 4 of 18–64 whose income is known",
    ),
    "self_declared_employed_share_20_64_silc": Spec(
        """
        age | economic_status | respondent_weight
        20  | employed        | 2
        64  | retired         | 1
        40  | unemployed      | 1
        19  | employed        | 5
        65  | employed        | 5
        30  | .               | 3
        """,
        50,
        3,
        "2 of 4",
    ),
    "self_declared_unemployment_rate_16_74_silc": Spec(
        """
        age | economic_status | respondent_weight
        16  | unemployed      | 1
        74  | employed        | 3
        40  | retired         | 5
        15  | unemployed      | 4
        75  | employed        | 4
        30  | .               | 2
        """,
        25,
        2,
        "1 of 1 + 3; the retired are not in the labour force",
    ),
    "full_year_full_time_employee_share_20_64_silc": Spec(
        """
        age | months_full_time_employee | respondent_weight
        20  | 12                        | 1
        64  | 11                        | 1
        40  | 0                         | 2
        19  | 12                        | 5
        65  | 12                        | 5
        30  | .                         | 2
        """,
        25,
        3,
        "1 of 4",
    ),
    "satisfaction_time_use_mean": Spec(
        """
        age | time_use_satisfaction | respondent_weight
        16  | 10                    | 1
        40  | 4                     | 2
        15  | 0                     | 5
        50  | .                     | 3
        """,
        6,
        2,
        "(10 + 2 × 4) / 3",
    ),
    "leisure_participation_share": Spec(
        """
        age | cinema          | performances | cultural_sites  | sport_events | respondent_weight
        16  | at_most_3_times | no_time           | no_interest     | none_nearby  | 1
        40  | on_screen       | over_3_times      | .               | .            | 1
        41  | other_reason    | no_interest       | at_most_3_times | no_time      | 1
        42  | no_time         | no_interest       | no_time         | over_3_times | 1
        50  | on_screen       | cannot_afford     | other_reason    | no_time      | 4
        51  | on_screen       | .                 | other_reason    | no_time      | 9
        15  | over_3_times    | over_3_times      | over_3_times    | over_3_times | 9
        """,
        50,
        5,
        "4 of 8; one yes is an answer, three noes aren't",
    ),
    "job_satisfaction_mean": Spec(
        """
        age | economic_status | job_satisfaction | respondent_weight
        16  | employed        | 9                | 1
        40  | employed        | 6                | 2
        50  | retired         | 0                | 4
        15  | employed        | 0                | 4
        30  | employed        | .                | 2
        """,
        7,
        2,
        "(9 + 2 × 6) / 3",
    ),
    "weekly_hobby_participation_thl_share": Spec(
        """
        hobby_participation | respondent_weight
        1                   | 1
        2                   | 3
        4                   | 1
        .                   | 2
        """,
        20,
        3,
        "1 of 5",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
