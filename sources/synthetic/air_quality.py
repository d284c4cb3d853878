"""Air quality of a year: twelve stations and their hours, some of them lost. Commas, UTF-8; the
oldest year's files are in Windows-1252.

Levels fall from about 6 µg/m³ in the south to 3 in the north, as measured in Finland; winter is
above summer. One station a year measures too few hours for an annual mean.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from sources.synthetic import buildings, coordinates
from sources.synthetic.faults import DUPLICATE, ORPHAN, Fault, fixed
from sources.synthetic.output import AIR_QUALITY, TableFile, Written
from sources.synthetic.scene import Scene

SOURCE = "air_quality"
STATION = ("fmisid", "name", "lat", "lon")
HOUR = ("fmisid", "time", "PM25_PT1H_avg", "PM10_PT1H_avg", "NO2_PT1H_avg")
UTF8_SINCE = 2022
PARTS = ("Keskusta", "Pääskylä", "Töyrynmäki", "Itäharju")
"""Parts of towns where stations stand."""

_REGIONS = ("01", "02", "04", "06", "07", "09", "11", "12", "13", "14", "17", "19")
_FAULTS = [
    Fault("PM25_PT1H_avg", "out_of_range", fixed("9999")),
    Fault("time", "no_such_hour", lambda text: text[:5] + "02-30" + text[10:]),
    Fault("fmisid", DUPLICATE),
    Fault("PM10_PT1H_avg", "not_a_number", fixed("4..2")),
    Fault("fmisid", ORPHAN, lambda text: "19" + text[2:]),
    Fault("time", "bad_pattern", lambda text: text[:10] + " " + text[11:16]),
    Fault("NO2_PT1H_avg", "out_of_range", fixed("-999")),
    Fault("fmisid", "missing", fixed("")),
]


def write(scene: Scene) -> list[Written]:
    """Write stations and hours of the scene's year."""
    where, year = scene.world.places, scene.year
    rng = scene.world.rng("air quality", year)
    north, east = buildings.middles(where)
    towns = np.array(
        [
            max(np.flatnonzero(where.region == region), key=lambda i: where.weight[i])
            for region in _REGIONS
        ]
    )
    latitude, longitude = coordinates.of_metres(north[towns] + 400, east[towns] + 300)
    number = pl.Series(100_800 + np.arange(len(towns))).cast(pl.String)
    folder = f"{SOURCE}/{year}"
    dialect = AIR_QUALITY if year >= UTF8_SINCE else replace(AIR_QUALITY, encoding="windows-1252")
    stations = TableFile(scene.root, f"{folder}/asemat_{year}.csv", STATION, dialect)
    stations.write(
        pl.DataFrame(
            {
                "fmisid": number,
                "name": [
                    f"{code} {PARTS[nth % len(PARTS)]}"
                    for nth, code in enumerate(where.code[towns].tolist())
                ],
                "lat": np.round(latitude, 6),
                "lon": np.round(longitude, 6),
            }
        )
    )
    first = np.datetime64(f"{year}-01-01T00")
    hours = first + np.arange(1, (np.datetime64(f"{year + 1}-01-01T00") - first).astype(int) + 1)
    time = pl.Series(hours.astype("datetime64[s]").astype("datetime64[us]")).dt.strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    season = 1 + 0.25 * np.cos(2 * np.pi * np.arange(len(hours)) / len(hours))
    level = 6.1 - 3.4 * (north[towns] - 6_680_000) / 700_000
    file = TableFile(scene.root, f"{folder}/ilmanlaatu_{year}.csv", HOUR, dialect)
    for nth in range(len(towns)):
        noise = rng.gamma(2.2, 1 / 2.2, len(hours))
        fine = np.round(level[nth] * season * noise - 0.3, 1)
        lost = rng.random(len(hours)) < (0.4 if nth == year % len(towns) else 0.03)
        block = pl.DataFrame(
            {
                "fmisid": [number[nth]] * len(hours),
                "time": time,
                "PM25_PT1H_avg": fine,
                "PM10_PT1H_avg": np.round(fine * 1.9 + rng.gamma(2, 1, len(hours)), 1),
                "NO2_PT1H_avg": np.round(rng.gamma(2, 4, len(hours)), 1),
            }
        ).with_columns(
            pl.when(pl.Series(lost))
            .then(None)
            .otherwise(pl.col("PM25_PT1H_avg"))
            .alias("PM25_PT1H_avg")
        )
        changed, _ = scene.book.plant(file, SOURCE, year, block, _FAULTS, rng)
        file.write(changed)
    return [stations.close(), file.close()]
