"""Who may vote in an election of the synthetic Finland, and who does: counts by polling district.

Days and turnouts are those of the elections of 2021–2025; who votes hangs on the latent voice,
schooling and age. Finns abroad are added to the districts, for the files count them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from sources.reference import areas
from sources.synthetic import ids, reserves
from sources.synthetic.people import CITIZENSHIPS, People
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ENTITLED, IN_ADVANCE, ON_DAY = range(3)
RESIDENT, ABROAD = range(2)
MEN, ALL = range(2)

VOTERS_A_DISTRICT = 1_500
_EU = np.isin(CITIZENSHIPS, [246, 233, 752])
_ABROAD_SHARE, _ABROAD_TURNOUT = 0.057, 0.126
_SAMPLE = 20_000


@dataclass(frozen=True)
class Election:
    """`letter` and `prefix` of its files; `finns` alone may vote, or all who have lived here."""

    prefix: str
    letter: str
    month: int
    day: int
    turnout: float
    finns: bool = True
    abroad: bool = True
    round: int = 0
    by_county: bool = False


CALENDAR: dict[int, tuple[Election, ...]] = {
    2021: (Election("kv", "K", 6, 13, 0.551, finns=False, abroad=False),),
    2022: (Election("av", "M", 1, 23, 0.475, finns=False, abroad=False, by_county=True),),
    2023: (Election("ekv", "E", 4, 2, 0.720),),
    2024: (
        Election("tpv", "P", 1, 28, 0.750, round=1),
        Election("tpv", "P", 2, 11, 0.707, round=2),
        Election("epv", "U", 6, 9, 0.424, finns=False),
    ),
    2025: (
        Election("kv", "K", 4, 13, 0.542, finns=False, abroad=False),
        Election("av", "M", 4, 13, 0.517, finns=False, abroad=False, by_county=True),
    ),
}
"""Year → its elections; years without one are not there."""

_DISTRICT_OF_REGION = {
    "01": "02", "02": "03", "04": "04", "21": "05", "05": "06", "07": "06", "06": "07", "08": "08",
    "09": "08", "10": "08", "11": "09", "12": "09", "14": "10", "15": "10", "16": "10", "13": "11",
    "17": "12", "18": "12", "19": "13",
}  # fmt: skip
"""Region → electoral district; Helsinki is one of its own (01) within Uusimaa."""


@dataclass(frozen=True)
class Returns:
    """Polling districts by municipality index `mun`, each with its `number` there from 1.

    `counts` has a row a polling district: men and all × living here and abroad × entitled, voted in
    advance, voted on the day.
    """

    mun: Ints
    number: Ints
    counts: Ints


@cache
def districts(year: int) -> dict[str, str]:
    """Municipality (3 digits) → electoral district."""
    rows = areas.municipalities(year).select("municipality", "region").iter_rows()
    return {
        code: "01" if code == "091" else _DISTRICT_OF_REGION[region.removeprefix("MK")]
        for code, region in rows
    }


def returns(scene: Scene, election: Election, rng: np.random.Generator) -> Returns:
    """The election's counts; a municipality in which nobody may vote has a district of nobody."""
    who, places = scene.who, scene.world.places
    rows = np.flatnonzero(_entitled(scene, election))
    voted = rng.random(len(rows)) < _chances(who, rows, scene.year, election.turnout)
    advance = voted & (rng.random(len(rows)) < 0.5 + 0.004 * (who.ages(scene.year)[rows] - 50))
    mun = who.mun[rows].astype(np.int64)
    held = _held(scene, election)
    size = np.bincount(mun, minlength=len(places))
    several = np.where(held, np.maximum(1, size // VOTERS_A_DISTRICT), 0)
    first = np.cumsum(several) - several
    at = first[mun] + who.dwelling[rows] % several[mun]
    total = int(several.sum())
    home = np.repeat(np.arange(len(places)), several)
    counts = np.zeros((total, 2, 2, 3), dtype=np.int64)
    for what, mask in ((ENTITLED, np.ones_like(voted)), (IN_ADVANCE, advance),
                       (ON_DAY, voted & ~advance)):  # fmt: skip
        counts[:, ALL, RESIDENT, what] = np.bincount(at[mask], minlength=total)
        of_men = mask & who.male[rows]
        counts[:, MEN, RESIDENT, what] = np.bincount(at[of_men], minlength=total)
    if election.abroad:
        _add_abroad(counts, rng)
    return Returns(home, np.arange(total) - first[home] + 1, counts)


def _entitled(scene: Scene, election: Election) -> Bools:
    who = scene.who
    voting_day = ids.day_of(scene.year, election.month, election.day)
    adult = who.born <= voting_day - 6574  # 18 years, leap days included
    finn = who.citizenship == CITIZENSHIPS[0]
    settled = who.u[:, 1] < 0.75  # two years of residence, for citizens of other countries
    other = np.isin(who.citizenship, CITIZENSHIPS[_EU])
    if election.prefix != "epv":
        other = other | settled
    may: Bools = who.here & adult & (finn if election.finns else finn | other)
    held: Bools = _held(scene, election)[who.mun]
    return may & held


def _held(scene: Scene, election: Election) -> Bools:
    """Municipalities of the year in which there is the election."""
    places = scene.world.places
    there = np.isin(places.code, areas.municipalities(scene.year)["municipality"].to_numpy())
    if election.prefix == "kv":
        there &= places.county != "91"
    if election.by_county:
        there &= ~np.isin(places.county, ["90", "91"])
    held: Bools = there
    return held


def _chances(who: People, rows: Ints, year: int, turnout: float) -> Floats:
    """Each person's probability of voting; the mean is `turnout`."""
    age = who.ages(year)[rows]
    leaning = (
        0.6 * who.z[rows, reserves.VOICE].astype(np.float64)
        + 0.35 * who.z[rows, reserves.EDUCATION]
        + 0.02 * (np.minimum(age, 72) - 45)
        - 0.05 * np.maximum(age - 78, 0)
        - 0.8 * (who.citizenship[rows] != CITIZENSHIPS[0])
    )
    step = max(1, len(rows) // _SAMPLE)
    low, high = -8.0, 8.0
    for _ in range(40):
        middle = (low + high) / 2
        mean = float(np.mean(1 / (1 + np.exp(-(leaning[::step] + middle))))) if len(rows) else 0
        low, high = (middle, high) if mean < turnout else (low, middle)
    chances: Floats = 1 / (1 + np.exp(-(leaning + low)))
    return chances


def _add_abroad(counts: Ints, rng: np.random.Generator) -> None:
    """Finns abroad, entitled in the municipality that they last lived in; few of them vote."""
    residents = counts[:, ALL, RESIDENT, ENTITLED]
    men = rng.binomial(residents, _ABROAD_SHARE / 2)
    women = rng.binomial(residents, _ABROAD_SHARE / 2)
    for who, entitled in ((MEN, men), (ALL, women)):
        voted = rng.binomial(entitled, _ABROAD_TURNOUT)
        advance = rng.binomial(voted, 0.9)
        for what, n in ((ENTITLED, entitled), (IN_ADVANCE, advance), (ON_DAY, voted - advance)):
            counts[:, who, ABROAD, what] += n
    counts[:, ALL, ABROAD] += counts[:, MEN, ABROAD]
