"""The frame of the time use survey: one row a diary, with the minutes of each kind of work."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from sources.time_use import SLOT_MINUTES, SLOTS
from sources.time_use.codes import HELP, HOUSEHOLD_AND_FAMILY, VOLUNTEERING

ITEMS = ("household_minutes", "volunteering_minutes", "help_minutes")


def _minutes(activities: tuple[str, ...]) -> pl.Expr:
    """Minutes of the day in any of the activities."""
    slots = pl.sum_horizontal(pl.col(slot).is_in(activities).cast(pl.Int64) for slot in SLOTS)
    return slots * SLOT_MINUTES


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a diary, of the `person` who kept it; clusters are households, in which all did.

    The weight is the diary's own, with which weekdays and weekends stand for a week.
    """
    persons = facts["persons"].select("respondent", "household", "stratum", "sex", "age")
    return (
        facts["diaries"]
        .select(
            "respondent",
            "diary",
            pl.col("diary_weight").alias("weight"),
            pl.col("diary_weight").alias("respondent_weight"),
            _minutes(HOUSEHOLD_AND_FAMILY).alias("household_minutes"),
            _minutes(VOLUNTEERING).alias("volunteering_minutes"),
            _minutes(HELP).alias("help_minutes"),
        )
        .join(persons, on="respondent", how="inner")
        .sort("respondent", "diary")
        .select(
            "household",
            pl.col("household").alias("cluster"),
            "stratum",
            pl.col("respondent").alias("person"),
            "weight",
            "respondent_weight",
            "sex",
            "age",
            pl.lit("SSS").alias("COUNTRY"),
            *ITEMS,
        )
        .collect()
    )
