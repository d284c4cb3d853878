"""What each person does in a year: school, work, unemployment, care, pension; and the pay.

Everything follows from latent reserves and uniforms that stay with the person, so that states
last: a threshold moves with age, the person's score hardly does.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from sources.synthetic import ids, reserves
from sources.synthetic.people import CHILD, People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

EMPLOYED, UNEMPLOYED, RETIRED, DISABLED, STUDENT, CARER, CONSCRIPT, OTHER = range(1, 9)
"""Main activity at the end of the year, coded as EU-SILC's PL032."""

WAGE_INDEX = {2020: 0.95, 2021: 0.97, 2022: 1.0, 2023: 1.04, 2024: 1.072, 2025: 1.1, 2026: 1.13}

_PENSION_AGES = [61, 62, 63, 64, 65, 66, 68]
_PENSION_SHARES = [0.0, 0.03, 0.12, 0.55, 0.93, 0.97, 0.985]
_DISABLED_AGES = [16, 24, 34, 44, 54, 61, 64]
_DISABLED_SHARES = [0.012, 0.018, 0.02, 0.029, 0.055, 0.12, 0.14]


@dataclass
class Livelihood:
    """One row a person of the year. Months are counted 0–12 in half-open intervals.

    `status` main activity at the end of the year; `attained` ISCED level; `student` enrolled;
    `work_from`/`work_to` the months with wages, `idle_from`/`idle_to` those unemployed;
    `monthly` gross pay in the months of work, EUR; `youngest` age of the youngest child at home
    (99 if none), `mother` whether she is the woman who has it.
    """

    ages: Ints
    status: npt.NDArray[np.int8]
    attained: npt.NDArray[np.int16]
    student: Bools
    part_time: Bools
    work_from: npt.NDArray[np.int8]
    work_to: npt.NDArray[np.int8]
    idle_from: npt.NDArray[np.int8]
    idle_to: npt.NDArray[np.int8]
    monthly: Floats
    pensioner: Bools
    disabled: Bools
    youngest: npt.NDArray[np.int8]
    mother: Bools

    @property
    def months(self) -> Ints:
        """Months with wages."""
        months: Ints = np.maximum(self.work_to.astype(np.int64) - self.work_from, 0)
        return months

    @property
    def idle(self) -> Ints:
        """Months unemployed."""
        months: Ints = np.maximum(self.idle_to.astype(np.int64) - self.idle_from, 0)
        return months


def quantile_by_age(ages: Ints, at: list[int], shares: list[float]) -> Floats:
    """The standard normal quantile of a share that changes with age (linear between points)."""
    normal = NormalDist()
    share = np.clip(np.interp(np.arange(121), at, shares), 1e-6, 1 - 1e-6)
    table = np.array([normal.inv_cdf(s) for s in share.tolist()])
    return table[np.clip(ages, 0, 120)]


def presence(who: People, year: int) -> tuple[Ints, Ints]:
    """First and last month (0–12) in which a person lived here in `year`."""
    first, last = ids.day_of(year), ids.day_of(year, 12, 31)
    start = np.where(who.came > 0, who.came - first, 0)
    newborn = np.where(who.born > first, who.born - first, 0)
    gone = np.maximum(who.died, who.left)
    end = np.where(gone > 0, gone - first, last - first + 1)
    begin = np.minimum(np.maximum(start, newborn), 365)
    return (begin * 12 // 366).astype(np.int64), np.ceil(end * 12 / 366).astype(np.int64)


def _children(who: People, ages: Ints) -> tuple[Ints, Bools]:
    """Age of the youngest child in each one's dwelling, and which woman (or lone man) has it."""
    size = int(who.dwelling.max()) + 1
    youngest = np.full(size, 99, dtype=np.int64)
    kids = who.here & (who.role == CHILD)
    np.minimum.at(youngest, who.dwelling[kids], ages[kids])
    parent = (who.role != CHILD) & (ages >= 17) & (youngest[who.dwelling] < 99)
    women = np.bincount(who.dwelling[parent & ~who.male], minlength=size)
    has = parent & (~who.male | (women[who.dwelling] == 0))
    return np.where(parent, youngest[who.dwelling], 99), has


def finish_age(who: People) -> Floats:
    """Age at which a person will have reached their level of `school`."""
    u = who.u[:, 3].astype(np.float64)
    finish = np.select(
        [who.school >= 700, who.school == 600, who.school == 500, who.school == 300],
        [23.5 + 6 * u, 22.5 + 6 * u, 21 + 4 * u, 18.7 + 1.6 * u],
        15.9,
    )
    return np.where(who.school == 800, finish + 5, finish)


def attainment(who: People, ages: Ints) -> tuple[npt.NDArray[np.int16], Bools]:
    """ISCED level attained by now, and whether still enrolled."""
    done = ages >= finish_age(who)
    level = np.where(done, who.school, np.where(ages >= 19, np.minimum(who.school, 300), 200))
    level = np.where(ages < 7, 0, np.where(ages < 16, 100, level))
    enrolled = (ages >= 16) & ~done & (ages < 36)
    return level.astype(np.int16), enrolled


def live(world: World, who: People, year: int) -> Livelihood:
    """What everyone does in `year`."""
    rng = world.rng("livelihood", year)
    n, ages, z = len(who), who.ages(year), who.z
    u = [who.u[:, k].astype(np.float64) for k in range(4)]
    attained, student = attainment(who, ages)
    adult = (ages >= 25) & (ages < 64) & (rng.random(n) < 0.05)
    youngest, mother = _children(who, ages)
    pensioner = u[1] < np.interp(ages, _PENSION_AGES, _PENSION_SHARES)
    health = 0.9 * z[:, reserves.HEALTH] + 0.45 * (u[2] - 0.5) * 3.46
    limit = quantile_by_age(ages, _DISABLED_AGES, _DISABLED_SHARES)
    disabled = (ages >= 16) & ~pensioner & (ages < 65) & (health < limit)
    fresh = rng.standard_normal(n)
    level = np.select([attained >= 700, attained >= 500, attained >= 300], [0.5, 0.3, 0.0], -0.5)
    score = 0.8 * z[:, reserves.WORK] + 0.2 * z[:, reserves.HEALTH] + 0.5 * fresh + 0.7 * level
    score += np.where(ages < 25, -0.25, 0) - np.where(who.citizenship != 246, 0.45, 0.0)
    care = mother & ~who.male
    care &= rng.random(n) < np.select(
        [youngest == 0, youngest == 1, youngest == 2], [0.97, 0.42, 0.16], 0
    )
    conscript = who.male & (ages == 19) & (u[3] < 0.45)
    working_age = (ages >= 16) & (ages < 75)
    status = np.where(score < -1.63, OTHER, np.where(score < -1.12, UNEMPLOYED, EMPLOYED))
    status = np.where(conscript, CONSCRIPT, np.where(care, CARER, status))
    status = np.where(student, STUDENT, np.where(disabled, DISABLED, status))
    status = np.where(pensioner, RETIRED, status)
    status = np.where(working_age | pensioner, status, OTHER)
    work, idle = _months(who, ages, status, score, youngest, year, rng)
    extra = (rng.random(n) < 0.5).astype(np.float64)
    part = (status == STUDENT) | (status == RETIRED) | (status == DISABLED)
    part |= (status == EMPLOYED) & (rng.random(n) < np.where(who.male, 0.08, 0.18))
    monthly = _pay(who, ages, attained, part, extra, u[2], year, rng)
    return Livelihood(
        ages=ages,
        status=status.astype(np.int8),
        attained=attained,
        student=student | adult,
        part_time=part,
        work_from=work[0].astype(np.int8),
        work_to=work[1].astype(np.int8),
        idle_from=idle[0].astype(np.int8),
        idle_to=idle[1].astype(np.int8),
        monthly=monthly,
        pensioner=pensioner,
        disabled=disabled,
        youngest=youngest.astype(np.int8),
        mother=mother,
    )


def _months(
    who: People,
    ages: Ints,
    status: Ints,
    score: Floats,
    youngest: Ints,
    year: int,
    rng: np.random.Generator,
) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Months with wages and months of unemployment, as (first, after last)."""
    n = len(who)
    start, end = presence(who, year)
    draw, some = rng.random(n), rng.integers(2, 11, n)
    zero, full = np.zeros(n, dtype=np.int64), np.full(n, 12, dtype=np.int64)
    employed = status == EMPLOYED
    late = employed & (draw < 0.07)  # found work during the year
    work_from = np.where(late, some, zero)
    work_to = np.where(employed, full, zero)
    lost = (status == UNEMPLOYED) & (draw < 0.38)
    work_to = np.where(lost, some, work_to)
    idle_from = np.where(lost, some, zero)
    idle_to = np.where(status == UNEMPLOYED, full, np.where(late & (draw < 0.045), some, zero))
    # Students, pensioners and disabled persons who work, by how well they stand in work.
    chance = np.select(
        [status == STUDENT, (status == RETIRED) & (ages < 70), status == DISABLED],
        [np.interp(ages, [16, 18, 20, 26], [0.25, 0.5, 0.66, 0.72]), 0.16, 0.13],
        np.where((status == RETIRED) & (ages < 78), 0.05, 0.0),
    )
    side = rng.random(n) < chance * np.clip(1 + 0.35 * score, 0.3, 1.8)
    summer = (status == STUDENT) & side & (rng.random(n) < 0.3)
    work_from = np.where(side, np.where(summer, 5, 0), work_from)
    work_to = np.where(side, np.where(summer, 8, 12), work_to)
    # Carers worked before the birth (child of 0) or go back during the year.
    care = (status == CARER) & (score > -0.6)
    work_to = np.where(care & (youngest == 0), some // 2, work_to)
    back = care & (youngest > 0) & (draw < 0.3)
    work_from = np.where(back, 9, work_from)
    work_to = np.where(back, 12, work_to)
    work = np.maximum(work_from, start), np.minimum(work_to, end)
    return work, (np.maximum(idle_from, start), np.minimum(idle_to, end))


def _pay(
    who: People,
    ages: Ints,
    attained: npt.NDArray[np.int16],
    part: Bools,
    extra: Floats,
    luck: Floats,
    year: int,
    rng: np.random.Generator,
) -> Floats:
    """Monthly gross pay: lognormal, by schooling, sex, age and the material reserve."""
    level = np.select(
        [attained >= 800, attained >= 700, attained >= 600, attained >= 500, attained >= 300],
        [0.52, 0.4, 0.12, 0.12, -0.06],
        -0.14,
    )
    age = np.interp(ages, [16, 20, 25, 35, 45, 60], [-0.5, -0.3, -0.16, 0.0, 0.07, 0.05])
    log = np.log(3060 * WAGE_INDEX.get(year, 1.0)) + level + age + np.where(who.male, 0.08, -0.07)
    log = log + 0.28 * who.z[:, reserves.MATERIAL] + 0.1 * who.z[:, reserves.WORK]
    log = log + 0.35 * (luck - 0.5) + 0.08 * rng.standard_normal(len(who))
    hours = np.where(part, np.where(extra > 0, 0.42, 0.62), 1.0)
    pay: Floats = np.maximum(np.exp(log) * hours, 120.0)
    return pay
