"""The surroundings of a year: one row a building, from the facts of what was measured around it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

from assets.surroundings import air
from assets.surroundings.air import Floats

BUILDINGS = "building_stock"
SOURCES: tuple[str, ...] = (BUILDINGS, "air_quality")
"""What surroundings are made of, the buildings first; the others count as far as they came."""

SCHEMA: dict[str, pl.DataType] = {"building": pl.Int64(), "pm25_ng_m3": pl.Int64()}
"""One row a building: its keyed number, and fine particles (1e-3 µg/m³) by `air.MODEL`.

A column is null where nothing is known: not delivered, or too far from any station.
"""

COLUMNS: tuple[str, ...] = tuple(name for name in SCHEMA if name != "building")

Facts = Mapping[str, Mapping[str, Path]]


def surroundings(facts: Facts, year: int) -> pl.DataFrame:
    """Rows (`SCHEMA`) of the year, sorted by building; `facts` are source → table → file."""
    buildings = _scan(facts, BUILDINGS, "buildings").select("building", "north", "east").collect()
    north, east = buildings["north"].to_numpy(), buildings["east"].to_numpy()
    found: dict[str, pl.Series] = {}
    if "air_quality" in facts:
        means = air.annual_means(
            _scan(facts, "air_quality", "stations"), _scan(facts, "air_quality", "hours"), year
        )
        found["pm25_ng_m3"] = _whole(air.at_points(north, east, means) * 1000)
    nothing = pl.Series([None] * buildings.height, dtype=pl.Int64)
    return buildings.select(
        "building", *(found.get(name, nothing).alias(name) for name in COLUMNS)
    ).sort("building")


def _scan(facts: Facts, source: str, table: str) -> pl.LazyFrame:
    return pl.scan_parquet(facts[source][table], hive_partitioning=False)


def _whole(values: Floats) -> pl.Series:
    """Nearest whole numbers; NaN becomes null."""
    return pl.Series(np.rint(values), nan_to_null=True).cast(pl.Int64)
