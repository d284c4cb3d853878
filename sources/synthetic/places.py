"""Municipalities of the synthetic Finland: how many live in each, and what each is like.

`municipality_population.csv` (municipality, population) holds approximate populations, rounded
and written from public knowledge: about those of 2022, 5.56 million in all. They give shares, not
statistics; nothing may be published from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.errors import VarantoError
from sources.reference import areas

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FIRST_YEAR = 2021
"""The division whose municipalities are used as indices; nothing was split after it."""

_POPULATION = Path(__file__).parent / "municipality_population.csv"


@dataclass(frozen=True)
class Places:
    """Municipalities by index (code order), with what the generator needs to know of each.

    `code` 3 digits; `county`, `region` 2 digits; `nuts2`; `weight` share of the population;
    `urban` standardised log population (0 = median municipality, about −2 … 5).
    """

    code: npt.NDArray[np.str_]
    county: npt.NDArray[np.str_]
    region: npt.NDArray[np.str_]
    nuts2: npt.NDArray[np.str_]
    weight: Floats
    urban: Floats

    def __len__(self) -> int:
        return len(self.code)


def load() -> Places:
    """The municipalities of `FIRST_YEAR`; a VarantoError where the two tables don't match."""
    shares = pl.read_csv(_POPULATION, schema={"municipality": pl.String, "population": pl.Int64})
    table = (
        areas.municipalities(FIRST_YEAR)
        .join(shares, on="municipality", how="left")
        .sort("municipality")
    )
    if table["population"].null_count() or table.height != shares.height:
        raise VarantoError(
            "municipality_population.csv and the reference table name different municipalities "
            f"for {FIRST_YEAR}; bring the one in line with the other"
        )
    population = table["population"].to_numpy().astype(np.float64)
    size = np.log(population)
    return Places(
        code=table["municipality"].to_numpy().astype(np.str_),
        county=table["county"].str.strip_prefix("HVA").to_numpy().astype(np.str_),
        region=table["region"].str.strip_prefix("MK").to_numpy().astype(np.str_),
        nuts2=table["nuts2"].to_numpy().astype(np.str_),
        weight=population / population.sum(),
        urban=(size - np.median(size)) / size.std(),
    )


def merged_into(places: Places, year: int) -> dict[int, int]:
    """Index of each municipality that is gone by `year` → index of the one it became part of."""
    index = {code: i for i, code in enumerate(places.code.tolist())}
    return {
        i: index[areas.successor(code, year)]
        for code, i in index.items()
        if areas.successor(code, year) != code
    }


def spread(places: Places, persons: int) -> Ints:
    """How many of `persons` live in each municipality: in proportion, at least one while it lasts.

    Largest remainders; when there are fewer persons than municipalities the largest get them.
    """
    exact = places.weight * persons
    counts = np.floor(exact).astype(np.int64)
    if persons >= 4 * len(places):
        counts = np.maximum(counts, 2)
    left = persons - int(counts.sum())
    if left >= 0:
        order = np.argsort(-(exact - np.floor(exact)), kind="stable")
        counts[order[:left]] += 1
    else:
        order = np.argsort(-counts, kind="stable")
        counts[order[:-left]] -= 1
    return counts
