"""Fine particles at the home: annual means of stations, and a simple model between them.

A station's year counts when at least 75 % of its hours have a value. At a building: the mean of the
stations within 100 km, weighted by one over the distance squared; no station, no value. It knows
nothing of streets, wood smoke or weather, so `MODEL` goes with whatever is made of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from assets.surroundings.coordinates import to_metres

Floats = npt.NDArray[np.float64]

MODEL = "idw2-100km, version 1"
DATA_CAPTURE = 0.75
LIMIT_M = 100_000.0
NEAREST_M = 1.0
"""A building at the station itself: nearer than this counts as this."""

_BLOCK = 100_000


def annual_means(stations: pl.LazyFrame, hours: pl.LazyFrame, year: int) -> pl.DataFrame:
    """One row a station with enough hours: station, pm25 (µg/m³), north, east (m).

    An hour is named by its end, so the year's first is that of 01:00 on 1 January (UTC).
    """
    first, last = datetime(year, 1, 1), datetime(year + 1, 1, 1)
    expected = (last - first) // timedelta(hours=1)
    end = pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False)
    means = (
        hours.filter((end > first) & (end <= last))
        .group_by("station")
        .agg(pl.col("pm25").mean(), measured=pl.col("pm25").count())
        .filter(pl.col("measured") >= DATA_CAPTURE * expected)
        .join(stations, on="station", how="inner")
        .sort("station")
        .collect()
    )
    north, east = to_metres(means["latitude"].to_numpy(), means["longitude"].to_numpy())
    return means.select("station", "pm25", pl.Series("north", north), pl.Series("east", east))


def at_points(north: Floats, east: Floats, means: pl.DataFrame) -> Floats:
    """PM2.5 (µg/m³) at points in metres; NaN where no station is within the limit."""
    value = np.full(len(north), np.nan)
    if means.is_empty():
        return value
    of_station = means["pm25"].to_numpy()
    places = means["north"].to_numpy(), means["east"].to_numpy()
    for start in range(0, len(north), _BLOCK):
        part = slice(start, start + _BLOCK)
        away = np.hypot(
            north[part, None] - places[0][None, :], east[part, None] - places[1][None, :]
        )
        weight = np.where(away <= LIMIT_M, 1 / np.maximum(away, NEAREST_M) ** 2, 0.0)
        total = weight.sum(axis=1)
        near = total > 0
        value[part] = np.where(near, weight @ of_station / np.where(near, total, 1), np.nan)
    return value
