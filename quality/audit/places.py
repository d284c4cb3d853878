"""Checks of areas: known at their level, and nesting in the level above."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from quality.audit.candidate import Candidate
from quality.audit.result import Check, Finding
from quality.audit.rules import COMPUTED
from quality.protection import ROUNDING
from sources.declarations.status import FREE
from sources.reference.areas import FIRST_YEAR, areas, municipalities

NESTING_SINCE = 2021
"""Counties were decided on the municipalities of 2021; before, some lie across regions."""

_SLICE = ("indicator_id", "source_id", "definition_version", "vintage", "year", "period", "sex",
          "age_group", "breakdown_by", "breakdown_value")  # fmt: skip
"""What parts and whole have in common: years that are pooled below the country aren't its parts."""


def _known(candidate: Candidate) -> Iterator[Finding]:
    known = areas().select("area_level", "area_code")
    for table, rows in candidate.tables.items():
        unknown = rows.join(known, on=["area_level", "area_code"], how="anti").height
        if unknown:
            yield Finding(table, "rows of an area that its level doesn't know", unknown)
        # Published series may be written on one division throughout; ours are on the year's own.
        towns = rows.filter(
            pl.col("source_kind") == COMPUTED, pl.col("area_level") == "MUNICIPALITY"
        ).join(known, on=["area_level", "area_code"], how="semi")
        for year in towns["year"].unique().sort():
            held = municipalities(max(year, FIRST_YEAR)).select("area_code")
            gone = (
                towns.filter(pl.col("year") == year).join(held, on="area_code", how="anti").height
            )
            if gone:
                yield Finding(table, f"rows of a municipality that {year} doesn't have", gone)


def _nest(candidate: Candidate) -> Iterator[Finding]:
    """Counts of the parts don't add up to more than the whole, but for rounding.

    Persons without a municipality are in the country alone, so the parts may add up to less. A
    whole may lack its figure because too few are covered (missing, but free): that hides nothing.
    """
    tree = areas().select("area_level", "area_code", "parent_code", parent_level=_parent_level())
    for table, everything in candidate.full.items():
        rows = everything.filter(pl.col("source_kind") == COMPUTED, candidate.counts_persons())
        wholes = rows.select(
            *_SLICE,
            parent_level="area_level",
            parent_code="area_code",
            whole="n",
            closed=pl.col("n").is_null() & (pl.col("conf_status") != FREE),
        )
        parts = (
            rows.join(tree, on=["area_level", "area_code"])
            .filter((pl.col("area_level") != "COUNTY") | (pl.col("year") >= NESTING_SINCE))
            .group_by(*_SLICE, "area_level", "parent_level", "parent_code")
            .agg(pl.col("n").sum().alias("parts"), pl.col("n").count().alias("seen"))
        )
        both = parts.join(wholes, on=[*_SLICE, "parent_level", "parent_code"], nulls_equal=True)
        # Each count is the sum of two that are rounded.
        slack = (pl.col("seen") + 1) * ROUNDING
        more = both.filter(pl.col("parts") > pl.col("whole") + slack).height
        if more:
            yield Finding(f"{table}_all", "areas whose parts count more persons than they", more)
        hidden = both.filter(pl.col("closed") & (pl.col("seen") > 0)).height
        if hidden:
            yield Finding(f"{table}_all", "suppressed areas of which a part is shown", hidden)


def _parent_level() -> pl.Expr:
    levels = dict(areas().select("area_code", "area_level").iter_rows())
    return pl.col("parent_code").replace_strict(levels, default=None, return_dtype=pl.String)


CHECKS = (
    Check(
        "known_areas",
        "Each row's area exists at its level, and our municipalities are those of the year.",
        _known,
    ),
    Check(
        "levels_nest",
        "Register counts of municipalities, counties and regions fit into the area above.",
        _nest,
    ),
)
