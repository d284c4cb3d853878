"""Deaths of the last year as they are known too early, and the changes that set them right.

A few certificates haven't come, of a few deaths the inquest isn't over (R99), and a few of the
living are counted among the dead. The changes bring, mend and take away just those: with them, the
year is as if it had come late and whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic.scene import Scene

Bools = npt.NDArray[np.bool_]

CHANGE = "MUUTOS"
NEW, CHANGED, REMOVED = "L", "M", "P"
UNSETTLED = "R99"
LATE, INQUEST, ALIVE = 0.04, 0.05, 0.01
"""Shares of the deaths; one at least of each."""


@dataclass(frozen=True)
class Early:
    """The year as it came first, which of its rows may be spoilt, and what changes it."""

    block: pl.DataFrame
    fit: Bools
    changes: pl.DataFrame


def early(scene: Scene, whole: pl.DataFrame, fit: Bools) -> Early:
    """`whole` is the year's rows as they are in the end; only `fit` ones are changed."""
    rng = scene.world.rng("late deaths", scene.year)
    whole = whole.with_columns(pl.all().cast(pl.String))
    n = whole.height
    rows = rng.permutation(np.flatnonzero(fit))
    late = np.sort(rows[: _share(LATE, n)])
    settled = np.sort(rows[len(late) : len(late) + _share(INQUEST, n)])
    mistaken = _living(scene, _share(ALIVE, n), rng)
    first = whole.with_columns(
        TPKS=whole["TPKS"].scatter(settled, [UNSETTLED] * len(settled))
    ).with_columns(fit=pl.Series(fit).scatter(settled, [False] * len(settled)))
    come = np.setdiff1d(np.arange(n), late)
    first = pl.concat([first[come], mistaken.with_columns(fit=pl.lit(value=False))])
    key = mistaken.select("HENKILOTUNNUS")
    changes = pl.concat(
        [
            whole[late].with_columns(pl.lit(NEW).alias(CHANGE)),
            whole[settled].with_columns(pl.lit(CHANGED).alias(CHANGE)),
            key.with_columns(pl.lit(REMOVED).alias(CHANGE)),  # a removal says no more than who
        ],
        how="diagonal",
    )
    return Early(first.drop("fit"), first["fit"].to_numpy(), changes)


def _share(share: float, n: int) -> int:
    return max(round(share * n), 1)


def _living(scene: Scene, n: int, rng: np.random.Generator) -> pl.DataFrame:
    """Rows of persons who haven't died."""
    who, ages = scene.who, scene.life.ages
    there = np.flatnonzero(who.here & (ages >= 40) & (who.corrected == 0))
    rows = np.sort(rng.permutation(there)[:n])
    return pl.DataFrame(
        {
            "VUOSI": [str(scene.year)] * len(rows),
            "HENKILOTUNNUS": who.hetu[rows],
            "KUOLPVM": [f"{scene.year}1231"] * len(rows),
            "TPKS": [UNSETTLED] * len(rows),
            "KUNTA": scene.world.places.code[who.mun[rows]],
            "IKA": ages[rows],
            "SP": np.where(who.male[rows], "1", "2"),
        }
    ).with_columns(pl.all().cast(pl.String))
