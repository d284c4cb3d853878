"""The night: at 02:00 look at what is stale, and launch just that."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from assets.published import RELEASE
from pipelines.alerts import alert
from pipelines.assembly import NIGHTLY
from pipelines.batches import whole
from pipelines.plan import Plan, plan
from pipelines.reports import Met, Snapshot, night_report
from sources.catalogue import SOURCES
from sources.home import Home
from warehouse.release import Manifest

TIME = "0 2 * * *"
ZONE = "Europe/Helsinki"


def requests(todo: Plan, key: str, job_name: str | None = None) -> Iterator[dg.RunRequest]:
    """The run that a plan asks for; Dagster launches a key once."""
    batch = whole(todo)
    yield dg.RunRequest(
        run_key=key, job_name=job_name, asset_selection=list(batch.assets), tags=batch.tags
    )


@dg.schedule(
    name="nightly",
    job=NIGHTLY,
    cron_schedule=TIME,
    execution_timezone=ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Looks at what is stale, and launches just that.",
)
def nightly(
    context: dg.ScheduleEvaluationContext,
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """One run of what is stale, or the reason why there is none."""
    home = Home.from_environment()
    todo = plan(home, SOURCES)
    if not todo.empty:
        yield from requests(todo, f"nightly {context.scheduled_execution_time.isoformat()}")
        return
    release = Manifest.read(home.current)
    if release is None:
        yield dg.SkipReason("Nothing is delivered yet: see varanto receive, or run varanto refresh")
        return
    _still_current(context.instance, release)
    before = Snapshot.last(home) or Snapshot.take(home)
    night_report(home, Met(), before, Snapshot.take(home), alert(home))
    yield dg.SkipReason(
        "Nothing is stale: no delivery, code or definition has changed. "
        f"The release stays {release.release_id}."
    )


def _still_current(instance: dg.DagsterInstance, release: Manifest) -> None:
    """Say on the release's page that the night has looked: its freshness is that of the looking."""
    instance.report_runless_asset_event(
        dg.AssetMaterialization(
            RELEASE,
            description="Nothing was stale: the release is current, nothing was made.",
            metadata={"release_id": release.release_id, "published": False},
            tags={"dagster/data_version": release.content},
        )
    )


SCHEDULES = [nightly]
