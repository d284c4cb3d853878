"""The frame of the school health survey: pupils who answered, each standing for nobody else."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from assets.places import placed
from sources.reference.areas import LAST_YEAR

ITEMS = ("grade", "likes_school", "close_friends")


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a pupil with weight 1, in the areas where the school lies in the survey's year.

    The age isn't asked; a municipality that has gone is the one it is part of.
    """
    pupils = facts["pupils"].collect()
    year = pupils.select(pl.col("year").max()).item()
    areas = placed(LAST_YEAR if year is None else year)
    return (
        pupils.join(areas, on="municipality", how="left")
        .select(
            pl.col("respondent").alias("household"),
            pl.col("respondent").alias("cluster"),
            pl.lit("pupils").alias("stratum"),
            pl.lit(1.0).alias("weight"),
            pl.lit(1.0).alias("respondent_weight"),
            "sex",
            pl.lit(None, dtype=pl.Int64).alias("age"),
            pl.lit("SSS").alias("COUNTRY"),
            pl.col("region").alias("REGION"),
            pl.col("county").alias("COUNTY"),
            pl.col("area_code").alias("MUNICIPALITY"),
            *ITEMS,
        )
        .sort("household")
    )
