"""Candidate from protected rows, and DuckDB's plain writing of the rows that it holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from assets.reserves import INDICATORS
from sources.catalogue import SOURCES
from sources.home import Home
from warehouse.release import Manifest, build_candidate
from warehouse.shape import TABLES

NAMES = tuple(name for table in TABLES for name in (table, f"{table}_all"))


def ours(work: Path) -> Callable[[], object]:
    return lambda: build_candidate(Home(work / "home"), INDICATORS, SOURCES)


def minimum(work: Path) -> Callable[[], object]:
    out = work / "release-minimum"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    released = work / "home" / "releases" / "current" / "reserves"

    def run() -> None:
        with duckdb.connect(str(out / "wellbeing.duckdb"), config={"threads": 2}) as connection:
            for name in NAMES:
                rows = f"SELECT * FROM read_parquet('{released}/{name}-*.parquet')"
                connection.execute(f"CREATE TABLE {name} AS {rows}")
                connection.execute(
                    f"COPY {name} TO '{out}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
                )

    return run


def check(work: Path) -> str:
    made = Manifest.read(work / "home" / "candidate")
    released = Manifest.read(work / "home" / "releases" / "current")
    assert made is not None
    assert released is not None
    assert made.content == released.content, "the candidate differs from the release"
    with duckdb.connect(str(work / "release-minimum" / "wellbeing.duckdb")) as connection:
        counts = {
            name: connection.sql(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in NAMES
        }
    assert counts == made.tables
    shutil.rmtree(work / "home" / "candidate")
    return f"{sum(counts.values()):,} rows written by both"
