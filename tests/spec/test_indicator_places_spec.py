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
    "noise_lden55_share": Spec(
        """
        has_building | lden_mdb | times
        1            | 55000    | 12
        1            | 70100    | 3
        1            | 54999    | 15
        1            | .        | 40
        0            | 60000    | 7
        .            | 60000    | 2
        """,
        50,
        30,
        "12 + 3 of 30: 55 dB itself counts, who isn't mapped is not in the base",
    ),
    "green_access_300m_share": Spec(
        """
        has_building | green_at_hand | times
        1            | 1             | 18
        1            | 0             | 6
        1            | .             | 9
        0            | 1             | 7
        .            | 1             | 2
        """,
        75,
        24,
        "18 of 24",
    ),
    "public_transport_access_share": Spec(
        """
        has_building | served_stop_at_hand | times
        1            | 1                   | 12
        1            | 0                   | 18
        1            | .                   | 9
        0            | 1                   | 7
        .            | 1                   | 2
        """,
        40,
        30,
        "12 of 30",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_an_indicator_counts_as_its_definition_says(name: str) -> None:
    check(declared(name), SPECS[name])
