"""The labour force survey of a year: interviews of four quarters, a rotating panel of persons.

A panel is asked in its first, second, third, fifth and sixth quarter, so that five panels stand in
each quarter and a person comes up to three times a year. Work follows the months with wages, and
unemployment those without work, of whom not all look for it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import reserves
from sources.synthetic.answers import NO_ANSWER
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.livelihood import EMPLOYED, STUDENT, UNEMPLOYED
from sources.synthetic.output import LABOUR_FORCE, TableFile, Written
from sources.synthetic.sampling import calibrated, decimals, drawn
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SOURCE = "labour_force"
LEAST, MOST, SHARE = 1_000, 12_000, 0.055
"""Respondents a quarter."""

_ASKED_IN = (0, 1, 2, 4, 5)
"""Quarters after a panel's first in which it is asked."""


def _elsewhere(county: str) -> str:
    """A county of another region than the right one."""
    return "06" if county != "06" else "08"


_FAULTS = [
    Fault("COEFFQ", "out_of_range", fixed("0")),
    Fault("AGE", "out_of_range", fixed("12")),
    Fault("IDENT", DUPLICATE),
    Fault("ILOSTAT", "unknown_code", fixed("7")),
    Fault("HWUSUAL", "out_of_range", fixed("120")),
    Fault("REFWEEK", "week_outside_quarter", lambda week: "40" if int(week) < 40 else "2"),
    Fault("COEFFQ", "not_a_number", fixed("12.3.4")),
    Fault("HATLEV1D", "unknown_code", fixed("X")),
    Fault("FI_HVA", "county_outside_region", _elsewhere),
    Fault("ILOSTAT", "missing", fixed("")),
    Fault("AGE", "not_a_number", fixed("abc")),
    Fault("DURUNE", "unknown_code", fixed("77")),
    Fault("COEFFQ", "missing", fixed("")),
]


def write(scene: Scene) -> list[Written]:
    """Write the year's interviews, those of a quarter together."""
    rng = scene.world.rng("labour_force", scene.year)
    who, ages = scene.who, scene.life.ages
    frame = np.flatnonzero(who.here & (ages >= 15) & (ages <= 89))
    panels = _panels(scene, frame, rng)
    table = pl.concat(_quarter(scene, frame, q, panels, rng) for q in (1, 2, 3, 4))
    file = TableFile(
        scene.root,
        f"{SOURCE}/{scene.year}/tyovoimatutkimus_{scene.year}.csv",
        tuple(table.columns),
        LABOUR_FORCE,
    )
    changed, _ = scene.book.plant(file, SOURCE, scene.year, table, _FAULTS, rng)
    file.write(changed)
    return [file.close()]


def _panels(scene: Scene, frame: Ints, rng: np.random.Generator) -> dict[int, Ints]:
    """Positions in `frame` by the quarter in which their panel began (1 is this year's first)."""
    quarter = min(max(LEAST, round(SHARE * len(frame))), MOST, int(0.3 * len(frame)))
    starts = range(1 - max(_ASKED_IN), 5)
    willing = np.exp(
        0.15 * scene.who.z[frame, reserves.EDUCATION]
        + 0.01 * np.minimum(scene.life.ages[frame] - 40, 30)
    ).astype(np.float64)
    taken = drawn(len(starts) * (quarter // len(_ASKED_IN)), willing, rng)
    return dict(zip(starts, np.array_split(rng.permutation(taken), len(starts)), strict=True))


def _quarter(
    scene: Scene, frame: Ints, quarter: int, panels: dict[int, Ints], rng: np.random.Generator
) -> pl.DataFrame:
    """The interviews of a quarter, with weights that bring them to the population."""
    asked = [quarter - after for after in _ASKED_IN]
    position = np.concatenate([panels[start] for start in asked])
    wave = np.repeat(np.arange(1, 6), [len(panels[start]) for start in asked])
    mixed = rng.permutation(len(position))
    position, wave = position[mixed], wave[mixed]
    who, places, row = scene.who, scene.world.places, frame[position]
    ages = scene.life.ages
    band = np.searchsorted([20, 25, 30, 35, 45, 55, 65, 75], ages[frame], side="right")
    _, region = np.unique(places.region[who.mun[frame]], return_inverse=True)
    weight = calibrated(position, [region.astype(np.int64), band * 2 + who.male[frame]])
    n = len(row)
    first_week = 13 * (quarter - 1) + 1
    work = _work(scene, row, quarter, rng)
    return pl.DataFrame(
        {
            "REFYEAR": np.full(n, scene.year),
            "REFQUARTER": np.full(n, quarter),
            "REFWEEK": first_week + rng.integers(0, 13, n),
            "INTWAVE": wave,
            "IDENT": 100_000 + _numbers(scene, len(frame))[position],
            "HHNUM": 500_000 + _homes(scene)[who.dwelling[row]],
            "STRATUM": np.where(places.region[who.mun[row]] == "21", "AX", "MA"),
            "COEFFQ": decimals(weight, 4, "."),
            "FI_MK": places.region[who.mun[row]],
            "FI_HVA": places.county[who.mun[row]],
            "SEX": np.where(who.male[row], 1, 2),
            "AGE": ages[row],
        }
        | work
    )


def _numbers(scene: Scene, n: int) -> Ints:
    """A number of its own for everyone who might be asked, the same in all quarters of the year."""
    return scene.world.rng("labour_force_numbers", scene.year).permutation(n)


def _homes(scene: Scene) -> Ints:
    """A household number for every dwelling, which says nothing of the dwelling's own."""
    dwellings = int(scene.who.dwelling.max()) + 1
    return scene.world.rng("labour_force_homes", scene.year).permutation(dwellings)


def _work(
    scene: Scene, row: Ints, quarter: int, rng: np.random.Generator
) -> dict[str, npt.NDArray[np.generic] | pl.Series]:
    """Status, hours, duration, studies and education; 9 or nothing where it isn't said."""
    who, life, n = scene.who, scene.life, len(row)
    age, z, status = life.ages[row], who.z[row].astype(np.float64), life.status[row]
    month = 3 * (quarter - 1) + rng.integers(0, 3, n)
    employed = (life.work_from[row] <= month) & (month < life.work_to[row])
    # Entrepreneurs without wages are among those whose main activity is work.
    employed |= (status == EMPLOYED) & (rng.random(n) < 0.3)
    idle = (life.idle_from[row] <= month) & (month < life.idle_to[row])
    idle |= status == UNEMPLOYED
    seeks = np.select(
        [idle, status == STUDENT, age < 65], [0.84, np.where(age < 18, 0.05, 0.13), 0.05], 0.004
    )
    unemployed = ~employed & (rng.random(n) < seeks) & (age < 75)
    ilo = np.where(employed, 1, np.where(unemployed, 2, 3))
    usual = np.where(
        life.part_time[row],
        rng.integers(8, 31, n),
        np.rint(np.clip(39.2 + 5.6 * rng.standard_normal(n) + 1.2 * who.male[row], 31, 80)),
    ).astype(np.int64)
    usual = np.where(rng.random(n) < 0.02, 0, usual)  # they vary
    long_since = 0.13 + 0.045 * who.workless[row] - 0.06 * z[:, reserves.WORK]
    spell = np.where(
        rng.random(n) < np.clip(long_since, 0.03, 0.75),
        rng.choice([5, 6, 7, 8], n, p=[0.4, 0.2, 0.25, 0.15]),
        rng.choice([1, 2, 3, 4], n, p=[0.2, 0.3, 0.28, 0.22]),
    )
    formal = life.student[row] | ((age < 18) & (rng.random(n) < 0.93))
    course = (0.12 + 0.13 * employed) * np.exp(0.3 * z[:, reserves.EDUCATION])
    course = np.where(age >= 65, 0.04, course)
    attained = life.attained[row]
    level = np.where(attained >= 500, "H", np.where(attained >= 300, "M", "L"))

    def said(answer: npt.NDArray[np.generic]) -> npt.NDArray[np.str_]:
        return np.where(rng.random(n) < NO_ANSWER, "9", answer.astype(str))

    return {
        "ILOSTAT": ilo,
        "HWUSUAL": pl.Series(usual).set(pl.Series(ilo != 1), None),
        "DURUNE": pl.Series(spell).set(pl.Series(ilo != 2), None),
        "EDUCFED4": said(np.where(formal, 1, 2)),
        "EDUCNFE4": said(np.where(rng.random(n) < np.clip(course, 0, 0.8), 1, 2)),
        "HATLEV1D": said(level),
    }
