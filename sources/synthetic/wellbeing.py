"""The wellbeing survey (Terve Suomi kind): residents of 20 or more, one row a respondent.

Drawn from 22 areas (Åland is not part of it) × ages 20–74 and 75 or more, equally many from each
area; the young, the ill and those with little schooling answer less, and weights bring stratum ×
sex back to the population. ISO-8859-1, semicolons, decimal comma. The question on the neighbourhood
bore another name in the first rounds.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import answers, reserves
from sources.synthetic.answers import TARGETS, graded, ladder, share_of_six, standard
from sources.synthetic.faults import DUPLICATE, Fault, FaultBook, fixed
from sources.synthetic.livelihood import Livelihood
from sources.synthetic.output import WELLBEING_SURVEY, TableFile, Written
from sources.synthetic.people import People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SOURCE = "wellbeing_survey"
_YOUNGER, _OLDER = 330, 130
"""Respondents a county of 20–74 and of 75 or more."""

RENAMED_SINCE = 2023
_FORMER_NAMES = {"ASUINALUE": "ASUINYMPARISTO"}

_FAULTS = [
    Fault("KOETTU_TERVEYS", "out_of_range", fixed("7")),
    Fault("PAINO", "out_of_range", fixed("0")),
    Fault("IKA", "out_of_range", fixed("5")),
    Fault("VASTAAJA", DUPLICATE),
    Fault("PAINO", "not_a_number", fixed("1,2,3")),
    Fault("SUKUPUOLI", "unknown_code", fixed("3")),
    Fault("PAINO", "out_of_range", fixed("-1,5")),
    Fault("PAINO", "missing", fixed("")),
    Fault("EUROHIS_3", "out_of_range", fixed("7")),
    Fault("IKA", "missing", fixed("")),
    Fault("TURVALLISUUS_ARKI", "out_of_range", fixed("5")),
]


def _draw(
    world: World, who: People, life: Livelihood, rng: np.random.Generator
) -> tuple[Ints, Ints, Floats]:
    """Respondents (positions), their strata and weights."""
    county = world.places.county[who.mun]
    frame = np.flatnonzero(who.here & (life.ages >= 20) & (county != "91"))
    old = (life.ages[frame] >= 75).astype(np.int64)
    _, area = np.unique(county[frame], return_inverse=True)
    stratum = area * 2 + old
    there = np.bincount(stratum)
    take = np.where(np.arange(len(there)) % 2 == 0, _YOUNGER, _OLDER)
    take = np.minimum(take, (0.7 * there).astype(np.int64))
    willing = np.exp(
        0.25 * who.z[frame, reserves.HEALTH]
        + 0.15 * who.z[frame, reserves.EDUCATION]
        + 0.012 * np.minimum(life.ages[frame] - 50, 25)
    )
    race = rng.exponential(size=len(frame)) / willing
    order = np.lexsort((race, stratum))
    rank = np.arange(len(frame)) - np.repeat(np.cumsum(there) - there, there)
    kept = order[rank < take[stratum[order]]]
    cell = stratum * 2 + who.male[frame]
    all_in = np.bincount(cell)
    answered = np.bincount(cell[kept], minlength=len(all_in))
    weight = (all_in / np.maximum(answered, 1))[cell[kept]]
    # Non-response by health and schooling, undone in part as a calibration would.
    fine = weight / willing[kept] ** 0.8
    fine *= np.bincount(cell[kept], weights=weight)[cell[kept]]
    fine /= np.bincount(cell[kept], weights=weight / willing[kept] ** 0.8)[cell[kept]]
    return frame[kept], stratum[kept], fine


def write(
    world: World, who: People, life: Livelihood, year: int, book: FaultBook, root: Path
) -> list[Written]:
    """Write the survey of `year` under `root`."""
    rng = world.rng("wellbeing", year)
    row, stratum, weight = _draw(world, who, life, rng)
    mixed = rng.permutation(len(row))
    row, stratum, weight = row[mixed], stratum[mixed], weight[mixed]
    county = world.places.county[who.mun[row]]
    names = np.where(stratum % 2 == 1, "2", "1")
    table = pl.DataFrame(
        {
            "VASTAAJA": 10_000 + rng.permutation(9 * len(row))[: len(row)],
            "OSITE": np.char.add(county, names),
            "HVA": county,
            "MAAKUNTA": world.places.region[who.mun[row]],
            "SUKUPUOLI": np.where(who.male[row], 1, 2),
            "IKA": life.ages[row],
            "PAINO": np.rint(weight * 10_000).astype(np.int64),
        }
        | _items(who, life, row, weight, rng)
        | _daily_safety(who, row, weight, world.rng("wellbeing_daily_safety", year))
    )
    whole, rest = pl.col("PAINO") // 10_000, (pl.col("PAINO") % 10_000).cast(pl.String)
    table = table.with_columns(
        pl.concat_str(whole, pl.lit(","), rest.str.zfill(4)).alias("PAINO"),
        # The form for those of 75 or more leaves this question out.
        pl.when(pl.col("IKA") < 75).then("OPPIMISMAHDOLLISUUDET").alias("OPPIMISMAHDOLLISUUDET"),
    )
    if year < RENAMED_SINCE:
        table = table.rename(_FORMER_NAMES)
    file = TableFile(
        root, f"{SOURCE}/{year}/terve_suomi_{year}.csv", tuple(table.columns), WELLBEING_SURVEY
    )
    changed, _ = book.plant(file, SOURCE, year, table, _FAULTS, rng)
    file.write(changed)
    return [file.close()]


def _daily_safety(
    who: People, row: Ints, weight: Floats, rng: np.random.Generator
) -> dict[str, Ints]:
    """Safety of daily life as a whole, from a random stream of its own."""
    safe = standard(
        who.z[row, reserves.SAFETY] + 0.3 * who.z[row, reserves.MATERIAL].astype(np.float64), weight
    )
    shares = [42, TARGETS["feels_safe_daily_share"] - 42, 8, 2]
    return {"TURVALLISUUS_ARKI": answers.unanswered(graded(-safe, 0.6, shares, rng), 9, rng)}


def _items(
    who: People, life: Livelihood, row: Ints, weight: Floats, rng: np.random.Generator
) -> dict[str, Ints]:
    """All answers, 9 or 99 where there is none."""
    z, age = who.z[row].astype(np.float64), life.ages[row]
    health = standard(z[:, reserves.HEALTH] - 0.022 * age - 0.5 * life.disabled[row], weight)
    mind = standard(
        0.6 * z[:, reserves.HEALTH]
        + 0.4 * z[:, reserves.SOCIAL]
        + 0.3 * z[:, reserves.MATERIAL]
        + 0.008 * np.minimum(age - 40, 30)
        + 0.14 * who.male[row],
        weight,
    )
    social = standard(z[:, reserves.SOCIAL] + 0.2 * z[:, reserves.HEALTH], weight)
    voice = standard(z[:, reserves.VOICE] + 0.25 * z[:, reserves.EDUCATION], weight)
    safe = standard(z[:, reserves.SAFETY] + 0.3 * who.male[row], weight)
    place = standard(z[:, reserves.ENVIRONMENT] + 0.2 * z[:, reserves.SAFETY], weight)
    skill = standard(z[:, reserves.EDUCATION] - 0.03 * age, weight)
    active = standard(z[:, reserves.WORK] + 0.4 * z[:, reserves.SOCIAL], weight)
    well = standard(mind + 0.4 * social + 0.3 * z[:, reserves.MATERIAL], weight)

    def item(structure: Floats, loading: float, shares: list[float]) -> Ints:
        """Code 1 for the best placed."""
        return answers.unanswered(graded(-structure, loading, shares, rng), 9, rng)

    def trust(share: float, spread: float) -> Ints:
        mean = share_of_six(share, spread)
        return answers.unanswered(ladder(voice, 0.7, mean, spread, rng), 99, rng)

    found = {"KOETTU_TERVEYS": item(health, 0.75, [17, 44, 28, 9, 2])}
    bad, good = [1.7, 3.4, 7.4, 16, 34, 37.5], [16, 44, 21, 10.5, 6.2, 2.3]
    common = 0.82 * mind + np.sqrt(1 - 0.82**2) * rng.standard_normal(len(row))
    for name, shares, sign in (
        ("HERMOSTUNUT", [2.1, 5.2, 9.7, 19, 36, 28], 1),
        ("MASENTUNUT", bad, 1),
        ("RAUHALLINEN", good, -1),
        ("ALAKULOINEN", [1.6, 4.2, 8.7, 19, 38, 28.5], 1),
        ("ONNELLINEN", good, -1),
    ):
        # Negative items: 1 "all the time" for the worst placed; positive ones for the best.
        answer = graded(sign * common, 0.82, shares, rng)
        found[f"MHI_{name}"] = answers.unanswered(answer, 9, rng)
    lonely = [100 - 35 - 24 - TARGETS["loneliness_thl_share"], 35, 24, 8.2, 2.8]
    found |= {
        "YKSINAISYYS": item(social, 0.65, lonely),
        "ASUINALUE": item(place, 0.6, [31, 52, 11, 4.5, 1.5]),
        "TURVALLISUUS_PAIVA": item(safe, 0.6, [45, TARGETS["feels_safe_daily_share"] - 45, 8, 2]),
        "TURVALLISUUS_ILTA": item(safe, 0.65, [34, 44, 17, 5]),
        "LUOTTAMUS_HALLITUS": trust(TARGETS["trust_national_government_share"], 2.4),
        "LUOTTAMUS_KUNTA": trust(TARGETS["trust_local_government_share"], 2.1),
        "VAIKUTUSMAHDOLLISUUS": trust(42.0, 2.4),
        "SYRJINTA": graded(safe + 0.3 * voice, 0.4, [11, 89], rng),
        "VAKIVALTA": graded(safe, 0.4, [5.5, 94.5], rng),
        "HARRASTUS": item(active, 0.5, [38, 28, 20, 14]),
        "VAPAAEHTOISTYO": item(active, 0.4, [27, 73]),
        "DIGITAIDOT": item(skill, 0.75, [34, 33, 17, 10, 6]),
        "OPPIMISMAHDOLLISUUDET": item(skill, 0.5, [20, 48, 22, 7.5, 2.5]),
    }
    for k in range(1, 9):
        answer = 6 - graded(-well, 0.72, [27.0 - k, 48, 19, 5.5, 2.5], rng)
        found[f"EUROHIS_{k}"] = answers.unanswered(answer, 9, rng)
    return found
