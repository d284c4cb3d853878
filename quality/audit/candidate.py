"""`Candidate`: what the audit looks at, read back from the candidate's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from quality.acceptance import Acceptance
from quality.coverage import Coverage, coverages
from sources import population
from sources.declarations import (
    Indicator,
    PopulationStatistic,
    RegisterStatistic,
    Source,
    SourceKind,
)
from sources.home import Home

ALL = "_all"
"""Ending of the tables that hold every source, definition and vintage."""


@dataclass(frozen=True)
class Shape:
    """The shape that the reserve tables must have: columns in order, SQL types, keys, names.

    `types` gives Polars types; `key` is unique in `<table>`, `key_all` in `<table>_all`.
    """

    types: Mapping[str, pl.DataType]
    sql: Mapping[str, str]
    key: tuple[str, ...]
    key_all: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """A candidate and what it is judged by.

    `files` are the Parquet files by table (`<table>` and `<table>_all`); `recorded_rows` and
    `recorded_digests` what the manifest says of each.
    """

    home: Home
    shape: Shape
    indicators: Sequence[Indicator]
    sources: Sequence[Source]
    files: Mapping[str, Sequence[Path]]
    database: Path
    recorded_rows: Mapping[str, int]
    recorded_digests: Mapping[str, str]
    digests: Mapping[str, str]

    @cached_property
    def schemas(self) -> dict[str, list[pl.Schema]]:
        """Schemas of the Parquet files, by table."""
        return {
            table: [pl.Schema(pl.read_parquet_schema(f)) for f in files]
            for table, files in self.files.items()
        }

    @cached_property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The rows of every table whose files have the right columns and types."""
        right = pl.Schema(self.shape.types)
        return {
            table: pl.concat(
                [
                    pl.DataFrame(schema=right),
                    *(pl.read_parquet(f, hive_partitioning=False) for f in self.files[table]),
                ]
            )
            for table, schemas in self.schemas.items()
            if all(s == right for s in schemas)
        }

    @cached_property
    def malformed(self) -> dict[str, pl.DataFrame]:
        """The first file of every other table: its rows can't be judged, its columns can."""
        return {
            table: pl.read_parquet(self.files[table][0], hive_partitioning=False)
            for table in self.files
            if table not in self.tables
        }

    @cached_property
    def full(self) -> dict[str, pl.DataFrame]:
        """The `_all` tables by the name of their reserve."""
        return {n.removesuffix(ALL): t for n, t in self.tables.items() if n.endswith(ALL)}

    @cached_property
    def recommended(self) -> dict[str, pl.DataFrame]:
        """The tables with one row a key."""
        return {n: t for n, t in self.tables.items() if not n.endswith(ALL)}

    @cached_property
    def coverages(self) -> list[tuple[Source, Acceptance, Coverage]]:
        """Registers' deliveries in force, and how many of their persons the population knows."""
        return list(coverages(self.home, self.sources, population.SOURCE))

    @cached_property
    def of_places_per_person(self) -> list[tuple[str, str]]:
        """Indicator and source of what places' data and counted persons give together.

        What is around the persons' homes, and what happens in a place per its mean population.
        """
        places = self.ids(SourceKind.AREA)
        return [
            (indicator.id, series.source_id)
            for indicator in self.indicators
            for series in indicator.series
            if isinstance(series.statistic, RegisterStatistic | PopulationStatistic)
            and series.source_id in places
        ]

    def counts_persons(self) -> pl.Expr:
        """Whether a row of ours counts the persons of registers, whatever its source."""
        return pl.any_horizontal(
            pl.col("source_id").is_in(self.ids(SourceKind.REGISTER)),
            *(
                (pl.col("indicator_id") == indicator) & (pl.col("source_id") == source)
                for indicator, source in self.of_places_per_person
            ),
        )

    def ids(self, kind: SourceKind) -> list[str]:
        """Ids of the declared sources of a kind."""
        return sorted(s.id for s in self.sources if s.kind is kind)
