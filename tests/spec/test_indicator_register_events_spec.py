"""Indicators that stand on registers of spells and events, by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "unemployed_jobseeker_share_18_64_register": Spec(
        """
        age | unemployed_at_year_end
        18  | 1
        64  | 0
        40  | 0
        40  | 0
        17  | 1
        65  | 1
        40  | .
        """,
        25,
        4,
        "1 of the 4 of 18–64 in a year whose register was delivered",
    ),
    "unemployed_during_year_share_18_64_register": Spec(
        """
        age | unemployed_at_year_end | days_unemployed
        18  | 1                      | 365
        64  | 0                      | 1
        40  | 0                      | 0
        40  | 0                      | 0
        30  | 0                      | 0
        17  | 0                      | 30
        65  | 0                      | 30
        40  | .                      | .
        """,
        40,
        5,
        "2 of 5: one day is enough",
    ),
    "long_term_unemployed_share_18_64_register": Spec(
        """
        age | unemployed_at_year_end | long_term_unemployed
        18  | 1                      | 1
        64  | 1                      | 0
        40  | 0                      | 0
        30  | 0                      | 0
        17  | 1                      | 1
        65  | 1                      | 1
        40  | .                      | .
        """,
        25,
        4,
        "1 of 4",
    ),
    "activation_rate_18_64_register": Spec(
        """
        age | unemployed_at_year_end | in_employment_service
        18  | 1                      | 0
        30  | 1                      | 0
        64  | 0                      | 1
        40  | 1                      | 1
        50  | 1                      | 0
        40  | 0                      | 0
        65  | 0                      | 1
        17  | 0                      | 1
        40  | .                      | .
        """,
        40,
        5,
        "2 in services of the 5 who are unemployed or in services",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
