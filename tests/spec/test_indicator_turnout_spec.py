"""Indicators of elections, each worked out by hand from counts of areas."""

from __future__ import annotations

import polars as pl
import pytest
from indicator_tables import Spec, check, declared

from assets.cells.counts import count_cells
from assets.counts.elections import COUNTS

_COUNTS = """
    sex | area_code | {0}_entitled | {0}_voted | {1}_entitled | {1}_voted | {2}_entitled | {2}_voted
    F   | KU092     | 60           | 48        | 7            | 2         | 9            | 3
    M   | KU092     | 40           | 20        | 5            | 4         | 8            | 1
    .   | KU837     | 100          | 62        | 3            | 1         | 2            | 2
"""
_WHY = "48 + 20 + 62 of 60 + 40 + 100, the municipality where men aren't told apart with the rest"


def _spec(*elections: str) -> Spec:
    return Spec(_COUNTS.format(*elections), 65, 200, _WHY)


SPECS = {
    "voter_turnout_parliamentary": _spec("parliamentary", "municipal", "county"),
    "voter_turnout_municipal": _spec("municipal", "county", "parliamentary"),
    "voter_turnout_county": _spec("county", "parliamentary", "municipal"),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])


def test_turnout_has_no_value_where_there_is_no_such_election() -> None:
    counts = pl.DataFrame(
        {
            "area_code": ["KU091", "KU092", "KU478"],
            "sex": [None, None, None],
            "age": [None, None, None],
            **{name: [10, 20, 5] for name in COUNTS.columns},
        },
        schema_overrides={"sex": pl.String, "age": pl.Int64},
    )
    without = {"parliamentary": set(), "municipal": {"KU478"}, "county": {"KU091", "KU478"}}
    for election, places in without.items():
        indicator = declared(f"voter_turnout_{election}")
        cells = count_cells({2025: counts}, {}, indicator, indicator.series[0], 2025)
        there = pl.col("area_code").is_in(["KU091", "KU478"]) & (pl.col("reason") == "M")
        assert set(cells.filter(there)["area_code"]) == places
        county = cells.filter((pl.col("area_code") == "HVA91") & (pl.col("reason") == "M"))
        assert county.is_empty() == (election == "parliamentary")


def test_a_year_without_the_election_has_no_row() -> None:
    nothing = pl.DataFrame(
        {"area_code": ["KU092"], "sex": ["F"], "age": [None], **{c: [0] for c in COUNTS.columns}},
        schema_overrides={"age": pl.Int64},
    )
    indicator = declared("voter_turnout_parliamentary")
    assert count_cells({2024: nothing}, {}, indicator, indicator.series[0], 2024).is_empty()
