"""The frame of EU-SILC in single-file form: members of sampled households, Austria."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from sources.declarations.columns import MONEY_UNITS


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a person; the federal state is the stratum, the household the cluster.

    Nobody is a selected respondent here: all items are the household's, with the person weight.
    """
    return (
        facts["persons"]
        .select(
            "household",
            pl.col("household").alias("cluster"),
            pl.col("nuts2").alias("stratum"),
            "weight",
            pl.lit(None, dtype=pl.Float64).alias("respondent_weight"),
            "sex",
            "age",
            pl.lit("AT").alias("COUNTRY"),
            pl.col("nuts2").alias("NUTS2"),
            (pl.col("equivalised_income") / MONEY_UNITS).alias("equivalised_income"),
        )
        .collect()
    )
