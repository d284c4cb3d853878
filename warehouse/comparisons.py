"""`catalog.comparisons`: our value beside each published one, and why the two differ (M25).

One row a key, provider and dataset. Of ours the recommended row stands there, of the published
ones all: the period that is like ours where a dataset has several for a year, then the shortest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from sources.declarations import Explanation, Indicator
from sources.declarations.status import BREAK, PROVISIONAL
from sources.official import OFFICIAL_SOURCES
from warehouse.shape import KEY, SCHEMA, TABLES

SAMPLING_ERRORS = 2.0
"""Standard errors within which chance alone may account for a difference."""

GROSS = 0.5
"""Part of the width of what is plausible: no other concept, period or revision accounts for more.
A figure of another unit is off by so much, or one of the two is wrong."""

REVISABLE = (PROVISIONAL, BREAK)
"""Observation statuses of a published figure that another one follows: provisional, break."""

MOST_DECIMALS = 6
FEW_VALUES = 5
"""Different values from which on a dataset shows its decimals: one 82.0 may be a whole number."""

_SLACK = 1e-9
"""What sums in binary may lose: 12.35 − 12.3 is not more than 0.05."""

COMPARED: Mapping[str, pl.DataType] = {
    "rank": pl.Int64(),
    **{name: SCHEMA[name] for name in (*KEY, "unit", "value", "se", "n", "period", "source_id")},
    "official_value": pl.Float64(),
    "official_se": pl.Float64(),
    "official_period": pl.String(),
    "official_obs_status": pl.String(),
    "official_decimals": pl.Int64(),
    "official_source_id": pl.String(),
    "dataset": pl.String(),
    "licence": pl.String(),
    "difference": pl.Float64(),
    "difference_in_se": pl.Float64(),
    "agrees": pl.Boolean(),
    "explanation": pl.String(),
    "synthetic": pl.Boolean(),
    "note": pl.String(),
    "official_note": pl.String(),
}
"""Columns of the table. `rank` 1 is the largest unexplained difference."""

_SERIES = ("indicator_id", "official_source_id")


def comparison_rows(
    tables: Mapping[str, pl.DataFrame], indicators: Sequence[Indicator]
) -> pl.DataFrame:
    """Own values with a published twin under the same key, as `COMPARED`, in order of `rank`.

    `tables` are the reserve tables by name: `<table>` gives ours, `<table>_all` the published
    rows.
    """
    declared = _declared(indicators)
    shown = {i.id: i.decimals for i in indicators}
    parts = []
    for name in TABLES:
        if name not in tables or f"{name}_all" not in tables:
            continue
        own = tables[name].filter(pl.col("source_kind") == "computed")
        beside = _published(tables[f"{name}_all"], declared, shown)
        parts.append(_side_by_side(own.filter(pl.col("value").is_not_null()), beside))
    if not parts:
        return pl.DataFrame(schema=dict(COMPARED))
    most = {i.id: GROSS * (i.plausible[1] - i.plausible[0]) for i in indicators}
    return _ranked(pl.concat(parts).with_columns(_judged()).with_columns(_explained(most)))


def _declared(indicators: Sequence[Indicator]) -> pl.DataFrame:
    """The declared published series, in the order of their declaration."""
    rows = [
        (i.id, s.provider, s.dataset, s.note, s.differs.value if s.differs else None, place)
        for i in indicators
        for place, s in enumerate(i.official)
    ]
    names = (*_SERIES, "dataset", "_note", "_differs")
    schema = {**dict.fromkeys(names, pl.String), "_place": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _published(
    rows: pl.DataFrame, declared: pl.DataFrame, shown: Mapping[str, int]
) -> pl.DataFrame:
    """Published values with the dataset that they are of, its declaration and its decimals.

    A provider may answer for an indicator with several datasets: a row is of the declared one that
    its note begins with, and, where two series share a dataset, of the one whose note it ends with.
    `shown` gives the decimals of the indicators, for a dataset of too few values to show its own.
    """
    figures = (
        rows.filter(pl.col("source_kind") == "official", pl.col("value").is_not_null())
        .sort("vintage", nulls_last=False)
        .unique([*KEY, "source_id", "period"], keep="last", maintain_order=True)
        .select(
            *KEY,
            pl.col("value").alias("official_value"),
            pl.col("se").alias("official_se"),
            pl.col("period").alias("official_period"),
            pl.col("obs_status").alias("official_obs_status"),
            pl.col("source_id").alias("official_source_id"),
            pl.col("note").alias("official_note"),
        )
    )
    series = [*_SERIES, "official_note"]
    of_series = (
        figures.select(series)
        .unique()
        .join(declared, on=_SERIES, how="inner")
        .filter(pl.col("official_note").str.starts_with(pl.col("dataset") + ";"))
        .with_columns(
            _ends=pl.col("official_note").str.ends_with("; " + pl.col("_note")).fill_null(False)
        )
        .sort("_ends", "_place", descending=[True, False])
        .unique(series, keep="first", maintain_order=True)
    )
    of_dataset = (*_SERIES, "dataset")
    written = _decimals(pl.col("official_value")).max().over(of_dataset)
    few = pl.col("official_value").n_unique().over(of_dataset) < FEW_VALUES
    least = pl.col("indicator_id").replace_strict(shown, default=0, return_dtype=pl.Int64)
    return figures.join(of_series, on=series, how="left", nulls_equal=True).with_columns(
        official_decimals=pl.when(few).then(pl.max_horizontal(written, least)).otherwise(written),
        licence=pl.col("official_source_id").replace_strict(
            {name: s.licence for name, s in OFFICIAL_SOURCES.items()},
            default=None,
            return_dtype=pl.String,
        ),
    )


def _decimals(value: pl.Expr) -> pl.Expr:
    """Decimals that a number is written with; `MOST_DECIMALS` for one that never ends."""
    small = pl.max_horizontal(value.abs(), pl.lit(1.0)) * _SLACK
    written = [
        pl.when((value.round(places) - value).abs() <= small).then(pl.lit(places, dtype=pl.Int64))
        for places in range(MOST_DECIMALS)
    ]
    return pl.coalesce(*written, pl.lit(MOST_DECIMALS, dtype=pl.Int64))


def _side_by_side(own: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Each own row beside the published ones of its key: one a provider and dataset."""
    ours = own.select(
        *KEY, "unit", "value", "se", "n", "period", "source_id", "synthetic", "note",
        # Half of the interval: what chance alone does, for surveys and registers alike.
        _chance=(pl.col("ci_high") - pl.col("ci_low")) / 2,
    )  # fmt: skip
    return (
        ours.join(published, on=KEY)
        .with_columns(
            _other=pl.col("official_period") != pl.col("period"),
            _length=pl.col("official_period").str.len_chars(),
        )
        .sort(*KEY, "official_source_id", "_other", "_length", "official_period")
        .unique([*KEY, "official_source_id", "dataset"], keep="first", maintain_order=True)
    )


def _judged() -> list[pl.Expr]:
    """The difference, in standard errors too, and what rounding and sampling account for."""
    difference = pl.col("value") - pl.col("official_value")
    none = pl.col("se").is_null() & pl.col("official_se").is_null()
    squares = pl.col("se").fill_null(0).pow(2) + pl.col("official_se").fill_null(0).pow(2)
    se = pl.when(~none & (squares > 0)).then(squares.sqrt())
    size = difference.abs()
    rounding = 0.5 * pl.lit(10.0).pow(-pl.col("official_decimals"))
    slack = pl.max_horizontal(pl.col("value").abs(), pl.lit(1.0)) * _SLACK
    return [
        difference.alias("difference"),
        (difference / se).alias("difference_in_se"),
        (size <= rounding + slack).alias("_equal"),
        (size <= SAMPLING_ERRORS * se + slack).fill_null(False).alias("_chance_alone"),
    ]


def _explained(most: Mapping[str, float]) -> list[pl.Expr]:
    """`agrees`, and the code of the explanation by the first rule that holds (M25).

    `most` gives how large a difference of an indicator any explanation accounts for.
    """
    agrees = pl.col("_equal") | pl.col("_chance_alone")
    bound = pl.col("indicator_id").replace_strict(most, default=None, return_dtype=pl.Float64)
    gross = (pl.col("difference").abs() > bound).fill_null(False)
    code = (
        pl.when(gross & ~agrees)
        .then(pl.lit(Explanation.UNEXPLAINED.value))
        .when(pl.col("_differs").is_not_null())
        .then("_differs")
        .when(pl.col("_other"))
        .then(pl.lit(Explanation.PERIOD.value))
        .when(~agrees & pl.col("official_obs_status").is_in(REVISABLE))
        .then(pl.lit(Explanation.REVISION.value))
        .when(~agrees)
        .then(pl.lit(Explanation.UNEXPLAINED.value))
        .when(~pl.col("_equal"))
        .then(pl.lit(Explanation.SAMPLING.value))
        .otherwise(pl.lit(None, dtype=pl.String))
    )
    return [agrees.alias("agrees"), code.alias("explanation")]


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Unexplained ones first, each part by size.

    Units differ, so the size is measured in what chance alone would do (half of the own interval);
    where no interval is given, in the published value, after those that have one.
    """
    size = pl.col("difference").abs()
    return (
        rows.with_columns(
            _explained=(pl.col("explanation") != Explanation.UNEXPLAINED.value).fill_null(True),
            _size=pl.when(pl.col("_chance") > 0).then(size / pl.col("_chance")),
            _part=size / pl.max_horizontal(pl.col("official_value").abs(), pl.lit(_SLACK)),
        )
        .sort(
            "_explained", "_size", "_part", *KEY, "official_source_id", "dataset",
            descending=[False, True, True, *[False] * (len(KEY) + 2)],
            nulls_last=True,
        )
        .with_row_index("rank", offset=1)
        .select(pl.col(name).cast(kind) for name, kind in COMPARED.items())
    )  # fmt: skip
