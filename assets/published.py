"""Candidate and release: what the night would publish, its audit, the swap."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import dagster as dg

from assets.deliveries import RETRY
from assets.guard import guarded
from assets.inputs import release_inputs
from assets.official import OFFICIAL_ROWS
from assets.reserves import INDICATORS
from assets.yearly import reserve_key
from quality.audit.result import DATA_DOCS, FOLDER, CheckResult, Severity
from quality.audit.run import DESCRIPTIONS
from sources.declarations import Reserve, Source
from sources.errors import VarantoError
from sources.home import Home
from warehouse.release import audit_candidate, build_candidate, publish_audited
from warehouse.versions import stamp

FRESH = dg.FreshnessPolicy.cron(
    deadline_cron="0 6 * * *", lower_bound_delta=timedelta(hours=4), timezone="Europe/Helsinki"
)
"""Between the night's start at 02:00 and 06:00 the release is made, or found to be current."""

CANDIDATE = dg.AssetKey(["candidate"])
RELEASE = dg.AssetKey(["release"])


def published_assets(sources: Sequence[Source]) -> list[dg.AssetsDefinition]:
    """The candidate with its audit, and the release, of all reserves."""

    @dg.asset(
        key=CANDIDATE,
        retry_policy=RETRY,
        deps=[
            *(
                dg.AssetDep(reserve_key(r), partition_mapping=dg.AllPartitionMapping())
                for r in Reserve
            ),
            OFFICIAL_ROWS,
        ],
        group_name="release",
        description="The eight tables, catalogue and database, written aside and audited.",
        owners=["team:wellbeing"],
        kinds={"duckdb", "parquet", "greatexpectations"},
        tags={"layer": "candidate"},
        check_specs=[
            dg.AssetCheckSpec(name, asset=CANDIDATE, blocking=True, description=says)
            for name, says in DESCRIPTIONS.items()
        ],
    )
    def candidate() -> Iterator[dg.MaterializeResult]:
        home = Home.from_environment()
        with guarded("candidate"):
            manifest = build_candidate(home, INDICATORS, sources)
            audit = audit_candidate(home, INDICATORS, sources)
        # The candidate's folder becomes the release's: a link into it would soon be dead.
        docs = (home.current if audit.passed else home.candidate) / FOLDER / DATA_DOCS
        yield dg.MaterializeResult(
            metadata={
                "release_id": manifest.release_id,
                "dagster/row_count": sum(
                    rows for name, rows in manifest.tables.items() if not name.endswith("_all")
                ),
                "protection": manifest.protection,
                "checks passed": sum(c.passed for c in audit.checks),
                "checks failed": sum(not c.passed for c in audit.checks),
                "Data Docs": dg.MetadataValue.path(str(docs)),
            },
            check_results=[_result(c, str(docs)) for c in audit.checks],
        )
        # The failed checks stop the release by themselves; this says why in one line.
        with guarded("audit"):
            if not audit.passed:
                raise VarantoError(audit.line)

    @dg.asset(
        key=RELEASE,
        retry_policy=RETRY,
        freshness_policy=FRESH,
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
            manifest, new = publish_audited(home)
            stamp(home.current, inputs)
        return dg.MaterializeResult(
            metadata={
                "release_id": manifest.release_id,
                "published": new,
                "database": dg.MetadataValue.path(str(home.database)),
                "Data Docs": dg.MetadataValue.path(str(home.current / FOLDER / DATA_DOCS)),
            },
            data_version=dg.DataVersion(manifest.content),
        )

    return [candidate, release]


def _result(check: CheckResult, docs: str) -> dg.AssetCheckResult:
    """A check as the UI shows it: counts by table, never a value."""
    lines = ["| table | what is wrong | rows |", "|---|---|--:|"]
    lines += [f"| {f.table} | {f.what} | {f.count:,} |" for f in check.findings]
    error = check.severity is Severity.ERROR
    return dg.AssetCheckResult(
        check_name=check.name,
        passed=check.passed,
        severity=dg.AssetCheckSeverity.ERROR if error else dg.AssetCheckSeverity.WARN,
        metadata={
            "found": sum(f.count for f in check.findings),
            "judged": check.judged,
            "findings": dg.MetadataValue.md("\n".join(lines) if check.findings else "None."),
            "Data Docs": dg.MetadataValue.path(docs),
        },
    )
