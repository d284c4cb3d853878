"""Benefits and pensions of a year, kind by kind, with the codes they are reported under.

The register's own four-digit numbers of benefit income types are not among the public reference
files (only their groups are). The stand-ins below (9xxx) lie outside the register's range, so a
real delivery is refused as an unknown classification instead of being misread. Amounts and shares
are rounded to those of 2021–2024.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sources.synthetic import reserves
from sources.synthetic.livelihood import CARER, DISABLED, STUDENT, WAGE_INDEX, Livelihood, presence
from sources.synthetic.people import CHILD, People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

OLD_AGE, NATIONAL, GUARANTEE = 9101, 9102, 9103
DISABILITY, DISABILITY_NATIONAL, SURVIVOR = 9111, 9112, 9121
EARNINGS_RELATED, BASIC, LABOUR_MARKET = 9201, 9202, 9203
SICKNESS, REHABILITATION = 9301, 9303
PARENTAL, HOME_CARE, CHILD_BENEFIT = 9402, 9404, 9403
STUDY_GRANT, HOUSING, PENSION_HOUSING = 9501, 9601, 9602
WITHHELD = 9901

TAX_FREE = frozenset({CHILD_BENEFIT, HOUSING, PENSION_HOUSING, GUARANTEE})
DAILY = frozenset({EARNINGS_RELATED, BASIC, LABOUR_MARKET, SICKNESS, PARENTAL, REHABILITATION})
"""Kinds paid by the day (unit code 2); the others are paid by the month (4)."""


@dataclass(frozen=True)
class Benefit:
    """One kind of benefit: who gets it (positions), EUR a month, from and to which month."""

    code: int
    rows: Ints
    monthly: Floats
    first: Ints
    last: Ints

    @property
    def yearly(self) -> Floats:
        """EUR in the year."""
        return self.monthly * (self.last - self.first)


class _Office:
    """Grants benefits, never outside the months in which a person lives here."""

    def __init__(self, who: People, year: int) -> None:
        self.start, self.end = presence(who, year)
        self.granted: list[Benefit] = []

    def grant(
        self, code: int, who: Bools, monthly: Floats, first: object = 0, last: object = 12
    ) -> None:
        rows = np.flatnonzero(who)
        begin = np.maximum(np.broadcast_to(np.asarray(first), who.shape)[rows], self.start[rows])
        end = np.minimum(np.broadcast_to(np.asarray(last), who.shape)[rows], self.end[rows])
        kept = end > begin
        self.granted.append(Benefit(code, rows[kept], monthly[rows][kept], begin[kept], end[kept]))


def grant(world: World, who: People, life: Livelihood, year: int) -> list[Benefit]:
    """All benefits of `year` other than housing allowances, which depend on income."""
    rng = world.rng("benefits", year)
    index = WAGE_INDEX.get(year, 1.0)
    office = _Office(who, year)
    _pensions(office, who, life, index, rng)
    _unemployment(office, who, life, index, rng)
    _families(office, who, life, index, rng)
    n = len(who)
    ill = (life.months > 0) & (rng.random(n) < 0.07 * np.exp(-0.4 * who.z[:, reserves.HEALTH]))
    when = rng.integers(0, 11, n)
    office.grant(SICKNESS, ill, 0.7 * life.monthly + 250, when, when + rng.integers(1, 3, n))
    trained = (life.ages >= 18) & (life.ages < 63) & (rng.random(n) < 0.009)
    office.grant(REHABILITATION, trained, np.full(n, 1100 * index), when, when + 3)
    studies = life.student & (life.status == STUDENT) & (life.ages >= 18) & (life.ages < 30)
    studies &= rng.random(n) < 0.76
    grant_a_month = np.where(who.role == CHILD, 150.0, 279.0)
    office.grant(STUDY_GRANT, studies, grant_a_month, 0, np.where(who.u[:, 2] < 0.6, 10, 5))
    return office.granted


def _pensions(
    office: _Office, who: People, life: Livelihood, index: float, rng: np.random.Generator
) -> None:
    standing = 0.6 * who.z[:, reserves.MATERIAL] + 0.4 * who.z[:, reserves.EDUCATION]
    standing = standing + np.select([life.attained >= 600, life.attained >= 500], [1.2, 0.5], -0.25)
    luck = (who.u[:, 1].astype(np.float64) - 0.5) * 0.3
    log = np.log(1470 * index) + 0.52 * standing + np.where(who.male, 0.1, -0.09) + luck
    earned = np.exp(log - 0.006 * np.clip(life.ages - 68, 0, 30))
    new = life.pensioner & (life.ages < 66) & (who.u[:, 2] < 0.4)
    first = np.where(new, 5, 0)
    office.grant(OLD_AGE, life.pensioner, earned, first)
    small = life.pensioner & (earned < 1350)
    office.grant(NATIONAL, small, np.clip((1350 - earned) * 0.5, 20, 730), first)
    office.grant(GUARANTEE, small & (earned < 700), np.clip(780 - earned * 0.6, 30, 300), first)
    ill = life.disabled & (life.status == DISABLED)
    worked = who.u[:, 1] < 0.68
    office.grant(DISABILITY, ill & worked, 0.78 * earned)
    office.grant(DISABILITY_NATIONAL, ill, np.where(worked, 180.0, 860.0) * index)
    widow = (who.marital == 5) & ~who.male & (rng.random(len(who)) < 0.7)
    office.grant(SURVIVOR, widow, np.full(len(who), 560.0 * index))


def _unemployment(
    office: _Office, who: People, life: Livelihood, index: float, rng: np.random.Generator
) -> None:
    idle = life.idle > 0
    insured = (who.z[:, reserves.WORK] * 0.4 + rng.standard_normal(len(who)) > -0.25) & idle
    basic = idle & ~insured & (rng.random(len(who)) < 0.2)
    first, last = life.idle_from.astype(np.int64), life.idle_to.astype(np.int64)
    earnings_related = 650 * index + 0.32 * life.monthly
    office.grant(EARNINGS_RELATED, insured, earnings_related, first, last)
    office.grant(BASIC, basic, np.full(len(who), 770.0 * index), first, last)
    rest = idle & ~insured & ~basic
    office.grant(LABOUR_MARKET, rest, np.full(len(who), 770.0 * index), first, last)


def _families(
    office: _Office, who: People, life: Livelihood, index: float, rng: np.random.Generator
) -> None:
    n = len(who)
    size = int(who.dwelling.max()) + 1
    minor = who.here & (who.role == CHILD) & (life.ages < 17)
    children = np.bincount(who.dwelling[minor], minlength=size)[who.dwelling]
    head = _one_parent(who, life, size)
    table = np.cumsum([0.0, 95, 105, 134, 163, 183, 183, 183, 183, 183, 183, 183, 183])
    adults = np.bincount(who.dwelling[who.here & (life.ages >= 18)], minlength=size)[who.dwelling]
    amount = table[np.minimum(children, 12)] + np.where(adults == 1, 73.0 * children, 0.0)
    office.grant(CHILD_BENEFIT, head & (children > 0), amount)
    birth = life.mother & (life.youngest == 0) & ~who.male
    begin = np.maximum(life.work_to.astype(np.int64), 1)
    office.grant(PARENTAL, birth, np.maximum(0.7 * life.monthly, 740 * index), begin, 12)
    father = ~life.mother & who.male & (life.youngest == 0) & (rng.random(n) < 0.6)
    office.grant(PARENTAL, father, 0.7 * life.monthly, 6, np.where(who.u[:, 2] < 0.5, 7, 8))
    care = (life.status == CARER) & (life.youngest > 0)
    office.grant(HOME_CARE, care, np.full(n, 420.0 * index), 0, 9)


def _one_parent(who: People, life: Livelihood, size: int) -> Bools:
    """One of the parents of each dwelling with children: the last such row of it."""
    chosen = np.full(size, -1)
    rows = np.flatnonzero(life.mother & who.here)
    chosen[who.dwelling[rows]] = rows
    one = np.zeros(len(who), dtype=np.bool_)
    one[chosen[chosen >= 0]] = True
    return one
