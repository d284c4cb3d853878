"""Reserve iii: what each indicator counts, on tables small enough to work out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "tertiary_attainment_25_34": Spec(
        """
        age | education_level
        25  | 5
        34  | 8
        30  | 4
        28  | 0
        31  | 0
        24  | 6
        35  | 6
        30  | .
        """,
        40,
        5,
        "2 of the 5 of 25–34 whom the degree register of the year knows of or doesn't name",
    ),
    "upper_secondary_or_higher_25_64": Spec(
        """
        age | education_level
        25  | 3
        64  | 8
        40  | 4
        50  | 0
        24  | 3
        65  | 3
        30  | .
        """,
        75,
        4,
        "3 of the 4 of 25–64; 0 is nothing after basic education",
    ),
    "outside_education_17_24": Spec(
        """
        age | education_level | in_education
        17  | 0               | 0
        24  | 0               | 0
        20  | 0               | 1
        20  | 3               | 0
        22  | 6               | 1
        16  | 0               | 0
        25  | 0               | 0
        20  | .               | 0
        20  | 0               | .
        """,
        40,
        5,
        "2 of the 5 of 17–24 of whom both registers speak",
    ),
    "studying_register_share_18_24": Spec(
        """
        age | studying | in_education
        18  | 1        | 1
        24  | 1        | 1
        20  | 0        | 1
        20  | 0        | 0
        17  | 1        | 1
        25  | 1        | 1
        20  | .        | .
        """,
        50,
        4,
        "2 of 4; one is in formal education that leads to no qualification",
    ),
    "tertiary_attainment_25_34_silc": Spec(
        """
        age | education | respondent_weight
        25  | 5         | 1
        34  | 8         | 1
        30  | 4         | 2
        28  | 3         | 1
        24  | 6         | 3
        35  | 6         | 3
        30  | .         | 4
        """,
        40,
        4,
        "1 + 1 of the 5 of 25–34",
    ),
    "upper_secondary_or_higher_25_64_silc": Spec(
        """
        age | education | respondent_weight
        25  | 3         | 1
        64  | 8         | 1
        40  | 2         | 2
        50  | 0         | 1
        24  | 3         | 4
        65  | 3         | 4
        30  | .         | 2
        """,
        40,
        4,
        "1 + 1 of the 5 of 25–64",
    ),
    "low_education_not_studying_18_24_silc": Spec(
        """
        age | education | in_education | respondent_weight
        18  | 2         | no           | 1
        24  | 0         | no           | 1
        20  | 2         | yes          | 1
        20  | 3         | no           | 2
        22  | 3         | .            | 1
        22  | 2         | .            | 3
        17  | 1         | no           | 4
        25  | 1         | no           | 4
        """,
        100 * 2 / 6,
        5,
        "1 + 1 of 6; with ISCED 3 it doesn't matter whether one studies",
    ),
    "formal_education_participation_18_24_silc": Spec(
        """
        age | in_education | respondent_weight
        18  | yes          | 1
        24  | yes          | 1
        20  | no           | 3
        17  | yes          | 4
        25  | yes          | 4
        20  | .            | 2
        """,
        40,
        3,
        "1 + 1 of 5",
    ),
    "digital_skills_good_thl_share": Spec(
        """
        digital_skills | respondent_weight
        1              | 1
        2              | 1
        3              | 2
        5              | 1
        .              | 3
        """,
        40,
        4,
        "1 + 1 of 5",
    ),
    "learning_opportunities_satisfied_thl_share": Spec(
        """
        learning_opportunities | respondent_weight
        1                      | 2
        2                      | 1
        3                      | 1
        4                      | 4
        .                      | 1
        """,
        37.5,
        4,
        "2 + 1 of 8",
    ),
    "study_benefit_recipient_share_18_24": Spec(
        """
        age | study_benefit
        18  | 1
        24  | 300
        20  | 0
        22  | 0
        17  | 1
        25  | 1
        20  | .
        """,
        50,
        4,
        "2 of the 4 of 18–24 whose income is known",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
