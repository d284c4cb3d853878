"""Answers in the living-conditions survey: of the household, and of its selected respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import answers, reserves
from sources.synthetic.answers import TARGETS, graded, ladder, standard, three_way
from sources.synthetic.livelihood import EMPLOYED, Livelihood
from sources.synthetic.people import People
from sources.synthetic.world import World

if TYPE_CHECKING:
    from sources.synthetic.silc import Sample

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_LEVELS = np.array(["000", "100", "200", "300", "400", "500", "600", "700", "800"])


def household(
    world: World,
    who: People,
    sample: Sample,
    total: Floats,
    housing: Floats,
    units: Floats,
    rng: np.random.Generator,
) -> dict[str, npt.NDArray[np.generic]]:
    """The items of file H from HS011 on, one value a household."""
    homes = len(total)
    weight = sample.weight * sample.size
    z = np.zeros((homes, 8))
    for k in range(8):
        sums = np.bincount(sample.home, weights=who.z[sample.row, k], minlength=homes)
        z[:, k] = sums / sample.size
    rich = np.log(np.maximum(total / units, 3_000))
    means = standard(0.75 * z[:, reserves.MATERIAL] + 1.5 * (rich - rich.mean()), weight)
    urban = np.clip(world.places.urban[sample.mun], -2, 3)
    calm = standard(z[:, reserves.ENVIRONMENT] - 0.15 * urban, weight)
    safe = standard(z[:, reserves.SAFETY] - 0.15 * urban, weight)

    def trouble(share: float, rest: float = 0.74) -> Ints:
        return graded(means, rest, [share, 100 - share], rng)

    def yes(structure: Floats, share: float) -> Ints:
        return graded(structure, 0.6, [share, 100 - share], rng)

    def arrears(share: float) -> Ints:
        return np.array([2, 1, 3])[
            graded(means, 0.8, [share * 0.6, share * 0.4, 100 - share], rng) - 1
        ]

    ends = graded(
        means, 0.85, [2.6, TARGETS["difficulty_making_ends_meet"] - 2.6, 19, 34, 25, 13], rng
    )
    cost = 310 * units**0.8 * np.exp(rng.normal(0, 0.3, homes) + 0.1 * np.clip(urban, -1, 3))
    return {
        "HS011": arrears(3.2),
        "HS021": arrears(4.6),
        "HS031": arrears(2.8),
        "HS040": 3 - trouble(12.5),
        "HS050": 3 - trouble(3.6),
        "HS060": 3 - trouble(TARGETS["unexpected_expense_inability"]),
        "HH050": 3 - trouble(2.6, 0.6),
        "HS110": three_way(means, 0.71, 7.5, 14, rng),
        "HD080": three_way(means, 0.71, 6.5, 9, rng),
        "HS120": ends,
        "HH070": np.round(cost + housing / 24, 2),
        "HY070G": np.round(housing, 2),
        "HS170": yes(calm, TARGETS["noise_reported_share"]),
        "HS180": yes(calm, TARGETS["pollution_reported_share"]),
        "HS190": yes(safe, TARGETS["crime_in_area_share"]),
    }


def personal(
    who: People,
    life: Livelihood,
    sample: Sample,
    equivalised: Floats,
    key: Ints,
    year: int,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """File P, one row a person of 16 or more; empty personal items but for the respondent."""
    grown = np.flatnonzero(sample.age >= 16)
    row, home = sample.row[grown], sample.home[grown]
    n = len(grown)
    adults = np.bincount(home, minlength=len(sample.weight))[home]
    weight = sample.weight[home] * adults
    chosen = sample.chosen[grown]
    frame: dict[str, npt.NDArray[np.generic]] = {
        "PB010": np.full(n, year),
        "PB020": np.full(n, "FI"),
        "PB030": key[grown],
        "PB060": np.round(weight, 4),
        "PE010": np.where(life.student[row], 1, 2),
        "PE041": _LEVELS[life.attained[row] // 100],
        "PL032": life.status[row],
        "PL073": who.worked[row],
        "PL080": who.workless[row],
    }
    register = set(frame) - {"PB060"}
    frame |= _items(who, life, row, sample.age[grown], equivalised[home], weight, rng)
    table = pl.DataFrame(frame)
    asked = pl.Series(chosen)
    table = table.with_columns(
        pl.when(asked).then(pl.col(c)).alias(c) for c in table.columns if c not in register
    )
    need, unmet, works = pl.col("PH040_F") == 1, pl.col("PH040") == 1, pl.col("PL032") == EMPLOYED
    return table.with_columns(
        pl.when(need).then("PH040").alias("PH040"),
        pl.when(need & unmet).then("PH050").alias("PH050"),
        pl.when(works).then("PW100").alias("PW100"),
    )


def _items(
    who: People,
    life: Livelihood,
    row: Ints,
    age: Ints,
    equivalised: Floats,
    weight: Floats,
    rng: np.random.Generator,
) -> dict[str, npt.NDArray[np.generic]]:
    """Personal items of everyone, from PD020 to PW230."""
    z = who.z[row].astype(np.float64)
    rich = np.log(np.maximum(equivalised, 3_000))
    means = standard(0.75 * z[:, reserves.MATERIAL] + 1.5 * (rich - rich.mean()), weight)
    health = standard(z[:, reserves.HEALTH] - 0.024 * age - 0.6 * life.disabled[row], weight)
    voice = standard(z[:, reserves.VOICE] + 0.25 * z[:, reserves.EDUCATION], weight)
    social = standard(z[:, reserves.SOCIAL] + 0.2 * z[:, reserves.HEALTH], weight)
    safe = standard(z[:, reserves.SAFETY] + 0.35 * who.male[row], weight)
    well = standard(0.35 * means + 0.35 * health + 0.5 * social + 0.15 * safe, weight)
    luck = rng.random(len(row))
    reasons = np.array([2, 1, 3, 4, 5, 8])[np.searchsorted([0.86, 0.9, 0.94, 0.97, 0.98], luck)]
    unmet = TARGETS["unmet_medical_need_share"] / 0.93 / 0.72  # other reasons; those in need
    need = graded(health, 0.5, [72, 28], rng)

    def lack(cannot: float, other: float) -> Ints:
        return three_way(means, 0.71, cannot, other, rng)

    def scale(structure: Floats, loading: float, mean: float, spread: float) -> Ints:
        return answers.unanswered(ladder(structure, loading, mean, spread, rng), 99, rng)

    return {
        "PD020": lack(6.0, 5),
        "PD030": lack(3.2, 2),
        "PD050": lack(6.0, 7),
        "PD060": lack(9.0, 12),
        "PD070": lack(7.0, 4),
        "PD080": lack(1.8, 3),
        "PH010": 6 - graded(health, 0.75, [1.5, 7.0, 26.5, 45, 20], rng),
        "PH030": graded(health, 0.7, [7.5, TARGETS["activity_limitation_share"] - 7.5, 67], rng),
        "PH040": graded(0.5 * means + 0.5 * health, 0.4, [unmet, 100 - unmet], rng),
        "PH040_F": np.where(need == 1, 1, -2),
        "PH050": reasons,
        "PW010": scale(well, 0.7, TARGETS["life_satisfaction_mean"] + 0.09, 1.5),
        "PW100": scale(well, 0.5, 7.8, 1.7),
        "PW120": scale(well, 0.45, 7.3, 2.0),
        "PW130": scale(voice, 0.65, 5.2, 2.3),
        "PW140": scale(voice, 0.6, 6.9, 2.1),
        "PW150": scale(voice, 0.5, 8.1, 1.6),
        "PW160": scale(social, 0.65, 8.3, 1.6),
        "PW180": graded(-social, 0.6, [96, 4], rng),
        "PW191": scale(0.7 * voice + 0.5 * social, 0.6, TARGETS["trust_in_others_mean"], 1.8),
        "PW220": 5 - graded(safe, 0.6, [2.5, 11.5, 38, 48], rng),
        "PW230": graded(social, 0.65, [1.0, 3.0, 16, 27, 53], rng),
    }
