"""Reserve ii: what each indicator counts, on tables small enough to work out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "self_rated_health_good_share": Spec(
        """
        age | self_rated_health | respondent_weight
        16  | 2                 | 2
        40  | 1                 | 1
        70  | 3                 | 1
        30  | 5                 | 1
        15  | 1                 | 5
        40  | .                 | 3
        """,
        60,
        4,
        "2 + 1 of 5; under 16 and without an answer: not in the base",
    ),
    "self_rated_health_good_thl_share": Spec(
        """
        self_rated_health | respondent_weight
        1                 | 1
        2                 | 2
        3                 | 1
        5                 | 1
        .                 | 4
        """,
        60,
        4,
        "1 + 2 of 5",
    ),
    # No time (3) isn't counted; who needed no care is in the base; who didn't answer is not.
    "unmet_medical_need_share": Spec(
        """
        age | unmet_need_examination | need_examination_flag | reason_unmet_need | respondent_weight
        16  | yes                    | answered              | waiting_list      | 1
        40  | yes                    | answered              | too_expensive     | 1
        50  | yes                    | .                     | too_far           | 1
        60  | yes                    | answered              | no_time           | 2
        70  | no                     | .                     | .                 | 1
        30  | .                      | no_need               | .                 | 2
        30  | .                      | no_answer             | .                 | 5
        15  | yes                    | answered              | waiting_list      | 4
        """,
        37.5,
        6,
        "1 + 1 + 1 of 8",
    ),
    "psychological_distress_share": Spec(
        """
        mhi5 | respondent_weight
        52   | 1
        56   | 2
        0    | 1
        100  | 1
        .    | 3
        """,
        40,
        4,
        "52 and 0 of 5",
    ),
    "activity_limitation_share": Spec(
        """
        age | activity_limitation | respondent_weight
        16  | severely_limited    | 1
        40  | limited             | 2
        70  | not_limited         | 2
        15  | limited             | 5
        40  | .                   | 1
        """,
        60,
        3,
        "1 + 2 of 5",
    ),
    "disability_pension_share_25_64": Spec(
        """
        age | disability_pension
        25  | 100
        64  | 1
        30  | 0
        40  | 0
        24  | 100
        65  | 100
        50  | .
        """,
        50,
        4,
        "2 of the 4 of 25–64 whose income is known",
    ),
    "sickness_benefit_recipient_share_18_64": Spec(
        """
        age | sickness_benefit
        18  | 5
        64  | 0
        40  | 0
        17  | 5
        65  | 5
        30  | .
        """,
        100 / 3,
        3,
        "1 of the 3 of 18–64 whose income is known",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
