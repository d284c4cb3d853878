"""What lies around the home, from files to figures, by hand."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from border_deliveries import AS_OF
from border_population import change, deliver_population, files, residence, resident
from indicator_tables import declared

from assets.annual import write_cells, write_person_year, write_surroundings
from assets.cells.register import register_cells
from assets.inputs import person_year_path
from assets.rows import register_rows
from assets.surroundings.air import annual_means, at_points
from assets.surroundings.coordinates import to_metres
from quality.acceptance import facts_in_force
from quality.process import accept_deliveries
from sources import population
from sources.catalogue import source
from sources.home import Home
from sources.landing.receive import receive
from sources.synthetic.coordinates import of_metres
from warehouse.engine import PolarsEngine

WANDERER, NEIGHBOUR = "300169-915F", "211135-989B"
HOMES = {WANDERER: "900000759J1A003 ", NEIGHBOUR: "900000759J1A004 "}
LONE, ELSEWHERE = "220285-9391", "900000760K1A001 "


def test_degrees_become_the_metres_of_the_recommendation() -> None:
    """The worked example of JHS 197, and the central meridian, whose easting is half a million."""
    north, east = to_metres(np.array([60.385106872, 62.0]), np.array([19.848136769, 27.0]))
    assert north[0] == pytest.approx(6_715_706.377, abs=0.002)
    assert east.tolist() == pytest.approx([106_256.360, 500_000], abs=0.002)


def _hours(values: list[float | None], first: str = "2023-01-01T01:00:00") -> pl.LazyFrame:
    start = datetime.fromisoformat(first)
    times = [f"{start + timedelta(hours=n):%Y-%m-%dT%H:%M:%SZ}" for n in range(len(values))]
    return pl.LazyFrame(
        {"station": "1", "time": times, "pm25": pl.Series(values, dtype=pl.Float64)}
    )


STATIONS = pl.LazyFrame({"station": ["1"], "latitude": [62.0], "longitude": [27.0]})


@pytest.mark.parametrize(
    ("measured", "mean"),
    [
        (6570, [4.0]),  # 75 % of 8,760 hours, half of them 3 and half 5
        (6569, []),
    ],
)
def test_a_station_counts_from_three_quarters_of_the_hours(
    measured: int, mean: list[float]
) -> None:
    values: list[float | None] = [3.0, 5.0] * 3285
    values = values[:measured] + [None] * (8760 - measured)
    assert annual_means(STATIONS, _hours(values), 2023)["pm25"].to_list() == mean


def test_an_hour_belongs_to_the_year_in_which_it_begins() -> None:
    """8,759 hours from 02:00, and one of the year before and after, which are 1000."""
    values: list[float | None] = [1000.0, *[4.0] * 8760, 1000.0]
    means = annual_means(STATIONS, _hours(values, "2023-01-01T00:00:00"), 2023)
    assert means["pm25"].to_list() == [4.0]


def test_fine_particles_are_weighted_by_one_over_the_distance_squared() -> None:
    """3 km and 1 km away: weights 1/9 and 1, so (4/9 + 8) / (10/9) = 7.6; beyond 100 km nothing."""
    means = pl.DataFrame({"pm25": [4.0, 8.0], "north": [0.0, 0.0], "east": [0.0, 4000.0]})
    east = np.array([3000.0, 4000.0, 104_000.0, 104_000.1])
    values = at_points(np.zeros(4), east, means)
    assert values[0] == pytest.approx(7.6)
    assert values[1] == pytest.approx(8.0, abs=1e-6)
    assert values[2] == pytest.approx(8.0)
    assert np.isnan(values[3])


GRID = """
KU837 6800 12000
KU837 5000 8000
KU837 4900 2500
KU604 5200 3000
KU604 .    1500
"""
"""Municipality, PM2.5 and residents: the grid that the method book's figures are worked out on."""


def _grid(factor: int) -> pl.DataFrame:
    rows = [line.split() for line in GRID.strip().splitlines()]
    return pl.DataFrame(
        {
            "municipality": [m for m, _, n in rows for _ in range(int(n) // factor)],
            "pm25_ng_m3": pl.Series(
                [None if v == "." else int(v) for _, v, n in rows for _ in range(int(n) // factor)],
                dtype=pl.Int64,
            ),
        }
    ).with_columns(
        county=pl.lit("HVA08"), region=pl.lit("MK06"), sex=pl.lit("F"), age=40, has_building=1
    )


@pytest.mark.parametrize(
    ("name", "known", "everybody"),
    [
        # (12000 × 6.8 + 8000 × 5 + 2500 × 4.9) / 22500, and with 3000 × 5.2 of 25,500
        ("pm25_population_weighted_mean", 5.95, 5.86),
        ("pm25_above_who_share", 53.33, 58.82),
    ],
)
def test_exposure_is_weighted_by_people_and_withheld_where_too_few_are_covered(
    name: str, known: float, everybody: float
) -> None:
    """837: all covered. 604: 3000 of 4500, 66.7 %, no figure. Both: 25,500 of 27,000, 94.4 %: U."""
    indicator = declared(name)
    (series,) = indicator.series
    engine = PolarsEngine()
    cells = register_cells(engine, engine.table(_grid(10)), [(indicator, series)], 2023)
    rows = register_rows(cells, indicator, series, year=2023, synthetic=True)
    total = rows.filter((pl.col("sex") == "_T") & (pl.col("age_group") == "TOTAL"))
    told = {
        r["area_code"]: (r["value"], r["obs_status"], r["conf_status"], r["n"])
        for r in total.iter_rows(named=True)
    }
    assert told["KU837"] == (known, "A", "F", 2250)
    # Of the share nothing is told anyhow: all who are covered are above.
    told_nothing = ("M", "F") if indicator.unit == "UG_M3" else ("Q", "A")
    assert told["KU604"] == (None, *told_nothing, None)
    assert told["SSS"] == (everybody, "U", "F", 2550)
    assert told["KU091"][0] is None


def _deliver(home: Home) -> None:
    people = [*HOMES, LONE]
    deliver_population(
        home,
        2023,
        files(
            2023,
            [resident(p) for p in people],
            [residence(p, d) for p, d in {**HOMES, LONE: ELSEWHERE}.items()],
            [change("140840-9360", LONE)],
        ),
    )
    folder = home.path.parent
    buildings = folder / "rakennukset_2023.csv"
    buildings.write_text(
        "RAKENNUSTUNNUS;KUNTAKOODI;KAYTTOTARKOITUS;KERROSALA;VALMISTUMISVUOSI;LAMMITYSAINE;"
        "ASUNTOJEN_LKM;POHJOINEN;ITA\n"
        "900000759J;837;0110;160;1985;4;2;6820000,5;328000\n"
    )
    stations = folder / "asemat_2023.csv"
    stations.write_text("fmisid,name,lat,lon\n100001,Epila,61.5,23.7\n")
    hours = folder / "ilmanlaatu_2023.csv"
    start = datetime(2023, 1, 1, 1)
    hours.write_text(
        "fmisid,time,PM25_PT1H_avg,PM10_PT1H_avg,NO2_PT1H_avg\n"
        + "".join(
            f"100001,{start + timedelta(hours=n):%Y-%m-%dT%H:%M:%SZ},{5.5 if n % 2 else 6.0},NaN,\n"
            for n in range(8760)
        )
    )
    for name, sent in (("building_stock", [buildings]), ("air_quality", [stations, hours])):
        receive(home, source(name), sent, period="2023", synthetic=True)
    for name in ("population", "building_stock", "air_quality"):
        (folder_of,) = (home.landing / name).glob("2023-*")
        records = list(accept_deliveries(home, source(name), [folder_of.name], AS_OF))
        assert [r.status for r in records] == ["accepted"], records[0].why


def test_from_a_dwelling_to_its_building_to_what_is_around_it(home: Home) -> None:
    """Two dwellings of one building get its air, (5.5 + 6) / 2; the third isn't in the stock."""
    _deliver(home)
    sources = {s.id: s for s in (source(n) for n in _needed())}
    assert write_surroundings(home, sources, 2023) == 1
    assert write_person_year(home, sources, 2023) == 3
    made = pl.read_parquet(person_year_path(home, 2023), hive_partitioning=False)
    told = made.select("has_building", "pm25_ng_m3").sort("has_building").rows()
    assert told == [(0, None), (1, 5750), (1, 5750)]
    assert "building" not in made.columns
    assert write_cells(home, 2023) > 0


TIMETABLE = {
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\nP,Epila,{lat},{lon}\nEnd,,61.6,23.9\n",
    "routes.txt": "route_id,route_type\nL,3\n",
    "trips.txt": "route_id,service_id,trip_id\n" + "".join(f"L,w,T{n}\n" for n in range(8)),
    "stop_times.txt": "trip_id,departure_time,stop_id,stop_sequence\n"
    + "".join(f"T{n},07:{7 * n:02}:00,P,1\nT{n},08:30:00,End,2\n" for n in range(8)),
    "calendar_dates.txt": "service_id,date,exception_type\nw,20231114,1\n",
    "shapes.txt": "not read",
}
"""Eight trips on the reference day; what the standard lets a feed leave out is left out."""


def test_noise_green_and_stops_reach_the_residents_of_a_building(home: Home) -> None:
    """55.4 dB of road and rail; a park's edge 200 m north; the stop some 300 m away."""
    _deliver(home)
    folder = home.path.parent
    noise, green = folder / "julkisivumelu_2023.csv", folder / "viheralueet_2023.csv"
    noise.write_text(
        "RAKENNUSTUNNUS;MELULAHDE;LDEN;LYO\n900000759J;tie;55;45\n900000759J;raide;45;40\n"
    )
    park = "328000 6820200.5, 328100 6820200.5, 328100 6820300.5, 328000 6820300.5"
    green.write_text(
        "FID,kuntanumero,tyyppi,kaytto,geom\n"
        f'viheralueet.1,837,puisto,julkinen,"POLYGON (({park}, 328000 6820200.5))"\n'
    )
    latitude, longitude = of_metres(np.array([6_820_000.5]), np.array([328_300.0]))
    feed = folder / "gtfs_2023.zip"
    with zipfile.ZipFile(feed, "w") as archive:
        for name, text in TIMETABLE.items():
            where = {"lat": f"{latitude[0]:.6f}", "lon": f"{longitude[0]:.6f}"}
            archive.writestr(name, text.format(**where) if name == "stops.txt" else text)
    for name, sent in (("noise_maps", noise), ("green_areas", green), ("public_transport", feed)):
        receive(home, source(name), [sent], period="2023", synthetic=True)
        (delivery,) = (home.landing / name).glob("2023-*")
        records = list(accept_deliveries(home, source(name), [delivery.name], AS_OF))
        assert [r.status for r in records] == ["accepted"], records[0].why
    sources = {s.id: s for s in (source(n) for n in _needed())}
    assert write_surroundings(home, sources, 2023) == 1
    assert write_person_year(home, sources, 2023) == 3
    made = pl.read_parquet(person_year_path(home, 2023), hive_partitioning=False)
    told = made.select("has_building", "lden_mdb", "green_at_hand", "served_stop_at_hand")
    assert told.sort("has_building").rows() == [
        (0, None, None, None),
        (1, 55_414, 1, 1),
        (1, 55_414, 1, 1),
    ]


@pytest.mark.parametrize(
    ("without", "why"),
    [
        ("trips.txt", "the file of trips did not come"),
        (None, "gtfs_2023.zip is cut off or not the archive that its name says"),
    ],
)
def test_an_archive_that_lacks_a_table_or_is_none_is_refused(
    home: Home, without: str | None, why: str
) -> None:
    feed = home.path.parent / "gtfs_2023.zip"
    with zipfile.ZipFile(feed, "w") as archive:
        for name, text in TIMETABLE.items():
            if name != without:
                archive.writestr(name, text.format(lat=61.5, lon=23.7) if "{" in text else text)
    if without is None:
        feed.write_bytes(feed.read_bytes()[:200])
    receive(home, source("public_transport"), [feed], period="2023", synthetic=True)
    (delivery,) = (home.landing / "public_transport").glob("2023-*")
    (record,) = accept_deliveries(home, source("public_transport"), [delivery.name], AS_OF)
    assert (record.status, record.why) == ("refused", why)


def test_degrees_and_metres_are_each_other_s_way_back() -> None:
    """The generator's inverse against the house's own projection, over all of Finland."""
    north, east = np.meshgrid(np.linspace(6.6e6, 7.78e6, 30), np.linspace(50_000, 740_000, 30))
    there = to_metres(*of_metres(north.ravel(), east.ravel()))
    assert np.abs(there[0] - north.ravel()).max() < 0.01
    assert np.abs(there[1] - east.ravel()).max() < 0.01


def test_residences_and_the_stock_carry_one_number_for_a_building(home: Home) -> None:
    _deliver(home)
    around = facts_in_force(home, source("building_stock"), 2023)
    lived = facts_in_force(home, population.SOURCE, 2023)
    assert around is not None
    assert lived is not None
    stock = pl.read_parquet(around["buildings"], hive_partitioning=False)
    residences = pl.read_parquet(lived["residences"], hive_partitioning=False)
    assert stock.schema["building"] == residences.schema["building"] == pl.Int64
    shared = residences.join(stock, on="building", how="semi")
    assert (shared.height, shared["dwelling"].n_unique()) == (2, 2)
    # The building's key is not the dwelling's: the one number tells nothing of the other.
    assert not set(residences["building"]) & set(residences["dwelling"])


def _needed() -> tuple[str, ...]:
    from assets.person_years.contributions import COUNTED

    return COUNTED
