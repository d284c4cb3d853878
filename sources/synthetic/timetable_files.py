"""Public transport of a year in one GTFS archive: lines from the middle of each larger town.

Lines leave the town's station like rays, with a stop every half kilometre. In the larger towns each
has ten trips between seven and nine on a weekday, in the others five, so that about half of the
residents live near a stop that is well served. A line ends where homes do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import buildings, coordinates
from sources.synthetic.archive import Archive
from sources.synthetic.faults import DUPLICATE, ORPHAN, Fault, fixed, nobodys
from sources.synthetic.output import TIMETABLES, Written
from sources.synthetic.places import Places
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SOURCE = "public_transport"
STOPS = ("stop_id", "stop_name", "stop_lat", "stop_lon", "location_type", "parent_station")
ROUTES = ("route_id", "route_short_name", "route_type")
TRIPS = ("route_id", "service_id", "trip_id")
STOP_TIMES = ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence",
              "pickup_type")  # fmt: skip
CALENDAR = ("service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
            "sunday", "start_date", "end_date")  # fmt: skip
CALENDAR_DATES = ("service_id", "date", "exception_type")

_TOWN, _LARGE = 0.5, 1.0
"""Of `Places.urban`: from where on a town has lines, and frequent ones."""

_APART = 500.0
_TRIPS = {True: 10, False: 5}

_STOP_FAULTS = [
    Fault("stop_lat", "out_of_range", fixed("6822000")),
    Fault("location_type", "unknown_code", fixed("9")),
    Fault("stop_id", DUPLICATE),
    Fault("stop_lon", "not_a_number", fixed("23.7E")),
    Fault("stop_lat", "missing", fixed("")),
]
_ROUTE_FAULTS = [
    Fault("route_type", "out_of_range", fixed("1800")),
    Fault("route_id", DUPLICATE),
    Fault("route_type", "not_a_number", fixed("bussi")),
]
_TRIP_FAULTS = [
    Fault("service_id", "missing", fixed("")),
    Fault("trip_id", DUPLICATE),
    Fault("route_id", ORPHAN, nobodys, also="trip_id"),
]
_CALL_FAULTS = [
    Fault("departure_time", "bad_pattern", fixed("7.15")),
    Fault("stop_sequence", "not_a_number", fixed("2a")),
    Fault("trip_id", DUPLICATE),
    Fault("departure_time", "bad_pattern", fixed("07:75:00")),
    Fault("pickup_type", "unknown_code", fixed("7")),
    Fault("trip_id", ORPHAN, nobodys),
    Fault("stop_id", "missing", fixed("")),
]


@dataclass(frozen=True)
class _Net:
    """Lines by number, and their stops: line, place on the line from 1 and coordinates."""

    town: Ints
    large: npt.NDArray[np.bool_]
    line: Ints
    nth: Ints
    north: Floats
    east: Floats


def write(scene: Scene) -> list[Written]:
    """Write the archive of the scene's year; lines and stops are the same from year to year."""
    year, book = scene.year, scene.book
    rng = scene.world.rng("timetables", year)
    net = _net(scene.world.places)
    archive = Archive(scene.root, f"{SOURCE}/{year}/gtfs_{year}.zip", TIMETABLES)
    stops = _stops(scene.world.places, net)
    file = archive.member("stops.txt", STOPS)
    # Nothing calls at a station itself, so that no call falls with one.
    changed, _ = book.plant(
        file, SOURCE, year, stops, _STOP_FAULTS, rng, (stops["location_type"] == "1").to_numpy()
    )
    file.write(changed)
    routes = pl.DataFrame(
        {
            "route_id": [f"L{n}" for n in range(len(net.town))],
            "route_short_name": [str(n % 40 + 1) for n in range(len(net.town))],
            "route_type": [3] * len(net.town),
        }
    )
    file = archive.member("routes.txt", ROUTES)
    changed, lost = book.plant(file, SOURCE, year, routes, _ROUTE_FAULTS, rng)
    file.write(changed)
    trips = _trips(net)
    falls = np.isin(trips["line"].to_numpy(), lost)
    file = archive.member("trips.txt", TRIPS)
    changed, refused = book.plant(
        file, SOURCE, year, trips.select(TRIPS), _TRIP_FAULTS, rng, ~falls
    )
    book.cascade(file, SOURCE, year, np.flatnonzero(falls))
    file.write(changed)
    falls[refused] = True
    calls = _calls(net, trips)
    orphaned = falls[calls["trip"].to_numpy()]
    file = archive.member("stop_times.txt", STOP_TIMES)
    changed, _ = book.plant(
        file, SOURCE, year, calls.select(STOP_TIMES), _CALL_FAULTS, rng, ~orphaned
    )
    book.cascade(file, SOURCE, year, np.flatnonzero(orphaned))
    file.write(changed)
    file = archive.member("calendar.txt", CALENDAR)
    file.write(
        pl.DataFrame(
            [
                ("arki", *"1111100", f"{year}0801", f"{year}1231"),
                ("la", *"0000010", f"{year}0801", f"{year}1231"),
                ("kesa", *"1111111", f"{year}0601", f"{year}0731"),
            ],
            schema=CALENDAR,
            orient="row",
        )
    )
    file = archive.member("calendar_dates.txt", CALENDAR_DATES)
    file.write(
        pl.DataFrame(
            [("arki", f"{year}1206", "2"), ("la", f"{year}1206", "1")],
            schema=CALENDAR_DATES,
            orient="row",
        )
    )
    return [archive.close()]


def _net(where: Places) -> _Net:
    north, east = buildings.middles(where)
    reach = buildings.radii(where)
    towns = np.flatnonzero(where.urban > _TOWN)
    rays = 3 + 2 * np.clip(where.urban[towns], 0, 5).astype(np.int64)
    town = np.repeat(towns, rays)
    ray = np.concatenate([np.arange(n) / n for n in rays.tolist()])
    length = 2 + (reach[town] / _APART).astype(np.int64)
    line = np.repeat(np.arange(len(town)), length)
    nth = np.arange(len(line)) - np.repeat(np.cumsum(length) - length, length)
    turn = 2 * np.pi * ray[line] + 0.3
    return _Net(
        town,
        where.urban[town] > _LARGE,
        line,
        nth + 1,
        north[town[line]] + nth * _APART * np.sin(turn),
        east[town[line]] + nth * _APART * np.cos(turn),
    )


def _stops(where: Places, net: _Net) -> pl.DataFrame:
    """A station a town, then all stops; the first of each line belongs to the station."""
    towns = np.unique(net.town)
    north, east = buildings.middles(where)
    latitude, longitude = coordinates.of_metres(
        np.r_[north[towns], net.north], np.r_[east[towns], net.east]
    )
    stations = [f"A{code}" for code in where.code[towns].tolist()]
    first = net.nth == 1
    own = [f"A{code}" for code in where.code[net.town[net.line]].tolist()]
    return pl.DataFrame(
        {
            "stop_id": [*stations, *_stop_ids(net)],
            "stop_name": [*stations, *(f"Pysakki {n}" for n in range(len(net.line)))],
            "stop_lat": np.round(latitude, 6),
            "stop_lon": np.round(longitude, 6),
            "location_type": ["1"] * len(towns) + ["0"] * len(net.line),
            "parent_station": [
                *([None] * len(towns)),
                *(s if f else None for s, f in zip(own, first.tolist(), strict=True)),
            ],
        }
    )


def _stop_ids(net: _Net) -> list[str]:
    return [f"P{a}_{b}" for a, b in zip(net.line.tolist(), net.nth.tolist(), strict=True)]


def _trips(net: _Net) -> pl.DataFrame:
    """Weekday trips from 7 to 9, one before, one after, and one on Saturdays; `leaves` in min."""
    parts = []
    for large, trips in _TRIPS.items():
        lines = np.flatnonzero(net.large == large)
        leaves = np.r_[380, 420 + 118 * np.arange(trips) // max(trips - 1, 1), 600, 560]
        parts.append(
            pl.DataFrame(
                {
                    "line": np.repeat(lines, len(leaves)),
                    "leaves": np.tile(leaves, len(lines)),
                    "service_id": (["arki"] * (trips + 2) + ["la"]) * len(lines),
                }
            )
        )
    made = pl.concat(parts)
    return made.with_columns(
        route_id=pl.format("L{}", "line"),
        trip_id=pl.format("T{}_{}", "line", pl.int_range(pl.len())),
        trip=pl.int_range(pl.len()),
    )


def _calls(net: _Net, trips: pl.DataFrame) -> pl.DataFrame:
    """Each trip's calls, two minutes apart; nobody boards at the last."""
    stops = pl.DataFrame({"line": net.line, "stop_sequence": net.nth, "stop_id": _stop_ids(net)})
    minute = pl.col("leaves") + 2 * (pl.col("stop_sequence") - 1)
    clock = pl.format(
        "{}:{}:00",
        (minute // 60).cast(pl.String).str.zfill(2),
        (minute % 60).cast(pl.String).str.zfill(2),
    )
    last = pl.col("stop_sequence") == pl.col("stop_sequence").max().over("trip")
    return (
        trips.join(stops, on="line", how="inner", maintain_order="left_right")
        .with_columns(arrival_time=clock, departure_time=clock)
        .with_columns(pickup_type=pl.when(last).then(pl.lit("1")).otherwise(pl.lit("0")))
    )
