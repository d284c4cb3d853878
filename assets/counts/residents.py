"""Residents by municipality, sex and single age, at the year's end and at its beginning."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from assets.counts.declared import KEY
from assets.places import placed
from warehouse.engine import Engine, Rows

COLUMNS = ("persons", "persons_before")


def residents(engine: Engine, person_year: Rows, before: Rows | None, year: int) -> pl.DataFrame:
    """One row a municipality of the year × sex × single age: `KEY`, persons, persons_before.

    `before` is the person-year of the year before; where there is none, `persons_before` is null
    throughout. Those without a municipality are in rows of their own: they count in the country.
    """
    now = _by_place(engine, person_year, "persons", year)
    if before is None:
        none = pl.lit(None, dtype=pl.Int64)
        return now.with_columns(none.alias("persons_before")).sort(KEY)
    then = _by_place(engine, before, "persons_before", year)
    both = now.join(then, on=KEY, how="full", coalesce=True, nulls_equal=True)
    return both.with_columns(pl.col(COLUMNS).fill_null(0)).sort(KEY)


def mean_population() -> pl.Expr:
    """Mean of the two year ends; the year's own where the earlier isn't known."""
    both = (pl.col("persons") + pl.col("persons_before")) / 2
    return pl.coalesce(both, pl.col("persons").cast(pl.Float64))


def _by_place(engine: Engine, person_year: Rows, name: str, year: int) -> pl.DataFrame:
    """Counts on the division of `year`, though the persons are those of the year before."""
    found = engine.fetch(
        person_year.group_by("municipality", "sex", "age").agg(nw.len().cast(nw.Int64).alias(name))
    )
    return (
        found.join(placed(year).select("municipality", "area_code"), on="municipality", how="left")
        .with_columns(
            pl.when(pl.col("sex").is_in(["F", "M"])).then("sex"), pl.col("age").cast(pl.Int64)
        )
        .group_by(*KEY)
        .agg(pl.col(name).sum())
    )
