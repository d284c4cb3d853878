"""The national crime victim survey of a year: residents of 15 to 74, one row a respondent.

Drawn by NUTS 2 area; men and the young answer less. Violence falls on the young and those low in
safety, its forms together; women fear it more. ISO-8859-1, semicolons, decimal comma.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import reserves
from sources.synthetic.answers import graded, standard
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import CRIME_VICTIMS, TableFile, Written
from sources.synthetic.sampling import calibrated, decimals, drawn
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SOURCE = "crime_victims"
LEAST, MOST, SHARE = 1_200, 6_300, 0.05
_NO_ANSWER = 0.006

_FORMS = {
    "UHKAUS": 9.0,
    "TARTTUMINEN": 8.0,
    "LAIMAYS": 4.2,
    "ISKU": 2.4,
    "POTKU": 1.9,
    "ASE": 0.35,
}
"""Shares who suffered each form, %: together about 6 % something from a slap on."""

_FAULTS = [
    Fault("PAINO", "out_of_range", fixed("0")),
    Fault("IKA", "out_of_range", fixed("75")),
    Fault("VASTAAJA", DUPLICATE),
    Fault("LAIMAYS", "unknown_code", fixed("3")),
    Fault("SUURALUE", "unknown_code", fixed("FI1A")),
    Fault("VUOSI", "other_year", fixed("2019")),
    Fault("PAINO", "not_a_number", fixed("1,2,3")),
    Fault("PELKO_ILTAISIN", "unknown_code", fixed("4")),
    Fault("IKA", "missing", fixed("")),
    Fault("SUKUPUOLI", "unknown_code", fixed("3")),
    Fault("PAINO", "missing", fixed("")),
]


def write(scene: Scene) -> list[Written]:
    """Write the survey of the year."""
    rng = scene.world.rng("crime_victims", scene.year)
    who, places, ages = scene.who, scene.world.places, scene.life.ages
    frame = np.flatnonzero(who.here & (ages >= 15) & (ages <= 74))
    n = min(max(LEAST, round(SHARE * len(frame))), MOST, int(0.3 * len(frame)))
    willing = np.exp(
        0.2 * who.z[frame, reserves.VOICE] + 0.015 * (ages[frame] - 40) - 0.2 * who.male[frame]
    ).astype(np.float64)
    position = drawn(n, willing, rng)
    band = np.searchsorted([25, 35, 45, 55, 65], ages[frame], side="right")
    _, area = np.unique(places.nuts2[who.mun[frame]], return_inverse=True)
    weight = calibrated(position, [area.astype(np.int64), band * 2 + who.male[frame]])
    row = frame[position]
    nuts2 = places.nuts2[who.mun[row]]
    table = pl.DataFrame(
        {
            "VUOSI": np.full(n, scene.year),
            "VASTAAJA": 10_000 + rng.permutation(9 * n)[:n],
            "OSITE": np.where(nuts2 == "FI20", "AX", "MA"),
            "SUURALUE": nuts2,
            "SUKUPUOLI": np.where(who.male[row], 1, 2),
            "IKA": ages[row],
            "PAINO": decimals(weight, 4, ","),
        }
        | _items(scene, row, weight, rng)
    )
    file = TableFile(
        scene.root,
        f"{SOURCE}/{scene.year}/rikosuhritutkimus_{scene.year}.csv",
        tuple(table.columns),
        CRIME_VICTIMS,
    )
    changed, _ = scene.book.plant(file, SOURCE, scene.year, table, _FAULTS, rng)
    file.write(changed)
    return [file.close()]


def _items(
    scene: Scene, row: Ints, weight: Floats, rng: np.random.Generator
) -> dict[str, npt.NDArray[np.generic]]:
    """Forms of violence (1 suffered, 2 not) and fear, 9 where there is no answer."""
    who, age = scene.who, scene.life.ages[row]
    safety = who.z[row, reserves.SAFETY].astype(np.float64)
    struck = standard(safety + 0.05 * np.minimum(age, 50), weight)
    # What befalls a person comes in several forms: they share most of their luck.
    struck = standard(0.6 * struck + 0.8 * rng.standard_normal(len(row)), weight)
    calm = standard(safety + 0.75 * who.male[row] + 0.004 * age, weight)

    def said(answer: Ints) -> Ints:
        return np.where(rng.random(len(answer)) < _NO_ANSWER, 9, answer)

    found: dict[str, npt.NDArray[np.generic]] = {
        name: said(graded(struck, 0.88, [share, 100 - share], rng))
        for name, share in _FORMS.items()
    }
    fears = graded(calm, 0.6, [29, 71], rng)
    home = (fears == 2) & (rng.random(len(row)) < np.where(age > 60, 0.12, 0.03))
    found["PELKO_ILTAISIN"] = said(np.where(home, 3, fears))
    return found
