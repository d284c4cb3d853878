"""Interim protection, for synthetic registers and for surveys, until disclosure control lands.

Registers: counts rounded to 10, cells under 10 suppressed; rates are made of the rounded counts,
so nothing exact can be got back from them. Surveys: cells under 30 respondents suppressed.
"""

from __future__ import annotations

import polars as pl

from sources.errors import VarantoError
from sources.home import REAL, Home

PROTECTION = "interim, not for publication"

MINIMUM_RESPONDENTS = 30
MINIMUM_COUNT = 10
ROUNDING = 10

FREE = "F"
SMALL_COUNT = "A"
NORMAL = "A"
SUPPRESSED = "Q"
UNRELIABLE = "U"
RELIABLE_RESPONDENTS = 50

FIGURES = ("value", "se", "ci_low", "ci_high", "n", "n_effective")


def rounded(count: pl.Expr) -> pl.Expr:
    """A count to the nearest 10, halves up."""
    return ((count + ROUNDING // 2) // ROUNDING) * ROUNDING


def protect_survey(cells: pl.DataFrame) -> pl.DataFrame:
    """Survey cells with figures null below 30 respondents, `n` rounded, and both statuses.

    Between 30 and 49 respondents a figure is given and marked unreliable (U).
    """
    small = pl.col("n") < MINIMUM_RESPONDENTS
    # A statistic may be undefined on enough respondents (no poor, no income): missing, not secret.
    hidden = small | pl.col("value").is_null()
    return cells.with_columns(
        obs_status=pl.when(hidden)
        .then(pl.lit(SUPPRESSED))
        .when(pl.col("n") < RELIABLE_RESPONDENTS)
        .then(pl.lit(UNRELIABLE))
        .otherwise(pl.lit(NORMAL)),
        conf_status=pl.when(hidden).then(pl.lit(SMALL_COUNT)).otherwise(pl.lit(FREE)),
        **{
            name: pl.when(hidden).then(None).otherwise(pl.col(name))
            for name in FIGURES
            if name != "n"
        },
        n=pl.when(hidden).then(None).otherwise(rounded(pl.col("n"))),
    )


def protect_counts(counts: pl.DataFrame) -> pl.DataFrame:
    """Register cells (`numerator`, `denominator`, exact) → the same, rounded or null.

    Those counted and the others are rounded each on its own; the denominator is their sum, so that
    no rate reads 0 or 100 % beside a hidden handful. If either is under 10 after rounding, the
    whole cell goes: a visible denominator beside a hidden numerator would bound it. A part never
    shows what its whole hides, as both counts grow with the area.
    """
    others = pl.col("denominator") - pl.col("numerator")
    hidden = (pl.col("numerator") < MINIMUM_COUNT) | (pl.col("_others") < MINIMUM_COUNT)
    return (
        counts.with_columns(numerator=rounded(pl.col("numerator")), _others=rounded(others))
        .with_columns(_hidden=hidden, denominator=pl.col("numerator") + pl.col("_others"))
        .with_columns(
            numerator=pl.when("_hidden").then(None).otherwise("numerator"),
            denominator=pl.when("_hidden").then(None).otherwise("denominator"),
            obs_status=pl.when("_hidden").then(pl.lit(SUPPRESSED)).otherwise(pl.lit(NORMAL)),
            conf_status=pl.when("_hidden").then(pl.lit(SMALL_COUNT)).otherwise(pl.lit(FREE)),
        )
        .drop("_hidden", "_others")
    )


def refuse_real_registers(home: Home, register_rows: int) -> None:
    """A release with real registers waits for disclosure control; VarantoError says so."""
    if register_rows and home.kind == REAL:
        raise VarantoError(
            "This home holds real person-level registers, and the protection in place is "
            f"{PROTECTION}. No release is made. Facts and cells stay internal; a release becomes "
            "possible when disclosure control is installed."
        )
