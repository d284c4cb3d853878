"""The frame of the labour force survey: interviews of a year with weights of the yearly mean."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

ITEMS = (
    "ilo_status",
    "usual_hours",
    "unemployment_duration",
    "attainment",
    "studied",
)


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row an interview; the person is the cluster, as some are asked two or three times.

    The weight is the quarter's over the number of quarters, so that sums are means of the year and
    a rate is a mean numerator over a mean denominator (M11). `studied`: formal or non-formal
    education in four weeks, yes or no; null where the answers don't say.
    """
    interviews = facts["interviews"]
    yes = (pl.col("formal_education") == "yes") | (pl.col("non_formal_education") == "yes")
    yearly = pl.col("quarter_weight") / pl.col("quarter").n_unique()
    return (
        interviews.with_columns(
            studied=pl.when(yes).then(pl.lit("yes")).when(~yes).then(pl.lit("no")),
            _yearly=yearly,
        )
        .select(
            "household",
            pl.col("person_id").alias("cluster"),
            pl.col("person_id").alias("person"),
            "stratum",
            pl.col("_yearly").alias("weight"),
            pl.col("_yearly").alias("respondent_weight"),
            "sex",
            "age",
            pl.lit("SSS").alias("COUNTRY"),
            pl.col("region").alias("REGION"),
            pl.col("county").alias("COUNTY"),
            "quarter",
            *ITEMS,
        )
        .sort("person", "quarter")
        .collect()
    )
