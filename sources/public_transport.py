"""Public transport: stops and timetables of the whole country, one GTFS archive.

The standard's own names of files and columns. Of its many files these are read; what a feed may
leave out may be absent here. `frequencies.txt` isn't read: Finnish feeds list each trip.
"""

from __future__ import annotations

import polars as pl

from sources.declarations import (
    Column,
    CsvFormat,
    Kind,
    Reference,
    Rule,
    Source,
    SourceKind,
    Table,
    UnknownCode,
)

_FILE = r"gtfs_\d{4}"
_YES_NO = {"0": "no", "1": "yes"}


def _optional(name: str, original: str, what: str, codes: dict[str, str]) -> Column:
    return Column(name, original, Kind.CODE, what, required=False, codes=codes, may_be_absent=True)


_STOPS = Table(
    name="stops",
    grain="one row a stop, or a station that groups stops",
    file_pattern=_FILE,
    member="stops.txt",
    columns=(
        Column("stop", "stop_id", Kind.RECORD, "Stop"),
        Column("name", "stop_name", Kind.TEXT, "The stop's name", required=False),
        # Feeds reach over the borders: Haparanda, Tallinn.
        Column(
            "latitude", "stop_lat", Kind.NUMBER, "Latitude, WGS 84", minimum=55, maximum=71,
            unit="degrees",
        ),
        Column(
            "longitude", "stop_lon", Kind.NUMBER, "Longitude, WGS 84", minimum=10, maximum=35,
            unit="degrees",
        ),
        _optional(
            "stop_kind",
            "location_type",
            "What the row is; a stop where empty",
            {"0": "stop", "1": "station", "2": "entrance", "3": "node", "4": "boarding_area"},
        ),
        Column(
            "station",
            "parent_station",
            Kind.TEXT,
            "The station that it belongs to",
            required=False,
            may_be_absent=True,
        ),
    ),
    unique=(("stop",),),
)  # fmt: skip

_ROUTES = Table(
    name="routes",
    grain="one row a line",
    file_pattern=_FILE,
    member="routes.txt",
    columns=(
        Column("route", "route_id", Kind.RECORD, "Line"),
        Column(
            "route_kind",
            "route_type",
            Kind.INTEGER,
            "Kind of vehicle, by the standard (0 tram, 1 metro, 2 rail, 3 bus, 4 ferry, 100–1702)",
            minimum=0,
            maximum=1702,
        ),
    ),
    unique=(("route",),),
)

_TRIPS = Table(
    name="trips",
    grain="one row a trip of a vehicle, on each day of its service",
    file_pattern=_FILE,
    member="trips.txt",
    columns=(
        Column("route", "route_id", Kind.RECORD, "Line"),
        Column("service", "service_id", Kind.RECORD, "The days on which it runs"),
        Column("trip", "trip_id", Kind.RECORD, "Trip"),
    ),
    unique=(("trip",),),
    references=(Reference(("route",), "routes", ("route",)),),
)

_STOP_TIMES = Table(
    name="stop_times",
    grain="one row a call of a trip at a stop",
    file_pattern=_FILE,
    member="stop_times.txt",
    columns=(
        Column("trip", "trip_id", Kind.RECORD, "Trip"),
        Column(
            "departs",
            "departure_time",
            Kind.TEXT,
            "Local time since noon less twelve hours of the day of service; over 24 after midnight",
            required=False,
            pattern=r"^[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]$",
        ),
        Column("stop", "stop_id", Kind.RECORD, "Stop"),
        Column(
            "nth",
            "stop_sequence",
            Kind.INTEGER,
            "Order of the calls of a trip",
            minimum=0,
            maximum=10_000,
        ),
        _optional(
            "boarding",
            "pickup_type",
            "Whether one can get on; so where empty",
            {"0": "usual", "1": "none", "2": "by_phone", "3": "by_driver"},
        ),
    ),
    unique=(("trip", "nth"),),
    references=(
        Reference(("trip",), "trips", ("trip",)),
        Reference(("stop",), "stops", ("stop",)),
    ),
)


def _day(name: str) -> Column:
    return Column(
        name, name, Kind.CODE, f"Whether it runs on {name}s", codes=_YES_NO,
        unknown_code=UnknownCode.QUARANTINE,
    )  # fmt: skip


_CALENDAR = Table(
    name="calendar",
    grain="one row a service: its days of the week, between two days",
    file_pattern=_FILE,
    member="calendar.txt",
    columns=(
        Column("service", "service_id", Kind.RECORD, "Service"),
        *(_day(d) for d in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")),
        _day("sunday"),
        Column("first", "start_date", Kind.DATE, "First day", date_format="%Y%m%d"),
        Column("last", "end_date", Kind.DATE, "Last day", date_format="%Y%m%d"),
    ),
    unique=(("service",),),
    rules=(
        Rule(
            name="service_ends_before_it_begins",
            holds=pl.col("first") <= pl.col("last"),
            columns=("first", "last"),
            explanation="The last day of the service is before its first.",
        ),
    ),
    may_be_absent=True,
    may_be_empty=True,
)

_CALENDAR_DATES = Table(
    name="calendar_dates",
    grain="one row a service and day on which it runs, or doesn't, against its week",
    file_pattern=_FILE,
    member="calendar_dates.txt",
    columns=(
        Column("service", "service_id", Kind.RECORD, "Service"),
        Column("day", "date", Kind.DATE, "Day", date_format="%Y%m%d"),
        Column(
            "exception",
            "exception_type",
            Kind.CODE,
            "Whether it runs then",
            codes={"1": "runs", "2": "rests"},
        ),
    ),
    unique=(("service", "day"),),
    may_be_absent=True,
    may_be_empty=True,
)

SOURCE: Source = Source(
    id="public_transport",
    title="Public transport timetables",
    title_fi="Joukkoliikenteen aikataulut",
    description=(
        "Stops and timetables of public transport in the whole country, in a GTFS archive whose "
        "weeks hold the second Tuesday of November."
    ),
    sector="environment",
    kind=SourceKind.AREA,
    provider="Fintraffic, National Access Point",
    owner="timetables-owner@example.fi",
    licence="CC BY 4.0",
    legal_basis="Open data; Act on Transport Services (320/2017)",
    tables=(_STOPS, _ROUTES, _TRIPS, _STOP_TIMES, _CALENDAR, _CALENDAR_DATES),
    format=CsvFormat(delimiter=",", encoding="utf-8", decimal="."),
    expected_by="01-31",
)
