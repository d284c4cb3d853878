"""What moved between two releases, on made-up rows."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from sources.home import Home
from warehouse.diff import diff
from warehouse.release import Manifest
from warehouse.shape import TABLES, shaped


def release(
    home: Home, name: str, rows: list[dict[str, object]], table: str = "health"
) -> Manifest:
    """A release folder as the comparison reads it: Parquet by table and year, manifest."""
    folder = home.releases / name / "reserves"
    folder.mkdir(parents=True)
    usual = {
        "indicator_id": "made_up",
        "area_level": "COUNTRY",
        "sex": "_T",
        "age_group": "TOTAL",
        "breakdown_by": "_T",
        "breakdown_value": "_T",
        "unit": "PC",
        "vintage": 1,
    }
    frame = shaped(pl.DataFrame([usual | row for row in rows]))
    for (year,), part in frame.partition_by("year", as_dict=True).items():
        part.write_parquet(folder / f"{table}-{year}.parquet")
    manifest = Manifest(name, name, "official", "none", name, dict.fromkeys(TABLES, 0))
    (folder.parent / "manifest.json").write_text(json.dumps(vars(manifest)))
    return manifest


@pytest.fixture
def folder(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def row(area: str, year: int, value: float | None, **more: object) -> dict[str, object]:
    return {"area_code": area, "year": year, "value": value, **more}


def test_rows_are_told_by_fate(folder: Home) -> None:
    older = release(
        folder,
        "1",
        [
            row("SSS", 2020, 10.0),
            row("SSS", 2021, 10.0),
            row("AT", 2021, 5.0),
            row("SE", 2021, 5.0),
            row("NO", 2021, None, conf_status="A"),
            row("DK", 2021, 3.0, note="one"),
        ],
    )
    newer = release(
        folder,
        "2",
        [
            row("SSS", 2020, 10.0),
            row("SSS", 2021, 12.0),
            row("SE", 2021, None, conf_status="A"),
            row("NO", 2021, 4.0, conf_status="F"),
            row("DK", 2021, 3.0, note="two"),
            row("IS", 2022, 1.0),
        ],
    )
    moves = diff(folder, older, newer)
    (health,) = [t for t in moves.tables if t.moved]
    assert health.table == "health"
    assert (health.added, health.removed, health.changed, health.same) == (1, 1, 4, 1)
    assert (health.value, health.hidden, health.shown) == (1, 1, 1)
    assert moves.indicators.rows() == [("health", "made_up", 1, 1, 4)]
    assert not moves.same


def test_the_largest_change_by_per_cent_comes_first(folder: Home) -> None:
    older = release(
        folder, "1", [row("A", 2021, 1_000.0), row("B", 2021, 2.0), row("C", 2021, 0.0)]
    )
    newer = release(
        folder, "2", [row("A", 2021, 1_100.0), row("B", 2021, 1.0), row("C", 2021, 9.0)]
    )
    largest = diff(folder, older, newer).largest
    assert largest.select("area_code", "per_cent").rows() == [
        ("B", -50.0),
        ("A", 10.0),
        ("C", None),
    ]
    assert diff(folder, older, newer, largest=1).largest.height == 1


def test_equal_releases_are_the_same_and_nulls_are_equal(folder: Home) -> None:
    rows = [row("A", 2021, None), row("B", 2021, 2.0)]
    moves = diff(folder, release(folder, "1", rows), release(folder, "2", rows))
    assert moves.same
    assert moves.indicators.is_empty()
    assert moves.largest.is_empty()


def test_every_series_is_compared_where_asked(folder: Home) -> None:
    first = [row("A", 2021, 1.0, source_id="eurostat", period="2021")]
    second = [*first, row("A", 2021, 2.0, source_id="sotkanet", period="2021")]
    older = release(folder, "1", first, "health_all")
    newer = release(folder, "2", second, "health_all")
    assert diff(folder, older, newer).same
    moves = diff(folder, older, newer, every_series=True)
    assert [(t.table, t.added, t.same) for t in moves.tables if t.moved] == [("health_all", 1, 1)]
