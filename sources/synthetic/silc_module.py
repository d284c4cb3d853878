"""The module on social and cultural participation of the living-conditions survey.

Asked every sixth year; in others the file comes without these columns, as the real one does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import reserves
from sources.synthetic.answers import NO_ANSWER, graded, standard
from sources.synthetic.faults import Fault, fixed
from sources.synthetic.people import People

if TYPE_CHECKING:
    from sources.synthetic.silc import Sample

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

YEARS = (2022, 2028)

FAULTS = [
    Fault("PS110", "unknown_code", fixed("8")),
    Fault("PS010", "unknown_code", fixed("9")),
]


def add(table: pl.DataFrame, who: People, sample: Sample, rng: np.random.Generator) -> pl.DataFrame:
    """File P with the module's answers of the selected respondents."""
    grown = sample.age >= 16
    row, age = sample.row[grown], sample.age[grown].astype(np.float64)
    weight = sample.weight[sample.home[grown]]
    z = who.z[row].astype(np.float64)
    goes = standard(
        z[:, reserves.EDUCATION] + 0.5 * z[:, reserves.MATERIAL] + 0.4 * z[:, reserves.HEALTH]
        - 0.018 * age, weight
    )  # fmt: skip
    near = standard(z[:, reserves.SOCIAL] - 0.004 * age, weight)
    helps = standard(z[:, reserves.VOICE] + 0.6 * z[:, reserves.SOCIAL], weight)

    def event(never: float, often: float, reasons: list[int]) -> Ints:
        """Never (and why), at most three times, more often."""
        times = graded(goes, 0.6, [never, 100 - never - often, often], rng)
        why = np.array(reasons)[rng.integers(0, len(reasons), len(row))]
        return np.select([times == 1, times == 2], [why, 1], 2)

    def often(shares: list[float], none: float) -> Ints:
        """From never to daily by shares; some have nobody to meet."""
        steps = 7 - graded(near, 0.5, shares, rng)
        return np.where(rng.random(len(row)) * 100 < none, 99, steps)

    volunteer = graded(-helps, 0.5, [28, 72], rng) == 1
    kind = np.array([1, 2, 3, 3, 4, 5, 5])[rng.integers(0, 7, len(row))]
    items = {
        "PS010": event(52, 15, [3, 4, 4, 5, 6, 6, 7, 7, 8]),
        "PS020": event(48, 14, [3, 4, 4, 5, 6, 6, 7]),
        "PS030": event(50, 17, [3, 4, 4, 5, 6, 6, 7]),
        "PS040": event(66, 14, [3, 4, 4, 5, 6, 6, 7, 7, 8]),
        "PS050": often([1.5, 12, 21, 27.5, 31, 7], 1.2),
        "PS060": often([3, 10, 17, 27, 36, 7], 1.5),
        "PS070": often([1, 4, 8, 20, 45, 22], 1.2),
        "PS080": often([2, 5, 9, 21, 42, 21], 1.5),
        "PS110": np.where(volunteer, kind, 6),
    }
    asked = pl.Series(sample.chosen[grown])
    return table.with_columns(
        pl.when(asked & pl.Series(rng.random(len(row)) >= NO_ANSWER))
        .then(pl.Series(answer))
        .alias(name)
        for name, answer in items.items()
    )
