"""The degree register's stock of a year: the highest qualification of everyone who has one.

Residents of 15 and over at 31 December with a qualification after basic education. Of those who
came from abroad many have a degree that nobody has reported, as in the register itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import faults, ids, output
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.livelihood import finish_age
from sources.synthetic.output import Dialect, TableFile, Written
from sources.synthetic.people import CITIZENSHIPS, People
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]

SOURCE = "degrees"
BLOCK = 500_000
DIALECT = Dialect(";")
COLUMNS = ("vuosi", "henkilotunnus", "koulk", "kaste", "ISCED_ala3", "saika", "ulkom")
FOREIGN_UNKNOWN, FOREIGN_ABROAD = 0.3, 0.75

# ISCED level → (weight among men, among women, kaste, koulk, ISCED field). Among people of all
# ages the matriculation examination is the highest of every sixth, a vocational one of the others.
_DEGREES: dict[int, tuple[tuple[int, int, str, str, str], ...]] = {
    300: (
        (22, 28, "31", "301101", "0011"),
        (26, 3, "32", "351407", "0713"),
        (18, 1, "32", "352201", "0732"),
        (4, 24, "32", "371101", "0913"),
        (9, 17, "32", "331101", "0411"),
        (10, 17, "32", "381112", "1013"),
        (7, 3, "32", "361101", "0811"),
        (3, 5, "33", "358302", "0715"),
        (1, 2, "33", "377109", "0921"),
    ),
    500: (
        (45, 8, "51", "552101", "0715"),
        (30, 45, "51", "531101", "0411"),
        (10, 40, "51", "571101", "0913"),
        (15, 7, "51", "561101", "0811"),
    ),
    600: (
        (40, 8, "62", "651101", "0714"),
        (20, 22, "62", "631101", "0413"),
        (8, 42, "62", "671101", "0913"),
        (18, 8, "63", "642201", "0613"),
        (14, 20, "63", "625101", "0232"),
    ),
    700: (
        (12, 12, "71", "731151", "0413"),
        (40, 12, "72", "754301", "0714"),
        (16, 30, "72", "725105", "0113"),
        (22, 26, "72", "735101", "0311"),
        (10, 20, "72", "772101", "0912"),
    ),
    800: (
        (15, 15, "81", "835101", "0311"),
        (55, 40, "82", "845301", "0533"),
        (30, 45, "82", "875101", "0912"),
    ),
}


def _another_level(kaste: str) -> str:
    """A level that is known, but not that of the row's qualification."""
    return "31" if kaste.startswith("8") else "82"


FAULTS = [
    *faults.hetu_faults("henkilotunnus", dash=True),
    Fault("henkilotunnus", DUPLICATE),
    Fault("kaste", "unknown_code", fixed("30")),
    Fault("kaste", "level_not_of_degree", _another_level),
    Fault("koulk", "bad_pattern", lambda code: code[:5]),
    Fault("kaste", "missing", fixed("")),
    Fault("saika", "bad_pattern", lambda month: f"{month[:4]}13"),
    Fault("saika", "completed_after_year", fixed("209901")),
    Fault("vuosi", "not_a_number", fixed("kuluva")),
    Fault("ISCED_ala3", "bad_pattern", lambda field: field[1:]),
]


def write(scene: Scene) -> list[Written]:
    """Write the year's stock under `scene.root`."""
    year, who = scene.year, scene.who
    rng = scene.world.rng("degree files", year)
    file = TableFile(scene.root, f"{SOURCE}/{year}/tutkinto_korkein_{year}.csv", COLUMNS, DIALECT)
    level = scene.life.attained
    listed = _known(who) & (level >= 300) & (who.ages(year) >= 15)
    for start in range(0, len(who), BLOCK):
        rows = start + np.flatnonzero(listed[start : start + BLOCK])
        block = _degrees(who.take(rows), level[rows].astype(np.int64), year)
        fit = who.corrected[rows] == 0
        changed, _ = scene.book.plant(file, SOURCE, year, block, FAULTS, rng, fit)
        file.write(changed)
    return [file.close()]


def _known(who: People) -> npt.NDArray[np.bool_]:
    """Whose degrees the register knows; who stays unknown does so year after year."""
    foreign = who.citizenship != CITIZENSHIPS[0]
    known: npt.NDArray[np.bool_] = who.here & ~(foreign & (who.u[:, 0] < FOREIGN_UNKNOWN))
    return known


def _degrees(who: People, level: Ints, year: int) -> pl.DataFrame:
    """One row a person; what follows from the person stays the same from year to year."""
    born, _, _ = ids.calendar(who.born.astype(np.int64))
    # On the way to a higher degree, an upper secondary one taken at 19 is the highest.
    age = np.where(level == who.school, np.ceil(finish_age(who)), 19).astype(np.int64)
    in_year = np.minimum(born + age, year)
    kaste = np.empty(len(who), dtype="U2")
    koulk = np.empty(len(who), dtype="U6")
    field = np.empty(len(who), dtype="U4")
    pick = (who.u[:, 1].astype(np.float64) * 977.0) % 1.0  # independent of the pension drawn by it
    for isced, choices in _DEGREES.items():
        names = np.array([c[2:] for c in choices])
        for sex in (0, 1):
            rows = np.flatnonzero((level == isced) & (who.male == (sex == 0)))
            weights = np.cumsum([c[sex] for c in choices], dtype=np.float64)
            chosen = names[np.searchsorted(weights / weights[-1], pick[rows], side="right")]
            kaste[rows], koulk[rows], field[rows] = chosen.T
    abroad = (who.citizenship != CITIZENSHIPS[0]) & (who.u[:, 0] < FOREIGN_ABROAD)
    month = np.where(who.u[:, 2] < 0.75, 5, 12)
    return output.texts(
        {
            "vuosi": np.full(len(who), year),
            "henkilotunnus": who.hetu,
            "koulk": koulk,
            "kaste": kaste,
            "ISCED_ala3": field,
            "saika": in_year * 100 + month,
            "ulkom": abroad.astype(np.int8),
        }
    )
