"""Noise maps of a round: façade levels of every building in the largest towns. UTF-8, semicolons.

Made for 2021 and 2026, as the directive's rounds are; nothing in the years between. About a fifth
to a third of the residents of mapped towns live at 55 dB or more, as in Finnish maps; it is louder
near the middle of a town, and each seventh building hears trains too.
"""

from __future__ import annotations

import numpy as np

from sources.synthetic import buildings, ids, output
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import NOISE_MAPS, TableFile, Written
from sources.synthetic.scene import Scene

SOURCE = "noise_maps"
COLUMNS = ("RAKENNUSTUNNUS", "MELULAHDE", "LDEN", "LYO")
FIRST_ROUND, EVERY = 2021, 5
TOWNS = 9

_FAULTS = [
    Fault("LDEN", "out_of_range", fixed("551")),
    Fault("MELULAHDE", "unknown_code", fixed("liikenne")),
    Fault("RAKENNUSTUNNUS", "bad_pattern", lambda text: text[:9]),
    Fault("LYO", "not_a_number", fixed("45-50")),
    Fault("RAKENNUSTUNNUS", DUPLICATE),
    Fault("LDEN", "missing", fixed("")),
    Fault("RAKENNUSTUNNUS", "missing", fixed("")),
    Fault("LYO", "out_of_range", fixed("-99")),
]


def write(scene: Scene) -> list[Written]:
    """Write the round's levels; nothing in a year without a round."""
    stock, where, year = scene.world.buildings, scene.world.places, scene.year
    if (year - FIRST_ROUND) % EVERY:
        return []
    rng = scene.world.rng("noise", year)
    towns = np.argsort(-where.weight, kind="stable")[:TOWNS]
    mapped = np.flatnonzero(np.isin(stock.mun, towns))
    north, east = buildings.middles(where)
    town = stock.mun[mapped]
    away = np.hypot(stock.north[mapped] - north[town], stock.east[mapped] - east[town])
    road = 53.0 - 6.0 * away / buildings.radii(where)[town] + rng.normal(0, 6, len(mapped))
    rail = rng.normal(47, 7, len(mapped))
    hears = np.flatnonzero(rng.random(len(mapped)) < 1 / 7)
    level = np.clip(np.rint(10 * np.r_[road, rail[hears]]), 200, 850).astype(np.int64)
    night = np.maximum(level - 80 - rng.integers(0, 15, len(level)), 100)
    block = output.texts(
        {
            "RAKENNUSTUNNUS": ids.buildings(np.r_[mapped, mapped[hears]]),
            "MELULAHDE": np.repeat(["tie", "raide"], [len(mapped), len(hears)]),
            "LDEN": level,
            "LYO": night,
        }
    )
    block = block.with_columns(output.tenths("LDEN"), output.tenths("LYO"))
    file = TableFile(scene.root, f"{SOURCE}/{year}/julkisivumelu_{year}.csv", COLUMNS, NOISE_MAPS)
    changed, _ = scene.book.plant(file, SOURCE, year, block, _FAULTS, rng)
    file.write(changed)
    return [file.close()]
