"""`catalog.indicators`: what is measured, and why each of the rest isn't.

The declared indicators, and the framework's that nothing declares: those have a name and a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from sources.declarations import Indicator
from sources.reference.framework import framework, unmeasured

MEASURED, NOT_DELIVERED, NOT_COMPUTED = "measured", "not delivered", "not computed"
PUBLISHED_ONLY = "published only"
"""Rows of others are there, and nothing declares how we would compute it."""

SCHEMA: Mapping[str, pl.DataType] = {
    **dict.fromkeys(
        ("indicator_id", "reserve", "label_en", "label_fi", "definition", "nature", "direction",
         "unit"), pl.String()),
    "decimals": pl.Int64(),
    **dict.fromkeys(("plausible_low", "plausible_high"), pl.Float64()),
    "definition_version": pl.String(),
    "in_framework": pl.Boolean(),
    "status": pl.String(),
    "reason": pl.String(),
}  # fmt: skip


def indicator_rows(
    indicators: Sequence[Indicator],
    tables: Mapping[str, pl.DataFrame],
    delivered: Iterable[str],
) -> pl.DataFrame:
    """One row an indicator (`SCHEMA`); `delivered` are the ids of the sources that are there."""
    present, ours = _with_rows(tables)
    there = set(delivered)
    of_framework = set(framework()["indicator_id"])
    declared = [
        {
            "indicator_id": i.id,
            "reserve": i.reserve.value,
            "label_en": i.label_en,
            "label_fi": i.label_fi,
            "definition": i.definition,
            "nature": i.nature.value,
            "direction": i.direction.value,
            "unit": i.unit,
            "decimals": i.decimals,
            "plausible_low": float(i.plausible[0]),
            "plausible_high": float(i.plausible[1]),
            "definition_version": i.definition_version,
            "in_framework": i.id in of_framework,
            "status": _status(i, present),
            "reason": None if i.id in ours else why_no_value(i, there),
        }
        for i in indicators
    ]
    known = {i.id for i in indicators}
    left = [
        {
            "indicator_id": name,
            "reserve": reserve,
            "label_en": label_en,
            "label_fi": label_fi,
            "in_framework": True,
            "status": NOT_COMPUTED,
            "reason": reason,
        }
        for name, reserve, label_en, label_fi, reason in framework().iter_rows()
        if reason is not None and name not in known
    ]
    return pl.DataFrame([*declared, *left], schema=dict(SCHEMA))


def why_no_value(indicator: Indicator, delivered: set[str]) -> str:
    """Why a declared indicator has no row of ours in a release of the sources `delivered`."""
    if not indicator.series:
        return unmeasured().get(indicator.id, "as published; no series of ours")
    wanted = dict.fromkeys(s.source_id for s in indicator.series)
    if delivered.isdisjoint(wanted):
        return f"not delivered: {' or '.join(wanted)}"
    return "delivered, but without what it takes: the population, a year before it, a question"


def _status(indicator: Indicator, present: set[str]) -> str:
    if not indicator.series:
        return PUBLISHED_ONLY if indicator.id in present else NOT_COMPUTED
    return MEASURED if indicator.id in present else NOT_DELIVERED


def _with_rows(tables: Mapping[str, pl.DataFrame]) -> tuple[set[str], set[str]]:
    """Indicators that have rows, and those that have rows of ours."""
    present: set[str] = set()
    ours: set[str] = set()
    for rows in tables.values():
        present |= set(rows["indicator_id"].unique())
        ours |= set(rows.filter(pl.col("source_kind") == "computed")["indicator_id"].unique())
    return present, ours
