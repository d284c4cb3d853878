"""Refresh: the main job on what is stale, in process, on the home's own Dagster instance."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import dagster as dg

from pipelines.assembly import NIGHTLY
from pipelines.batches import TOLD_BY_COMMAND, batches
from pipelines.definitions import defs
from pipelines.instance import open_instance
from pipelines.plan import Plan, plan
from pipelines.reports import Snapshot, close_night
from sources.catalogue import SOURCES
from sources.home import Home
from warehouse.lock import writing
from warehouse.release import Manifest

Tell = Callable[[str], None]
Watch = Callable[[dg.EventLogEntry], None]
"""Called with every event of the runs, as it happens: what the command shows progress by."""
QUIET = "CRITICAL"


@dataclass
class Outcome:
    """What a refresh did: assets made, years, failures by asset, the release that is current."""

    made: list[str] = field(default_factory=list)
    years: tuple[int, ...] = ()
    failures: list[str] = field(default_factory=list)
    release: Manifest | None = None
    new_release: bool = False


def refresh(
    home: Home,
    tell: Tell,
    *,
    wait: bool = True,
    log_level: str = QUIET,
    watch: Watch | None = None,
) -> Outcome:
    """Make what is stale, up to the release. One writer a home: a second refresh waits."""
    with writing(home, "varanto refresh", wait=wait, on_wait=tell):
        before = Snapshot.take(home)
        todo = plan(home, SOURCES)
        outcome = Outcome(years=todo.years)
        if not todo.empty:
            _run(home, todo, tell, outcome, log_level, watch)
        outcome.release = Manifest.read(home.current)
        outcome.new_release = outcome.release is not None and (
            before.release is None or before.release.release_id != outcome.release.release_id
        )
        close_night(home, outcome, before)
        return outcome


def _run(
    home: Home, todo: Plan, tell: Tell, outcome: Outcome, log_level: str, watch: Watch | None
) -> None:
    instance = open_instance(home)
    job = defs().resolve_job_def(NIGHTLY.name)
    for batch in batches(todo):
        span = batch.years
        assets = f"{len(batch.assets)} asset{'s' if len(batch.assets) > 1 else ''}"
        tell(f"Running {assets}" + (f" for {_years(span)}." if span else "."))
        run_id = str(uuid.uuid4())
        if watch is not None:
            instance.add_event_listener(run_id, watch)
        result = job.execute_in_process(
            instance=instance,
            run_id=run_id,
            asset_selection=list(batch.assets),
            tags={**batch.tags, TOLD_BY_COMMAND: "true"},
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": log_level}}}},
        )
        outcome.made += _made(result)
        outcome.failures += _failures(result)
        if not result.success:
            break


def _years(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _made(result: dg.ExecuteInProcessResult) -> list[str]:
    keys = [e.asset_key for e in result.get_asset_materialization_events()]
    return list(dict.fromkeys(k.to_user_string() for k in keys if k is not None))


def _failures(result: dg.ExecuteInProcessResult) -> list[str]:
    found = []
    for event in result.all_events:
        if event.is_step_failure:
            data = event.step_failure_data
            text = data.user_failure_data.description if data.user_failure_data else None
            found.append(text or f"{event.step_key}: failed; see the run in the UI (make ui).")
    return found
