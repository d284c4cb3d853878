"""Disposable income of the household, the national poverty line, and poverty that lasts."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import polars as pl

from assets.estimators.quantile import weighted_median
from assets.person_years.incomes import BENEFITS
from warehouse.engine import Engine, Rows

HISTORY = 3
"""Earlier years that a persistent risk of poverty looks at."""

COLUMNS = (
    "taxes",
    "disposable_income",
    "household_income",
    "equivalised_income",
    "poor",
    "persistently_poor",
)


def with_poverty(engine: Engine, people: Rows, *, known: bool) -> Rows:
    """Disposable, household and equivalised income, and whether it is below the line."""
    if not known:
        nothing = nw.lit(None).cast(nw.Int64)
        return people.with_columns(
            taxes=nothing,
            disposable_income=nothing,
            household_income=nothing,
            equivalised_income=nothing,
            poor=nw.lit(None).cast(nw.Boolean),
        )
    people = people.with_columns(taxes=nw.col("wage_taxes") + nw.col("benefit_taxes"))
    received = nw.col("wages") - nw.col("taxes")
    for column in BENEFITS:
        received = received + nw.col(column)
    people = people.with_columns(disposable_income=received)
    of_household = (
        people.filter(~nw.col("household").is_null())
        .group_by("household")
        .agg(household_income=nw.col("disposable_income").sum().cast(nw.Int64))
    )
    people = people.join(of_household, on="household", how="left")
    people = people.with_columns(equivalised_income=_equivalised())
    line = _poverty_line(engine, people)
    return people.with_columns(poor=nw.col("equivalised_income") < nw.lit(line))


def _equivalised() -> nw.Expr:
    """Household income over the scale, rounded towards zero alike in every engine."""
    income, scale = nw.col("household_income") * 10, nw.col("scale_tenths")
    return nw.when(income >= 0).then(income // scale).otherwise(-((-income) // scale))


def _poverty_line(engine: Engine, people: Rows) -> int:
    """60 % of the median over persons, in 1e-4 EUR, rounded up: below it is strictly below 60 %."""
    values = engine.fetch(
        people.filter(~nw.col("equivalised_income").is_null())
        .group_by("equivalised_income")
        .agg(persons=nw.len().cast(nw.Int64))
        .sort("equivalised_income")
    )
    if values.is_empty():
        return 0
    median = weighted_median(
        values["equivalised_income"].cast(pl.Float64).to_numpy(),
        values["persons"].cast(pl.Float64).to_numpy(),
    )
    twice = round(2 * median)  # a median may lie half-way between two integers
    return -(-twice * 3 // 10)


def with_history(people: Rows, earlier: Sequence[Rows]) -> Rows:
    """Poor now and in at least two of the three years before (M3, persistent).

    `earlier` are the person-years before, under the person numbers of now; one who was two persons
    then was poor if either was.
    """
    if len(earlier) < HISTORY:
        return people.with_columns(persistently_poor=nw.lit(None).cast(nw.Boolean))
    was_poor = nw.when(nw.col("poor")).then(nw.lit(1)).otherwise(nw.lit(0))
    past = (
        nw.concat(
            [
                rows.filter(~nw.col("poor").is_null())
                .with_columns(was_poor=was_poor)
                .group_by("person")
                .agg(was_poor=nw.col("was_poor").max())
                for rows in earlier
            ]
        )
        .group_by("person")
        .agg(years=nw.len().cast(nw.Int64), poor_years=nw.col("was_poor").sum().cast(nw.Int64))
    )
    return people.join(past, on="person", how="left").with_columns(
        # Somebody not observed in all four years is outside the base.
        persistently_poor=nw.when(nw.col("years") == HISTORY)
        .then(nw.col("poor") & (nw.col("poor_years") >= 2))
        .otherwise(None)
    )
