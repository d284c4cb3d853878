"""Reserve vii, what is measured around the home: who counts, on tables worked out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "pm25_population_weighted_mean": Spec(
        """
        has_building | pm25_ng_m3 | times
        1            | 6800       | 12
        1            | 5000       | 8
        1            | 4900       | 3
        1            | .          | 5
        0            | 9000       | 7
        .            | 9000       | 2
        """,
        5.926086956521739,
        23,
        "(12 × 6.8 + 8 × 5.0 + 3 × 4.9) / 23 = 136.3 / 23; unknown buildings and values leave",
    ),
    "pm25_above_who_share": Spec(
        """
        has_building | pm25_ng_m3 | times
        1            | 6800       | 12
        1            | 5000       | 8
        1            | 4900       | 4
        1            | .          | 5
        0            | 9000       | 7
        .            | 9000       | 2
        """,
        50,
        24,
        "12 of 24: 5 µg/m³ itself is not above",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_an_indicator_counts_as_its_definition_says(name: str) -> None:
    check(declared(name), SPECS[name])
