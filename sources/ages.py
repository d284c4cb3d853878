"""The age groups of the tables, in Eurostat's notation (SILC bands)."""

from __future__ import annotations

import polars as pl

TOTAL = "TOTAL"

AGE_GROUPS: tuple[tuple[str, int, int], ...] = (
    ("Y_LT16", -1, 15),  # -1: born after the income period (EU-SILC keeps such infants)
    ("Y16-24", 16, 24),
    ("Y25-49", 25, 49),
    ("Y50-64", 50, 64),
    ("Y_GE65", 65, 130),
)
"""(code, first age, last age), both ends included."""


def age_group(age: pl.Expr) -> pl.Expr:
    """The age group's code for an age in whole years; null for null or out of bounds."""
    code = pl.lit(None, dtype=pl.String)
    for name, first, last in AGE_GROUPS:
        code = pl.when(age.is_between(first, last)).then(pl.lit(name)).otherwise(code)
    return code
