"""What a year does to the population: deaths, births, moves, couples made and parted, migration.

Levels are near Finland's: about 60,000 deaths and 45,000 births a year in 5.6 million, three in
a hundred moving between municipalities, a little under one in a hundred coming from abroad.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sources.synthetic import households, ids, people, places, reserves
from sources.synthetic.people import CHILD, PARTNER, SINGLE, People
from sources.synthetic.world import World, schooling

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class _Year:
    """One year's first and last day, and its random stream."""

    def __init__(self, world: World, year: int) -> None:
        self.year = year
        self.first, self.last = ids.day_of(year), ids.day_of(year, 12, 31)
        self.rng = world.rng("demography", year)

    def days(self, n: int) -> Ints:
        """`n` random days of the year but its first, on which merged municipalities begin."""
        return self.rng.integers(self.first + 1, self.last + 1, n)


def advance(world: World, who: People, year: int) -> People:
    """The persons of `year`: all who lived in Finland at some time in it, as at its end."""
    who = who.take(who.here)
    for name in ("moved", "before_mun", "before_dwelling", "before_since", "came"):
        getattr(who, name)[:] = 0
    at = _Year(world, year)
    _merge(world, who, year, at.first)
    ages = who.ages(year)
    _die(who, ages, at)
    _emigrate(who, at)
    _correct(world, who, at)
    _leave_home(world, who, ages, at)
    _part(world, who, at)
    _pair_up(who, ages, at)
    _move_house(world, who, ages, at)
    _mend(who, ages, at)
    reserves.drift(who.z, who.mun, world.land, at.rng)
    return people.join([who, _births(world, who, ages, at), _immigrants(world, who, at)])


def _merge(world: World, who: People, year: int, first: int) -> None:
    """Municipalities that ended on 1 January: a new spell in the same dwelling begins."""
    earlier = places.merged_into(world.places, year - 1)
    for old, new in places.merged_into(world.places, year).items():
        if old in earlier:
            continue
        rows = who.mun == old
        who.mun[rows] = new
        who.since[rows] = np.maximum(who.since[rows], first)


def _free(who: People) -> Bools:
    free: Bools = who.here & (who.moved == 0)
    return free


def _move(who: People, rows: Ints, mun: Ints, dwelling: Ints, day: Ints) -> None:
    """Persons `rows` move; each at most once a year."""
    who.before_mun[rows] = who.mun[rows]
    who.before_dwelling[rows] = who.dwelling[rows]
    who.before_since[rows] = who.since[rows]
    who.moved[rows] = day
    who.since[rows] = day
    who.mun[rows] = mun
    who.dwelling[rows] = dwelling


def _die(who: People, ages: Ints, at: _Year) -> None:
    """Gompertz mortality by sex, an infant rate beside it; poor health doubles it and more."""
    risk = np.where(who.male, 3.3e-5, 1.5e-5) * np.exp(np.where(who.male, 0.094, 0.099) * ages)
    risk = (risk + 1.2e-4) * np.exp(-0.45 * who.z[:, reserves.HEALTH] - 0.24)
    dies = at.rng.random(len(who)) < np.minimum(risk, 0.9)
    who.died[dies] = at.days(int(dies.sum()))


def _emigrate(who: People, at: _Year) -> None:
    """Whole households leave together: 0.25 % of them a year."""
    goes = at.rng.random(int(who.dwelling.max()) + 1) < 0.0025
    rows = np.flatnonzero(goes[who.dwelling] & (who.died == 0))
    day = at.days(len(goes))[who.dwelling[rows]]
    who.left[rows] = day


def _correct(world: World, who: People, at: _Year) -> None:
    """Identity codes that are corrected: 0.05 % of persons over the years, two a year at least."""
    share = 0.0005 / (world.last_year - world.first_year + 1)
    able = np.flatnonzero(who.here & (who.corrected == 0))
    number = max(int(at.rng.binomial(len(able), share)), min(2, len(able)))
    rows = np.sort(at.rng.choice(able, number, replace=False))
    who.old_hetu[rows] = who.hetu[rows]
    who.corrected[rows] = at.days(len(rows))
    changed = who.take(rows)
    world.name(changed)
    who.hetu[rows] = changed.hetu


def _destinations(world: World, rows: Ints, who: People, stay: float, at: _Year) -> Ints:
    """Where movers go: their own municipality with probability `stay`, else any, by size."""
    weight = world.places.weight.copy()
    for gone in places.merged_into(world.places, at.year):
        weight[gone] = 0
    other = np.searchsorted(np.cumsum(weight / weight.sum()), at.rng.random(len(rows)))
    keep = at.rng.random(len(rows)) < stay
    return np.where(keep, who.mun[rows], np.minimum(other, len(weight) - 1))


def _leave_home(world: World, who: People, ages: Ints, at: _Year) -> None:
    chance = 1 - households.at_home(ages) / np.maximum(households.at_home(ages - 1), 1e-9)
    grown = _free(who) & (who.role == CHILD) & (ages >= 18)
    rows = np.flatnonzero(grown & (at.rng.random(len(who)) < chance))
    who.role[rows] = SINGLE
    to = _destinations(world, rows, who, 0.55, at)
    _move(who, rows, to, world.new_dwellings(to), at.days(len(rows)))


def _part(world: World, who: People, at: _Year) -> None:
    """0.9 % of couples part: he moves out, she stays."""
    him = _free(who) & (who.role == PARTNER) & who.male
    rows = np.flatnonzero(him & (at.rng.random(len(who)) < 0.009))
    homes = who.dwelling[rows]
    both = np.flatnonzero((who.role == PARTNER) & np.isin(who.dwelling, homes))
    who.role[both] = SINGLE
    who.marital[both] = np.where(who.marital[both] == 2, 4, who.marital[both])
    to = _destinations(world, rows, who, 0.8, at)
    _move(who, rows, to, world.new_dwellings(to), at.days(len(rows)))


def _pair_up(who: People, ages: Ints, at: _Year) -> None:
    """Lone adults find each other within a municipality; he moves in with her."""
    size = np.bincount(who.dwelling)
    chance = np.interp(ages, [19, 27, 40, 60, 80], [0.05, 0.23, 0.13, 0.045, 0.0])
    ready = _free(who) & (who.role == SINGLE) & (at.rng.random(len(who)) < chance)
    him = np.flatnonzero(ready & who.male & (size[who.dwelling] == 1))
    her = np.flatnonzero(ready & ~who.male)
    noise = np.rint(at.rng.normal(0, 2.5, len(who))).astype(np.int64)
    her, him = households.pair(her, him, who.mun.astype(np.int64), ages, noise)
    who.role[her] = who.role[him] = PARTNER
    wed = at.rng.random(len(her)) < 0.3
    who.marital[her[wed]] = who.marital[him[wed]] = 2
    _move(
        who,
        him,
        who.mun[her].astype(np.int64),
        who.dwelling[her].astype(np.int64),
        at.days(len(him)),
    )


def _move_house(world: World, who: People, ages: Ints, at: _Year) -> None:
    """Whole households move, the young most; nobody moves twice in a year."""
    homes = int(who.dwelling.max()) + 1
    oldest = np.zeros(homes, dtype=np.int64)
    np.maximum.at(oldest, who.dwelling, np.where(who.here, ages, 0))
    busy = np.zeros(homes, dtype=np.bool_)
    busy[who.dwelling[who.moved > 0]] = True
    busy[who.before_dwelling[who.moved > 0]] = True
    busy[who.dwelling[~who.here]] = True
    chance = np.interp(oldest, [18, 25, 35, 50, 70], [0.3, 0.26, 0.12, 0.05, 0.025])
    goes = (at.rng.random(homes) < chance) & ~busy & (oldest > 0)
    moving = np.flatnonzero(goes)
    rows = np.flatnonzero(goes[who.dwelling])
    one = np.zeros(homes, dtype=np.int64)  # one member of each, who knows where it lives
    one[who.dwelling[rows]] = rows
    to, new, day = np.zeros((3, homes), dtype=np.int64)
    to[moving] = _destinations(world, one[moving], who, 0.72, at)
    new[moving] = world.new_dwellings(to[moving])
    day[moving] = at.days(len(moving))
    home = who.dwelling[rows]
    _move(who, rows, to[home], new[home], day[home])


def _mend(who: People, ages: Ints, at: _Year) -> None:
    """Who is left behind: the widowed live alone, children without adults join another home."""
    size = int(who.dwelling.max()) + 1
    couple = who.here & (who.role == PARTNER)
    both = np.bincount(who.dwelling[couple], minlength=size)
    alone = couple & (both[who.dwelling] == 1)
    who.role[alone] = SINGLE
    who.marital[alone & (who.marital == 2)] = 5
    adults = np.bincount(who.dwelling[who.here & (who.role != CHILD)], minlength=size)
    stray = who.here & (who.role == CHILD) & (adults[who.dwelling] == 0)
    who.role[stray & (ages >= 17)] = SINGLE
    rows = np.flatnonzero(stray & (ages < 17) & (who.moved == 0))
    hosts = np.flatnonzero(who.here & (who.role == PARTNER) & ~who.male & (ages < 60))
    town = np.full(int(who.mun.max()) + 1, -1)
    town[who.mun[hosts]] = hosts
    rows = rows[town[who.mun[rows]] >= 0]
    host = town[who.mun[rows]]
    _move(who, rows, who.mun[host], who.dwelling[host], np.full(len(rows), at.last))


def _births(world: World, who: People, ages: Ints, at: _Year) -> People:
    rate = (
        0.104 * np.exp(-0.5 * ((ages - 31) / 5.3) ** 2) * np.where(who.role == PARTNER, 1.4, 0.35)
    )
    able = who.here & ~who.male & (who.role != CHILD) & (ages >= 17) & (ages < 48)
    rows = np.flatnonzero(able & (at.rng.random(len(who)) < rate))
    n = len(rows)
    baby = people.blank(n)
    baby.male[:] = at.rng.random(n) < 0.512
    baby.born[:] = np.maximum(at.days(n), who.moved[rows])
    baby.since[:] = baby.born
    for name in ("mun", "dwelling", "language", "citizenship"):
        getattr(baby, name)[:] = getattr(who, name)[rows]
    baby.marital[:] = 1
    baby.z[:] = 0.6 * who.z[rows] + 0.8 * at.rng.standard_normal((n, 8), dtype=np.float32)
    _finish(world, baby, at)
    return baby


def _finish(world: World, new: People, at: _Year) -> None:
    n = len(new)
    new.u[:] = at.rng.random((n, 4), dtype=np.float32)
    ages = new.ages(at.year)
    new.school[:] = schooling(new.u[:, 0], new.z[:, reserves.EDUCATION], ages, new.male)
    new.employer[:] = at.rng.integers(0, 2**31 - 1, n)
    world.name(new)


def _immigrants(world: World, who: People, at: _Year) -> People:
    """Newcomers: lone adults, couples, and couples with a child, most of them to the towns."""
    homes = round(0.0062 * len(who))
    kind = np.searchsorted([0.62, 0.85], at.rng.random(homes), side="right")  # 0, 1 or 2 others
    home = np.repeat(np.arange(homes), kind + 1)
    member = np.arange(len(home)) - np.repeat(np.cumsum(kind + 1) - kind - 1, kind + 1)
    new = people.blank(len(home))
    age = at.rng.integers(19, 47, homes)[home]
    age = np.where(member == 2, at.rng.integers(0, 15, len(home)), age)
    new.born[:] = people.birth_days(np.minimum(age + (member == 1), 60), at.year, at.rng)
    new.male[:] = np.where(member == 2, at.rng.random(len(home)) < 0.5, (home + member) % 2 == 0)
    new.role[:] = np.where(member == 2, CHILD, np.where(kind[home] > 0, PARTNER, SINGLE))
    new.marital[:] = np.where((member < 2) & (kind[home] > 0), 2, 1)
    weight = world.places.weight**1.15
    for gone in places.merged_into(world.places, at.year):
        weight[gone] = 0
    town = np.searchsorted(np.cumsum(weight / weight.sum()), at.rng.random(homes))
    town = np.minimum(town, len(weight) - 1)
    new.mun[:] = town[home]
    new.dwelling[:] = world.new_dwellings(town)[home]
    new.since[:] = at.days(homes)[home]
    new.since[:] = np.maximum(new.since, new.born)
    new.came[:] = new.since
    people.traits(new, world.places, foreign=True, rng=at.rng)
    new.z[:] = reserves.create(home, new.mun, world.land, at.rng)
    new.z[:, reserves.MATERIAL] -= np.float32(0.3)
    _finish(world, new, at)
    return new
