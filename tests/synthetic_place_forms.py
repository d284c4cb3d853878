"""The formats of files about places, written down once more to judge the synthetic ones."""

from __future__ import annotations

from collections.abc import Callable

from synthetic_forms import COMPACT, Form, code, day, filled, number, shaped

_RING = r"\(\d+ \d+(, \d+ \d+){3,}\)"
_OUTLINE = rf"POLYGON \({_RING}(, {_RING})*\)|MULTIPOLYGON \(\({_RING}\)(, \({_RING}\))*\)"


def or_none(inside: Callable[[str], str | None]) -> Callable[[str], str | None]:
    return lambda text: inside(text) if text else None


PLACE_FORMS = {
    "julkisivumelu": Form(
        ";",
        "utf-8",
        {
            "RAKENNUSTUNNUS": shaped(r"9\d{8}[0-9A-Y]"),
            "MELULAHDE": code("tie", "raide", "lento", "teollisuus"),
            "LDEN": number(0, 110, comma=True),
            "LYO": number(0, 110, comma=True),
        },
        ("RAKENNUSTUNNUS", "MELULAHDE"),
        year=2021,  # rounds come every fifth year
    ),
    "viheralueet": Form(
        ",",
        "utf-8",
        {
            "FID": shaped(r"viheralueet\.\d+"),
            "kuntanumero": shaped(r"\d{3}"),
            "tyyppi": code("puisto", "metsa", "niitty", "muu"),
            "kaytto": code("julkinen", "rajattu"),
            "geom": shaped(_OUTLINE),
        },
        ("FID",),
    ),
    "stops": Form(
        ",",
        "utf-8",
        {
            "stop_id": filled,
            "stop_lat": number(55, 71),
            "stop_lon": number(10, 35),
            "location_type": or_none(code(*"01234")),
        },
        ("stop_id",),
    ),
    "routes": Form(
        ",", "utf-8", {"route_id": filled, "route_type": number(0, 1702)}, ("route_id",)
    ),
    "trips": Form(
        ",",
        "utf-8",
        {"route_id": filled, "service_id": filled, "trip_id": filled},
        ("trip_id",),
        ("routes", "route_id", ("route_id",)),
    ),
    "stop_times": Form(
        ",",
        "utf-8",
        {
            "departure_time": or_none(shaped(r"\d{1,2}:[0-5]\d:[0-5]\d")),
            "stop_id": filled,
            "stop_sequence": number(0, 10_000),
            "pickup_type": or_none(code(*"0123")),
        },
        ("trip_id", "stop_sequence"),
        ("trips", "trip_id", ("trip_id",)),
    ),
    "calendar": Form(",", "utf-8", {"start_date": day(COMPACT), "end_date": day(COMPACT)}, ()),
    "calendar_dates": Form(",", "utf-8", {"date": day(COMPACT)}, ()),
}
