"""The assets and the main job, put together once for Dagster and for the command line."""

from __future__ import annotations

import dagster as dg

from assets.counted import count_assets
from assets.deliveries import facts_asset, judged
from assets.official import official_assets
from assets.published import published_assets
from assets.registers import register_assets
from assets.yearly import yearly_assets
from sources.catalogue import SOURCES

# Steps are short and share imports: one process, both cores inside each asset.
EXECUTOR = dg.in_process_executor

ASSETS: list[dg.AssetsDefinition] = [
    *(facts_asset(s) for s in judged(SOURCES)),
    *official_assets(SOURCES),
    *register_assets(SOURCES),
    *count_assets(SOURCES),
    *yearly_assets(SOURCES),
    *published_assets(SOURCES),
]

NIGHTLY = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    description="From deliveries to the release. `varanto refresh` runs it on what is stale.",
    executor_def=EXECUTOR,
)
