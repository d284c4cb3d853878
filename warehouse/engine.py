"""`Engine`: where person-level transforms run. They are pure Narwhals functions and know no engine.

DuckDB by default, with a memory budget and a spill folder inside the home; Polars in tests, to show
that a definition gives the same bits elsewhere. Small results come back as Polars frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

MEMORY_LIMIT = "2GB"

Rows: TypeAlias = "nw.LazyFrame[Any]"
"""Rows of an engine, whichever it is."""


class Engine(Protocol):
    """Scan, hand in a small table, keep, sink, fetch: all that a transform's caller needs."""

    def scan(self, paths: Sequence[Path]) -> Rows:
        """Rows of Parquet files under each other."""
        ...

    def table(self, rows: pl.DataFrame) -> Rows:
        """A small table (areas, thresholds) as a frame of this engine."""
        ...

    def keep(self, frame: Rows) -> Rows:
        """The same rows, made now and once, for what looks at them several times."""
        ...

    def sink(self, frame: Rows, path: Path, sort_by: Sequence[str]) -> int:
        """Write a frame as one sorted Parquet file; gives the number of rows."""
        ...

    def fetch(self, frame: Rows) -> pl.DataFrame:
        """A small result."""
        ...


class DuckDBEngine:
    """The default engine. One connection a result: close it when done."""

    def __init__(self, spill: Path, memory_limit: str = MEMORY_LIMIT) -> None:
        spill.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "temp_directory": str(spill),
                "threads": 2,
                "preserve_insertion_order": False,
            }
        )
        self._tables = 0

    def __enter__(self) -> DuckDBEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def scan(self, paths: Sequence[Path]) -> Rows:
        """See `Engine`."""
        files = [str(p) for p in paths]
        return nw.from_native(self._connection.read_parquet(files, hive_partitioning=False))

    def table(self, rows: pl.DataFrame) -> Rows:
        """See `Engine`."""
        self._connection.register("incoming", rows.to_arrow())
        kept = self.keep(nw.from_native(self._connection.table("incoming")))
        self._connection.unregister("incoming")
        return kept

    def keep(self, frame: Rows) -> Rows:
        """See `Engine`. What the memory limit leaves no room for goes to the spill folder."""
        self._tables += 1
        name = f"kept_{self._tables}"
        relation: duckdb.DuckDBPyRelation = nw.to_native(frame)
        relation.create(name)
        return nw.from_native(self._connection.table(name))

    def sink(self, frame: Rows, path: Path, sort_by: Sequence[str]) -> int:
        """See `Engine`."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_name(f".{path.name}")
        relation: duckdb.DuckDBPyRelation = nw.to_native(frame)
        ordered = relation.order(", ".join(f'"{name}"' for name in sort_by))
        ordered.write_parquet(str(aside), compression="zstd")
        aside.replace(path)
        path.chmod(0o600)
        return int(self._connection.read_parquet(str(path)).count("*").fetchall()[0][0])

    def fetch(self, frame: Rows) -> pl.DataFrame:
        """See `Engine`."""
        relation: duckdb.DuckDBPyRelation = nw.to_native(frame)
        rows = pl.from_arrow(relation.to_arrow_table())
        assert isinstance(rows, pl.DataFrame)
        return rows


class PolarsEngine:
    """The same transforms on Polars; what tests compare DuckDB with."""

    def scan(self, paths: Sequence[Path]) -> Rows:
        """See `Engine`."""
        return nw.from_native(pl.scan_parquet(list(paths), hive_partitioning=False))

    def table(self, rows: pl.DataFrame) -> Rows:
        """See `Engine`."""
        return nw.from_native(rows.lazy())

    def keep(self, frame: Rows) -> Rows:
        """See `Engine`."""
        return self.table(self.fetch(frame))

    def sink(self, frame: Rows, path: Path, sort_by: Sequence[str]) -> int:
        """See `Engine`."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        rows = self.fetch(frame).sort(sort_by)
        rows.write_parquet(path, compression="zstd")
        return rows.height

    def fetch(self, frame: Rows) -> pl.DataFrame:
        """See `Engine`."""
        native: pl.LazyFrame = nw.to_native(frame)
        return native.collect()
