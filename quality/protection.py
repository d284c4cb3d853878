"""Interim protection, for synthetic registers and for surveys, until disclosure control lands.

Registers: counts under 10, and rates on fewer than 30 persons, suppressed; the others rounded to
10, and rates made of the rounded counts, so nothing exact can be got back from them. Surveys: cells
under 30 respondents suppressed.
"""

from __future__ import annotations

import polars as pl

from sources.errors import VarantoError
from sources.home import REAL, Home

PROTECTION = "interim, not for publication"

MINIMUM_RESPONDENTS = 30
MINIMUM_COUNT = 10
MINIMUM_BASE = 30
RELIABLE_BASE = 100
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
    # A statistic may rest on few of many respondents (those below the poverty line): hidden too.
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

    If those counted or the others are fewer than 10, or both together fewer than 30, the whole cell
    goes: a visible denominator beside a hidden numerator would bound it. Otherwise both are
    rounded, each on its own, and the denominator is their sum, so that no rate reads 0 or 100 %
    beside a hidden handful. A part never shows what its whole hides, as counts grow with the area.

    On a rounded denominator under 100 a rate is given and marked unreliable (U): rounding alone may
    move it by ten points.
    """
    others = pl.col("denominator") - pl.col("numerator")
    hidden = (
        (pl.col("numerator") < MINIMUM_COUNT)
        | (others < MINIMUM_COUNT)
        | (pl.col("denominator") < MINIMUM_BASE)
    )
    parts = counts.with_columns(
        _hidden=hidden, numerator=rounded(pl.col("numerator")), _others=rounded(others)
    )
    return (
        parts.with_columns(denominator=pl.col("numerator") + pl.col("_others"))
        .with_columns(
            obs_status=pl.when("_hidden")
            .then(pl.lit(SUPPRESSED))
            .when(pl.col("denominator") < RELIABLE_BASE)
            .then(pl.lit(UNRELIABLE))
            .otherwise(pl.lit(NORMAL)),
            conf_status=pl.when("_hidden").then(pl.lit(SMALL_COUNT)).otherwise(pl.lit(FREE)),
            numerator=pl.when("_hidden").then(None).otherwise("numerator"),
            denominator=pl.when("_hidden").then(None).otherwise("denominator"),
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
