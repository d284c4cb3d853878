"""Reserve v: what each indicator counts, on tables small enough to work out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "trust_political_system_mean": Spec(
        """
        age | trust_political_system | respondent_weight
        16  | 10                     | 1
        50  | 1                      | 2
        15  | 0                      | 4
        30  | .                      | 9
        """,
        4,
        2,
        "(10 + 2 × 1) / 3",
    ),
    "trust_legal_system_mean": Spec(
        """
        age | trust_legal_system | respondent_weight
        16  | 9                  | 1
        50  | 3                  | 2
        15  | 0                  | 4
        30  | .                  | 9
        """,
        5,
        2,
        "(9 + 2 × 3) / 3",
    ),
    "trust_police_mean": Spec(
        """
        age | trust_police | respondent_weight
        16  | 10           | 2
        50  | 7            | 1
        15  | 0            | 4
        30  | .            | 9
        """,
        9,
        2,
        "(2 × 10 + 7) / 3",
    ),
    "trust_national_government_share": Spec(
        """
        trust_national_government | respondent_weight
        6                         | 1
        9                         | 2
        5                         | 2
        0                         | 3
        .                         | 4
        """,
        37.5,
        4,
        "1 + 2 of 8; who doesn't know isn't a 5 and leaves the base",
    ),
    "trust_local_government_share": Spec(
        """
        trust_local_government | respondent_weight
        10                     | 1
        6                      | 1
        5                      | 3
        .                      | 9
        """,
        40,
        3,
        "1 + 1 of 5",
    ),
    "political_voice_share": Spec(
        """
        political_voice | respondent_weight
        6               | 3
        5               | 1
        1               | 8
        .               | 2
        """,
        25,
        3,
        "3 of 12",
    ),
    "trust_government_thl_share": Spec(
        """
        trust_government | respondent_weight
        6                | 1
        10               | 1
        5                | 2
        0                | 1
        .                | 3
        """,
        40,
        4,
        "6 and 10 of 5; 5 is neither high nor low",
    ),
    "trust_municipality_thl_share": Spec(
        """
        trust_municipality | respondent_weight
        6                  | 2
        7                  | 1
        5                  | 1
        3                  | 4
        .                  | 3
        """,
        37.5,
        4,
        "2 + 1 of 8",
    ),
    "political_influence_thl_share": Spec(
        """
        political_influence | respondent_weight
        6                   | 1
        5                   | 3
        .                   | 1
        """,
        25,
        2,
        "1 of 4",
    ),
    "experienced_discrimination_thl_share": Spec(
        """
        discrimination | respondent_weight
        yes            | 1
        no             | 3
        .              | 2
        """,
        25,
        2,
        "1 of 4",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
