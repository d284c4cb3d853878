"""Register cells: exact counts at leaf grain in one pass, rolled up on the driver.

Internal and dangerous: what is published comes from the protected counts (`quality.protection`).
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import polars as pl

from assets.flags import one_if
from sources.ages import AGE_GROUPS, TOTAL
from sources.declarations import Indicator, RegisterMean, RegisterStatistic, Series
from sources.reference.areas import FINLAND, municipalities
from warehouse.engine import Engine, Rows

LEVELS = ("COUNTRY", "REGION", "COUNTY", "MUNICIPALITY")
_LEAF = ("municipality", "county", "region", "sex", "age_group")
AREA_COLUMN = {"MUNICIPALITY": "area_code", "COUNTY": "county", "REGION": "region"}
"""Level → the column of an area's code beside a municipality's own; the country has none."""

SCHEMA: dict[str, pl.DataType] = {
    "indicator_id": pl.String(),
    "source_id": pl.String(),
    "area_level": pl.String(),
    "area_code": pl.String(),
    "sex": pl.String(),
    "age_group": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "covered": pl.Int64(),
}
"""One row an indicator, series and cell: persons counted, persons in the base, and those whom the
value speaks for. Of a mean the numerator is the sum of values.
"""

Counted = tuple[Indicator, Series]


def register_series(indicators: Sequence[Indicator], sources: set[str]) -> list[Counted]:
    """The register series of `indicators` whose source is among the delivered `sources`."""
    return [
        (indicator, series)
        for indicator in indicators
        for series in indicator.series
        if isinstance(series.statistic, RegisterStatistic) and series.source_id in sources
    ]


def register_cells(
    engine: Engine, person_year: Rows, counted: Sequence[Counted], year: int
) -> pl.DataFrame:
    """Exact counts (`SCHEMA`) for every area of the year × sex × age group.

    A series whose base is empty in the whole country gives no rows: it isn't measured that year.
    """
    if not counted:
        return pl.DataFrame(schema=SCHEMA)
    leaves = engine.fetch(leaf_counts(person_year, counted)).rename({"municipality": "area_code"})
    areas = all_areas(year)
    cells = {level: _roll_up(leaves, areas, level) for level in LEVELS}
    parts = [pl.DataFrame(schema=SCHEMA)]
    for place, (indicator, series) in enumerate(counted):
        if not leaves[f"d{place}"].sum():
            continue
        shown = pl.lit(True) if series.by_age else pl.col("age_group") == TOTAL
        parts += [
            cells[level]
            .filter(shown)
            .select(
                pl.lit(indicator.id).alias("indicator_id"),
                pl.lit(series.source_id).alias("source_id"),
                *("area_level", "area_code", "sex", "age_group"),
                pl.col(f"n{place}").alias("numerator"),
                pl.col(f"d{place}").alias("denominator"),
                pl.col(f"c{place}").alias("covered"),
            )
            for level in series.levels
        ]
    return pl.concat(parts)


def leaf_counts(person_year: Rows, counted: Sequence[Counted]) -> Rows:
    """One group-by over all persons: municipality × sex × age group, three counts a series."""
    columns: dict[str, nw.Expr] = {"age_group": _age_group()}
    for place, (_, series) in enumerate(counted):
        statistic = series.statistic
        assert isinstance(statistic, RegisterStatistic)
        base = statistic.among
        if isinstance(statistic, RegisterMean):
            base = base & ~statistic.of.is_null()
            columns[f"n{place}"] = nw.when(base).then(statistic.of).otherwise(nw.lit(0))
        else:
            columns[f"n{place}"] = one_if(base & statistic.where)
        columns[f"d{place}"] = one_if(base)
        columns[f"c{place}"] = one_if(base if series.covers is None else series.covers)
    sums = [f"{kind}{place}" for place in range(len(counted)) for kind in "dnc"]
    return (
        person_year.with_columns(**columns)
        .group_by(*_LEAF)
        .agg(**{name: nw.col(name).sum().cast(nw.Int64) for name in sums})
    )


def _age_group() -> nw.Expr:
    code = nw.lit(None).cast(nw.String)
    for name, first, last in AGE_GROUPS:
        inside = (nw.col("age") >= first) & (nw.col("age") <= last)
        code = nw.when(inside).then(nw.lit(name)).otherwise(code)
    return code


def all_areas(year: int) -> pl.DataFrame:
    """All areas of the year: level and code."""
    towns = municipalities(year)
    return pl.concat(
        [
            pl.DataFrame({"area_level": ["COUNTRY"], "area_code": [FINLAND]}),
            *(
                towns.select(
                    pl.lit(level).alias("area_level"), pl.col(column).alias("area_code")
                ).unique()
                for level, column in AREA_COLUMN.items()
            ),
        ]
    )


def area_grid(
    areas: pl.DataFrame, level: str, sexes: Sequence[str], ages: Sequence[str]
) -> pl.DataFrame:
    """Every cell of a level in order of area, sex and age: `areas` are all of the year."""
    return (
        areas.filter(pl.col("area_level") == level)
        .sort("area_code")
        .join(pl.DataFrame({"sex": list(sexes)}), how="cross")
        .join(pl.DataFrame({"age_group": list(ages)}), how="cross")
    )


def at_level(leaves: pl.DataFrame, level: str) -> pl.DataFrame:
    """Leaves under the code of their area of the level; those that lie in none are left out."""
    column = AREA_COLUMN.get(level)
    code = pl.lit(FINLAND) if column is None else pl.col(column)
    return leaves.with_columns(code.alias("area_code")).drop_nulls("area_code")


def _roll_up(leaves: pl.DataFrame, areas: pl.DataFrame, level: str) -> pl.DataFrame:
    """Sums of the leaves for each area of a level, sex and age group; zero where nobody is."""
    placed = at_level(leaves, level)
    both = pl.concat([placed.with_columns(sex=pl.lit("_T")), placed.filter(pl.col("sex") != "U")])
    all_ages = both.with_columns(age_group=pl.lit(TOTAL))
    counts = pl.exclude(*_LEAF, "area_code")
    sums = (
        pl.concat([all_ages, both.drop_nulls("age_group")])
        .group_by("area_code", "sex", "age_group")
        .agg(counts.sum())
    )
    ages = [TOTAL, *(name for name, _, _ in AGE_GROUPS)]
    grid = area_grid(areas, level, ("_T", "F", "M"), ages)
    return grid.join(sums, on=["area_code", "sex", "age_group"], how="left").with_columns(
        pl.exclude("area_level", "area_code", "sex", "age_group").fill_null(0)
    )
