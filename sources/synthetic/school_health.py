"""The school health survey of odd years: pupils of 14 to 18, at the schools of their municipality.

Everyone is asked on a school day and about a quarter isn't there or doesn't answer, more of them
among those who don't like it. Boys and girls differ little in liking school; girls have friends.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import reserves
from sources.synthetic.answers import graded, standard
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import SCHOOL_HEALTH, TableFile, Written
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]

SOURCE = "school_health"

_GRADES = np.array(["8", "9", "L1", "A1", "L2", "A2"])
_PUPILS_A_SCHOOL = 180
_NO_ANSWER = 0.015


_FAULTS = [
    Fault("VASTAAJA", DUPLICATE),
    Fault("LUOKKA", "unknown_code", fixed("7")),
    Fault("KOULUSTA_PITAMINEN", "out_of_range", fixed("5")),
    Fault("KUNTA", "unknown_code", fixed("999")),
    Fault("LAHEISET_YSTAVAT", "unknown_code", fixed("0")),
    Fault("VUOSI", "other_year", lambda year: str(int(year) - 2)),
    Fault("KUNTA", "missing", fixed("")),
    Fault("SUKUPUOLI", "unknown_code", fixed("X")),
    Fault("KOULUSTA_PITAMINEN", "not_a_number", fixed("2,5")),
    Fault("LUOKKA", "missing", fixed("")),
]


def write(scene: Scene) -> list[Written]:
    """Write the survey of an odd year; nothing in an even one."""
    if scene.year % 2 == 0:
        return []
    rng = scene.world.rng("school_health", scene.year)
    who, places = scene.who, scene.world.places
    asked = np.flatnonzero(who.here & (scene.life.ages >= 14) & (scene.life.ages <= 17))
    z = who.z[asked].astype(np.float64)
    likes = z[:, reserves.EDUCATION] + 0.5 * z[:, reserves.SOCIAL] + 0.3 * z[:, reserves.HEALTH]
    there = rng.random(len(asked)) < np.clip(0.76 + 0.05 * likes, 0.3, 0.97)
    row, likes = asked[there], likes[there]
    n = len(row)
    # Those who turn 14 or 15 in the year are on grade 8; the spring's ninth graders turn 16.
    age = scene.life.ages[row]
    vocational = (who.school[row] < 500) & (age > 15)
    position = np.select([age <= 14, age == 15, age == 16], [0, 1, 2], 4) + vocational
    mun = who.mun[row]
    schools = np.maximum(np.bincount(mun, minlength=len(places)) // _PUPILS_A_SCHOOL, 1)
    school = 1 + (rng.random(n) * schools[mun]).astype(np.int64)
    one = np.ones(n)
    friends = standard(who.z[row, reserves.SOCIAL].astype(np.float64) - 0.25 * who.male[row], one)
    table = pl.DataFrame(
        {
            "VUOSI": np.full(n, scene.year),
            "VASTAAJA": 100_000 + rng.permutation(9 * n)[:n],
            "KOULU": 1000 * mun.astype(np.int64) + school,
            "KUNTA": places.code[mun],
            "LUOKKA": _GRADES[position],
            "SUKUPUOLI": _said(np.where(who.male[row], 1, 2), rng),
            "KOULUSTA_PITAMINEN": _said(
                graded(-standard(likes, one), 0.6, [11, 46, 29, 14], rng), rng
            ),
            "LAHEISET_YSTAVAT": _said(graded(friends, 0.55, [8.5, 30, 27, 34.5], rng), rng),
        }
    ).sort("VASTAAJA")
    file = TableFile(
        scene.root,
        f"{SOURCE}/{scene.year}/kouluterveyskysely_{scene.year}.csv",
        tuple(table.columns),
        SCHOOL_HEALTH,
    )
    changed, _ = scene.book.plant(file, SOURCE, scene.year, table, _FAULTS, rng)
    file.write(changed)
    return [file.close()]


def _said(answer: Ints, rng: np.random.Generator) -> Ints:
    """The answers, 9 where there is none."""
    return np.where(rng.random(len(answer)) < _NO_ANSWER, 9, answer)
