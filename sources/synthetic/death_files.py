"""The causes of the year's deaths: who of the synthetic persons died, and of what.

ISO-8859-1, semicolons, dates YYYYMMDD, ICD-10 without its dot. Causes are drawn by age and sex,
near the shares of Statistics Finland's causes of death of 2022 (table 11ay, CC BY 4.0, rounded).
The last year comes too early, and its changes after it (`late_deaths`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import faults, late_deaths, output
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import Dialect, TableFile, Written
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]

SOURCE = "causes_of_death"
DIALECT = Dialect(";", "iso-8859-1")
COLUMNS = ("VUOSI", "HENKILOTUNNUS", "KUOLPVM", "TPKS", "KUNTA", "IKA", "SP")

FROM = (0, 1, 15, 35, 55, 75)
"""First ages of the classes that the weights below are of."""

# ICD-10 → weight of men and of women by class of age.
_CAUSES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "P072": ((55, 0, 0, 0, 0, 0), (55, 0, 0, 0, 0, 0)),
    "Q249": ((25, 10, 1, 1, 0, 0), (25, 10, 1, 1, 0, 0)),
    "R95": ((20, 0, 0, 0, 0, 0), (20, 0, 0, 0, 0, 0)),
    "C719": ((0, 25, 4, 4, 3, 1), (0, 25, 6, 5, 3, 1)),
    "G409": ((0, 15, 3, 2, 1, 0), (0, 15, 3, 2, 1, 0)),
    "V475": ((0, 20, 12, 4, 1, 1), (0, 20, 9, 2, 1, 0)),
    "W199": ((0, 5, 2, 5, 3, 3), (0, 5, 1, 3, 2, 3)),
    "X420": ((0, 0, 16, 5, 0, 0), (0, 0, 10, 3, 0, 0)),
    "X450": ((0, 0, 4, 6, 2, 0), (0, 0, 2, 4, 1, 0)),
    "X700": ((0, 10, 38, 11, 2, 0), (0, 10, 30, 9, 1, 0)),
    "K703": ((0, 0, 3, 13, 6, 0), (0, 0, 3, 9, 3, 0)),
    "I219": ((0, 0, 3, 14, 14, 13), (0, 0, 2, 6, 8, 12)),
    "I251": ((0, 0, 1, 7, 12, 15), (0, 0, 1, 3, 6, 13)),
    "I639": ((0, 0, 1, 4, 5, 7), (0, 0, 2, 4, 6, 9)),
    "C349": ((0, 0, 1, 5, 11, 5), (0, 0, 1, 5, 9, 3)),
    "C509": ((0, 0, 0, 0, 0, 0), (0, 0, 5, 14, 9, 3)),
    "C189": ((0, 0, 1, 3, 4, 3), (0, 0, 1, 4, 4, 3)),
    "C259": ((0, 0, 0, 3, 5, 2), (0, 0, 1, 4, 6, 2)),
    "C619": ((0, 0, 0, 1, 4, 6), (0, 0, 0, 0, 0, 0)),
    "E149": ((0, 0, 2, 2, 2, 1), (0, 0, 2, 2, 2, 1)),
    "J449": ((0, 0, 0, 1, 4, 3), (0, 0, 0, 1, 4, 2)),
    "J189": ((0, 0, 1, 1, 1, 2), (0, 0, 1, 1, 1, 2)),
    "U071": ((0, 5, 1, 1, 3, 4), (0, 5, 1, 1, 3, 4)),
    "G309": ((0, 0, 0, 0, 4, 18), (0, 0, 0, 0, 6, 27)),
    "F03": ((0, 0, 0, 0, 1, 6), (0, 0, 0, 0, 1, 8)),
    "I500": ((0, 0, 1, 1, 1, 3), (0, 0, 1, 1, 1, 4)),
    "C859": ((0, 10, 4, 6, 9, 5), (0, 10, 17, 22, 20, 4)),
    "Y86": ((0, 0, 0, 0, 1, 0), (0, 0, 0, 0, 0, 1)),
}

FAULTS = [
    *faults.hetu_faults("HENKILOTUNNUS", dash=False),
    Fault("KUOLPVM", "not_a_date", faults.month_13),
    Fault("KUOLPVM", "death_outside_year", fixed("19991231")),
    Fault("TPKS", "bad_pattern", lambda code: f"{code[:2]}.{code[2:]}"),
    Fault("TPKS", "injury_as_cause", fixed("S065")),
    Fault("HENKILOTUNNUS", DUPLICATE),
    Fault("TPKS", "missing", fixed("")),
    Fault("KUNTA", "unknown_code", fixed("999")),
    Fault("IKA", "out_of_range", fixed("126")),
    Fault("IKA", "not_a_number", fixed("lapsi")),
    Fault("SP", "unknown_code", fixed("0")),
    Fault("VUOSI", "missing", fixed("")),
]


def write(scene: Scene) -> list[Written]:
    """Write the year's deaths under `scene.root`."""
    rng = scene.world.rng("causes of death", scene.year)
    path = f"{SOURCE}/{scene.year}/kuolemansyyt_{scene.year}.csv"
    file = TableFile(scene.root, path, COLUMNS, DIALECT)
    dead = scene.who.take(np.flatnonzero(scene.who.died > 0))
    dates = pl.DataFrame({"born": dead.born, "died": dead.died}).select(
        output.compact(pl.col("born")).alias("born"), output.compact(pl.col("died")).alias("died")
    )
    born, died = (dates[name].cast(pl.Int64) for name in ("born", "died"))
    ages = ((died - born) // 10_000).to_numpy()
    block = output.texts(
        {
            "VUOSI": np.full(len(dead), scene.year),
            "HENKILOTUNNUS": dead.hetu,
            "KUOLPVM": dates["died"],
            "TPKS": causes(ages, dead.male, rng),
            "KUNTA": scene.world.places.code[dead.mun],
            "IKA": ages,
            "SP": np.where(dead.male, "1", "2"),
        }
    )
    # A code that came to stand for another is known by both; the fault would be found under either.
    fit = dead.corrected == 0
    if scene.year < scene.world.last_year:
        changed, _ = scene.book.plant(file, SOURCE, scene.year, block, FAULTS, rng, fit)
        file.write(changed)
        return [file.close()]
    early = late_deaths.early(scene, block, fit)
    changed, _ = scene.book.plant(file, SOURCE, scene.year, early.block, FAULTS, rng, early.fit)
    file.write(changed)
    path = f"{SOURCE}/{scene.year}-delta/kuolemansyyt_{scene.year}_muutokset.csv"
    changes = TableFile(scene.root, path, (late_deaths.CHANGE, *COLUMNS), DIALECT)
    changes.write(early.changes)
    return [file.close(), changes.close()]


def causes(
    ages: Ints, male: npt.NDArray[np.bool_], rng: np.random.Generator
) -> npt.NDArray[np.str_]:
    """An underlying cause for each of the dead, by class of age and sex."""
    codes = np.array(list(_CAUSES))
    classes = np.searchsorted(FROM, ages, side="right") - 1
    found = np.empty(len(ages), dtype=codes.dtype)
    for sex, of_sex in ((0, male), (1, ~male)):
        weights = np.array([both[sex] for both in _CAUSES.values()], dtype=np.float64)
        for of_class in range(len(FROM)):
            rows = np.flatnonzero(of_sex & (classes == of_class))
            p = weights[:, of_class] / weights[:, of_class].sum()
            found[rows] = rng.choice(codes, len(rows), p=p)
    return found
