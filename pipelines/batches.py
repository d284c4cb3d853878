"""A plan cut into runs: what the schedule, the sensor and the command launch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import dagster as dg
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
)

from assets.deliveries import facts_key
from assets.partitions import ONLY_STALE
from pipelines.plan import Plan
from sources.declarations import Source

TOLD_BY_COMMAND = "varanto/told_by_command"
"""Run tag: whoever started the run reports and alerts itself, so the sensors leave it alone."""


@dataclass(frozen=True)
class Batch:
    """One run: assets, and the first and last year for the yearly ones (None: no yearly asset)."""

    assets: tuple[dg.AssetKey, ...]
    years: tuple[int, int] | None

    @property
    def tags(self) -> dict[str, str]:
        """The run's tags: fresh years are left alone, the range is Dagster's own."""
        tags = {ONLY_STALE: "true"}
        if self.years:
            tags[ASSET_PARTITION_RANGE_START_TAG] = str(self.years[0])
            tags[ASSET_PARTITION_RANGE_END_TAG] = str(self.years[1])
        return tags


def batches(todo: Plan) -> list[Batch]:
    """Runs of a plan, in order: facts in the first, the release in the last, a range of years each.

    A run takes years without gaps only.
    """
    if todo.empty:
        return []
    spans: list[tuple[int, int] | None] = [*todo.ranges] or [None]
    return [
        Batch(
            (
                *(todo.facts if nth == 0 else ()),
                *(todo.yearly if span else ()),
                *(todo.release if nth == len(spans) - 1 else ()),
            ),
            span,
        )
        for nth, span in enumerate(spans)
    ]


def whole(todo: Plan) -> Batch:
    """The plan as one run: runs launched together start in any order, so their years are spanned.

    Years between that are fresh are left as they are.
    """
    years = (todo.years[0], todo.years[-1]) if todo.yearly else None
    return Batch((*todo.facts, *todo.yearly, *todo.release), years)


def of_sources(
    todo: Plan, sources: Collection[Source], assets: Sequence[dg.AssetsDefinition]
) -> Plan:
    """The part of a plan that hangs on some sources: their facts and all that is downstream."""
    keys = [facts_key(s) for s in sources]
    reached = dg.AssetSelection.assets(*keys).downstream().resolve(assets)
    return replace(
        todo,
        facts=tuple(k for k in todo.facts if k in reached),
        yearly=tuple(k for k in todo.yearly if k in reached),
        release=tuple(k for k in todo.release if k in reached),
    )
