"""Respondents who were drawn by themselves: what their frames have in common."""

from __future__ import annotations

import polars as pl


def of_respondents(
    rows: pl.LazyFrame, *items: str, stratum: str | pl.Expr = "stratum", **areas: pl.Expr
) -> pl.DataFrame:
    """One row a respondent, who is household and cluster alike, with one weight for everything.

    `areas` are those below the country, by level; `items` the answers. Sorted by household.
    """
    return (
        rows.select(
            pl.col("respondent").alias("household"),
            pl.col("respondent").alias("cluster"),
            pl.col(stratum) if isinstance(stratum, str) else stratum.alias("stratum"),
            pl.col("respondent_weight").alias("weight"),
            "respondent_weight",
            "sex",
            "age",
            pl.lit("SSS").alias("COUNTRY"),
            *(expression.alias(level) for level, expression in areas.items()),
            *items,
        )
        .sort("household")
        .collect()
    )
