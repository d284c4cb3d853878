"""Indicators of victims whom the police know, by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "violence_victim_known_share": Spec(
        """
        violent_offences_suffered | times
        1                         | 1
        4                         | 1
        0                         | 198
        .                         | 50
        """,
        1,
        200,
        "2 of 200, once each however often; those of a year without the extract leave the base",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_victims_of_a_year(name: str) -> None:
    check(declared(name), SPECS[name])
