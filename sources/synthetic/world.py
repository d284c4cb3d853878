"""What the whole run shares: the seed's random streams, places, counters; and the first persons."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sources.synthetic import households, ids, people, places, reserves
from sources.synthetic.buildings import Buildings
from sources.synthetic.people import People

Ints = npt.NDArray[np.int64]


@dataclass
class World:
    """Counters move on as dwellings and identity codes are given out; the rest stays."""

    seed: int
    first_year: int
    last_year: int
    places: places.Places
    land: reserves.Landscape
    ranks: ids.Ranks
    persons: int = 0
    next_dwelling: int = 0
    buildings: Buildings = field(default_factory=Buildings)

    @classmethod
    def begin(cls, seed: int, first_year: int, last_year: int) -> World:
        """A world without persons; the same seed always gives the same one."""
        where = places.load()
        land = reserves.Landscape.draw(where, stream(seed, "landscape"))
        return cls(seed, first_year, last_year, where, land, ids.Ranks(last_year))

    def rng(self, stage: str, *key: int) -> np.random.Generator:
        """The random stream of a stage (and year, block …): independent of all others."""
        return stream(self.seed, stage, *key)

    def new_dwellings(self, mun: Ints) -> Ints:
        """A dwelling number that nobody has lived in for each of the municipalities `mun`."""
        first = self.next_dwelling
        self.buildings.add(mun, self.places, self.rng("buildings", first))
        self.next_dwelling += len(mun)
        return np.arange(first, first + len(mun))

    def name(self, who: People) -> None:
        """Give identity codes to persons who have none."""
        born = who.born.astype(np.int64)
        who.hetu[:] = ids.personal(born, who.male, self.ranks.take(born, who.male))


def stream(seed: int, stage: str, *key: int) -> np.random.Generator:
    """A generator (PCG64) whose stream depends on nothing but its arguments."""
    spawn = (*stage.encode(), *key)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=spawn)))


def schooling(
    u: npt.NDArray[np.float32], z: npt.NDArray[np.float32], age: Ints, male: npt.NDArray[np.bool_]
) -> Ints:
    """The ISCED level (200 … 800) that a person will have reached in the end.

    By rank of a mix of luck and the latent education reserve; younger cohorts go further and
    women further than men, about 40 % of those aged 25–34 having a tertiary degree.
    """
    luck = np.log(u / (1 - u + 1e-6) + 1e-6) * 0.55
    score = (luck + z * 0.75) / np.sqrt((0.55 * 1.81) ** 2 + 0.75**2)
    score = score - 0.014 * np.clip(age - 45, 0, 60) + np.where(male, -0.16, 0.16)
    score = score - 0.008 * np.clip(38 - age, 0, 20)
    steps = np.array([-1.28, 0.0, 0.12, 0.82, 2.25])
    levels = np.array([200, 300, 500, 600, 700, 800])
    reached: Ints = levels[np.searchsorted(steps, score)]
    return reached


def settle(world: World, persons: int) -> People:
    """The population at the end of the year before the first one: `persons` of them."""
    year = world.first_year - 1
    rng = world.rng("settle")
    counts = places.spread(world.places, persons)
    mun = np.repeat(np.arange(len(counts)), counts)
    for gone, into in places.merged_into(world.places, year).items():
        mun[mun == gone] = into
    mun = np.sort(mun)
    ages, male = people.draw_ages(world.places, mun, rng)
    first = np.flatnonzero(np.r_[True, mun[1:] != mun[:-1]])
    grown = rng.integers(30, 70, len(first))
    ages[first] = np.where(ages[first] < 30, grown, ages[first])
    who = people.blank(persons)
    who.mun[:] = mun
    who.born[:] = people.birth_days(ages, year, rng)
    who.role[:], dwelling = households.form(mun, ages, male, rng)
    who.male[:] = male
    who.dwelling[:] = dwelling
    world.persons = persons
    _, one = np.unique(dwelling, return_index=True)  # dense: one resident of each
    world.new_dwellings(mun[one])
    people.traits(who, world.places, foreign=False, rng=rng)
    people.marry(who, ages, rng)
    who.z[:] = reserves.create(dwelling, who.mun, world.land, rng)
    who.school[:] = schooling(who.u[:, 0], who.z[:, reserves.EDUCATION], ages, male)
    who.employer[:] = rng.integers(0, 2**31 - 1, persons)
    end = ids.day_of(year, 12, 31)
    stay = np.minimum(rng.exponential(2600, persons), np.minimum(ages * 365, 18_000))
    lived = np.zeros(world.next_dwelling)
    np.maximum.at(lived, dwelling, np.where(ages >= 18, stay, 0))
    who.since[:] = np.maximum(end - lived[dwelling].astype(np.int64), who.born)
    world.name(who)
    return who
