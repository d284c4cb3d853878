"""Samples of persons: who is drawn and answers, and weights that bring them back to the people."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def drawn(n: int, chance: Floats, rng: np.random.Generator) -> Ints:
    """Positions of `n` different persons, drawn with chances in proportion, in random order."""
    # The n smallest of E/p are a sample with chances in proportion to p.
    race = rng.exponential(size=len(chance)) / chance
    n = min(n, len(chance))
    return np.argpartition(race, n - 1)[:n] if n else np.zeros(0, dtype=np.int64)


def calibrated(position: Ints, cells: list[Ints], rounds: int = 4) -> Floats:
    """Weights of the persons at `position`, raked to the population's count of each cell.

    Each of `cells` numbers all persons by one classification; cells without a respondent are
    left out, so that the rest keep their own counts.
    """
    weight = np.ones(len(position))
    for _ in range(rounds):
        for cell in cells:
            there = np.bincount(cell)
            own = cell[position]
            now = np.bincount(own, weights=weight, minlength=len(there))
            weight *= there[own] / np.maximum(now[own], 1e-9)
    return weight


def decimals(weight: Floats, places: int, mark: str) -> npt.NDArray[np.str_]:
    """Weights as text with that many decimals and that decimal mark."""
    unit = 10**places
    whole = np.rint(weight * unit).astype(np.int64)
    text = np.char.add((whole // unit).astype(str), mark)
    return np.char.add(text, np.char.zfill((whole % unit).astype(str), places))
