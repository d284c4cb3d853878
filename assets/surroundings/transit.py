"""Public transport at hand: a well-served stop within 500 m of the home, straight.

Well served is a stop from whose group (its station, or itself) at least 8 trips leave between 7:00
and 9:00 on the reference day, the second Tuesday of November: in term time, no holiday. A trip that
calls at two stops of a group leaves once; where nobody may board, or the trip ends, none leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from assets.surroundings import near
from assets.surroundings.coordinates import to_metres

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Tables = Mapping[str, pl.LazyFrame]

FIRST_HOUR, LAST_HOUR = 7, 9
LEAST_DEPARTURES = 8
LIMIT_M = 500.0
_TUESDAY = 1
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def reference_day(year: int) -> date:
    """The second Tuesday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(_TUESDAY - first.weekday()) % 7 + 7)


def services(tables: Tables, day: date) -> pl.LazyFrame:
    """The services that run on a day: those of its weekday, exceptions taken in and out."""
    none = pl.LazyFrame(schema={"service": pl.String})
    running, resting = none, none
    if "calendar" in tables:
        weekday = WEEKDAYS[day.weekday()]
        running = tables["calendar"].filter(
            (pl.col(weekday) == "yes") & (pl.col("first") <= day) & (pl.col("last") >= day)
        )
    if "calendar_dates" in tables:
        that_day = tables["calendar_dates"].filter(pl.col("day") == day)
        more = that_day.filter(pl.col("exception") == "runs")
        running = pl.concat([running.select("service"), more.select("service")])
        resting = that_day.filter(pl.col("exception") == "rests").select("service")
    return running.select("service").unique().join(resting, on="service", how="anti")


def departures(tables: Tables, year: int) -> pl.DataFrame | None:
    """Departures of the morning by stop group: group, departures. None if nothing runs that day."""
    trips = tables["trips"].join(services(tables, reference_day(year)), on="service", how="semi")
    if trips.select(pl.len()).collect().item() == 0:
        return None
    hour = pl.col("departs").str.extract(r"^(\d+):").cast(pl.Int64, strict=False)
    return (
        tables["stop_times"]
        .join(trips.select("trip"), on="trip", how="semi")
        .with_columns(end=pl.col("nth").max().over("trip"))
        .filter(
            hour.is_between(FIRST_HOUR, LAST_HOUR, closed="left"),
            pl.col("nth") < pl.col("end"),
            pl.col("boarding").fill_null("usual") != "none",
        )
        .join(_groups(tables), on="stop", how="inner")
        .group_by("group")
        .agg(departures=pl.col("trip").n_unique().cast(pl.Int64))
        .collect()
    )


def at_hand(north: Floats, east: Floats, tables: Tables, year: int) -> Bools | None:
    """Whether each point has such a stop; None where the feed has no trip on the day."""
    served = departures(tables, year)
    if served is None:
        return None
    good = served.filter(pl.col("departures") >= LEAST_DEPARTURES).lazy()
    stops = _groups(tables).join(good, on="group", how="semi").sort("stop").collect()
    up, right = to_metres(stops["latitude"].to_numpy(), stops["longitude"].to_numpy())
    boxes = pl.DataFrame(
        {
            "south": up - LIMIT_M,
            "north": up + LIMIT_M,
            "west": right - LIMIT_M,
            "east": right + LIMIT_M,
        }
    )
    found = np.zeros(len(north), dtype=np.bool_)
    for points, of in near.candidates(north, east, boxes, LIMIT_M):
        away = np.hypot(north[points] - up[of], east[points] - right[of])
        found[points[away <= LIMIT_M]] = True
    return found


def _groups(tables: Tables) -> pl.LazyFrame:
    """Stops proper with their group: stop, group, latitude, longitude."""
    return (
        tables["stops"]
        .filter(pl.col("stop_kind").fill_null("stop") == "stop")
        .select("stop", "latitude", "longitude", group=pl.coalesce("station", "stop"))
    )
