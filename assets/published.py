"""Candidate and release: what the night would publish, its audit, the swap."""

from collections.abc import Sequence

import dagster as dg

from assets.guard import guarded
from assets.inputs import release_inputs
from assets.reserves import INDICATORS
from assets.yearly import reserve_key
from sources.declarations import Reserve, Source
from sources.home import Home
from warehouse.release import build_candidate, publish
from warehouse.versions import stamp

CANDIDATE = dg.AssetKey(["candidate"])
RELEASE = dg.AssetKey(["release"])


def published_assets(sources: Sequence[Source]) -> list[dg.AssetsDefinition]:
    """The candidate and the release of all reserves."""

    @dg.asset(
        key=CANDIDATE,
        deps=[
            dg.AssetDep(reserve_key(r), partition_mapping=dg.AllPartitionMapping()) for r in Reserve
        ],
        group_name="release",
        description="The eight tables, catalogue and database, written aside for the audit.",
        owners=["team:wellbeing"],
        kinds={"duckdb", "parquet"},
        tags={"layer": "candidate"},
    )
    def candidate() -> dg.MaterializeResult:
        home = Home.from_environment()
        with guarded("candidate"):
            manifest = build_candidate(home, INDICATORS, sources)
        return dg.MaterializeResult(
            metadata={
                "release_id": manifest.release_id,
                "dagster/row_count": sum(
                    rows for name, rows in manifest.tables.items() if not name.endswith("_all")
                ),
                "protection": manifest.protection,
            }
        )

    @dg.asset(
        key=RELEASE,
        deps=[CANDIDATE],
        group_name="release",
        description="The published release: `releases/current` points at it.",
        owners=["team:wellbeing"],
        kinds={"duckdb", "parquet"},
        tags={"layer": "release"},
    )
    def release() -> dg.MaterializeResult:
        home = Home.from_environment()
        with guarded("release"):
            inputs = release_inputs(home, sources)
            manifest, new = publish(home)
            stamp(home.current, inputs)
        return dg.MaterializeResult(
            metadata={
                "release_id": manifest.release_id,
                "published": new,
                "database": dg.MetadataValue.path(str(home.database)),
            },
            data_version=dg.DataVersion(manifest.content),
        )

    return [candidate, release]
