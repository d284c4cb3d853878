"""Victims of offences as the police give them: a row an offence and victim, of the year's reports.

UTF-8, semicolons. Victims of offences against life and health are near the 40,000-45,000 of a
year, men somewhat more than women, the young far more than the old; those of sexual offences are
young and mostly women. Who has little of the safety reserve suffers more. Codes within a group
are drawn for the look of it: only groups are near what is published.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import faults, ids, output
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import Dialect, TableFile, Written
from sources.synthetic.reserves import SAFETY
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SOURCE = "offence_victims"
DIALECT = Dialect(";")
BLOCK = 200_000
COLUMNS = (
    *("ilmoitus_nro", "rikos_nro", "rikosnimike", "tekoaika_alku", "tekoaika_loppu"),
    *("ilmoituspvm", "tekokunta", "rooli", "hetu", "ika", "sukup", "selvitetty"),
)

BANDS = (0, 7, 15, 25, 35, 45, 55, 65)
"""First ages of the bands that the weights below are of."""


@dataclass(frozen=True)
class Group:
    """Offences of one kind: codes, victims a year per resident, and who they are."""

    codes: tuple[int, ...]
    share: float
    men: float
    by_age: tuple[float, ...]


GROUPS = (
    Group((203, 204, 207, 207, 207, 208, 208, 215), 0.0072, 1.15, (2, 8, 22, 16, 13, 9, 5, 2)),
    Group((231, 233, 235, 238), 0.0008, 0.13, (2, 14, 22, 7, 4, 2, 1, 0.5)),
    Group((131, 141, 305, 310, 310), 0.0040, 1.1, (0.5, 3, 14, 13, 12, 9, 6, 3)),
)
"""Against life and health; sexual; robberies, threats and other offences with victims."""

AGAIN = 0.1
"""Offences beyond the first that a victim suffers in the year, on average."""

ELSEWHERE, OPEN_ENDED, LATE = 0.12, 0.15, 0.12
"""Committed away from the victim's municipality; without a last day; reported months after."""

FAULTS = [
    *faults.hetu_faults("hetu", dash=True),
    Fault("rooli", "unknown_code", fixed("epäilty")),
    Fault("rooli", "unknown_code", fixed("todistaja")),
    Fault("rooli", "missing", fixed("")),
    Fault("ilmoitus_nro", DUPLICATE),
    Fault("tekoaika_loppu", "offence_backwards", fixed("01.01.1990")),
    Fault("tekoaika_alku", "not_a_date", fixed("31.02.2021")),
    Fault("tekoaika_alku", "missing", fixed("")),
    Fault("tekoaika_loppu", "reported_before_committed", fixed("01.03.2031")),
    Fault("ilmoituspvm", "other_year", lambda day: day[:6] + "2030"),
    Fault("ilmoituspvm", "not_a_date", fixed("eilen")),
    Fault("rikosnimike", "out_of_range", fixed("999")),
    Fault("rikosnimike", "not_a_number", fixed("pahoinpitely")),
    Fault("rikosnimike", "missing", fixed("")),
    Fault("rikos_nro", "out_of_range", fixed("0")),
    Fault("ilmoitus_nro", "missing", fixed("")),
    Fault("ika", "out_of_range", fixed("150")),
    Fault("sukup", "unknown_code", fixed("9")),
    Fault("selvitetty", "unknown_code", fixed("2")),
]


def write(scene: Scene) -> list[Written]:
    """Write the year's victims under `scene.root`."""
    rng = scene.world.rng("offence victims", scene.year)
    path = f"{SOURCE}/{scene.year}/rikosten_uhrit_{scene.year}.csv"
    file = TableFile(scene.root, path, COLUMNS, DIALECT)
    person, offence = _suffer(scene, rng)
    for start in range(0, len(person), BLOCK):
        rows = slice(start, start + BLOCK)
        block = _rows(scene, person[rows], offence[rows], start, rng)
        changed, _ = scene.book.plant(file, SOURCE, scene.year, block, FAULTS, rng)
        file.write(changed)
    return [file.close()]


def _suffer(scene: Scene, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Victim and code of each offence, in no particular order."""
    who = scene.who
    here = np.flatnonzero(who.here)
    band = np.searchsorted(BANDS, scene.life.ages[here], side="right") - 1
    unsafe = np.exp(-0.5 * who.z[here, SAFETY].astype(np.float64))
    persons, offences = [], []
    for group in GROUPS:
        weight = unsafe * np.array(group.by_age)[band] * np.where(who.male[here], group.men, 1.0)
        chance = np.minimum(weight * (group.share * len(here) / weight.sum()), 1)
        victims = here[rng.random(len(here)) < chance]
        suffered = np.repeat(victims, 1 + rng.poisson(AGAIN, len(victims)))
        persons.append(suffered)
        offences.append(rng.choice(group.codes, len(suffered)))
    person, offence = np.concatenate(persons), np.concatenate(offences)
    order = rng.permutation(len(person))
    return person[order].astype(np.int64), offence[order].astype(np.int64)


def _rows(
    scene: Scene, person: Ints, offence: Ints, start: int, rng: np.random.Generator
) -> pl.DataFrame:
    who, n = scene.who, len(person)
    first, beyond = (ids.day_of(year) for year in (scene.year, scene.year + 1))
    born = who.born[person].astype(np.int64)
    reported = np.maximum(rng.integers(first, beyond, n), born)
    late = np.where(rng.random(n) < LATE, rng.exponential(300, n), rng.exponential(1.5, n))
    began = np.maximum(reported - late.astype(np.int64), born)
    ended = np.minimum(began + rng.poisson(0.3, n), reported)
    away = rng.random(n) < ELSEWHERE
    mun = np.where(away, who.mun[rng.permutation(person)], who.mun[person])
    return output.texts(
        {
            "ilmoitus_nro": [
                f"5500/R/{number}/{scene.year % 100}" for number in range(start + 1, start + n + 1)
            ],
            "rikos_nro": np.ones(n, dtype=np.int64),
            "rikosnimike": offence,
            "tekoaika_alku": output.dotted_days(began),
            "tekoaika_loppu": output.dotted_days(np.where(rng.random(n) < OPEN_ENDED, 0, ended)),
            "ilmoituspvm": output.dotted_days(reported),
            "tekokunta": scene.world.places.code[mun],
            "rooli": np.full(n, "asianomistaja"),
            "hetu": who.hetu[person],
            "ika": ((began - born) / 365.25).astype(np.int64),
            "sukup": np.where(who.male[person], "1", "2"),
            "selvitetty": np.where(rng.random(n) < 0.6, "1", "0"),
        }
    )
