"""The time use survey of 2021: households drawn, persons of 10 and over, two diaries of each.

Diaries are kept from September to August, all members of a household on the same days: one of
Monday to Friday, one of Saturday or Sunday. Those with more voice answer more. Weights bring age ×
sex and NUTS 2 areas back to the population; a diary's is the person's, 5/7 of it on weekdays and
2/7 at weekends. UTF-8, semicolons, decimal comma.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import ids, output, reserves, time_use_days
from sources.synthetic.faults import DUPLICATE, ORPHAN, Fault, fixed, nobodys
from sources.synthetic.output import TIME_USE, TableFile, Written
from sources.synthetic.sampling import calibrated, decimals, drawn
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SOURCE = "time_use"
YEARS = (2021,)
"""Once in ten years."""

LEAST, MOST, SHARE = 400, 2_200, 0.0245
"""Households that answer; of all households."""

_YOUNGEST = 10
_LOST = 0.03
"""Persons who left the second diary empty, so that only the first came."""


def _years_ago(day: str) -> str:
    """The same day of the week, nearly three years earlier: before the survey."""
    return (datetime.strptime(day, "%d.%m.%Y") - timedelta(weeks=156)).strftime("%d.%m.%Y")


def _next_of_its_kind(weekday: str) -> str:
    """Another weekday for a weekday, Sunday for Saturday and the other way round."""
    day = int(weekday)
    return str(day % 5 + 1 if day <= 5 else 13 - day)


_other_diary: Callable[[str], str] = {"1": "2", "2": "1"}.__getitem__

PERSON_FAULTS = [
    Fault("KOTITALOUS", "missing", fixed("")),
    Fault("IKA", "missing", fixed("")),
    Fault("OSITE", "missing", fixed("")),
    Fault("IKA", "not_a_number", fixed("abc")),
    Fault("HENKILOPAINO", "missing", fixed("")),
    Fault("HENKILOPAINO", "out_of_range", fixed("0")),
    Fault("IKA", "out_of_range", fixed("9")),
    Fault("VASTAAJA", DUPLICATE),
    Fault("SUKUPUOLI", "unknown_code", fixed("3")),
    Fault("VUOSI", "other_year", fixed("2010")),
    Fault("HENKILOPAINO", "not_a_number", fixed("1,2,3")),
    Fault("SUURALUE", "unknown_code", fixed("FI1A")),
]

DIARY_FAULTS = [
    Fault("PVM", "missing", fixed("")),
    Fault("MACT144", "missing", fixed("")),
    Fault("PAIVAKIRJA", "not_a_number", fixed("x")),
    Fault("VIIKONPAIVA", "missing", fixed("")),
    Fault("PAIVAPAINO", "missing", fixed("")),
    Fault("MACT37", "missing", fixed("")),
    Fault("VIIKONPAIVA", "weekday_not_of_date", _next_of_its_kind),
    Fault("VASTAAJA", ORPHAN, nobodys),
    Fault("PVM", "day_outside_survey", _years_ago),
    Fault("PAIVAKIRJA", "not_its_kind_of_day", _other_diary),
    Fault("VASTAAJA", DUPLICATE),
    Fault("MACT5", "unknown_code", fixed("11")),  # the nought of 011 lost in a spreadsheet
    Fault("PAIVAPAINO", "out_of_range", fixed("0")),
    Fault("PVM", "not_a_date", fixed("31.02.2021")),
    Fault("MACT100", "unknown_code", fixed("777")),
    Fault("PAIVAPAINO", "not_a_number", fixed("1.234,5")),
]


@dataclass(frozen=True)
class _Sample:
    """Persons of 10 and over in households that answered, one row each, by household.

    `row` in the population, `home` the household's position, `age` on the first day, `weight`;
    `day` the two days since 1900 on which they kept diaries.
    """

    row: Ints
    home: Ints
    age: Ints
    weight: Floats
    day: tuple[Ints, Ints]


def write(scene: Scene) -> list[Written]:
    """Write the survey under `scene.root`; nothing in a year without one."""
    if scene.year not in YEARS:
        return []
    rng = scene.world.rng("time use", scene.year)
    sample = _draw(scene, rng)
    n = len(sample.row)
    homes = int(sample.home.max()) + 1
    respondent = 20_000 + rng.permutation(9 * n)[:n]
    nuts2 = scene.world.places.nuts2[scene.who.mun[sample.row]]
    persons = pl.DataFrame(
        {
            "VUOSI": np.full(n, scene.year),
            "VASTAAJA": respondent,
            "KOTITALOUS": (100_000 + rng.permutation(9 * homes)[:homes])[sample.home],
            "OSITE": np.where(nuts2 == "FI20", "AX", "MA"),
            "SUURALUE": nuts2,
            "SUKUPUOLI": np.where(scene.who.male[sample.row], 1, 2),
            "IKA": sample.age,
            "HENKILOPAINO": decimals(sample.weight, 4, ","),
        }
    )
    whose, diaries = _diaries(scene, sample, respondent, rng)
    files = [
        TableFile(
            scene.root,
            f"{SOURCE}/{scene.year}/ajankaytto_{name}_{scene.year}.csv",
            tuple(table.columns),
            TIME_USE,
        )
        for name, table in (("henkilot", persons), ("paivat", diaries))
    ]
    changed, lost = scene.book.plant(files[0], SOURCE, scene.year, persons, PERSON_FAULTS, rng)
    files[0].write(changed)
    fallen = np.isin(whose, lost)
    changed, _ = scene.book.plant(
        files[1], SOURCE, scene.year, diaries, DIARY_FAULTS, rng, fit=~fallen
    )
    scene.book.cascade(files[1], SOURCE, scene.year, np.flatnonzero(fallen))
    files[1].write(changed)
    return [file.close() for file in files]


def _draw(scene: Scene, rng: np.random.Generator) -> _Sample:
    """Households drawn with chances by how willing one of them is; their members weighted."""
    who, places = scene.who, scene.world.places
    here = np.flatnonzero(who.here)
    _, first, home = np.unique(who.dwelling[here], return_index=True, return_inverse=True)
    homes = len(first)
    n = min(max(LEAST, round(SHARE * homes)), MOST, int(0.3 * homes))
    willing = np.exp(0.25 * who.z[here[first], reserves.VOICE]).astype(np.float64)
    taken = drawn(n, willing, rng)
    position = np.full(homes, -1, dtype=np.int64)
    position[taken] = np.arange(n)
    begins = ids.day_of(scene.year - 1, 9)
    days = _days(begins, n, rng)
    # Years completed by the first of September: who is younger than 10 keeps no diary.
    age = ((begins - who.born[here].astype(np.int64)) / 365.2425).astype(np.int64)
    old = age >= _YOUNGEST
    row, home, age = here[old], home[old], age[old]
    band = np.searchsorted([15, 20, 25, 35, 45, 55, 65, 75], age, side="right")
    _, area = np.unique(places.nuts2[who.mun[row]], return_inverse=True)
    asked = np.flatnonzero(position[home] >= 0)
    asked = asked[np.lexsort((-age[asked], position[home[asked]]))]
    weight = calibrated(asked, [area.astype(np.int64), band * 2 + who.male[row]])
    at = position[home[asked]]
    return _Sample(row[asked], at, age[asked], weight, (days[0][at], days[1][at]))


def _days(begins: int, homes: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """A day of Monday to Friday and one of the weekend in the same week, by household."""
    monday = begins - begins % 7 + 7 * rng.integers(1, 52, homes)  # 1 January 1900 was a Monday
    return monday + rng.integers(0, 5, homes), monday + rng.integers(5, 7, homes)


def _diaries(
    scene: Scene, sample: _Sample, respondent: Ints, rng: np.random.Generator
) -> tuple[Ints, pl.DataFrame]:
    """Whose (position in the sample) each diary is, and the diaries, by person and day."""
    n = len(sample.row)
    whose, second = np.repeat(np.arange(n), 2), np.tile([False, True], n)
    kept = ~(second & (rng.random(2 * n) < _LOST))
    whose, second = whose[kept], second[kept]
    day = np.where(second, sample.day[1][whose], sample.day[0][whose])
    weight = sample.weight[whose] * np.where(second, 2 / 7, 5 / 7)
    # The second diaries that came stand for those that didn't.
    weight[second] *= sample.weight.sum() * 2 / 7 / weight[second].sum()
    slots = time_use_days.activities(scene, sample.row[whose], sample.age[whose], day, rng)
    head = {
        "TUTKIMUSVUOSI": np.full(len(whose), scene.year),
        "VASTAAJA": respondent[whose],
        "PAIVAKIRJA": 1 + second,
        "PVM": output.dotted_days(day),
        "VIIKONPAIVA": time_use_days.weekday(day),
        "PAIVAPAINO": decimals(weight, 4, ","),
    }
    return whose, pl.DataFrame(
        head | {f"MACT{k}": slots[:, k - 1] for k in range(1, slots.shape[1] + 1)}
    )
