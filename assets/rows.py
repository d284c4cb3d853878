"""From cells to rows of a reserve table: protection applied, everything said about each row."""

from __future__ import annotations

import polars as pl

from assets.cells.counts import FORMED_HERE, figures
from assets.estimators.intervals import wilson_interval
from quality.protection import (
    judge_coverage,
    open_counts,
    protect_counts,
    protect_means,
    protect_rates,
    protect_survey,
)
from sources.declarations import CountShare, Indicator, RegisterMean, Series
from sources.declarations.status import ESTIMATED
from sources.reference.areas import areas
from warehouse.shape import shaped

TOTAL = "_T"
REGISTER_DECIMALS = 2
WHY_ESTIMATED = "estimated: an open age band or a population of the year's beginning was missing"
LANGUAGES = ("fi", "sv", "en")


def survey_rows(
    cells: pl.DataFrame, indicator: Indicator, series: Series, *, year: int, synthetic: bool
) -> pl.DataFrame:
    """Rows of one indicator and survey year from exact survey cells.

    None where nobody at all answered: what isn't asked in a year isn't hidden, it is not there.
    """
    if not (cells["n"] > 0).any():
        cells = cells.clear()
    protected = _shares(_as_counts(cells)) if series.census else protect_survey(cells)
    return described(protected, indicator, series, year=year, synthetic=synthetic)


def _as_counts(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells of shares in which everybody weighs the same, as counts of those who answered."""
    share = pl.col("value").fill_null(0.0) / 100
    return cells.select(
        *(pl.col(c) for c in ("indicator_id", "area_level", "area_code", "sex", "age_group")),
        (share * pl.col("n")).round().cast(pl.Int64).alias("numerator"),
        pl.col("n").alias("denominator"),
    )


def register_rows(
    cells: pl.DataFrame, indicator: Indicator, series: Series, *, year: int, synthetic: bool
) -> pl.DataFrame:
    """Rows of one register statistic from exact counts, protected; `covers` is held to."""
    exact = cells.with_columns(coverage=pl.col("denominator") / pl.col("covered"))
    if isinstance(series.statistic, RegisterMean):
        figures = _means(exact, series.statistic)
    else:
        figures = _shares(exact)
    return described(judge_coverage(figures), indicator, series, year=year, synthetic=synthetic)


def _shares(cells: pl.DataFrame) -> pl.DataFrame:
    """Rate and Wilson interval of protected counts.

    The interval is the superpopulation one: what chance would give if the year were drawn again.
    """
    counts = protect_counts(cells)
    share = (counts["numerator"] / counts["denominator"]).to_numpy()
    base = counts["denominator"].cast(pl.Float64).to_numpy()
    low, high = wilson_interval(share, base)
    return counts.with_columns(
        pl.Series("value", share * 100, nan_to_null=True),
        pl.Series("ci_low", low * 100, nan_to_null=True),
        pl.Series("ci_high", high * 100, nan_to_null=True),
        pl.col("denominator").alias("n"),
    ).with_columns(pl.col("value", "ci_low", "ci_high").round(REGISTER_DECIMALS))


def _means(cells: pl.DataFrame, statistic: RegisterMean) -> pl.DataFrame:
    """Means without an interval: all are counted, and what the values themselves may be off by no
    count of persons tells.
    """
    nothing = pl.lit(None, dtype=pl.Float64)
    return protect_means(cells).with_columns(
        (pl.col("value") / statistic.units).round(REGISTER_DECIMALS),
        ci_low=nothing,
        ci_high=nothing,
    )


def count_rows(
    cells: pl.DataFrame,
    indicator: Indicator,
    series: Series,
    *,
    year: int,
    synthetic: bool,
    published: bool,
) -> pl.DataFrame:
    """Rows of a statistic of counts from its exact cells; `published` counts are of places.

    Shares and rates are made of the protected counts. The period says which years are pooled.
    """
    statistic = series.statistic
    if not isinstance(statistic, CountShare):
        formed = isinstance(statistic, FORMED_HERE)
        protected = protect_rates(cells, formed=formed, published=published)
    elif published:
        protected = open_counts(cells)
    else:
        protected = protect_counts(cells.with_columns(pl.col("denominator").cast(pl.Int64)))
    estimated = pl.when(pl.col("reason") == ESTIMATED).then(pl.lit(WHY_ESTIMATED))
    found = (
        figures(protected, statistic)
        .with_columns(pl.col("value", "se", "ci_low", "ci_high").round(REGISTER_DECIMALS))
        .with_columns(
            pl.col("denominator").alias("n"),
            period=pl.when(pl.col("years") > 1)
            .then(pl.format("{}/{}", pl.lit(year) - pl.col("years") + 1, pl.lit(year)))
            .otherwise(pl.lit(str(year))),
            note=pl.concat_str(
                pl.lit(series.note, dtype=pl.String), estimated, separator="; ", ignore_nulls=True
            ).replace("", None),
        )
    )
    return described(found, indicator, series, year=year, synthetic=synthetic)


def described(
    cells: pl.DataFrame, indicator: Indicator, series: Series, *, year: int, synthetic: bool
) -> pl.DataFrame:
    """Protected cells with names, period, unit, source, method: one shaped row a cell.

    Period and note are the series' own unless the cells have theirs.
    """
    said = {"period": pl.lit(str(year)), "note": pl.lit(series.note, dtype=pl.String)}
    return shaped(
        cells.with_columns(
            *(text.alias(name) for name, text in said.items() if name not in cells.columns),
            pl.lit(indicator.id).alias("indicator_id"),
            pl.lit(year).alias("year"),
            pl.lit(TOTAL).alias("breakdown_by"),
            pl.lit(TOTAL).alias("breakdown_value"),
            pl.lit(indicator.unit).alias("unit"),
            pl.lit(True).alias("experimental"),
            pl.lit(synthetic).alias("synthetic"),
            pl.lit("computed").alias("source_kind"),
            pl.lit(series.source_id).alias("source_id"),
            pl.lit(series.method_id).alias("method_id"),
            pl.lit(indicator.definition_version).alias("definition_version"),
            pl.lit(year).alias("area_vintage"),
            pl.lit(1).alias("vintage"),
        ).join(_area_names(), on=["area_level", "area_code"], how="left")
    )


def _area_names() -> pl.DataFrame:
    return areas().select(
        "area_level",
        "area_code",
        *(pl.col(f"name_{language}").alias(f"area_name_{language}") for language in LANGUAGES),
    )
