"""`Counts`: the shape of what a source counts in areas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from assets.person_years.contribution import Tables
from assets.places import placed
from sources.declarations import SourceKind
from warehouse.engine import Engine, Rows

KEY = ("area_code", "sex", "age")


@dataclass(frozen=True)
class Counts:
    """Count columns (Int64) of a source by municipality, sex and age.

    `kind` is the source's: counts of places (AREA) are published figures, those of persons
    (REGISTER) aren't. `columns` gives each column and what it counts. `of_areas` is a pure function
    of the facts and the year: rows with `municipality` (`KU837`), `sex` (F, M), `age` (whole years)
    and the columns, in any grain; null where the source doesn't know. Counts of places that
    nobody has published so finely (`published` false) are protected as those of persons are.
    """

    source: str
    kind: SourceKind
    columns: Mapping[str, str]
    of_areas: Callable[[Tables, int], Rows]
    published: bool = True

    @property
    def open(self) -> bool:
        """Whether the exact counts may be shown: published figures of places."""
        return self.kind is SourceKind.AREA and self.published

    @property
    def module(self) -> str:
        """The file with the rule, from the project's folder."""
        return f"{self.of_areas.__module__.replace('.', '/')}.py"


def counted(engine: Engine, counts: Counts, tables: Tables, year: int) -> pl.DataFrame:
    """One row a municipality of the year × sex × single age: `KEY` and the counts.

    Where the municipality, sex or age isn't known it is null, so that the row counts in totals.
    """
    rows = engine.fetch(counts.of_areas(tables, year))
    return (
        rows.join(placed(year).select("municipality", "area_code"), on="municipality", how="left")
        .with_columns(
            pl.when(pl.col("sex").is_in(["F", "M"])).then("sex"),
            pl.col("age").cast(pl.Int64),
        )
        .group_by(*KEY)
        .agg(pl.col(list(counts.columns)).cast(pl.Int64).sum())
        .sort(KEY)
    )
