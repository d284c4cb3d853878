"""From the counts of offences to a rate by place, for figures that are known.

Year 2023. Tampere has 20 offences against life and health, Vantaa none (and says so), 3 were
committed abroad. Helsinki isn't in the delivery: it is missing, not peaceful.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from border_deliveries import deliver, judge, refused_rows, with_fault

from assets.cells.counts import count_cells
from assets.counts.declared import KEY, counted
from assets.counts.offences import COUNTS
from assets.reserves import INDICATORS
from assets.rows import count_rows
from quality.acceptance import facts_in_force
from sources.catalogue import source
from sources.home import Home
from sources.synthetic.faults import DUPLICATE, Fault
from sources.synthetic.offence_files import FAULTS
from warehouse.engine import DuckDBEngine, Engine, PolarsEngine

NAME = "rikokset_kunnittain_2023.csv"
FILE = """VUOSI;KUNTA;RIKOSRYHMA;RIKOKSET_LKM
2023;SSS;201T223;23
2023;KU837;201T223;20
2023;KU092;201T223;0
2023;KU200;201T223;3
2023;KU837;101T603;250
2023;KU091;101T603;900
"""
DECLARED = source("offences")
INDICATOR = next(i for i in INDICATORS if i.id == "violent_offences_per_1000")


def _counts(home: Home, text: str = FILE) -> list[pl.DataFrame]:
    """What DuckDB and Polars count of the delivery."""
    delivered = deliver(home, {NAME: text.encode()}, source=DECLARED)
    record = judge(home, delivered, DECLARED)
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 5, 0)
    facts = facts_in_force(home, DECLARED, 2023)
    assert facts is not None
    engines: list[Engine] = [DuckDBEngine(home.path / "spill"), PolarsEngine()]
    return [
        counted(e, COUNTS, {name: e.scan([path]) for name, path in facts.items()}, 2023)
        for e in engines
    ]


def test_offences_are_counted_where_they_were_committed_and_the_total_is_left_out(
    home: Home,
) -> None:
    for made in _counts(home):
        assert made.select(*KEY, "violent_offences").rows() == [
            (None, None, None, 3),
            ("KU092", None, None, 0),
            ("KU837", None, None, 20),
        ]


def test_a_municipality_without_a_row_is_missing_and_one_of_nought_is_nought(home: Home) -> None:
    people = pl.DataFrame(
        {
            "area_code": ["KU837", "KU092", "KU091"],
            "sex": ["F", "M", "F"],
            "age": [30, 40, 50],
            "persons": [3000, 1000, 9000],
            "persons_before": [1000, 1000, 9000],
        }
    )
    (series,) = INDICATOR.series
    cells = count_cells({2023: _counts(home)[0]}, {2023: people}, INDICATOR, series, 2023)
    rows = count_rows(cells, INDICATOR, series, year=2023, synthetic=True, published=True)
    found = {
        code: (value, n, status)
        for code, value, n, status in rows.select(
            "area_code", "value", "n", "obs_status"
        ).iter_rows()
    }
    assert found["KU837"] == (10.0, 2000, "A")
    assert found["KU092"] == (0.0, 1000, "A")
    assert found["KU091"] == (None, None, "O")
    # Nobody of Helsinki is in the base of its region or of the country.
    assert found["MK01"] == (0.0, 1000, "A")
    assert found["SSS"] == (round(1000 * 23 / 3000, 2), 3000, "A")
    free = rows.filter(pl.col("area_code") == "KU091")
    assert free["conf_status"].to_list() == ["F"]
    assert set(rows["sex"]) == {"_T"}
    assert set(rows["note"]) == {"by place of offence, not of residence"}


@pytest.mark.parametrize(
    "fault",
    [f for f in FAULTS if f.reason != DUPLICATE],
    ids=lambda f: f"{f.column} {f.reason}",
)
def test_each_kind_of_planted_fault_is_found_for_its_reason(home: Home, fault: Fault) -> None:
    record, refused = refused_rows(home, DECLARED, NAME, with_fault(FILE, 2, fault))
    assert (record.status, record.accepted) == ("accepted", 4)
    assert [(row, reason) for row, _, reason in refused] == [(2, fault.reason)]


def test_a_row_that_comes_twice_counts_once(home: Home) -> None:
    text = FILE + FILE.splitlines()[2] + "\n"
    delivered = deliver(home, {NAME: text.encode()}, source=DECLARED)
    judge(home, delivered, replace(DECLARED, reject_limit=0.5))
    waits = pl.read_parquet(home.quarantine / DECLARED.id / f"{delivered.id}.parquet")
    assert waits.select("row", "reason").rows() == [(7, "duplicate")]
