"""The surroundings of a year: one row a building, from the facts of what was measured around it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

from assets.surroundings import air, green, noise, transit
from assets.surroundings.air import Floats

BUILDINGS = "building_stock"
AIR, NOISE = "air_quality", "noise_maps"
GREEN, TRANSIT = "green_areas", "public_transport"
SOURCES: tuple[str, ...] = (BUILDINGS, AIR, NOISE, GREEN, TRANSIT)
"""What surroundings are made of, the buildings first; the others count as far as they came."""

SCHEMA: dict[str, pl.DataType] = {
    "building": pl.Int64(),
    "pm25_ng_m3": pl.Int64(),
    "lden_mdb": pl.Int64(),
    "green_at_hand": pl.Int64(),
    "served_stop_at_hand": pl.Int64(),
}
"""One row a building: its keyed number, fine particles (1e-3 µg/m³) by `air.MODEL`, noise (1e-3 dB)
of all sources, and whether (1, 0) green and a well-served stop are near.

A column is null where nothing is known: not delivered, too far from any station, not mapped.
"""

COLUMNS: tuple[str, ...] = tuple(name for name in SCHEMA if name != "building")

MEASURED_BY = {
    "pm25_ng_m3": AIR,
    "lden_mdb": NOISE,
    "green_at_hand": GREEN,
    "served_stop_at_hand": TRANSIT,
}
"""Column → the source that it is made of, beside the buildings."""

Facts = Mapping[str, Mapping[str, Path]]


def surroundings(facts: Facts, year: int) -> pl.DataFrame:
    """Rows (`SCHEMA`) of the year, sorted by building; `facts` are source → table → file."""
    buildings = _scan(facts, BUILDINGS, "buildings").select("building", "north", "east").collect()
    north, east = buildings["north"].to_numpy(), buildings["east"].to_numpy()
    found: dict[str, pl.Series] = {}
    if AIR in facts:
        means = air.annual_means(_scan(facts, AIR, "stations"), _scan(facts, AIR, "hours"), year)
        found["pm25_ng_m3"] = _whole(air.at_points(north, east, means) * 1000)
    if NOISE in facts:
        mapped = noise.levels(_scan(facts, NOISE, "facades"))
        found["lden_mdb"] = buildings.join(
            mapped, on="building", how="left", maintain_order="left"
        )["lden_mdb"]
    if GREEN in facts:
        near = green.at_hand(north, east, _scan(facts, GREEN, "areas"))
        found["green_at_hand"] = pl.Series(near).cast(pl.Int64)
    if TRANSIT in facts:
        tables = {table: _scan(facts, TRANSIT, table) for table in facts[TRANSIT]}
        served = transit.at_hand(north, east, tables, year)
        if served is not None:
            found["served_stop_at_hand"] = pl.Series(served).cast(pl.Int64)
    nothing = pl.Series([None] * buildings.height, dtype=pl.Int64)
    return buildings.select(
        "building", *(found.get(name, nothing).alias(name) for name in COLUMNS)
    ).sort("building")


def _scan(facts: Facts, source: str, table: str) -> pl.LazyFrame:
    return pl.scan_parquet(facts[source][table], hive_partitioning=False)


def _whole(values: Floats) -> pl.Series:
    """Nearest whole numbers; NaN becomes null."""
    return pl.Series(np.rint(values), nan_to_null=True).cast(pl.Int64)
