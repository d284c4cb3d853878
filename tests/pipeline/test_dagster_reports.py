"""The morning's report: what moved between two releases, what came, what is not there."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from assets.reserves import INDICATORS
from pipelines.moves import moved
from pipelines.reports import Met, Snapshot, night_report
from quality.acceptance import REFUSED, Acceptance, TableCounts, write_acceptance
from sources.home import Home
from warehouse.release import Manifest
from warehouse.shape import SCHEMA, shaped

INDICATOR = next(i for i in INDICATORS if i.decimals == 1)
TABLE = INDICATOR.reserve.value


def release(home: Home, name: str, *rows: tuple[str, str, int, float | None]) -> Manifest:
    """A release of one table; a row is area level, area, year, value."""
    folder = home.releases / name / "reserves"
    folder.mkdir(parents=True)
    frame = shaped(
        pl.DataFrame(
            [
                {
                    "indicator_id": INDICATOR.id,
                    "area_level": level,
                    "area_code": area,
                    "area_name_en": f"Area {area}",
                    "year": year,
                    "sex": "_T",
                    "age_group": "TOTAL",
                    "breakdown_by": "_T",
                    "breakdown_value": "_T",
                    "value": value,
                    "unit": "PC",
                }
                for level, area, year, value in rows
            ],
            schema_overrides={k: SCHEMA[k] for k in ("year", "value")},
        )
    )
    for (year,), of_year in frame.partition_by("year", as_dict=True).items():
        of_year.write_parquet(folder / f"{TABLE}-{year}.parquet")
    manifest = Manifest(
        **{
            **dict.fromkeys(Manifest.__dataclass_fields__, ""),
            "release_id": name,
            "protection": "interim",
            "tables": {TABLE: frame.height},
        }
    )
    return manifest


@pytest.fixture
def two(home: Home) -> tuple[Manifest, Manifest]:
    home.prepare()
    older = release(
        home,
        "older",
        ("COUNTRY", "SSS", 2022, 10.0),
        ("COUNTRY", "SSS", 2023, 12.0),
        ("COUNTY", "HVA01", 2023, 9.0),
        ("COUNTY", "HVA02", 2023, 8.0),
    )
    newer = release(
        home,
        "newer",
        ("COUNTRY", "SSS", 2022, 10.05),
        ("COUNTRY", "SSS", 2023, 12.3),
        ("COUNTRY", "SSS", 2024, 13.0),
        ("COUNTY", "HVA01", 2023, None),
    )
    return older, newer


def test_a_countrys_value_is_told_when_its_last_shown_decimal_moves(
    home: Home, two: tuple[Manifest, Manifest]
) -> None:
    (move,) = moved(home, *two).countries
    assert (move.year, move.older, move.newer) == (2023, 12.0, 12.3)


def test_new_years_and_cells_that_came_went_and_were_suppressed_are_counted(
    home: Home, two: tuple[Manifest, Manifest]
) -> None:
    (table,) = moved(home, *two).tables
    assert table.new_years == (2024,)
    assert (table.added, table.removed, table.hidden) == (1, 1, 1)


def test_a_release_that_is_the_same_has_moved_nothing(
    home: Home, two: tuple[Manifest, Manifest]
) -> None:
    same = moved(home, two[0], replace(two[0]))
    assert same.countries == ()
    assert same.tables == ()


def test_the_report_says_what_moved_what_came_and_what_is_not_there(
    home: Home, two: tuple[Manifest, Manifest]
) -> None:
    before = Snapshot(datetime(2026, 11, 24, 0, tzinfo=UTC), two[0], frozenset())
    counts = TableCounts(100, 90, 7, 0, {"superseded": 3}, {})
    for status, number in (("accepted", 0), ("accepted", 1), (REFUSED, 2)):
        write_acceptance(
            home,
            Acceptance(
                "population", f"d{number}", "2024", number, status, "c", {"persons": counts},
                why="" if status == "accepted" else "the column SUKUPUOLI is missing",
            ),
        )  # fmt: skip
    after = replace(Snapshot.take(home), release=two[1])
    path = night_report(home, Met(), before, after)
    text, record = path.read_text(), json.loads(path.with_suffix(".json").read_text())
    assert f"| {INDICATOR.label_en} | Area SSS | 2023 | 12.0 | 12.3 | PC |" in text
    assert f"| {TABLE} | 2024 | 1 | 1 | " in text
    assert "| population | 3 | 1 | 100 | 90 | 7 | 3 |" in text
    assert "the column SUKUPUOLI is missing" in text
    assert "Overdue: Population" in text
    assert "Not delivered: eurostat" in text
    assert record["moved"]["countries"][0]["newer"] == 12.3
    assert record["deliveries"][0]["quarantined"] == 7


def test_overdue_sources_of_invented_data_are_one_line(home: Home) -> None:
    home.prepare()
    before = Snapshot.take(home)
    for source in ("population", "degrees"):
        write_acceptance(
            home, Acceptance(source, "d1", "2024", 1, "accepted", "c", {}, synthetic=True)
        )
    path = night_report(home, Met(), before, Snapshot.take(home))
    text, record = path.read_text(), json.loads(path.with_suffix(".json").read_text())
    assert "Overdue:" not in text
    assert text.count("Invented data is overdue from nobody: 2 sources") == 1
    assert (record["overdue"], record["overdue_of_invented"]) == ([], 2)


def test_the_next_report_begins_where_the_last_one_ended(home: Home) -> None:
    home.prepare()
    assert Snapshot.last(home) is None
    first = Snapshot.take(home)
    night_report(home, Met(), first, first)
    assert Snapshot.last(home) == first


def test_two_reports_of_one_second_are_both_kept(home: Home) -> None:
    now = Snapshot.take(home.prepare())
    assert night_report(home, Met(), now, now) != night_report(home, Met(), now, now)
