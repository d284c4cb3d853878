"""Whoever opens the database finds what everything in it means."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from assets.reserves import INDICATORS
from sources.catalogue import SOURCES
from sources.home import Home
from warehouse.catalogue import catalogue
from warehouse.database import build_database
from warehouse.shape import SCHEMA, TABLES


@pytest.fixture
def database(home: Home, tmp_path: Path) -> Path:
    """The database of a release without rows."""
    empty = pl.DataFrame(schema=SCHEMA)
    tables = {name: empty for table in TABLES for name in (table, f"{table}_all")}
    path = tmp_path / "wellbeing.duckdb"
    catalog = catalogue(home, INDICATORS, SOURCES, tables)
    build_database(path, tables, catalog, {"release_id": "one"})
    return path


@pytest.mark.parametrize(
    ("listing", "name", "least"),
    [
        ("duckdb_tables()", "table_name", 20),
        ("duckdb_views()", "view_name", 1),
        ("duckdb_columns()", "table_name || '.' || column_name", 500),
        ("duckdb_functions()", "function_name", 3),
    ],
)
def test_nothing_lacks_a_comment(database: Path, listing: str, name: str, least: int) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(
            f"SELECT {name}, comment FROM {listing} WHERE NOT internal"
        ).fetchall()
    assert len(found) >= least
    assert [thing for thing, comment in found if not comment] == []
