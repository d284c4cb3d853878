"""THL's register of social assistance of a year: one row a reference person.

Households whose income of the year falls short of what they need to live on; nine in ten apply.
ISO-8859-1, semicolons, decimal comma; a decimal point in the oldest year.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import faults, income, output, reserves
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import SOCIAL_ASSISTANCE, TableFile, Written
from sources.synthetic.people import CHILD
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SOURCE = "social_assistance"
BLOCK = 200_000

MONTHS = (
    *("TAMMI", "HELMI", "MAALIS", "HUHTI", "TOUKO", "KESA"),
    *("HEINA", "ELO", "SYYS", "LOKA", "MARRAS", "JOULU"),
)
COLUMNS = (
    *("TNRO", "TILASTOVUOSI", "KUNTA", *MONTHS, "TUKIKUUKAUSIA", "PERUS_TOIMEENTULOTUKI_EUR"),
    *("TAYD_TOIMEENTULOTUKI_EUR", "EHKAISEVA_TOIMEENTULOTUKI_EUR", "LAPSIA", "SOSIOEKOASEMA"),
)

COMMA_SINCE = 2022

_NEED = 13_900.0
"""EUR a year and consumption unit below which a household is short in some months."""


def _another(months: str) -> str:
    return str(int(months) % 12 + 1)


_FAULTS = [
    *faults.hetu_faults("TNRO", dash=False),
    Fault("TUKIKUUKAUSIA", "months_do_not_add_up", _another),
    Fault("PERUS_TOIMEENTULOTUKI_EUR", "not_a_number", fixed("abc")),
    Fault("TNRO", DUPLICATE),
    Fault("LAPSIA", "out_of_range", fixed("45")),
    Fault("KUNTA", "missing", fixed("")),
    Fault("TAYD_TOIMEENTULOTUKI_EUR", "out_of_range", fixed("-10,00"), filled=False),
    Fault("SOSIOEKOASEMA", "bad_pattern", fixed("muu")),
    Fault("TILASTOVUOSI", "missing", fixed("")),
    Fault("TILASTOVUOSI", "other_year", fixed("1999")),
]


def write(scene: Scene) -> list[Written]:
    """Write the register of the scene's year under its root."""
    rng = scene.world.rng("social assistance", scene.year)
    table = _recipients(scene, rng)
    path = f"{SOURCE}/{scene.year}/toimeentulotuki_{scene.year}.csv"
    file = TableFile(scene.root, path, COLUMNS, SOCIAL_ASSISTANCE)
    for start in range(0, table.height, BLOCK):
        block = table.slice(start, BLOCK)
        changed, _ = scene.book.plant(file, SOURCE, scene.year, block, _FAULTS, rng)
        file.write(changed)
    return [file.close()]


def _recipients(scene: Scene, rng: np.random.Generator) -> pl.DataFrame:
    """The reference persons of households short of money, in no particular order."""
    who, life = scene.who, scene.life
    homes = int(who.dwelling.max()) + 1
    here = np.flatnonzero(who.here)
    home, ages = who.dwelling[here].astype(np.int64), life.ages[here]
    units = income.consumption_units(home, ages, homes)
    total = np.bincount(home, weights=scene.earned.net[here], minlength=homes)
    children = np.bincount(home[ages < 18], minlength=homes)
    adults = np.flatnonzero(who.here & (who.role != CHILD) & (life.ages >= 18))
    head = np.full(homes, -1)
    head[who.dwelling[adults][::-1]] = adults[::-1]
    short = np.clip(1 - total / (_NEED * units), 0, 1)
    # The old live on pensions and seldom apply; the poor in other respects do more often.
    willing = 0.9 - 0.4 * (life.ages[np.maximum(head, 0)] >= 65)
    willing -= 0.05 * who.z[np.maximum(head, 0), reserves.MATERIAL]
    applies = (head >= 0) & (short > 0) & (rng.random(homes) < willing)
    found = rng.permutation(np.flatnonzero(applies))
    rows = head[found]
    months = np.clip(np.rint(short[found] * 15 + rng.normal(2, 2, len(found))), 1, 12)
    marks = _months(months.astype(np.int64), rng)
    basic = np.rint(months * rng.uniform(180, 620, len(found)) * units[found] ** 0.5 * 100)
    extra = np.where(rng.random(len(found)) < 0.12, rng.integers(3_000, 60_000, len(found)), 0)
    ahead = np.where(rng.random(len(found)) < 0.04, rng.integers(5_000, 90_000, len(found)), 0)
    frame = pl.DataFrame(
        {
            "TNRO": pl.Series(who.hetu[rows]).cast(pl.String),
            "TILASTOVUOSI": pl.Series(np.full(len(rows), scene.year)).cast(pl.String),
            "KUNTA": scene.world.places.code[who.mun[rows]],
            **{name: marks[:, m].astype(np.int64) for m, name in enumerate(MONTHS)},
            "TUKIKUUKAUSIA": marks.sum(axis=1),
            "PERUS_TOIMEENTULOTUKI_EUR": basic.astype(np.int64),
            "TAYD_TOIMEENTULOTUKI_EUR": extra,
            "EHKAISEVA_TOIMEENTULOTUKI_EUR": ahead,
            "LAPSIA": children[found],
            "SOSIOEKOASEMA": life.status[rows].astype(np.int64) * 10,
        }
    )
    money = [c for c in COLUMNS if c.endswith("_EUR")]
    mark = "," if scene.year >= COMMA_SINCE else "."
    return frame.with_columns(output.cents(c, mark) for c in money).with_columns(
        pl.col(*MONTHS, "TUKIKUUKAUSIA", "LAPSIA", "SOSIOEKOASEMA").cast(pl.String)
    )


def _months(months: Ints, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """So many months of the year for each, in one run from a random first month."""
    first = (rng.random(len(months)) * (13 - months)).astype(np.int64)
    month = np.arange(12)
    run: npt.NDArray[np.bool_] = (month >= first[:, None]) & (month < (first + months)[:, None])
    return run
