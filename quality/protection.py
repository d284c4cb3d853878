"""Interim protection, for synthetic registers and for surveys, until disclosure control lands.

Registers: counts under 10, and rates on fewer than 30 persons, suppressed; the others rounded to
10, and rates made of the rounded counts, so nothing exact can be got back from them. Rates and life
tables of many age bands rest on the exact counts and go where fewer than 10 events are behind them.
Surveys: cells under 30 respondents suppressed. Counts of places are published figures and stay.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from quality.acceptance import Acceptance
from sources.declarations import Source
from sources.declarations.status import (
    CANNOT_EXIST,
    FREE,
    NORMAL,
    NOTHING,
    SMALL_COUNT,
    SUPPRESSED,
    UNRELIABLE,
)
from sources.errors import VarantoError
from sources.home import REAL, Home

PROTECTION = "interim, not for publication"

NOTHING_TO_PROTECT = "published figures only, nothing to protect"
"""Of a release that is made of published statistics and open data alone."""

MINIMUM_RESPONDENTS = 30
MINIMUM_COUNT = 10
MINIMUM_BASE = 30
RELIABLE_BASE = 100
ROUNDING = 10

RELIABLE_RESPONDENTS = 50
MINIMUM_COVERAGE = 0.80
RELIABLE_COVERAGE = 0.95

SIZES = ("n", "n_effective")
FIGURES = ("value", "se", "ci_low", "ci_high", "n", "n_effective")


def rounded(count: pl.Expr) -> pl.Expr:
    """A count to the nearest 10, halves up."""
    return ((count + ROUNDING // 2) // ROUNDING) * ROUNDING


def protect_survey(cells: pl.DataFrame) -> pl.DataFrame:
    """Survey cells with figures null below 30 respondents, sizes rounded, and both statuses.

    The effective size is the exact one where the design costs nothing, so it is rounded too.
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
            name: pl.when(hidden)
            .then(None)
            .otherwise(rounded(pl.col(name)) if name in SIZES else pl.col(name))
            for name in FIGURES
        },
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


def protect_rates(cells: pl.DataFrame, *, formed: bool, published: bool) -> pl.DataFrame:
    """Cells of events and person-years → the same, rounded to 10 or null.

    Fewer than 10 events, or 30 person-years, hide the cell. `formed` cells hold a figure that was
    made of many counts and stays as it is; a cell that has none is hidden. Where the events are
    `published` figures of places, they stay; the persons are rounded all the same. An area that the
    source says nothing of is missing (O), not hidden.
    """
    absent = (pl.col("reason") == NOTHING).fill_null(False)
    few = pl.lit(False) if published else pl.col("numerator") < MINIMUM_COUNT
    hidden = ~absent & (few | (pl.col("denominator") < MINIMUM_BASE))
    if formed:
        hidden |= pl.col("value").is_null()
    persons = rounded(pl.col("denominator").cast(pl.Int64))
    events = pl.col("numerator") if published else rounded(pl.col("numerator"))
    shown = {"numerator": events, "denominator": persons} | {
        name: pl.col(name) for name in ("value", "se", "ci_low", "ci_high")
    }
    return cells.with_columns(
        obs_status=pl.when(hidden)
        .then(pl.lit(SUPPRESSED))
        .when(~absent & (persons < RELIABLE_BASE))
        .then(pl.lit(UNRELIABLE))
        .otherwise(pl.coalesce("reason", pl.lit(NORMAL))),
        conf_status=pl.when(hidden).then(pl.lit(SMALL_COUNT)).otherwise(pl.lit(FREE)),
        **{name: pl.when(~hidden & ~absent).then(figure) for name, figure in shown.items()},
    )


def open_counts(cells: pl.DataFrame) -> pl.DataFrame:
    """Published counts of places as they are; an area without one says why (`reason`)."""
    absent = pl.col("reason").is_in([CANNOT_EXIST, NOTHING]).fill_null(False)
    return cells.with_columns(
        obs_status=pl.coalesce("reason", pl.lit(NORMAL)),
        conf_status=pl.lit(FREE),
        **{
            name: pl.when(~absent).then(pl.col(name).cast(pl.Int64))
            for name in ("numerator", "denominator")
        },
    )


def protect_means(sums: pl.DataFrame) -> pl.DataFrame:
    """Cells of means (`numerator` a sum of values, `denominator` persons) → `value`, `n`, statuses.

    On fewer than 30 persons the cell goes; a mean of one's own few neighbours tells of each. The
    mean is that of all persons, their number is rounded to 10; under 100 it is unreliable (U).
    """
    hidden = pl.col("denominator") < MINIMUM_BASE
    return sums.with_columns(
        value=pl.when(~hidden).then(pl.col("numerator") / pl.col("denominator")),
        n=pl.when(~hidden).then(rounded(pl.col("denominator"))),
        obs_status=pl.when(hidden)
        .then(pl.lit(SUPPRESSED))
        .when(rounded(pl.col("denominator")) < RELIABLE_BASE)
        .then(pl.lit(UNRELIABLE))
        .otherwise(pl.lit(NORMAL)),
        conf_status=pl.when(hidden).then(pl.lit(SMALL_COUNT)).otherwise(pl.lit(FREE)),
    )


def judge_coverage(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `coverage` (0–1, exact): under 95 % unreliable (U), under 80 % no figure (M)."""
    shown = pl.col("conf_status") == FREE
    lacking = shown & (pl.col("coverage") < MINIMUM_COVERAGE)
    return rows.with_columns(
        obs_status=pl.when(lacking)
        .then(pl.lit(CANNOT_EXIST))
        .when(shown & (pl.col("coverage") < RELIABLE_COVERAGE))
        .then(pl.lit(UNRELIABLE))
        .otherwise("obs_status"),
        **{
            name: pl.when(lacking).then(None).otherwise(pl.col(name))
            for name in FIGURES
            if name in rows.columns
        },
    )


def protection_of(home: Home, delivered: Iterable[tuple[Source, Acceptance]]) -> str:
    """How a release is protected that is made of these deliveries.

    A home that knows no persons, nor anything invented, may publish what was published before.
    """
    own = any(record.synthetic or not source.published for source, record in delivered)
    return PROTECTION if own or home.kind else NOTHING_TO_PROTECT


def refuse_real_registers(home: Home, register_rows: int) -> None:
    """A release with real registers waits for disclosure control; VarantoError says so."""
    if register_rows and home.kind == REAL:
        raise VarantoError(
            "This home holds real person-level registers, and the protection in place is "
            f"{PROTECTION}. No release is made. Facts and cells stay internal; a release becomes "
            "possible when disclosure control is installed."
        )
