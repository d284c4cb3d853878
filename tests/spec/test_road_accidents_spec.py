"""From the file of road accidents to counts and a protected rate, for accidents that are known.

Year 2023. In Tampere a death with two injured, and an accident that hurt twelve; in Vantaa one
injured; a collision that hurt nobody is left out.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from border_deliveries import deliver, judge, refused_rows, with_fault

from assets.cells.counts import count_cells
from assets.counts.declared import KEY, counted
from assets.counts.offences import COUNTS as OFFENCES
from assets.counts.road_accidents import COUNTS
from assets.reserves import INDICATORS
from assets.rows import count_rows
from quality.acceptance import facts_in_force
from sources.catalogue import source
from sources.home import Home
from sources.synthetic.accident_files import FAULTS
from sources.synthetic.faults import DUPLICATE, Fault
from warehouse.engine import DuckDBEngine, Engine, PolarsEngine

NAME = "tonn_onn_2023.csv"
FILE = """ilmnro_s;tietotyy;vvonn;kkonn;kunta;vakav;lkmkuol;lkmlouk;lkm_vakavlouk
A1;1;2023;7;837;1;1;2;1
A2;1;2023;12;837;2;0;12;
A3;1;2023;1;092;2;0;1;0
A4;2;2023;11;049;0;0;0;
"""
DECLARED = source("road_accidents")


def _counts(home: Home) -> list[pl.DataFrame]:
    """What DuckDB and Polars count of the delivery."""
    delivered = deliver(home, {NAME: FILE.encode()}, source=DECLARED)
    record = judge(home, delivered, DECLARED)
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 3, 0)
    facts = facts_in_force(home, DECLARED, 2023)
    assert facts is not None
    engines: list[Engine] = [DuckDBEngine(home.path / "spill"), PolarsEngine()]
    return [
        counted(e, COUNTS, {name: e.scan([path]) for name, path in facts.items()}, 2023)
        for e in engines
    ]


def test_the_killed_and_the_injured_are_counted_where_it_happened(home: Home) -> None:
    for made in _counts(home):
        assert made.select(*KEY, "road_casualties").rows() == [
            ("KU092", None, None, 1),
            ("KU837", None, None, 15),
        ]


def test_a_place_of_few_casualties_is_hidden_and_the_others_are_rounded(home: Home) -> None:
    people = pl.DataFrame(
        {
            "area_code": ["KU837", "KU092", "KU091"],
            "sex": ["F", "M", "F"],
            "age": [30, 40, 50],
            "persons": [10_000, 1000, 9000],
            "persons_before": [10_000, 1000, 9000],
        }
    )
    indicator = next(i for i in INDICATORS if i.id == "road_traffic_casualties_per_100000")
    (series,) = indicator.series
    cells = count_cells({2023: _counts(home)[0]}, {2023: people}, indicator, series, 2023)
    rows = count_rows(cells, indicator, series, year=2023, synthetic=True, published=COUNTS.open)
    found = {
        code: (value, status)
        for code, value, status in rows.select("area_code", "value", "conf_status").iter_rows()
    }
    assert found["KU837"] == (200.0, "F")  # 15 become 20
    assert found["KU092"] == (None, "A")
    assert found["KU091"] == (None, "A")  # nobody was hurt, and that isn't told
    assert found["SSS"] == (100.0, "F")


def test_only_published_counts_of_places_are_shown_as_they_are() -> None:
    assert OFFENCES.open
    assert not COUNTS.open


@pytest.mark.parametrize(
    "fault",
    [f for f in FAULTS if f.reason != DUPLICATE],
    ids=lambda f: f"{f.column} {f.reason}",
)
def test_each_kind_of_planted_fault_is_found_for_its_reason(home: Home, fault: Fault) -> None:
    record, refused = refused_rows(home, DECLARED, NAME, with_fault(FILE, 1, fault))
    assert (record.status, record.accepted) == ("accepted", 2)
    assert [(row, reason) for row, _, reason in refused] == [(1, fault.reason)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A9;1;2023;7;837;2;1;2;1", "severity_not_of_casualties"),  # somebody died
        ("A9;1;2023;7;837;1;0;2;1", "severity_not_of_casualties"),  # nobody did
        ("A9;2;2023;7;837;2;0;2;1", "type_not_of_severity"),
        ("A9;1;2023;7;837;0;0;0;0", "type_not_of_severity"),
        ("A9;1;2023;7;837;2;0;2;3", "seriously_injured_over_injured"),
        ("A1;1;2023;7;837;2;0;2;0", "duplicate"),
    ],
)
def test_an_accident_that_contradicts_itself_waits(home: Home, row: str, reason: str) -> None:
    delivered = deliver(home, {NAME: f"{FILE}{row}\n".encode()}, source=DECLARED)
    judge(home, delivered, replace(DECLARED, reject_limit=0.5))
    waits = pl.read_parquet(home.quarantine / DECLARED.id / f"{delivered.id}.parquet")
    assert waits.select("row", "reason").rows() == [(5, reason)]
