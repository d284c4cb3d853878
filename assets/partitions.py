"""Years are the only partition; deliveries are data."""

from __future__ import annotations

import dagster as dg

FIRST_YEAR = 2004  # EU-SILC begins

YEARS = dg.TimeWindowPartitionsDefinition(
    start=str(FIRST_YEAR), fmt="%Y", cron_schedule="0 0 1 1 *"
)
ONE_RUN = dg.BackfillPolicy.single_run()

ONLY_STALE = "varanto/only_stale"
"""Run tag of refreshes: years whose result is fresh are left as they are."""


def years_of(context: dg.AssetExecutionContext) -> list[int]:
    """The years that this step is asked for."""
    return [int(key) for key in context.partition_keys]


def only_stale(context: dg.AssetExecutionContext) -> bool:
    """Whether fresh years are to be left alone (refresh), or made anew (a person asked)."""
    return context.run.tags.get(ONLY_STALE) == "true"
