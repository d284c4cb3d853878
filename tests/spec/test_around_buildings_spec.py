"""Noise, green and stops around a building, on small maps worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from assets.surroundings import green, near, noise, polygons, transit
from assets.surroundings.coordinates import to_metres

HECTARE = "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0))"
FAR = "((5000 0, 5100 0, 5100 100, 5000 100, 5000 0))"


# Noise


def test_levels_of_sources_add_up_as_energy() -> None:
    """Twice 52 dB is 3.0103 dB more, 55.010 dB; 55 dB and 45 dB are 10 lg (10^5.5 + 10^4.5)."""
    facades = pl.LazyFrame({"building": [1, 1, 2, 2, 3], "lden": [52.0, 52.0, 55.0, 45.0, 55.0]})
    assert dict(noise.levels(facades).sort("building").rows()) == {1: 55_010, 2: 55_414, 3: 55_000}


# Green


@pytest.mark.parametrize(
    ("outline", "m2"),
    [
        (HECTARE, 10_000),
        ("POLYGON((0 0,0 100,100 100,100 0,0 0))", 10_000),  # the other way round
        ("POLYGON ((0 0, 100 0, 100 100, 0 0))", 5_000),
        ("POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0), (10 10, 20 10, 20 20, 10 20, 10 10))", 9_900),
        (f"MULTIPOLYGON (((0 0, 100 0, 100 100, 0 100, 0 0)), {FAR})", 20_000),
        (
            "MULTIPOLYGON (((0 0, 100 0, 100 100, 0 100, 0 0), "
            f"(10 10, 20 10, 20 20, 10 20, 10 10)), {FAR})",
            19_900,
        ),
    ],
)
def test_the_area_of_a_polygon(outline: str, m2: float) -> None:
    assert polygons.area(outline) == pytest.approx(m2)


def test_area_is_right_far_from_the_origin() -> None:
    assert polygons.area(
        "POLYGON ((327000 6822000, 327100 6822000, 327100 6822100, 327000 6822100, 327000 6822000))"
    ) == pytest.approx(10_000)


@pytest.mark.parametrize(
    ("east", "north", "found"),
    [
        (50, 50, True),  # inside
        (400, 50, True),  # 300 m from the side x = 100
        (400.1, 50, False),
        (280, 340, True),  # 180 and 240 from the corner (100, 100): 300
        (281, 340, False),
        (-212.2, -212.1, False),  # 300.02 from the corner (0, 0)
        (-212.1, -212.1, True),  # 299.96
    ],
)
def test_green_is_at_hand_up_to_300_metres_straight(east: float, north: float, found: bool) -> None:
    areas = pl.LazyFrame({"area": ["a"], "access": ["public"], "geometry": [HECTARE]})
    assert green.at_hand(np.array([north]), np.array([east]), areas).tolist() == [found]


@pytest.mark.parametrize(
    ("geometry", "access", "found"),
    [
        (HECTARE, "public", True),
        (HECTARE, "restricted", False),
        ("POLYGON ((0 0, 100 0, 100 99, 0 99, 0 0))", "public", False),
        # In a hole of a kilometre's width its middle is 500 m from the edge.
        (
            "POLYGON ((-600 -600, 600 -600, 600 600, -600 600, -600 -600), "
            "(-500 -500, 500 -500, 500 500, -500 500, -500 -500))",
            "public",
            False,
        ),
        (f"MULTIPOLYGON ({FAR}, ((0 0, 100 0, 100 100, 0 100, 0 0)))", "public", True),
    ],
)
def test_only_public_areas_of_a_hectare_count(geometry: str, access: str, found: bool) -> None:
    areas = pl.LazyFrame({"area": ["a"], "access": [access], "geometry": [geometry]})
    assert green.at_hand(np.zeros(1), np.zeros(1), areas).tolist() == [found]


def test_without_any_area_nobody_has_green_at_hand() -> None:
    areas = pl.LazyFrame(schema={"area": pl.String, "access": pl.String, "geometry": pl.String})
    assert green.at_hand(np.zeros(2), np.zeros(2), areas).tolist() == [False, False]


def test_the_grid_finds_every_pair_and_none_twice() -> None:
    """Against measuring every point and every box, which the grid is there to avoid."""
    rng = np.random.default_rng(5)
    north, east = rng.uniform(-2000, 2000, (2, 400))
    south, west = rng.uniform(-2000, 2000, (2, 30))
    size = rng.uniform(0, 900, 30)
    boxes = pl.DataFrame({"south": south, "north": south + size, "west": west, "east": west + size})
    found = [
        pair
        for points, of in near.candidates(north, east, boxes, 300.0)
        for pair in zip(points.tolist(), of.tolist(), strict=True)
    ]
    expected = {
        (p, b)
        for p in range(400)
        for b in range(30)
        if south[b] <= north[p] <= south[b] + size[b] and west[b] <= east[p] <= west[b] + size[b]
    }
    assert len(found) == len(expected)
    assert set(found) == expected


# Public transport

TUESDAY = date(2023, 11, 14)


def test_the_reference_day_is_the_second_tuesday_of_november() -> None:
    days = [transit.reference_day(y) for y in (2021, 2022, 2023, 2024)]
    assert days == [date(2021, 11, 9), date(2022, 11, 8), TUESDAY, date(2024, 11, 12)]


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _calendar(**days: tuple[str, date, date]) -> pl.LazyFrame:
    return pl.LazyFrame(
        [
            {"service": s, **dict.fromkeys(WEEK, "no"), "tuesday": t, "first": f, "last": u}
            for s, (t, f, u) in days.items()
        ]
    )


def test_a_service_runs_by_its_week_its_days_and_its_exceptions() -> None:
    year = (date(2023, 1, 1), date(2023, 12, 31))
    tables = {
        "calendar": _calendar(
            runs=("yes", *year),
            weekend=("no", *year),
            over=("yes", date(2023, 1, 1), date(2023, 11, 13)),
            last_day=("yes", date(2023, 1, 1), TUESDAY),
            rests=("yes", *year),
            extra=("no", *year),
        ),
        "calendar_dates": pl.LazyFrame(
            [
                ("rests", TUESDAY, "rests"),
                ("extra", TUESDAY, "runs"),
                ("only_dates", TUESDAY, "runs"),
                ("another_day", date(2023, 11, 21), "runs"),
            ],
            schema=["service", "day", "exception"],
            orient="row",
        ),
    }
    running = transit.services(tables, TUESDAY).collect()["service"].to_list()
    assert sorted(running) == ["extra", "last_day", "only_dates", "runs"]


def _feed(times: list[tuple[str, str | None, str, int, str | None]]) -> dict[str, pl.LazyFrame]:
    """Stops a and b of station S, c by itself; every trip runs on all Tuesdays."""
    stops = [
        ("S", "station", None, 61.5, 23.7),
        ("a", None, "S", 61.5, 23.7),
        ("b", "stop", "S", 61.5, 23.701),
        ("c", None, None, 61.6, 23.7),
        ("end", None, None, 61.7, 23.7),
    ]
    trips = sorted({t for t, *_ in times})
    return {
        "stops": pl.LazyFrame(
            stops, schema=["stop", "stop_kind", "station", "latitude", "longitude"], orient="row"
        ),
        "trips": pl.LazyFrame({"trip": trips, "service": ["week"] * len(trips)}),
        "stop_times": pl.LazyFrame(
            times,
            schema={
                "trip": pl.String,
                "departs": pl.String,
                "stop": pl.String,
                "nth": pl.Int64,
                "boarding": pl.String,
            },
            orient="row",
        ),
        "calendar": _calendar(week=("yes", date(2023, 1, 1), date(2023, 12, 31))),
    }


@pytest.mark.parametrize(
    ("departs", "counted"),
    [("6:59:59", 0), ("07:00:00", 1), ("8:59:59", 1), ("09:00:00", 0), ("31:30:00", 0), (None, 0)],
)
def test_departures_from_seven_until_before_nine_count(departs: str | None, counted: int) -> None:
    found = transit.departures(
        _feed([("t", departs, "c", 1, None), ("t", "09:30:00", "end", 2, None)]), 2023
    )
    assert found is not None
    assert found["departures"].sum() == counted


def test_a_trip_leaves_a_station_once_and_neither_where_it_ends_nor_where_nobody_boards() -> None:
    feed = _feed(
        [
            ("t", "07:10:00", "a", 1, None),
            ("t", "07:11:00", "b", 2, "usual"),
            ("t", "07:20:00", "c", 3, "none"),
            ("t", "07:30:00", "end", 4, None),
            ("u", "07:40:00", "b", 1, "by_phone"),
            ("u", "07:50:00", "c", 2, None),
        ]
    )
    found = transit.departures(feed, 2023)
    assert found is not None
    assert found.rows() == [("S", 2)]


def _every_quarter(trips: int) -> dict[str, pl.LazyFrame]:
    times: list[tuple[str, str | None, str, int, str | None]] = []
    for n in range(trips):
        times.append((f"t{n}", f"0{7 + n // 6}:{10 * (n % 6):02}:00", "c", 1, None))
        times.append((f"t{n}", "10:00:00", "end", 2, None))
    return _feed(times)


@pytest.mark.parametrize(
    ("trips", "metres", "found"), [(8, 499, True), (8, 501, False), (7, 0, False)]
)
def test_a_stop_with_eight_departures_serves_homes_within_500_metres(
    trips: int, metres: float, found: bool
) -> None:
    north, east = to_metres(np.array([61.6]), np.array([23.7]))
    made = transit.at_hand(north, east + metres, _every_quarter(trips), 2023)
    assert made is not None
    assert made.tolist() == [found]


def test_a_feed_without_a_trip_on_the_day_tells_nothing() -> None:
    """Another year's weeks: that nobody has a stop at hand would be false."""
    assert transit.at_hand(np.zeros(1), np.zeros(1), _every_quarter(8), 2024) is None
