"""The frame of the trust survey: respondents of 18 and over, each drawn by themselves."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

ITEMS = ("trust_national_government", "trust_local_government", "political_voice")


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a respondent, who is household and cluster alike; one stratum, the country."""
    return (
        facts["respondents"]
        .select(
            pl.col("respondent").alias("household"),
            pl.col("respondent").alias("cluster"),
            pl.lit("SSS").alias("stratum"),
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
