"""Cells of counts: exact sums by area, sex and age, rolled up from the counts of municipalities.

Shares and rates are formed of them once they are protected (`figures`). A standardised rate and a
life table rest on many small counts and are formed here, of exact ones. Internal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from assets.cells.register import AREA_COLUMN, all_areas, area_grid, at_level
from assets.counts.residents import mean_population
from assets.estimators.arrays import Floats
from assets.estimators.intervals import byar_interval, normal_interval, wilson_interval
from assets.estimators.life_table import life_table
from assets.estimators.standardised import standardised_rate
from assets.places import placed
from sources.ages import AGE_GROUPS, TOTAL, age_group
from sources.declarations import (
    CountShare,
    CountStatistic,
    EventRate,
    Indicator,
    LifeExpectancy,
    PopulationStatistic,
    Series,
    StandardisedRate,
    Statistic,
)
from sources.declarations.status import CANNOT_EXIST, ESTIMATED, NOTHING
from sources.reference.standard_population import esp2013, esp_group

FORMED_HERE = (StandardisedRate, LifeExpectancy)
OPEN_FROM = 90
OLDEST = 130
LEAST_PERSON_YEARS = 5_000  # of a sex; ONS
WIDEST = 20.0
"""Years: a life expectancy with a wider interval says nothing."""

SCHEMA: dict[str, pl.DataType] = {
    "area_level": pl.String(),
    "area_code": pl.String(),
    "sex": pl.String(),
    "age_group": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Float64(),
    "value": pl.Float64(),
    "se": pl.Float64(),
    "ci_low": pl.Float64(),
    "ci_high": pl.Float64(),
    "years": pl.Int64(),
    "reason": pl.String(),
}
"""One row a cell: events (or the share's part), person-years (or the share's base), figures of what
is formed here, pooled years. `reason` is an observation status: M no such thing here, O missing,
E the population of a year's beginning isn't known and its end's stands for the mean."""

Yearly = Mapping[int, pl.DataFrame]
"""Counts by year, as `assets.counts` makes them."""

_SEX_AGE = {"sex": pl.String(), "age": pl.Int64()}


@dataclass(frozen=True)
class _Bands:
    """The standard's age bands that sums are wanted by, in order, and the youngest one's end."""

    codes: tuple[str, ...]
    youngest: int


def needs_population(statistic: Statistic) -> bool:
    """Whether the population's counts go into the statistic."""
    return isinstance(statistic, PopulationStatistic)


def years_of(statistic: Statistic) -> int:
    """Calendar years whose counts go into a value."""
    return statistic.years if isinstance(statistic, PopulationStatistic) else 1


def count_cells(
    counts: Yearly, population: Yearly, indicator: Indicator, series: Series, year: int
) -> pl.DataFrame:
    """Cells (`SCHEMA`) of the year's areas × sex × age group.

    No rows where the year, or another that is pooled with it, isn't there, and where nothing is
    counted in the whole country: it isn't measured then. ValueError for another kind of statistic.
    """
    statistic = series.statistic
    if not isinstance(statistic, CountStatistic):
        raise ValueError(f"{indicator.id}: a {type(statistic).__name__} has no cells of counts")
    parts = [pl.DataFrame(schema=SCHEMA)]
    for level in series.levels:
        alone = isinstance(statistic, LifeExpectancy) and level == "COUNTRY"
        pooled = range(year - (1 if alone else years_of(statistic)) + 1, year + 1)
        if not all(y in counts for y in pooled):
            continue
        if needs_population(statistic) and not all(y in population for y in pooled):
            continue
        leaves = _leaves(counts, population, statistic, pooled, year)
        if not leaves["base"].sum():
            continue
        estimated = needs_population(statistic) and any(
            population[y]["persons_before"].null_count() for y in pooled
        )
        cells = _cells(leaves, statistic, series, level, year).with_columns(
            pl.lit(len(pooled)).alias("years"),
            pl.coalesce("reason", pl.lit(ESTIMATED if estimated else None, dtype=pl.String)),
        )
        parts.append(cells.select(pl.col(n).cast(t) for n, t in SCHEMA.items()))
    return pl.concat(parts)


def figures(cells: pl.DataFrame, statistic: Statistic) -> pl.DataFrame:
    """Cells with value and 95 % interval of their counts; what is formed already stays."""
    if isinstance(statistic, FORMED_HERE):
        return cells
    part, base = (cells[n].cast(pl.Float64).to_numpy() for n in ("numerator", "denominator"))
    with np.errstate(divide="ignore", invalid="ignore"):
        if isinstance(statistic, CountShare):
            value, times = part / base, 100.0
            low, high = wilson_interval(value, base)
        else:
            assert isinstance(statistic, EventRate)
            value, times = part / base, float(statistic.per)
            low, high = (limit / base for limit in byar_interval(part))
    return cells.with_columns(
        pl.Series(name, times * np.asarray(found), nan_to_null=True)
        for name, found in (("value", value), ("ci_low", low), ("ci_high", high))
    )


def _leaves(
    counts: Yearly, population: Yearly, statistic: CountStatistic, pooled: range, year: int
) -> pl.DataFrame:
    """area_code, county, region, sex, age, `part` and `base`: sums over the years pooled."""
    zero = pl.lit(0.0)
    parts = []
    for y in pooled:
        if isinstance(statistic, CountShare):
            base = pl.col(statistic.among).cast(pl.Float64)
            parts.append(_key(counts[y], pl.col(statistic.of), base))
        else:
            parts.append(_key(counts[y], pl.col(statistic.of), zero))
            people = population[y]
            if isinstance(statistic, EventRate) and statistic.everywhere:
                told = counts[y]["area_code"].drop_nulls().unique().to_list()
                people = people.filter(
                    pl.col("area_code").is_null() | pl.col("area_code").is_in(told)
                )
            parts.append(_key(people, pl.lit(0), mean_population()))
    summed = pl.concat(parts)
    if isinstance(statistic, EventRate | StandardisedRate) and statistic.ages is not None:
        summed = summed.filter(pl.col("age").is_between(*statistic.ages))
    return (
        summed.join(
            placed(year).rename({"municipality": "then", "area_code": "now"}),
            left_on="area_code",
            right_on="then",
            how="left",
        )
        .group_by(pl.col("now").alias("area_code"), "county", "region", "sex", "age")
        .agg(pl.col("part", "base").sum())
    )


def _key(rows: pl.DataFrame, part: pl.Expr, base: pl.Expr) -> pl.DataFrame:
    return rows.select(
        "area_code",
        *(pl.col(n).cast(t) for n, t in _SEX_AGE.items()),
        part.cast(pl.Int64).alias("part"),
        base.cast(pl.Float64).alias("base"),
    )


def _cells(
    leaves: pl.DataFrame, statistic: CountStatistic, series: Series, level: str, year: int
) -> pl.DataFrame:
    if isinstance(statistic, StandardisedRate):
        bands, weights = _standard(statistic)
        return _formed(leaves, series, level, year, bands, _rates(statistic, weights))
    if isinstance(statistic, LifeExpectancy):
        return _formed(leaves, series, level, year, _life_bands(), _lives)
    groups = (name for name, _, _ in AGE_GROUPS) if series.by_age else ()
    grid = _grid(level, year, series, (TOTAL, *groups))
    everything = pl.concat(
        [
            leaves.with_columns(age_group=pl.lit(TOTAL)),
            leaves.with_columns(age_group=age_group(pl.col("age"))).drop_nulls("age_group"),
        ]
    )
    cells = _summed(everything, grid, level, "age_group")
    none = pl.lit(None, dtype=pl.Float64)
    nowhere = statistic.nowhere if isinstance(statistic, CountShare) else ()
    absent = isinstance(statistic, CountShare) or statistic.everywhere
    return cells.with_columns(
        *(none.alias(name) for name in ("value", "se", "ci_low", "ci_high")),
        reason=pl.when(_without(level, nowhere, year))
        .then(pl.lit(CANNOT_EXIST))
        .when(pl.lit(absent) & (pl.col("denominator") == 0))
        .then(pl.lit(NOTHING)),
    )


def _without(level: str, nowhere: tuple[str, ...], year: int) -> pl.Expr:
    """Areas that lie wholly in those without."""
    if level == "COUNTRY":
        return pl.lit(False)
    column = AREA_COLUMN[level]
    inside = pl.any_horizontal(pl.col("area_code", "county", "region").is_in(nowhere))
    gone = (
        placed(year)
        .drop_nulls("area_code")
        .group_by(pl.col(column).alias("code"))
        .agg(inside.all().alias("without"))
        .filter("without")["code"]
    )
    return pl.col("area_code").is_in(gone.to_list())


def _grid(level: str, year: int, series: Series, ages: tuple[str, ...]) -> pl.DataFrame:
    return area_grid(all_areas(year), level, ("_T", "F", "M") if series.by_sex else ("_T",), ages)


def _summed(leaves: pl.DataFrame, grid: pl.DataFrame, level: str, age: str) -> pl.DataFrame:
    """The grid with `numerator` and `denominator`; nought where nobody is."""
    here = at_level(leaves, level)
    both = pl.concat([here.with_columns(sex=pl.lit("_T")), here.drop_nulls("sex")])
    sums = both.group_by("area_code", "sex", pl.col(age).alias("age_group")).agg(
        pl.col("part").sum().alias("numerator"), pl.col("base").sum().alias("denominator")
    )
    return grid.join(
        sums, on=["area_code", "sex", "age_group"], how="left", maintain_order="left"
    ).with_columns(pl.col("numerator").fill_null(0), pl.col("denominator").fill_null(0.0))


_Former = Callable[[Floats, Floats, list[str]], pl.DataFrame]


def _formed(
    leaves: pl.DataFrame, series: Series, level: str, year: int, bands: _Bands, form: _Former
) -> pl.DataFrame:
    """One row an area and sex, with figures formed of its bands' events and person-years."""
    grid = _grid(level, year, series, bands.codes)
    code = esp_group(pl.col("age"), bands.youngest, OPEN_FROM)
    banded = leaves.filter(pl.col("age") <= OLDEST).with_columns(band=code).drop_nulls("band")
    cells = _summed(banded, grid, level, "band")
    shape = (-1, len(bands.codes))
    events = cells["numerator"].cast(pl.Float64).to_numpy().reshape(shape)
    persons = cells["denominator"].to_numpy().reshape(shape)
    one = cells.gather_every(len(bands.codes)).with_columns(
        pl.lit(TOTAL).alias("age_group"),
        pl.Series("numerator", events.sum(axis=1)),
        pl.Series("denominator", persons.sum(axis=1)),
    )
    found: pl.DataFrame = one.with_columns(form(events, persons, one["sex"].to_list()))
    return found


def _standard(statistic: StandardisedRate) -> tuple[_Bands, Floats]:
    groups = esp2013(youngest=5, open_from=OPEN_FROM).with_columns(
        pl.col("last_age").fill_null(OLDEST)
    )
    if statistic.ages is not None:
        first, last = statistic.ages
        groups = groups.filter((pl.col("first_age") >= first) & (pl.col("last_age") <= last))
    bands = _Bands(tuple(groups["age_group"]), youngest=5)
    return bands, groups["weight"].cast(pl.Float64).to_numpy()


def _life_bands() -> _Bands:
    """The standard's groups from birth on: the bands that a life table begins its ages at."""
    return _Bands(tuple(esp2013(youngest=1, open_from=OPEN_FROM)["age_group"]), youngest=1)


def _rates(statistic: StandardisedRate, weights: Floats) -> _Former:
    def form(events: Floats, persons: Floats, _: list[str]) -> pl.DataFrame:
        found = standardised_rate(events, persons, weights, float(statistic.per))
        return pl.DataFrame(
            {
                "value": pl.Series(found.rate, nan_to_null=True),
                "se": pl.Series([None] * found.rate.size, dtype=pl.Float64),
                "ci_low": pl.Series(found.low, nan_to_null=True),
                "ci_high": pl.Series(found.high, nan_to_null=True),
                "reason": pl.Series([None] * found.rate.size, dtype=pl.String),
            }
        )

    return form


def _lives(events: Floats, persons: Floats, sexes: list[str]) -> pl.DataFrame:
    """Expectation at birth; null on too few person-years, or with too wide an interval."""
    rows: list[tuple[float | None, ...]] = []
    reasons: list[str | None] = []
    for deaths, lived, sex in zip(events, persons, sexes, strict=True):
        least = LEAST_PERSON_YEARS * (2 if sex == "_T" else 1)
        table = life_table(deaths, lived) if lived.sum() >= least else None
        value, se = table.at(0) if table is not None else (np.nan, np.nan)
        low, high = (float(limit) for limit in normal_interval(value, se))
        if table is None or not high - low <= WIDEST:
            rows.append((None,) * 4)
            reasons.append(None)
        else:
            rows.append((value, se, low, high))
            reasons.append(ESTIMATED if table.merged else None)
    names = ["value", "se", "ci_low", "ci_high"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Float64), orient="row").with_columns(
        pl.Series("reason", reasons, dtype=pl.String)
    )
