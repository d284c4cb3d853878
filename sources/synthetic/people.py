"""The persons of the synthetic Finland, as columns, and how the first of them come to be.

Ages and sexes follow Statistics Finland's population of 31 December 2023 by five-year group
(table 11rc, CC BY 4.0, rounded to hundreds); small municipalities are older than large ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from sources.synthetic import ids
from sources.synthetic.places import Places

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

CHILD, SINGLE, PARTNER = 0, 1, 2
"""Roles in a household: living with parents, adult without a partner, one of a couple."""

LANGUAGES = np.array(["fi", "sv", "se", "ru", "et", "ar", "en", "so", "uk"])
_LANGUAGE_SHARES = (0.862, 0.051, 0.0004, 0.018, 0.01, 0.008, 0.006, 0.005, 0.0396)
_SWEDISH_COUNTIES = {"17": 0.52, "91": 0.87, "01": 0.28, "03": 0.13, "05": 0.06}
CITIZENSHIPS = np.array([246, 233, 643, 804, 752, 368, 156, 356, 792])
"""ISO 3166 numeric: Finland, Estonia, Russia, Ukraine, Sweden, Iraq, China, India, Türkiye."""

# Population 31.12.2023 in hundreds, ages 0–4, 5–9, …, 80–84, 85 and over.
_MEN = (
    *(1204, 1423, 1627, 1614, 1592, 1771, 1958, 1908, 1889, 1779),
    *(1600, 1799, 1765, 1663, 1578, 1322, 703, 544),
)
_WOMEN = (
    *(1152, 1360, 1556, 1534, 1490, 1657, 1830, 1783, 1778, 1693),
    *(1558, 1802, 1823, 1799, 1787, 1617, 994, 1086),
)
_OLDEST = 104


@dataclass
class People:
    """One row a person. Days are counted from 1 January 1900; 0 means "not (yet)".

    `mun` index of the municipality; `since` the day from which they live in `dwelling`. `moved`
    is the day of this year's move, `before_*` where they lived until then; `came` the day of this
    year on which they came from abroad. `z` the eight latent reserves; `u` uniforms that stay with
    the person (schooling, pension, pay, habits). `school` the ISCED level (200–800) they will have
    reached. Of last year: `net` and `gross` own income, EUR, `housing` housing allowances, EUR,
    `old_age`, `survivors`, `disability` pensions, EUR, `worked` and `workless` months, `part_time`
    whether that work was, `income_known` whether any of this was observed here; `idle_since` the
    day since which they have been unemployed without a break.
    """

    born: npt.NDArray[np.int32]
    male: Bools
    mun: npt.NDArray[np.int16]
    dwelling: npt.NDArray[np.int32]
    since: npt.NDArray[np.int32]
    role: npt.NDArray[np.int8]
    hetu: npt.NDArray[np.bytes_]
    old_hetu: npt.NDArray[np.bytes_]
    corrected: npt.NDArray[np.int32]
    marital: npt.NDArray[np.int8]
    language: npt.NDArray[np.int8]
    citizenship: npt.NDArray[np.int16]
    protected: Bools
    precision: npt.NDArray[np.int8]
    died: npt.NDArray[np.int32]
    left: npt.NDArray[np.int32]
    moved: npt.NDArray[np.int32]
    before_mun: npt.NDArray[np.int16]
    before_dwelling: npt.NDArray[np.int32]
    before_since: npt.NDArray[np.int32]
    came: npt.NDArray[np.int32]
    employer: npt.NDArray[np.int32]
    school: npt.NDArray[np.int16]
    net: npt.NDArray[np.float32]
    housing: npt.NDArray[np.float32]
    worked: npt.NDArray[np.int8]
    workless: npt.NDArray[np.int8]
    gross: npt.NDArray[np.float32]
    old_age: npt.NDArray[np.float32]
    survivors: npt.NDArray[np.float32]
    disability: npt.NDArray[np.float32]
    part_time: Bools
    idle_since: npt.NDArray[np.int32]
    income_known: Bools
    z: npt.NDArray[np.float32]
    u: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.born)

    def take(self, rows: npt.NDArray[np.generic]) -> People:
        """The persons at `rows` (a mask or positions), in that order."""
        return People(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def ages(self, year: int) -> Ints:
        """Whole years at the end of `year`; −1 for those born after it."""
        born_in, _, _ = ids.calendar(self.born.astype(np.int64))
        return year - born_in

    @property
    def here(self) -> Bools:
        """Alive and living in Finland at the end of the year."""
        here: Bools = (self.died == 0) & (self.left == 0)
        return here


def join(parts: Sequence[People]) -> People:
    """The persons of all parts, one after the other."""
    return People(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(People)}
    )


def blank(n: int) -> People:
    """`n` persons of whom nothing is known yet."""
    shapes = {"z": (n, 8), "u": (n, 4)}
    kinds: dict[str, npt.DTypeLike] = {
        "male": np.bool_,
        "protected": np.bool_,
        "hetu": "S11",
        "old_hetu": "S11",
        "net": np.float32,
        "housing": np.float32,
        "worked": np.int8,
        "workless": np.int8,
        "gross": np.float32,
        "old_age": np.float32,
        "survivors": np.float32,
        "disability": np.float32,
        "part_time": np.bool_,
        "income_known": np.bool_,
        "z": np.float32,
        "u": np.float32,
    }
    for name in ("role", "marital", "language", "precision"):
        kinds[name] = np.int8
    for name in ("mun", "before_mun", "citizenship", "school"):
        kinds[name] = np.int16
    made = {
        f.name: np.zeros(shapes.get(f.name, (n,)), dtype=kinds.get(f.name, np.int32))
        for f in fields(People)
    }
    return People(**made)


def _pyramid() -> tuple[Floats, Floats]:
    """Shares of men and of women by single year of age 0 … `_OLDEST`, summing to one in all."""
    tables = []
    for groups in (_MEN, _WOMEN):
        young = np.repeat(np.array(groups[:-1], dtype=np.float64) / 5, 5)
        old = 0.83 ** np.arange(_OLDEST - 84)
        tables.append(np.concatenate([young, groups[-1] * old / old.sum()]))
    total = tables[0].sum() + tables[1].sum()
    return tables[0] / total, tables[1] / total


def draw_ages(places: Places, mun: Ints, rng: np.random.Generator) -> tuple[Ints, Bools]:
    """Ages and sexes for persons living in `mun`: exact nationally, older where few live."""
    men, women = _pyramid()
    shares = np.concatenate([men, women])
    age = np.concatenate([np.arange(len(men)), np.arange(len(women))])
    grid = np.linspace(-2.0, 1.5, 8)
    kind = np.abs(np.clip(places.urban, -2, 1.5)[:, None] - grid).argmin(axis=1)
    size = np.bincount(kind, weights=places.weight, minlength=len(grid))
    table = size[:, None] * shares * np.exp(-0.007 * grid[:, None] * (age - 43))
    for _ in range(30):  # iterative proportional fitting to both margins
        table *= shares / table.sum(axis=0)
        table *= (size / np.maximum(table.sum(axis=1), 1e-12))[:, None]
    cell = np.empty(len(mun), dtype=np.int64)
    draw = rng.random(len(mun))
    for k in range(len(grid)):
        rows = np.flatnonzero(kind[mun] == k)
        limits = np.cumsum(table[k])
        cell[rows] = np.searchsorted(limits / limits[-1], draw[rows], side="right")
    cell = np.minimum(cell, len(age) - 1)
    return age[cell], cell < len(men)


def birth_days(ages: Ints, year: int, rng: np.random.Generator) -> Ints:
    """Birth days of persons who are `ages` at the end of `year`."""
    first = ids.days((np.array(year - ages - 1970)).astype("datetime64[Y]"))
    after = ids.days((np.array(year - ages + 1 - 1970)).astype("datetime64[Y]"))
    return first + (rng.random(len(ages)) * (after - first)).astype(np.int64)


def traits(people: People, places: Places, foreign: bool, rng: np.random.Generator) -> None:
    """Give language, citizenship, protection order, precision of the birth date, and habits."""
    n = len(people)
    people.u[:] = rng.random((n, 4), dtype=np.float32)
    shares = np.array(_LANGUAGE_SHARES)
    if foreign:
        shares = np.array([0.06, 0.03, 0.0, 0.17, 0.1, 0.14, 0.18, 0.08, 0.24])
    people.language[:] = np.searchsorted(np.cumsum(shares / shares.sum()), rng.random(n))
    if not foreign:
        swedish = np.array([_SWEDISH_COUNTIES.get(c, 0.004) for c in places.county.tolist()])
        nordic = people.language <= 1
        people.language[nordic] = rng.random(n)[nordic] < swedish[people.mun][nordic]
    other = people.language > 2
    alien = other & (rng.random(n) < (0.95 if foreign else 0.6))
    people.citizenship[:] = CITIZENSHIPS[0]
    nation = CITIZENSHIPS[1 + rng.integers(0, len(CITIZENSHIPS) - 1, n)]
    people.citizenship[alien] = nation[alien]
    people.protected[:] = rng.random(n) < 0.002
    vague = rng.random(n)
    people.precision[:] = np.where(
        alien & (vague < 0.01), 2, np.where(alien & (vague < 0.02), 1, 0)
    )


def marry(people: People, ages: Ints, rng: np.random.Generator) -> None:
    """Give marital status from role and age (1 unmarried … 5 widowed, 6–8 registered partners)."""
    draw = rng.random(len(people))
    married = (people.role == PARTNER) & (draw < np.clip((ages - 20) / 35, 0.05, 0.85))
    once = (people.role == SINGLE) & (draw < np.clip((ages - 28) / 60, 0, 0.5))
    widow = (people.role == SINGLE) & (draw > 1 - np.clip((ages - 55) / 45, 0, 0.75))
    people.marital[:] = 1
    people.marital[once] = 4
    people.marital[widow] = 5
    people.marital[married] = 2
    people.marital[married & (rng.random(len(people)) < 0.004)] = 6
    people.marital[(people.role == SINGLE) & (rng.random(len(people)) < 0.001)] = 9
