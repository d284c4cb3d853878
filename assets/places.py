"""Municipality codes as they stand in facts → the areas of a year."""

from __future__ import annotations

from functools import cache

import polars as pl

from sources.reference.areas import municipalities, successor

NO_FIXED_ABODE = "198"


@cache
def placed(year: int) -> pl.DataFrame:
    """Every municipality code that may stand in facts → its areas at the reference date.

    Columns: municipality (`KU837`, of any year since 2013; or 198, which lies nowhere), area_code,
    county, region. A municipality that has gone is what it was merged into.
    """
    current = municipalities(year).select("municipality", "area_code", "county", "region")
    codes = pl.concat(
        [municipalities(y).select("municipality") for y in range(2013, year + 1)]
    ).unique()
    found = (
        codes.with_columns(
            now=pl.col("municipality").map_elements(
                lambda code: successor(code, year), return_dtype=pl.String
            )
        )
        .join(current.rename({"municipality": "now"}), on="now", how="inner")
        .select(
            pl.format("KU{}", "municipality").alias("municipality"), "area_code", "county", "region"
        )
    )
    nowhere = pl.DataFrame(
        {"municipality": [NO_FIXED_ABODE], "area_code": [None], "county": [None], "region": [None]},
        schema=found.schema,
    )
    return pl.concat([found, nowhere]).sort("municipality")
