"""Road traffic accidents of the year: where, how severe, how many were killed and injured.

UTF-8, semicolons. Accidents with personal injury are near the numbers of 2021-2024 per inhabitant;
of those with damage alone there are fewer than the police know of. Roads are worse in the country.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sources.synthetic import output
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import Dialect, TableFile, Written
from sources.synthetic.reserves import SAFETY
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]

SOURCE = "road_accidents"
DIALECT = Dialect(";")
COLUMNS = (
    "ilmnro_s",
    "tietotyy",
    "vvonn",
    "kkonn",
    "kunta",
    "vakav",
    "lkmkuol",
    "lkmlouk",
    "lkm_vakavlouk",
)

WITH_CASUALTIES, DAMAGE_ONLY = 0.62, 1.5
"""Accidents per 1,000 inhabitants."""

DEADLY, MORE_HURT, SERIOUS = 0.045, 0.27, 0.11
MONTHS = np.array([8, 7, 6, 6, 9, 10, 10, 10, 9, 9, 8, 8]) / 100
"""Shares of the months: summer has its motorcycles and bicycles, autumn its darkness."""


def _swapped(one: str, other: str) -> Fault:
    return Fault("tietotyy", "type_not_of_severity", lambda text: other if text == one else one)


FAULTS = [
    Fault("ilmnro_s", DUPLICATE),
    Fault("ilmnro_s", "missing", fixed("")),
    Fault("lkmkuol", "severity_not_of_casualties", lambda n: "1" if n == "0" else "0"),
    _swapped("1", "2"),
    Fault("lkm_vakavlouk", "seriously_injured_over_injured", fixed("450")),
    Fault("vvonn", "other_year", fixed("1999")),
    Fault("kkonn", "out_of_range", fixed("13")),
    Fault("kunta", "unknown_code", fixed("999")),
    Fault("kunta", "missing", fixed("")),
    Fault("vakav", "unknown_code", fixed("3")),
    Fault("lkmlouk", "not_a_number", fixed("useita")),
    Fault("lkm_vakavlouk", "out_of_range", fixed("-1")),
]


def write(scene: Scene) -> list[Written]:
    """Write the year's accidents under `scene.root`."""
    rng = scene.world.rng("road accidents", scene.year)
    path = f"{SOURCE}/{scene.year}/tonn_onn_{scene.year}.csv"
    file = TableFile(scene.root, path, COLUMNS, DIALECT)
    mun, hurt = _happen(scene, rng)
    n = len(mun)
    deadly = hurt & (rng.random(n) < DEADLY)
    killed = np.where(deadly, 1 + (rng.random(n) < 0.07), 0)
    more = rng.poisson(MORE_HURT, n)
    injured = np.where(hurt, np.where(deadly, more, 1 + more), 0)
    block = output.texts(
        {
            "ilmnro_s": scene.year * 1_000_000 + rng.permutation(n),
            "tietotyy": np.where(hurt, "1", "2"),
            "vvonn": np.full(n, scene.year),
            "kkonn": 1 + rng.choice(12, n, p=MONTHS),
            "kunta": scene.world.places.code[mun],
            "vakav": np.where(deadly, "1", np.where(hurt, "2", "0")),
            "lkmkuol": killed,
            "lkmlouk": injured,
            "lkm_vakavlouk": rng.binomial(injured, SERIOUS),
        }
    )
    changed, _ = scene.book.plant(file, SOURCE, scene.year, block, FAULTS, rng)
    file.write(changed)
    return [file.close()]


def _happen(scene: Scene, rng: np.random.Generator) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Municipality (index) of each accident, in no order, and whether somebody was hurt."""
    who, places = scene.who, scene.world.places
    here = np.flatnonzero(who.here)
    mun = who.mun[here].astype(np.int64)
    persons = np.bincount(mun, minlength=len(places)).astype(np.float64)
    safety = np.bincount(mun, weights=who.z[here, SAFETY], minlength=len(places))
    lives = np.flatnonzero(persons)
    risk = np.exp(
        -0.12 * np.clip(places.urban[lives], -2, 3) - 0.3 * safety[lives] / persons[lives]
    )
    exposed = persons[lives] * risk
    exposed *= persons.sum() / exposed.sum()
    counts = [rng.poisson(exposed * rate / 1000) for rate in (WITH_CASUALTIES, DAMAGE_ONLY)]
    where = np.concatenate([np.repeat(lives, count) for count in counts])
    hurt = np.arange(len(where)) < counts[0].sum()
    order = rng.permutation(len(where))
    return where[order], hurt[order]
