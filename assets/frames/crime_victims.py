"""The frame of the national crime victim survey: persons of 15 to 74, each drawn by themselves."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

ITEMS = (
    "threatened",
    "held_or_shoved",
    "slapped",
    "struck",
    "kicked_or_strangled",
    "weapon_used",
    "feared_violence_outdoors",
)


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a respondent, who is household and cluster alike; the country is the only area."""
    return (
        facts["victims"]
        .select(
            pl.col("respondent").alias("household"),
            pl.col("respondent").alias("cluster"),
            "stratum",
            pl.col("respondent_weight").alias("weight"),
            "respondent_weight",
            "sex",
            "age",
            pl.lit("SSS").alias("COUNTRY"),
            *ITEMS,
        )
        .sort("household")
        .collect()
    )
