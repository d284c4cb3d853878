"""Unbroken unemployment across years, and the services that break it.

`livelihood` says in which months somebody is unemployed; here is since when, and who takes part in
a service promoting employment meanwhile. Both follow from streams of their own, so that a year's
files and the next year's memory see the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sources.synthetic import ids
from sources.synthetic.livelihood import Livelihood
from sources.synthetic.people import People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_SERVED = 0.42
"""Share of those unemployed for four months or longer in the year who are served in it."""


@dataclass(frozen=True)
class Unemployment:
    """Of the persons at `rows`: days (since 1900) of one stretch of unemployment that the year saw.

    `start` may lie in earlier years; `end` is the last day, 0 while it lasts. `served_from` and
    `served_to` (days, half-open) are a service that breaks it; both 0 without one.
    """

    rows: Ints
    start: Ints
    end: Ints
    served_from: Ints
    served_to: Ints


def month_starts(year: int) -> Ints:
    """First days of the twelve months, and of the next year."""
    return np.array([*(ids.day_of(year, m) for m in range(1, 13)), ids.day_of(year + 1)])


def of_year(world: World, who: People, life: Livelihood, year: int) -> Unemployment:
    """The unemployment of a year, of those who had any."""
    rng = world.rng("employment services", year)
    first = month_starts(year)
    draw, pause, length = rng.random(len(who)), rng.random(len(who)), rng.integers(2, 6, len(who))
    rows = np.flatnonzero(life.idle > 0)
    begin, stop = life.idle_from[rows].astype(np.int64), life.idle_to[rows].astype(np.int64)
    since = who.idle_since[rows].astype(np.int64)
    start = np.where((begin == 0) & (since > 0), since, first[begin])
    gone = np.maximum(who.died[rows], who.left[rows]).astype(np.int64)
    end = np.where(stop == 12, 0, first[stop] - 1)
    end = np.where(gone > 0, np.where(end > 0, np.minimum(end, gone), gone), end)
    served = (stop - begin >= 4) & (draw[rows] < _SERVED) & (gone == 0)
    from_month = begin + 1 + (pause[rows] * (stop - begin - 1)).astype(np.int64)
    to_month = np.minimum(from_month + length[rows], stop)
    return Unemployment(
        rows=rows,
        start=np.minimum(start, np.where(end > 0, end, start)),
        end=end,
        served_from=np.where(served, first[np.minimum(from_month, 12)], 0),
        served_to=np.where(served, first[to_month], 0),
    )


def remember(world: World, who: People, life: Livelihood, year: int) -> None:
    """Keep since when those unemployed at the end of the year have been so without a break."""
    found = of_year(world, who, life, year)
    since = found.start
    if year < world.first_year:  # nothing is known of the years before: some were long out of work
        luck = np.clip(who.u[found.rows, 1].astype(np.float64), 0, 0.99)
        before = np.minimum(-np.log(1 - luck) * 380, 3000).astype(np.int64)
        grown = who.born[found.rows].astype(np.int64) + 18 * 365
        since = np.where(life.idle_from[found.rows] == 0, np.maximum(since - before, grown), since)
        since = np.minimum(since, found.start)
    after = month_starts(year)[12]
    since = np.where(found.served_to > 0, found.served_to, since)
    who.idle_since[:] = 0
    who.idle_since[found.rows] = np.where((found.end == 0) & (since < after), since, 0)
