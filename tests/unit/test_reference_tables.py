"""The schema `reference` of a release: classifications and the history of municipalities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import polars as pl
import pytest

from assets.reserves import INDICATORS
from sources.catalogue import SOURCES
from sources.home import Home
from sources.reference.areas import areas, division
from sources.reference.classifications import LISTS, classification, classifications
from warehouse.catalogue import catalogue
from warehouse.database import build_database
from warehouse.reference import SCHEMA as REFERENCE
from warehouse.reference import reference_tables
from warehouse.shape import SCHEMA, TABLES


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database of a release without rows."""
    folder = tmp_path_factory.mktemp("release")
    empty = pl.DataFrame(schema=SCHEMA)
    tables = {name: empty for table in TABLES for name in (table, f"{table}_all")}
    path = folder / "wellbeing.duckdb"
    catalog = catalogue(Home(folder / "home"), INDICATORS, SOURCES, tables)
    build_database(path, tables, catalog, {"release_id": "one"})
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def test_the_tables_hold_the_seed_tables(database: duckdb.DuckDBPyConnection) -> None:
    listed = database.sql(
        f"SELECT table_name FROM duckdb_tables() WHERE schema_name = '{REFERENCE}' ORDER BY ALL"
    ).fetchall()
    assert listed == [("classifications",), ("lists",), ("mergers",), ("municipalities",)]
    for table in reference_tables():
        held = pl.DataFrame(database.table(f"reference.{table.name}").to_arrow_table())
        assert held.equals(table.rows), table.name


def test_each_list_says_where_it_is_from_and_how_many_codes_it_has(
    database: duckdb.DuckDBPyConnection,
) -> None:
    rows = database.sql("FROM reference.lists").fetchall()
    heights = dict(classifications()["classification"].value_counts().iter_rows())
    assert rows == [(e.name, e.title, e.source, e.licence, heights[e.name]) for e in LISTS]


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2024, 12, 31), date(2025, 1, 1)])
def test_the_macro_gives_a_list_as_it_was_at_a_day_in_its_own_order(
    database: duckdb.DuckDBPyConnection, day: date
) -> None:
    for entry in LISTS:
        found = database.execute(
            "SELECT code FROM classification($name, $day)", {"name": entry.name, "day": day}
        ).fetchall()
        assert [code for (code,) in found] == classification(entry.name, day)["code"].to_list()


def test_a_cause_of_death_finds_its_chapter_by_range(database: duckdb.DuckDBPyConnection) -> None:
    found = database.sql(
        "SELECT code FROM classification('icd10_chapters', DATE '2024-12-31') "
        "WHERE left('I21.0', 3) BETWEEN range_first AND range_last"
    ).fetchall()
    assert found == [("IX",)]


def test_every_area_that_they_name_is_in_the_catalogue(
    database: duckdb.DuckDBPyConnection,
) -> None:
    named = database.sql(
        "SELECT area_code FROM reference.municipalities UNION SELECT county FROM "
        "reference.municipalities UNION SELECT region FROM reference.municipalities UNION SELECT "
        "nuts2 FROM reference.municipalities UNION SELECT area_code FROM reference.mergers UNION "
        "SELECT successor_code FROM reference.mergers"
    ).fetchall()
    assert {code for (code,) in named} <= set(areas()["area_code"])


def test_mergers_followed_to_their_end_give_the_division_of_today(
    database: duckdb.DuckDBPyConnection,
) -> None:
    """No chain is longer than one merger yet: this turns red with the first that is."""
    ends = dict(database.sql("SELECT area_code, successor_code FROM reference.mergers").fetchall())
    assert set(ends).isdisjoint(ends.values())
    successors = division(2013).select(pl.lit("KU") + pl.col("municipality"), "area_code")
    assert all(ends.get(code, code) == today for code, today in successors.iter_rows())
