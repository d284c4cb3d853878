"""The jobs: the whole night, one source with what hangs on it, and years anew."""

from __future__ import annotations

import dagster as dg

from assets.deliveries import facts_key
from assets.partitions import ONLY_STALE
from pipelines.assembly import EXECUTOR, NIGHTLY
from sources.catalogue import SOURCES
from sources.declarations import Source

PUBLISHED = dg.AssetSelection.groups("release")


def sector_job_name(source: Source) -> str:
    """The name of a source's own job."""
    return f"one_sector_{source.id}"


def _downstream(source: Source) -> dg.AssetSelection:
    return dg.AssetSelection.assets(facts_key(source)).downstream()


ONE_SECTOR = dg.define_asset_job(
    "one_sector",
    selection=dg.AssetSelection.all(),
    description="The part of the graph that is selected in the launchpad, for example "
    '`key:"facts/population"+`; unselected, whatever is stale. The jobs `one_sector_…` are the '
    "same with a source already chosen.",
    tags={ONLY_STALE: "true"},
    executor_def=EXECUTOR,
)

SECTORS = [
    dg.define_asset_job(
        sector_job_name(source),
        selection=_downstream(source),
        description=f"{source.title}: its deliveries and everything that hangs on them.",
        tags={ONLY_STALE: "true"},
        executor_def=EXECUTOR,
    )
    for source in SOURCES
]

BACKFILL = dg.define_asset_job(
    "backfill",
    selection=dg.AssetSelection.all()
    - dg.AssetSelection.tag("layer", "facts")
    - dg.AssetSelection.tag("layer", "official")
    - PUBLISHED,
    description="The yearly assets anew over a range of years, fresh or not. The release follows "
    "by the next night.",
    executor_def=EXECUTOR,
)

JOBS = [NIGHTLY, ONE_SECTOR, *SECTORS, BACKFILL]
