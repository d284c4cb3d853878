"""Abridged period life table: expectation of life with its standard error (M13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assets.estimators.arrays import Floats

STARTS: tuple[int, ...] = (0, 1, *range(5, 91, 5))
"""First ages of the bands; the last is open."""

RADIX = 100_000.0
FIRST_YEAR_LIVED = 0.1
"""Part of its first year that an infant who dies in it has lived, on average."""
HALF = 0.5


@dataclass(frozen=True)
class LifeTable:
    """One element a band: survivors, years lived, years left and their variance.

    `starts` are the bands' first ages; where nobody of the open band died it is one with the band
    below, and `merged` is true.
    """

    starts: tuple[int, ...]
    survivors: Floats
    lived: Floats
    expectation: Floats
    variance: Floats
    merged: bool

    def at(self, age: int) -> tuple[float, float]:
        """Years left at an age that begins a band, and the standard error."""
        place = self.starts.index(age)
        return float(self.expectation[place]), float(np.sqrt(self.variance[place]))


def life_table(
    deaths: npt.ArrayLike, persons: npt.ArrayLike, starts: tuple[int, ...] = STARTS
) -> LifeTable | None:
    """The table of deaths and person-years by band; None where it can't be made.

    It can't where a band has no person-years, or nobody died in the three highest bands. A band
    without deaths has no risk and no variance; an open band without deaths is joined to the one
    below. Method: Chiang 1984, variance after Silcocks, Jenner and Reza 2001.
    """
    d, p = np.array(deaths, dtype=np.float64), np.array(persons, dtype=np.float64)
    merged = False
    for _ in range(2):
        if d[-1] > 0:
            break
        d = np.append(d[:-2], d[-2:].sum())
        p = np.append(p[:-2], p[-2:].sum())
        starts, merged = starts[:-1], True
    if d[-1] <= 0 or not (p > 0).all():
        return None
    width = np.diff(np.array(starts, dtype=np.float64))
    lived_part = np.full(width.size, HALF)
    lived_part[0] = FIRST_YEAR_LIVED if starts[0] == 0 else HALF
    rate = d / p
    risk = np.minimum(width * rate[:-1] / (1 + width * (1 - lived_part) * rate[:-1]), 1.0)
    survivors = RADIX * np.append(1.0, np.cumprod(1 - risk))
    dying = survivors[:-1] * risk
    lived = np.append(
        width * (survivors[1:] + lived_part * dying),
        survivors[-1] / rate[-1],
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        expectation = np.cumsum(lived[::-1])[::-1] / survivors
        of_risk = np.where(d[:-1] > 0, risk**2 * (1 - risk) / d[:-1], 0.0)
        inside = survivors[:-1] ** 2 * ((1 - lived_part) * width + expectation[1:]) ** 2 * of_risk
        last = (survivors[-1] / 2) ** 2 * 4 / (d[-1] * rate[-1] ** 2)
        variance = np.cumsum(np.append(inside, last)[::-1])[::-1] / survivors**2
    return LifeTable(starts, survivors, lived, expectation, variance, merged)
