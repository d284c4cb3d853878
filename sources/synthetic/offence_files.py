"""Offences of the year by municipality and group, as the statistics on offences give them.

UTF-8, semicolons, a row a municipality and group, the country's total among them. Rates are near
those published for 2018-2025; towns and places whose people fare badly have more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import output
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import Dialect, TableFile, Written
from sources.synthetic.reserves import SAFETY
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SOURCE = "offences"
DIALECT = Dialect(";")
COLUMNS = ("VUOSI", "KUNTA", "RIKOSRYHMA", "RIKOKSET_LKM")

ALL = "101T603"
PER_1000 = {"101T161": 46.0, "231T241": 1.6, "others": 44.0}
LIFE_AND_HEALTH = "201T223"
FIRST_RATE, RISE = 6.8, 0.4
"""Offences against life and health per 1,000 in 2021, and by how much they grow a year."""

NOWHERE = (("KU199", 0.002), ("KU200", 0.004))
"""Place unknown, abroad: share of the offences."""

ERROR_IN, ERROR = 2023, ("KU049", "KU49")
"""In that year's extract one municipality's code has lost its nought, in every row: a known error
that a correction mends (right, wrong)."""

FAULTS = [
    Fault("VUOSI", "other_year", fixed("1999")),
    Fault("VUOSI", "not_a_number", fixed("2023*")),
    Fault("KUNTA", "unknown_code", fixed("KU999")),
    Fault("KUNTA", "missing", fixed("")),
    Fault("RIKOSRYHMA", "unknown_code", fixed("201T999")),
    Fault("RIKOKSET_LKM", "not_a_number", fixed("..")),
    Fault("RIKOKSET_LKM", "not_a_number", fixed("1 204")),
    Fault("RIKOKSET_LKM", "out_of_range", fixed("-3")),
    Fault("RIKOKSET_LKM", "missing", fixed("")),
    Fault("KUNTA", DUPLICATE),
]


def write(scene: Scene) -> list[Written]:
    """Write the year's counts under `scene.root`."""
    rng = scene.world.rng("offences", scene.year)
    path = f"{SOURCE}/{scene.year}/rikokset_kunnittain_{scene.year}.csv"
    file = TableFile(scene.root, path, COLUMNS, DIALECT)
    where, expected = _expected(scene)
    rates = {LIFE_AND_HEALTH: FIRST_RATE + RISE * (scene.year - 2021), **PER_1000}
    # The country's number is given and its places are drawn: among few persons, chance alone would
    # make a country that nobody believes.
    share = expected / expected.sum()
    drawn = {
        group: rng.multinomial(round(expected.sum() * rate / 1000), share)
        for group, rate in rates.items()
    }
    drawn[ALL] = sum(drawn.values(), start=np.zeros(len(where), dtype=np.int64))
    del drawn["others"]
    parts = [
        output.texts(
            {
                "VUOSI": np.full(len(where) + 1, scene.year),
                "KUNTA": np.append(["SSS"], where),
                "RIKOSRYHMA": np.full(len(where) + 1, group),
                "RIKOKSET_LKM": np.append([counts.sum()], counts),
            }
        )
        for group, counts in sorted(drawn.items())
    ]
    block = pl.concat(parts)
    # The country's total is left out whatever it says, so a fault in it would not be found.
    fit = (block["KUNTA"] != "SSS").to_numpy()
    if scene.year == ERROR_IN:
        fit &= (block["KUNTA"] != ERROR[0]).to_numpy()
        block = block.with_columns(pl.col("KUNTA").replace(*ERROR))
    changed, _ = scene.book.plant(file, SOURCE, scene.year, block, FAULTS, rng, fit)
    file.write(changed)
    return [file.close()]


def _expected(scene: Scene) -> tuple[npt.NDArray[np.str_], Floats]:
    """Codes of the year's municipalities, and persons for whom offences are to be expected there:
    residents, more in towns (people go there) and where the safety reserve is low."""
    who, places = scene.who, scene.world.places
    here = np.flatnonzero(who.here)
    mun = who.mun[here].astype(np.int64)
    persons = np.bincount(mun, minlength=len(places)).astype(np.float64)
    safety = np.bincount(mun, weights=who.z[here, SAFETY], minlength=len(places))
    lives = np.flatnonzero(persons)
    pull = np.exp(0.15 * np.clip(places.urban[lives], -2, 3) - 0.5 * safety[lives] / persons[lives])
    pulled = persons[lives] * pull
    expected = pulled * persons.sum() / pulled.sum()
    codes = np.char.add("KU", places.code[lives])
    return (
        np.append(codes, [code for code, _ in NOWHERE]),
        np.append(expected, [share * persons.sum() for _, share in NOWHERE]),
    )
