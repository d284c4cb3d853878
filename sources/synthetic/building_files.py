"""The building stock of a year: every building that anybody has lived in.

ISO-8859-1, semicolons.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from sources.synthetic import ids, output, places
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import POPULATION, TableFile, Written
from sources.synthetic.scene import Scene

SOURCE = "building_stock"
COLUMNS = (
    "RAKENNUSTUNNUS",
    "KUNTAKOODI",
    "KAYTTOTARKOITUS",
    "KERROSALA",
    "VALMISTUMISVUOSI",
    "LAMMITYSAINE",
    "ASUNTOJEN_LKM",
    "POHJOINEN",
    "ITA",
)
_HEATING = np.array(["1", "4", "7", "2", "6", "9"])


def _bad_check(building: str) -> str:
    return building[:9] + ids.TABLE[(ids.TABLE.index(building[9]) + 5) % 31]


_FAULTS = [
    Fault("RAKENNUSTUNNUS", "building_bad_check", _bad_check),
    Fault("POHJOINEN", "out_of_range", fixed("385000")),
    Fault("ITA", "missing", fixed("")),
    Fault("VALMISTUMISVUOSI", "out_of_range", fixed("20210")),
    Fault("RAKENNUSTUNNUS", DUPLICATE),
    Fault("LAMMITYSAINE", "unknown_code", fixed("8")),
    Fault("ITA", "out_of_range", fixed("6712345")),
    Fault("KERROSALA", "not_a_number", fixed("n. 120")),
    Fault("RAKENNUSTUNNUS", "bad_pattern", lambda text: "X" + text[1:]),
    Fault("ASUNTOJEN_LKM", "missing", fixed("")),
    Fault("POHJOINEN", "not_a_number", fixed("60.17N")),
]


def write(scene: Scene) -> list[Written]:
    """Write the stock of the scene's year."""
    stock, year = scene.world.buildings, scene.year
    rng = scene.world.rng("building files", year)
    now = np.arange(len(scene.world.places))
    for gone, into in places.merged_into(scene.world.places, year).items():
        now[gone] = into
    number = np.arange(len(stock.mun))
    block = output.texts(
        {
            "RAKENNUSTUNNUS": ids.buildings(number),
            "KUNTAKOODI": scene.world.places.code[now[stock.mun]],
            "KAYTTOTARKOITUS": np.where(
                stock.flats == 1, "0110", np.where(stock.flats < 8, "0120", "0121")
            ),
            "KERROSALA": 70 * stock.flats + 40 + number * 37 % 60,
            "VALMISTUMISVUOSI": np.minimum(stock.built, year),
            "LAMMITYSAINE": _HEATING[np.where(stock.flats > 3, 0, number * 31 % 6)],
            "ASUNTOJEN_LKM": stock.flats,
            "POHJOINEN": stock.north.astype(np.int64),
            "ITA": stock.east.astype(np.int64),
        }
    ).with_columns(pl.col("KUNTAKOODI").cast(pl.String))
    file = TableFile(scene.root, f"{SOURCE}/{year}/rakennukset_{year}.csv", COLUMNS, POPULATION)
    changed, _ = scene.book.plant(file, SOURCE, year, block, _FAULTS, rng)
    file.write(changed)
    return [file.close()]
