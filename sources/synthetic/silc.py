"""The survey on income and living conditions (EU-SILC's files D, H, R, P) of a year.

A stratified sample of households by wellbeing services county, in which the young and those who
live alone answer less; weights bring each county × class back to its number of households. Income
is last year's, from the same persons' wages, benefits and capital, with noise; age is that at the
end of last year, −1 for those born since. Household and person ids are fresh numbers that say
nothing of who is meant; one person of 16 or more a household answers the personal items.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import silc_answers, silc_module, silc_work
from sources.synthetic.faults import DUPLICATE, ORPHAN, Fault, FaultBook, fixed, nobodys
from sources.synthetic.income import Income, consumption_units, disposable
from sources.synthetic.livelihood import Livelihood
from sources.synthetic.output import LIVING_CONDITIONS, TableFile, Written
from sources.synthetic.people import People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SOURCE = "living_conditions"
LEAST, MOST, SHARE = 4_000, 12_000, 0.06
_A_STRATUM = 60


_FAULTS = {
    "D": [
        Fault("DB090", "out_of_range", fixed("-1.5")),
        Fault("DB030", DUPLICATE),
        Fault("DB090", "missing", fixed("")),
        Fault("DB090", "not_a_number", fixed("abc")),
    ],
    "H": [
        Fault("HB030", ORPHAN, nobodys),
        Fault("HY020", "not_a_number", fixed("12.3.4")),
        Fault("HB030", DUPLICATE),
        Fault("HS120", "out_of_range", fixed("9")),
        Fault("HY020", "missing", fixed("")),
    ],
    "R": [
        Fault("RB090", "unknown_code", fixed("3")),
        Fault("RX020", "out_of_range", fixed("-5")),
        Fault("RB030", DUPLICATE),
        Fault("RB040", ORPHAN, nobodys, also="RB030"),
        Fault("RB050", "out_of_range", fixed("0")),
        Fault("RB090", "missing", fixed("")),
        Fault("RX020", "not_a_number", fixed("abc")),
    ],
    "P": [
        Fault("PW010", "out_of_range", fixed("11")),
        Fault("PB030", ORPHAN, nobodys),
        Fault("PL073", "out_of_range", fixed("13")),
        Fault("PB030", DUPLICATE),
        Fault("PB060", "out_of_range", fixed("-4.0")),
        Fault("PY100G", "missing", fixed("")),
        Fault("PL060", "out_of_range", fixed("100")),
        Fault("PY130G", "out_of_range", fixed("-12.5")),
        Fault("PW191", "not_a_number", fixed("abc")),
    ],
}


@dataclass(frozen=True)
class Sample:
    """The households that answered, and the persons living in them.

    By household: `weight`, `county`, `mun`, `size`. By person: `row` in the population, `home`
    (position of the household, sorted), `age` at the end of last year, `member` number from 1,
    `chosen` whether the selected respondent.
    """

    weight: Floats
    mun: Ints
    size: Ints
    row: Ints
    home: Ints
    age: Ints
    member: Ints
    chosen: Bools


def draw(world: World, who: People, year: int, rng: np.random.Generator) -> Sample:
    """Draw the sample of `year` and weight it."""
    alive = np.flatnonzero(who.here)
    _, first, home = np.unique(who.dwelling[alive], return_index=True, return_inverse=True)
    homes = len(first)
    mun = who.mun[alive[first]].astype(np.int64)
    oldest = np.zeros(homes, dtype=np.int64)
    age = who.ages(year)[alive]
    np.maximum.at(oldest, home, age)
    size = np.bincount(home, minlength=homes)
    _, stratum = np.unique(world.places.county[mun], return_inverse=True)
    kind = np.searchsorted([30, 65], oldest, side="right") * 2 + (size > 1)
    target = min(max(LEAST, round(SHARE * homes)), MOST, int(0.45 * homes))
    strata = np.bincount(stratum)
    take = np.maximum(np.rint(target * strata / homes).astype(np.int64), _A_STRATUM)
    take = np.minimum(take, (0.6 * strata).astype(np.int64))
    # Exponential race: the n smallest of E/p are a sample with chances in proportion to p.
    answers = np.array([0.5, 0.62, 0.6, 0.75, 0.7, 0.8])[kind]
    race = rng.exponential(size=homes) / answers
    order = np.lexsort((race, stratum))
    start = np.cumsum(strata) - strata
    rank = np.empty(homes, dtype=np.int64)
    rank[order] = np.arange(homes) - np.repeat(start, strata)
    adult = np.zeros(homes, dtype=np.bool_)
    adult[home[age >= 17]] = True
    chosen = np.flatnonzero((rank < take[stratum]) & adult)
    cell = stratum * 6 + kind
    there = np.bincount(cell, minlength=int(cell.max()) + 1)
    answered = np.bincount(cell[chosen], minlength=len(there))
    weight = (there / np.maximum(answered, 1))[cell[chosen]]
    position = np.full(homes, -1)
    position[chosen] = np.arange(len(chosen))
    persons = np.flatnonzero(position[home] >= 0)
    order = np.lexsort((-age[persons], position[home[persons]]))
    persons = persons[order]
    at = position[home[persons]]
    begin = np.searchsorted(at, np.arange(len(chosen)))
    member = np.arange(len(persons)) - begin[at] + 1
    then = age[persons] - 1
    picked = _select(at, then, len(chosen), rng)
    return Sample(weight, mun[chosen], size[chosen], alive[persons], at, then, member, picked)


def _select(home: Ints, age: Ints, homes: int, rng: np.random.Generator) -> Bools:
    """One person of 16 or more in each household, at random."""
    luck = np.where(age >= 16, rng.random(len(home)), 2.0)
    order = np.lexsort((luck, home))
    first = order[np.searchsorted(home, np.arange(homes))]
    picked = np.zeros(len(home), dtype=np.bool_)
    picked[first] = age[first] >= 16
    return picked


def write(
    world: World,
    who: People,
    life: Livelihood,
    income: Income,
    year: int,
    book: FaultBook,
    root: Path,
) -> list[Written]:
    """Write the four files of `year`; `who` still remembers last year's incomes."""
    rng = world.rng("silc", year)
    sample = draw(world, who, year, rng)
    homes = len(sample.weight)
    number = 100_000 + rng.permutation(9 * homes)[:homes]
    order = np.argsort(number)  # households in the files' order: by their number
    tables = _tables(world, who, life, income, sample, number, year, rng)
    files = {
        name: TableFile(
            root, f"{SOURCE}/{year}/silc_{year}_{name}.csv", tuple(frame.columns), LIVING_CONDITIONS
        )
        for name, frame in tables.items()
    }
    rank = np.empty(homes, dtype=np.int64)
    rank[order] = np.arange(homes)
    persons = np.lexsort((sample.member, rank[sample.home]))
    adults = persons[sample.age[persons] >= 16]
    refused = np.zeros(homes, dtype=np.bool_)
    out = np.zeros(len(sample.row), dtype=np.bool_)
    for name, rows, parent in (
        ("D", order, None),
        ("H", order, refused),
        ("R", persons, refused[sample.home]),
        ("P", adults, out),
    ):
        if name == "R":
            parent = refused[sample.home]
        fallen = parent[rows] if parent is not None else np.zeros(len(rows), dtype=np.bool_)
        frame = tables[name][rows] if name != "P" else tables[name]
        if name == "P":
            position = np.full(len(sample.row), -1)
            position[np.flatnonzero(sample.age >= 16)] = np.arange(frame.height)
            frame = frame[position[rows]]
        kinds = _FAULTS[name]
        if name == "P" and year in silc_module.YEARS:
            kinds = silc_module.FAULTS + kinds
        changed, lost = book.plant(files[name], SOURCE, year, frame, kinds, rng, ~fallen)
        book.cascade(files[name], SOURCE, year, np.flatnonzero(fallen))
        files[name].write(changed)
        if name == "D":
            refused[rows[lost]] = True
        if name == "R":
            out[rows[fallen]] = True
            out[rows[lost]] = True
    return [file.close() for file in files.values()]


def _incomes(
    who: People, income: Income, sample: Sample, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Disposable income, housing allowances (EUR a year) and consumption units by household."""
    homes = len(sample.weight)
    known = who.income_known[sample.row]
    own = np.where(known, who.net[sample.row], 0.85 * income.net[sample.row]).astype(np.float64)
    own = np.where(sample.age < 15, 0.0, own)
    housing = np.where(known, who.housing[sample.row], 0.0)
    units = consumption_units(sample.home, sample.age, homes)
    total = np.bincount(sample.home, weights=own, minlength=homes).astype(np.float64)
    noisy = disposable(total, units, rng) * np.exp(rng.normal(0, 0.02, homes))
    allowance = np.bincount(sample.home, weights=housing, minlength=homes).astype(np.float64)
    return noisy, allowance, units


def _tables(
    world: World,
    who: People,
    life: Livelihood,
    income: Income,
    sample: Sample,
    number: Ints,
    year: int,
    rng: np.random.Generator,
) -> dict[str, pl.DataFrame]:
    """The four files' frames: D and H a row a household, R a person, P a person of 16 or more."""
    total, housing, units = _incomes(who, income, sample, rng)
    places = world.places
    homes = len(number)
    head = {"010": np.full(homes, year), "020": np.full(homes, "FI"), "030": number}
    d = {f"DB{k}": v for k, v in head.items()} | {
        "DB040": places.nuts2[sample.mun],
        "FI_MK": places.region[sample.mun],
        "FI_HVA": places.county[sample.mun],
        "DB050": places.county[sample.mun],
        "DB060": number,
        "DB090": np.round(sample.weight, 4),
    }
    h = {f"HB{k}": v for k, v in head.items()} | {
        "HY010": np.round(silc_work.gross_incomes(who, sample, total), 2),
        "HY020": np.round(total, 2),
        "HY025": np.ones(homes),
        "HX040": sample.size,
        "HX050": np.round(units, 1),
    }
    h |= silc_answers.household(world, who, sample, total, housing, units, rng)
    persons = len(sample.row)
    born = year - 1 - sample.age
    key = number[sample.home] * 100 + sample.member
    r = {
        "RB010": np.full(persons, year),
        "RB020": np.full(persons, "FI"),
        "RB030": key,
        "RB040": number[sample.home],
        "RB050": np.round(sample.weight[sample.home], 4),
        "RB080": born,
        "RB090": np.where(who.male[sample.row], 1, 2),
        "RX020": sample.age,
    }
    p = silc_answers.personal(who, life, sample, total / units, key, year, rng)
    p = silc_work.add(p, who, life, sample, world.rng("silc_work", year))
    if year in silc_module.YEARS:
        p = silc_module.add(p, who, sample, world.rng("silc_participation", year))
    return {"D": pl.DataFrame(d), "H": pl.DataFrame(h), "R": pl.DataFrame(r), "P": p}
