"""Indicators of what happens in a place, each worked out by hand from counts and persons."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "violent_offences_per_1000": Spec(
        """
    year | area_code | sex | violent_offences
    2023 | KU092     | .   | 90
    2024 | KU092     | .   | 5
    2024 | KU837     | .   | 2
    2024 | .         | .   | 1
    """,
        1000 * 8 / 1000,
        1000,
        "5 + 2 + 1 of no known place in 2024; mean of 500 and 300 in Vantaa, of 500 and 700 in "
        "Tampere; "
        "the 9,000 of Helsinki, of which nothing is told, aren't in the base",
        """
    year | area_code | persons | persons_before
    2023 | KU092     | 300     | 300
    2024 | KU092     | 500     | 300
    2024 | KU837     | 500     | 700
    2024 | KU091     | 9000    | 9000
    """,
    ),
    "road_traffic_casualties_per_100000": Spec(
        """
    year | area_code | sex | road_casualties
    2023 | KU092     | .   | 90
    2024 | KU092     | .   | 5
    2024 | KU837     | .   | 2
""",
        100_000 * 7 / 8000,
        8000,
        "5 + 2 in 2024; mean of 5,000 and 3,000 in Vantaa, 4,000 in Helsinki: nobody hurt there",
        """
    year | area_code | persons | persons_before
    2023 | KU092     | 3000    | 3000
    2024 | KU092     | 5000    | 3000
    2024 | KU091     | 4000    | 4000
    """,
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_declared_indicator_gives_the_value_worked_out_by_hand(name: str) -> None:
    check(declared(name), SPECS[name])
