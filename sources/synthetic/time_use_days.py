"""What people do with a day: main activities of 144 slots of ten minutes from 4:00 (HETUS codes).

A day is painted in layers: leisure, then meals, work or school, household work, and sleep around
it. How much household work a day holds is drawn first, so that its means are near the published
ones (2020–2021: women about 3 h 40 min a day, men 2 h 30 min); then where in the day it fits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sources.synthetic import reserves
from sources.synthetic.livelihood import EMPLOYED
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SLOTS, MINUTES = 144, 10
_AN_EPISODE = 3
"""Slots that an episode lasts, mostly."""

_MEAN = (155.0, 222.0)
"""Minutes of household work a day of a man and of a woman in the middle of life, before what age,
work, children and a full day make of it."""

_BY_AGE = ((10, 15, 20, 25, 35, 50, 67, 75, 85), (0.3, 0.4, 0.6, 0.85, 1, 1.05, 1.3, 1.3, 1.0))

_SLEEP, _WASHING, _MEAL = "011", "031", "021"
_WORK, _BREAK, _SCHOOL, _TO_WORK, _TO_SCHOOL = "111", "121", "211", "910", "920"

_LEISURE = (
    *(("821", 30), ("811", 8), ("721", 15), ("511", 6), ("512", 5), ("531", 8), ("611", 9)),
    *(("711", 4), ("733", 3), ("432", 1), ("522", 1), ("950", 5), ("960", 4)),
    *(("999", 1),),
)
"""Codes of what isn't work, with their shares of leisure."""

_CHORES = (
    *(("311", 19, 32), ("312", 7, 14), ("321", 12, 20), ("331", 1, 7), ("332", 0.5, 3)),
    *(("341", 7, 5), ("344", 5, 6), ("351", 4, 0.5), ("353", 7, 1), ("354", 5, 0.5)),
    *(("361", 12, 14), ("371", 4, 4), ("391", 1, 2), ("411", 3, 2), ("421", 3, 1.5)),
    *(("425", 1, 2), ("428", 0.5, 0.5)),
)
"""Codes of unpaid work, with the shares of men's and of women's."""

_CARE = (("381", 50), ("382", 8), ("383", 30), ("384", 4), ("389", 8))
"""Care of the children at home, of those who have them."""


def weekday(day: Ints) -> Ints:
    """1 Monday … 7 Sunday, of days since 1900."""
    return day % 7 + 1  # 1 January 1900 was a Monday


def activities(
    scene: Scene, row: Ints, age: Ints, day: Ints, rng: np.random.Generator
) -> npt.NDArray[np.str_]:
    """Codes by diary and slot, of the persons in `row`, of an age, on the days given."""
    n = len(row)
    weekend = weekday(day) >= 6
    works, learns = _calls(scene, row, age, weekend, rng)
    slots = _blocks(_LEISURE, n, rng)
    at = np.arange(SLOTS)
    up, down = _awake(age, weekend, works | learns, rng)
    for when in (up + 3, np.full(n, 48) + rng.integers(-3, 4, n), 78 + rng.integers(-4, 5, n)):
        _paint(slots, at, when, when + rng.integers(2, 4, n), _MEAL)
    begin = np.maximum(22 + rng.integers(-3, 10, n), up + 6)
    hours = np.where(scene.life.part_time[row], rng.integers(24, 39, n), rng.integers(43, 54, n))
    _out(slots, at, works, begin, begin + hours, (_TO_WORK, _WORK, _BREAK))
    begin = np.maximum(25 + rng.integers(-2, 4, n), up + 5)
    _out(slots, at, learns, begin, begin + rng.integers(27, 39, n), (_TO_SCHOOL, _SCHOOL, _MEAL))
    for when in (up, down - 2):
        _paint(slots, at, when, when + 2, _WASHING)
    asleep = (at < up[:, None]) | (at >= down[:, None])
    slots[asleep] = _SLEEP
    free = np.isin(slots, [code for code, _ in _LEISURE])
    wanted = _wanted(scene, row, age, weekend, works, rng)
    chores = _fitted(free, wanted, rng)
    slots[chores] = _chores(scene, row, rng)[chores]
    return slots


def _calls(
    scene: Scene, row: Ints, age: Ints, weekend: Bools, rng: np.random.Generator
) -> tuple[Bools, Bools]:
    """Who goes to work and who to school on the day."""
    n = len(row)
    working = (scene.life.status[row] == EMPLOYED) & (age >= 15)
    works = working & (rng.random(n) < np.where(weekend, 0.17, 0.78))
    school = (age < 16) | scene.life.student[row]
    learns = school & ~works & ~weekend & (rng.random(n) < np.where(age < 20, 0.82, 0.5))
    return works, learns


def _awake(age: Ints, weekend: Bools, called: Bools, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """The slots in which the day begins and ends: about 6:30–8:30 and 22:30."""
    n = len(age)
    late = np.where(called, 0, 6) + np.where(weekend & (age < 30), 6, 0) - np.where(age >= 65, 2, 0)
    up = np.clip(np.rint(16 + late + 3 * rng.standard_normal(n)), 4, 50)
    down = 111 + np.where(weekend, 3, 0) - np.where(age < 14, 8, 0)
    down = np.clip(np.rint(down + 4 * rng.standard_normal(n)), 90, SLOTS)
    return up.astype(np.int64), down.astype(np.int64)


def _paint(slots: npt.NDArray[np.str_], at: Ints, start: Ints, end: Ints, code: str) -> None:
    """Set the code from a slot to another, by diary."""
    slots[(at >= start[:, None]) & (at < end[:, None])] = code


def _out(
    slots: npt.NDArray[np.str_],
    at: Ints,
    who: Bools,
    begin: Ints,
    end: Ints,
    codes: tuple[str, str, str],
) -> None:
    """Set the way there and back, what is done there and the break in it, of those who go."""
    way, there, pause = codes
    nobody = np.where(who, 0, SLOTS + 9)
    _paint(slots, at, begin - 2 + nobody, end + 2, way)
    _paint(slots, at, begin + nobody, end, there)
    middle = (begin + end) // 2 + nobody
    _paint(slots, at, middle, middle + 3, pause)


def _wanted(
    scene: Scene, row: Ints, age: Ints, weekend: Bools, works: Bools, rng: np.random.Generator
) -> Ints:
    """Slots of unpaid work that each has to do: like at home, more with small children."""
    who = scene.who
    male = who.male[row]
    youngest = scene.life.youngest[row].astype(np.int64)
    child = np.select([youngest < 3, youngest < 7, youngest < 13], [1.75, 1.45, 1.15], 1.0)
    child = np.where(male, 1 + 0.7 * (child - 1), child)
    _, home = np.unique(who.dwelling[row], return_inverse=True)
    custom = rng.normal(0, 0.22, int(home.max()) + 1)[home]
    pull = np.exp(custom - 0.05 * who.z[row, reserves.WORK].astype(np.float64))
    mean = np.where(male, *_MEAN) * np.interp(age, *_BY_AGE) * child * pull
    mean *= np.where(works, 0.62, 1.0) * np.where(weekend, 1.12, 1.0)
    wanted: Ints = np.rint(rng.gamma(2.6, mean / 2.6) / MINUTES).astype(np.int64)
    return wanted


def _fitted(free: Bools, wanted: Ints, rng: np.random.Generator) -> Bools:
    """The free slots that take the wanted ones, in episodes, all of them where there are fewer."""
    n = len(free)
    liking = np.repeat(rng.random((n, SLOTS // _AN_EPISODE)), _AN_EPISODE, axis=1)
    liking += 1e-3 * rng.random((n, SLOTS))
    liking[~free] = 9.0
    rank = np.argsort(np.argsort(liking, axis=1, kind="stable"), axis=1, kind="stable")
    return (rank < wanted[:, None]) & free


def _chores(scene: Scene, row: Ints, rng: np.random.Generator) -> npt.NDArray[np.str_]:
    """What the work would be in every slot."""
    n, male = len(row), scene.who.male[row]
    men = _blocks([(code, share) for code, share, _ in _CHORES], n, rng)
    women = _blocks([(code, share) for code, _, share in _CHORES], n, rng)
    chores = np.where(male[:, None], men, women)
    youngest = scene.life.youngest[row].astype(np.int64)
    minding = np.select([youngest < 3, youngest < 7, youngest < 13], [0.45, 0.35, 0.12], 0.0)
    minds = np.repeat(rng.random((n, SLOTS // _AN_EPISODE)), _AN_EPISODE, axis=1)
    return np.where(minds < minding[:, None], _blocks(_CARE, n, rng), chores)


def _blocks(
    shares: Sequence[tuple[str, float]], n: int, rng: np.random.Generator
) -> npt.NDArray[np.str_]:
    """Codes drawn by their shares, episode by episode."""
    codes, share = np.array([c for c, _ in shares]), np.array([s for _, s in shares], dtype=float)
    cuts = np.cumsum(share / share.sum())
    drawn = np.searchsorted(cuts[:-1], rng.random((n, SLOTS // _AN_EPISODE)), side="right")
    return np.repeat(codes[drawn], _AN_EPISODE, axis=1)
