"""Study rights of a year: who was in which school, from when, and in which state.

Everybody of 7–15 is in basic education; after it go those who are still on their way to the level
of schooling that they will reach, and adults who study again. One row a right, one right a person
and stage, under numbers that stay the same from year to year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sources.synthetic import ids
from sources.synthetic.livelihood import finish_age
from sources.synthetic.people import People

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

PRE, BASIC, UPPER, HIGHER, ADULT, ARTS = range(6)
"""Stages of schooling; with a person's number they make the number of a study right."""

PRESENT, DONE, SUSPENDED, RESIGNED = "lasna", "valmistunut", "valiaikaisestikeskeytynyt", "eronnut"


@dataclass
class Studies:
    """One row a study right, ordered by person. `person` positions; dates as YYYY-MM-DD texts.

    `then` and `since` are the second state and its first day, empty while the first one lasts;
    `confirmed` the day on which the main achievement was confirmed, or empty.
    """

    person: Ints
    stage: Ints
    kind: npt.NDArray[np.str_]
    school: npt.NDArray[np.str_]
    start: npt.NDArray[np.str_]
    then: npt.NDArray[np.str_]
    since: npt.NDArray[np.str_]
    funding: npt.NDArray[np.str_]
    achievement: npt.NDArray[np.str_]
    unit: npt.NDArray[np.str_]
    units: npt.NDArray[np.str_]
    confirmed: npt.NDArray[np.str_]


def study(
    who: People, student: Bools, attained: Ints, year: int, rng: np.random.Generator
) -> Studies:
    """The rights that were in force at some time of `year`."""
    n, age = len(who), who.ages(year)
    last = np.ceil(finish_age(who)).astype(np.int64)  # the age at which the last degree is taken
    here, school = who.here, who.school.astype(np.int64)
    choice = (who.u[:, 0].astype(np.float64) * 613.0) % 1.0
    general = choice < np.select([school >= 600, school == 500], [0.86, 0.6], 0.3)
    upper_end = np.where(school >= 500, 19, last)
    goes_on = school >= 300
    # Education is compulsory until 18; some try on for longer, and never take the qualification.
    tries = ~goes_on & ((age <= 17) | ((age <= 23) & (choice > 0.55)))
    upper = (age >= 16) & (tries | (goes_on & (age <= upper_end)))
    higher = (school >= 500) & (age >= 19) & (age <= last) & (age < 36)
    adult = student & ~upper & ~higher
    draw = rng.random(n)
    arts = (age >= 6) & (age <= 18) & (choice < 0.11)
    stages = [age == 6, (age >= 7) & (age <= 16), upper, higher, adult, arts]
    person = np.concatenate([np.flatnonzero(here & s) for s in stages])
    stage = np.repeat(np.arange(6), [int((here & s).sum()) for s in stages])
    order = np.lexsort((stage, person))
    person, stage = person[order], stage[order]
    p = person
    born = year - age[p]
    began = np.select(
        [stage == PRE, stage == BASIC, stage == UPPER, stage == HIGHER, stage == ARTS],
        [np.full(len(p), year), born + 7, born + 16, born + 19, np.maximum(born + 6, year - 4)],
        year - (draw[p] < 0.5),
    )
    done = ((stage == BASIC) & (age[p] == 16)) | (
        (stage == UPPER) & goes_on[p] & (age[p] == upper_end[p])
    )
    done |= (stage == HIGHER) & (age[p] == last[p])
    luck = rng.random(len(p))
    able = ~done & (stage >= UPPER) & (stage != ARTS) & (began < year)
    then = np.select([done, able & (luck < 0.02), able & (luck < 0.035)],
                     [DONE, SUSPENDED, RESIGNED], "")  # fmt: skip
    since = np.select([done, then != ""], ["-06-01", "-10-01"], "")
    vocational = np.where(attained[p] >= 500, "korkeakoulutus", "ammatillinenkoulutus")
    kind = np.select(
        [stage == PRE, stage == BASIC, stage == UPPER, stage == HIGHER, stage == ARTS],
        ["esiopetus", "perusopetus",
         np.where(general[p], "lukiokoulutus", "ammatillinenkoulutus"),
         "korkeakoulutus", "taiteenperusopetus"],
        vocational,
    )  # fmt: skip
    achievement, unit, units = _achievements(kind, stage, done, age[p], choice[p])
    paid = np.select([luck < 0.5, luck < 0.7, luck < 0.85], ["1", "4", "10"], "6")
    return Studies(
        person=person,
        stage=stage,
        kind=kind,
        school=(10_000 + who.mun[p].astype(np.int64) * 20 + stage).astype("U5"),
        start=np.char.add(began.astype("U4"), np.where(stage == ADULT, "-01-15", "-08-10")),
        then=then,
        since=np.where(then == "", "", np.char.add(str(year), since)),
        funding=np.select([stage <= BASIC, stage == ARTS, stage == ADULT], ["", "", paid], "1"),
        achievement=achievement,
        unit=unit,
        units=units,
        confirmed=np.where(done, f"{year}-06-01", ""),
    )


def _achievements(
    kind: npt.NDArray[np.str_],
    stage: Ints,
    done: Bools,
    age: Ints,
    choice: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    """Kind, unit and code list of each right's main achievement."""
    in_class = (stage == BASIC) & ~done
    names = {
        "esiopetus": ("esiopetuksensuoritus", "001101"),
        "perusopetus": ("perusopetuksenoppimaara", "201101"),
        "lukiokoulutus": ("lukionoppimaara", "309902"),
        "korkeakoulutus": ("korkeakoulututkinto", "671101"),
        "taiteenperusopetus": ("taiteenperusopetuksenlaajanoppimaaranperusopinnot", "999907"),
        "ammatillinenkoulutus": ("ammatillinentutkinto", ""),
    }
    kinds = list(names)
    at = np.select([kind == k for k in kinds], np.arange(len(kinds)))
    achievement = np.array([names[k][0] for k in kinds])[at]
    unit = np.array([names[k][1] for k in kinds])[at]
    trades = np.array(["351301", "371101", "331101", "352201", "381112", "361101"])
    trade = trades[(choice * 5.999).astype(np.int64)]
    unit = np.where(unit == "", trade, np.where(in_class, (age - 6).astype("U2"), unit))
    achievement = np.where(in_class, "perusopetuksenvuosiluokka", achievement)
    return achievement, unit, np.where(in_class, "perusopetuksenluokkaaste", "koulutus")


def numbers(who: People) -> Ints:
    """A number for each person that nobody else has, read off the synthetic identity code."""
    text = np.ascontiguousarray(who.hetu).view(np.uint8).reshape(len(who), 11).astype(np.int64)
    signs = np.zeros(256, dtype=np.int64)
    for row in ids.SIGNS.values():
        signs[np.frombuffer(row.encode(), dtype=np.uint8)] = np.arange(len(row))
    nnn = (text[:, 7] - 48) * 100 + (text[:, 8] - 48) * 10 + (text[:, 9] - 48)
    made: Ints = (who.born.astype(np.int64) * 6 + signs[text[:, 6]]) * 100 + nnn - 900
    return made
