"""Who is given care in a year, how often and for what: contacts with health care, drawn at once.

Scale: 2.0 contacts with primary care a resident and year (about a third of the true volume, oral
health, home care and occupational health among it), 0.15 stays on a ward and 0.6 outpatient visits
in hospitals. Rates follow age and sex; poor latent health raises them, and poor safety the share
of injuries. A person's extra need stays from year to year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sources.synthetic import ids, reserves
from sources.synthetic.people import People

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MENTAL, INJURY, CHRONIC, OTHER = range(4)

_AGES = [0, 3, 10, 20, 35, 50, 65, 75, 85, 100]
PRIMARY = [4.4, 2.6, 1.3, 1.4, 1.5, 1.6, 2.2, 3.0, 4.0, 4.2]
WARD = [0.16, 0.05, 0.03, 0.06, 0.09, 0.10, 0.19, 0.34, 0.60, 0.75]
OUTPATIENT = [0.6, 0.35, 0.32, 0.42, 0.50, 0.60, 0.82, 0.98, 0.85, 0.6]

CODES: tuple[tuple[str, ...], ...] = (
    ("F329", "F321", "F411", "F419", "F432", "F102", "F200", "F319", "F900", "F809"),
    ("S0600", "S5250", "S7200", "S8280", "S6180", "T119", "S9340", "T150", "T391"),
    ("E119", "J459", "J449", "I509", "I109", "E109"),
    (
        *("J069", "M545", "M171", "K359", "R074", "N390", "I489", "C509", "H251", "J189", "Z000"),
        *("L309", "R104", "I639", "K802", "H669", "Z760", "A099", "N201", "G473", "R529"),
    ),
)
"""ICD-10 codes, without the dot, of each cause."""


@dataclass(frozen=True)
class Events:
    """Events of one kind: the person's position, day (since 1900), cause and diagnosis of each."""

    person: Ints
    day: Ints
    cause: Ints
    code: npt.NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.person)


def events(
    who: People, year: int, rates: list[float], strength: float, rng: np.random.Generator
) -> Events:
    """Poisson events of the persons while they lived here, at `rates` by age."""
    first, last = ids.day_of(year), ids.day_of(year, 12, 31)
    begin = np.maximum(np.maximum(who.came, who.born), first).astype(np.int64)
    gone = np.maximum(who.died, who.left).astype(np.int64)
    end = np.where(gone > 0, gone, last)
    there = np.clip((end - begin + 1) / (last - first + 1), 0, 1)
    ages = who.ages(year).astype(np.float64)
    health = who.z[:, reserves.HEALTH].astype(np.float64)
    women = np.where(who.male, 0.9, 1.1)
    women = np.where((ages >= 18) & (ages < 45), women**2, women)
    # Mean 1: a log-normal of the latent health, and extra need that stays with the person.
    need = np.exp(-strength * health - strength**2 / 2) * (0.3 + 1.4 * who.u[:, 1])
    count = rng.poisson(np.interp(ages, _AGES, rates) * women * need * there)
    person = np.repeat(np.arange(len(who)), count)
    span = np.maximum(end - begin + 1, 1)[person]
    day = begin[person] + (rng.random(len(person)) * span).astype(np.int64)
    cause = _causes(who, ages, person, rng)
    return Events(person, day, cause, _codes(cause, rng))


def _causes(who: People, ages: Floats, person: Ints, rng: np.random.Generator) -> Ints:
    health = who.z[:, reserves.HEALTH].astype(np.float64)
    social = who.z[:, reserves.SOCIAL].astype(np.float64)
    safety = who.z[:, reserves.SAFETY].astype(np.float64)
    mental = np.interp(ages, [0, 6, 15, 25, 60, 80], [0.005, 0.03, 0.10, 0.11, 0.06, 0.03])
    mental = np.minimum(mental * np.exp(-0.5 * health - 0.4 * social - 0.2), 0.7)
    injury = np.interp(ages, [0, 15, 25, 60, 75, 90], [0.07, 0.12, 0.11, 0.08, 0.09, 0.14])
    injury = np.minimum(injury * np.exp(-0.2 * safety), 0.25)
    chronic = np.interp(ages, [0, 20, 40, 65, 80], [0.02, 0.02, 0.05, 0.14, 0.18])
    limits = np.cumsum(np.stack([mental, injury, chronic], axis=1), axis=1)
    draw = rng.random(len(person))
    causes: Ints = (draw[:, None] >= limits[person]).sum(axis=1)
    return causes


def _codes(cause: Ints, rng: np.random.Generator) -> npt.NDArray[np.str_]:
    """A diagnosis of each cause; the first of a list are the most common."""
    width = max(len(codes) for codes in CODES)
    table = np.array([[*codes, *codes[:1] * (width - len(codes))] for codes in CODES])
    size = np.array([len(codes) for codes in CODES])
    luck = rng.random(len(cause)) ** 1.4
    codes: npt.NDArray[np.str_] = table[cause, (luck * size[cause]).astype(np.int64)]
    return codes
