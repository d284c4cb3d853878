"""Sensors: new deliveries are judged when they come, and what went wrong is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import dagster as dg

from assets.official import pending_official
from assets.official_rows import official_contract
from pipelines.alerts import Told, alert, failed
from pipelines.assembly import ASSETS, NIGHTLY
from pipelines.batches import TOLD_BY_COMMAND, of_sources
from pipelines.jobs import SECTORS, sector_job_name
from pipelines.plan import plan
from pipelines.reports import Met, Snapshot, night_report
from pipelines.schedules import requests
from quality.acceptance import contract_version, pending
from sources.catalogue import SOURCES, source
from sources.declarations import Source
from sources.errors import VarantoError
from sources.exchange.drop import DROP_VARIABLE, collect
from sources.home import Home
from sources.landing.delivery import Delivery, deliveries
from sources.services.turn import is_fetching

POLL = 60
ALERT_POLL = 900


def contract_of(home: Home, source: Source) -> str:
    """The contract that the source's deliveries are judged under today."""
    if source.judged:
        return contract_version(source, home)
    return official_contract()


def waiting(home: Home, source: Source) -> list[Delivery]:
    """Complete deliveries of a source that are not judged yet, in order of arrival."""
    if not source.judged:
        # One run when all has come, not one a dataset.
        return [] if is_fetching(home) else pending_official(home, source)
    return pending(home, source.id, contract_of(home, source), deliveries(home.landing, source.id))


@dg.sensor(
    jobs=[*SECTORS, NIGHTLY],
    minimum_interval_seconds=POLL,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Complete deliveries that are not judged yet start their source's job, once; those "
    "of several sources one run together.",
)
def new_deliveries(_: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """A run of what hangs on the new deliveries; the run key names them and the contracts."""
    home = Home.from_environment()
    new = [(s, found) for s in SOURCES if (found := waiting(home, s))]
    if not new:
        yield dg.SkipReason("No delivery waits to be judged.")
        return
    sources = [source for source, _ in new]
    key = " ".join(
        word for s, found in new for word in (s.id, contract_of(home, s), *(d.id for d in found))
    )
    # A run a source would make the reserves and the release as many times.
    job = sector_job_name(sources[0]) if len(sources) == 1 else NIGHTLY.name
    yield from requests(of_sources(plan(home, SOURCES), sources, ASSETS), key, job)


@dg.sensor(
    name="drop_folder",
    minimum_interval_seconds=POLL,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Takes complete deliveries from the folder that VARANTO_DROP names into landing.",
)
def drop_folder(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Nothing is launched: what was taken is seen by `new_deliveries`."""
    folder = os.environ.get(DROP_VARIABLE)
    if not folder:
        return dg.SkipReason(f"{DROP_VARIABLE} is not set.")
    try:
        found = collect(Home.from_environment(), Path(folder).expanduser(), source)
    except VarantoError as error:
        context.log.warning(str(error))
        return dg.SkipReason(str(error))
    for item in found:
        line = f"{item.folder}: {item.state}, {item.text}"
        (context.log.warning if item.state == "refused" else context.log.info)(line)
    return dg.SkipReason("; ".join(f"{c.folder}: {c.state}" for c in found) or "Nothing came.")


@dg.run_failure_sensor(
    name="failed_runs",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells a failed run by webhook and mail; a failed night gets its report too.",
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """One alert for each step that failed; our own lines only, never an exception's text."""
    run = context.dagster_run
    if TOLD_BY_COMMAND in run.tags:
        return
    lines = []
    for event in context.get_step_failure_events():
        data = event.step_failure_data
        own = data.user_failure_data.description if data.user_failure_data else None
        lines.append(own or f"{event.step_key} failed in run {run.run_id}.")
    lines = lines or [f"{run.job_name}: run {run.run_id} failed."]
    told = _tell(context.log.warning, lines)
    _report(context, lines, told)


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    name="night_report",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Writes the report of a night that the schedule ran.",
)
def reported_runs(context: dg.RunStatusSensorContext) -> None:
    """Tell what is outstanding, and write the report."""
    if context.dagster_run.job_name == NIGHTLY.name:
        _report(context, [], _tell(context.log.warning, []))


@dg.sensor(
    name="alerts",
    minimum_interval_seconds=ALERT_POLL,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells refused and missing deliveries by webhook and mail, each once.",
)
def alerts(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Nothing is launched; the tick says what was told."""
    if not Home.from_environment().path.exists():
        return dg.SkipReason("There is no home yet.")
    told = _tell(context.log.warning, [])
    if told.sent:
        return dg.SkipReason("; ".join(f"{target}: {item.subject}" for item, target in told.sent))
    return dg.SkipReason("No target is set." if told.unaddressed else "Nothing new to tell.")


def _tell(warn: Callable[[str], None], lines: Sequence[str]) -> Told:
    told = alert(Home.from_environment(), [failed(line) for line in lines])
    for problem in told.problems:
        warn(problem)
    return told


def _report(context: dg.RunStatusSensorContext, lines: Sequence[str], told: Told) -> None:
    """The report of the schedule's run; the command writes its own, other runs have none."""
    run = context.dagster_run
    if run.job_name != NIGHTLY.name or TOLD_BY_COMMAND in run.tags:
        return
    home, instance = Home.from_environment(), context.instance
    record = instance.get_run_record_by_id(run.run_id)
    assert record is not None
    made = [
        entry.asset_materialization.asset_key.to_user_string()
        for entry in instance.all_logs(
            run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION
        )
        if entry.asset_materialization is not None
    ]
    # A moment before, or the run itself would not be after it.
    began = record.create_timestamp - timedelta(seconds=1)
    before = Snapshot.last(home) or Snapshot.nothing(began)
    night_report(
        home, Met(tuple(made), tuple(lines)), before, Snapshot.take(home), told, instance=instance
    )


SENSORS: list[dg.SensorDefinition] = [
    drop_folder,
    new_deliveries,
    failed_runs,
    reported_runs,
    alerts,
]
