"""Last year's work and pensions in the living-conditions survey: months, hours, gross income."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic.livelihood import EMPLOYED, Livelihood
from sources.synthetic.people import People

if TYPE_CHECKING:
    from sources.synthetic.silc import Sample

Floats = npt.NDArray[np.float64]

_SELF_EMPLOYED = 0.09
_VARIES = 0.02


def gross_incomes(who: People, sample: Sample, disposable: Floats) -> Floats:
    """Gross income of each household, EUR a year: never below what is left of it."""
    own = np.where(who.income_known[sample.row], who.gross[sample.row], 0.0).astype(np.float64)
    total = np.bincount(sample.home, weights=own, minlength=len(disposable))
    return np.maximum(total, disposable * 1.02)


def add(
    table: pl.DataFrame, who: People, life: Livelihood, sample: Sample, rng: np.random.Generator
) -> pl.DataFrame:
    """File P with months of four kinds of work, usual hours and pensions, of everybody in it."""
    row = sample.row[sample.age >= 16]
    n = len(row)
    worked = who.worked[row].astype(np.int64)
    part, own = who.part_time[row], rng.random(n) < _SELF_EMPLOYED
    works = life.status[row] == EMPLOYED
    hours = np.where(
        life.part_time[row],
        rng.integers(8, 31, n),
        np.rint(np.clip(39 + 5.6 * rng.standard_normal(n), 31, 80)),
    ).astype(np.int64)
    told = pl.Series(works & (rng.random(n) >= _VARIES))
    private = (who.old_age[row] > 0) & (rng.random(n) < 0.04)
    return table.with_columns(
        pl.Series("PL073", np.where(part | own, 0, worked)),
        pl.Series("PL074", np.where(part & ~own, worked, 0)),
        pl.Series("PL075", np.where(own & ~part, worked, 0)),
        pl.Series("PL076", np.where(own & part, worked, 0)),
        pl.when(told).then(pl.Series(hours)).alias("PL060"),
        pl.Series("PY080G", np.where(private, np.round(rng.lognormal(8, 0.5, n), 2), 0.0)),
        pl.Series("PY100G", np.round(who.old_age[row].astype(np.float64), 2)),
        pl.Series("PY110G", np.round(who.survivors[row].astype(np.float64), 2)),
        pl.Series("PY130G", np.round(who.disability[row].astype(np.float64), 2)),
    )
