"""The trust survey (OECD Trust Survey kind): adults of 18 or more, in 2021, 2023 and 2025.

A simple random sample of residents; those with little voice and schooling answer less, and weights
bring age × sex back to the population. UTF-8, commas. In 2021 the government was trusted more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import answers, reserves
from sources.synthetic.answers import TARGETS, ladder, share_of_six, standard
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import TRUST_SURVEY, TableFile, Written
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SOURCE = "trust_survey"
WAVES = (2021, 2023, 2025)
RESPONDENTS = 2_000
_GOVERNMENT_OF = {2021: 61.0}
_CLASSES = np.array([30, 45, 60, 75])
_DO_NOT_KNOW = 0.015

FAULTS = [
    Fault("TRUST_NATGOV", "out_of_range", fixed("11")),
    Fault("WEIGHT", "out_of_range", fixed("0")),
    Fault("AGE", "out_of_range", fixed("17")),
    Fault("RESPID", DUPLICATE),
    Fault("GENDER", "unknown_code", fixed("3")),
    Fault("WEIGHT", "not_a_number", fixed("1 200.5")),
    Fault("YEAR", "other_year", lambda year: str(int(year) - 1)),
    Fault("REGION", "unknown_code", fixed("FI1A")),
    Fault("POL_VOICE", "not_a_number", fixed("quite")),
    Fault("WEIGHT", "missing", fixed("")),
]


def write(scene: Scene) -> list[Written]:
    """Write the wave under `scene.root`; nothing in a year without one."""
    year, who, places = scene.year, scene.who, scene.world.places
    if year not in WAVES:
        return []
    rng = scene.world.rng("trust survey", year)
    row, weight = _draw(scene, rng)
    z = who.z[row].astype(np.float64)
    voice = standard(z[:, reserves.VOICE] + 0.25 * z[:, reserves.EDUCATION], weight)

    def item(share: float, spread: float) -> Ints:
        given = ladder(voice, 0.7, share_of_six(share, spread), spread, rng)
        given = np.where(rng.random(len(given)) < _DO_NOT_KNOW, 97, given)
        return answers.unanswered(given, 98, rng)

    government = _GOVERNMENT_OF.get(year, TARGETS["trust_national_government_share"])
    table = pl.DataFrame(
        {
            "RESPID": 100_000 + rng.permutation(9 * len(row))[: len(row)],
            "YEAR": np.full(len(row), year),
            "REGION": places.nuts2[who.mun[row]],
            "GENDER": np.where(who.male[row], 1, 2),
            "AGE": who.ages(year)[row],
            "WEIGHT": np.rint(weight * 10_000) / 10_000,
            "TRUST_NATGOV": item(government, 2.4),
            "TRUST_LOCALGOV": item(TARGETS["trust_local_government_share"], 2.1),
            "POL_VOICE": item(44.0, 2.4),
        }
    )
    file = TableFile(
        scene.root,
        f"{SOURCE}/{year}/trust_survey_fin_{year}.csv",
        tuple(table.columns),
        TRUST_SURVEY,
    )
    changed, _ = scene.book.plant(file, SOURCE, year, table, FAULTS, rng)
    file.write(changed)
    return [file.close()]


def _draw(scene: Scene, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Respondents (positions) and their weights, age class by sex brought to the population."""
    who, ages = scene.who, scene.who.ages(scene.year)
    adults = np.flatnonzero(who.here & (ages >= 18))
    willing = np.exp(0.25 * who.z[adults, reserves.VOICE] + 0.2 * who.z[adults, reserves.EDUCATION])
    n = min(RESPONDENTS, int(0.4 * len(adults)))
    race = rng.exponential(size=len(adults)) / willing
    answering = np.argpartition(race, n)[:n]
    cell = np.searchsorted(_CLASSES, ages[adults], side="right") * 2 + who.male[adults]
    all_in = np.bincount(cell)
    own = cell[answering]
    bare = 1 / willing[answering] ** 0.8  # non-response, undone in part as a calibration would
    brought = all_in / np.maximum(np.bincount(own, weights=bare, minlength=len(all_in)), 1e-9)
    return adults[answering], bare * brought[own]
