"""Noise at the home: the levels of all kinds of source at the most exposed façade, put together.

Levels add up as energy: L = 10 lg Σ 10^(Lᵢ/10). A building that the maps don't cover has no level.
"""

from __future__ import annotations

import polars as pl

UNITS = 1000
"""Units of the level in one dB."""


def levels(facades: pl.LazyFrame) -> pl.DataFrame:
    """One row a mapped building: building, lden_mdb (1e-3 dB), of all its sources."""
    energy = (10 ** (pl.col("lden") / 10)).sum()
    return (
        facades.group_by("building")
        .agg(lden_mdb=(energy.log10() * 10 * UNITS).round().cast(pl.Int64))
        .collect()
    )
