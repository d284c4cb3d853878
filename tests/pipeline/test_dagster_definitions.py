"""Jobs, schedule and sensors as Dagster sees them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest
from cli_support import sdmx

from assets.guard import guarded
from assets.partitions import ONLY_STALE
from assets.published import RELEASE
from pipelines.alerts import Told
from pipelines.assembly import ASSETS
from pipelines.batches import TOLD_BY_COMMAND
from pipelines.definitions import defs
from pipelines.schedules import nightly
from pipelines.sensors import failed_runs, new_deliveries, reported_runs
from sources.catalogue import source
from sources.home import Home
from sources.landing.receive import receive
from warehouse.lock import writing

PROJECT = Path(__file__).resolve().parent.parent.parent
EU_SILC = "microdata/eusilc.csv"


def requests(found: object) -> list[dg.RunRequest]:
    assert isinstance(found, list)
    return [r for r in found if isinstance(r, dg.RunRequest)]


@pytest.fixture
def delivered(home: Home, reference: Path) -> Home:
    receive(
        home, source("eu_silc"), [reference / EU_SILC], period="2006", sender="t", synthetic=False
    )
    return home


def test_dagsters_own_tool_lists_what_the_project_defines() -> None:
    dg_tool = Path(sys.executable).with_name("dg")
    done = subprocess.run(
        [dg_tool, "list", "defs", "--json"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    listed = done.stdout
    found = json.loads(listed[listed.index("{") if listed.lstrip().startswith("{") else 0 :])
    names = json.dumps(found)
    for name in ("nightly", "one_sector", "backfill", "new_deliveries", "failed_runs", "alerts"):
        assert f'"{name}"' in names
    assert "material_living_standards" in names


def test_every_asset_leads_to_the_release() -> None:
    upstream = dg.AssetSelection.assets(RELEASE).upstream().resolve(ASSETS)
    assert upstream == {key for asset in ASSETS for key in asset.keys}


def test_the_night_is_at_two_in_helsinki() -> None:
    assert nightly.cron_schedule == "0 2 * * *"
    assert nightly.execution_timezone == "Europe/Helsinki"


def tick(instance: dg.DagsterInstance) -> dg.ScheduleEvaluationContext:
    night = datetime(2026, 11, 24, tzinfo=UTC)
    return dg.build_schedule_context(instance=instance, scheduled_execution_time=night)


def test_in_an_empty_home_the_night_launches_nothing(home: Home) -> None:
    home.prepare()
    with dg.instance_for_test() as instance:
        found = nightly.evaluate_tick(tick(instance))
    assert found.run_requests == []
    assert "Nothing is delivered yet" in (found.skip_message or "")


@pytest.mark.reference_data
def test_the_night_launches_just_what_is_stale_and_the_run_publishes(delivered: Home) -> None:
    with dg.instance_for_test() as instance:
        (request,) = nightly.evaluate_tick(tick(instance)).run_requests or []
        keys = {k.to_user_string() for k in request.asset_selection or ()}
        assert keys == {
            "facts/eu_silc",
            "frames/eu_silc",
            "reserves/material_living_standards",
            "candidate",
            "release",
        }
        assert request.tags[ONLY_STALE] == "true"
        job = defs().resolve_job_def("nightly")
        result = job.execute_in_process(
            asset_selection=request.asset_selection, tags=dict(request.tags), instance=instance
        )
        assert result.success
        assert delivered.database.exists()
        quiet = nightly.evaluate_tick(tick(instance))
        assert quiet.run_requests == []
        assert "Nothing is stale" in (quiet.skip_message or "")
        # The release is fresh in the morning because the night has looked, not because it ran.
        looked = instance.get_latest_materialization_event(RELEASE)
        assert looked is not None
        assert looked.asset_materialization is not None
        assert looked.asset_materialization.metadata["published"].value is False
    (report,) = delivered.reports.glob("2*.md")
    assert "Nothing was new" in report.read_text()


@pytest.mark.reference_data
def test_a_night_of_the_schedule_gets_its_report_and_a_commands_run_does_not(
    delivered: Home,
) -> None:
    job = defs().resolve_job_def("nightly")
    with dg.instance_for_test() as instance:
        (request,) = nightly.evaluate_tick(tick(instance)).run_requests or []
        for tags in ({TOLD_BY_COMMAND: "true"}, {}):
            result = job.execute_in_process(
                asset_selection=request.asset_selection,
                tags={**request.tags, **tags},
                instance=instance,
            )
            reported_runs(
                dg.build_run_status_sensor_context(
                    sensor_name="night_report",
                    dagster_instance=instance,
                    dagster_run=result.dagster_run,
                    dagster_event=result.get_run_success_event(),
                )
            )
    (report,) = delivered.reports.glob("2*.md")
    assert "facts/eu_silc" in report.read_text()


def test_a_failed_run_is_told_with_our_line_and_without_the_librarys(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dg.asset
    def broken() -> None:
        with guarded("broken asset"):
            raise KeyError("a value of a row")

    told: list[str] = []
    monkeypatch.setattr(
        "pipelines.sensors.alert", lambda _, found: told.extend(a.text for a in found) or Told()
    )
    with dg.instance_for_test() as instance:
        result = dg.materialize([broken], instance=instance, raise_on_error=False)
        failed_runs(
            dg.build_run_status_sensor_context(
                sensor_name="failed_runs",
                dagster_instance=instance,
                dagster_run=result.dagster_run,
                dagster_event=result.get_run_failure_event(),
            ).for_run_failure()
        )
    assert len(told) == 1
    assert told[0].startswith("broken asset: KeyError at test_dagster_definitions.py")
    assert "value of a row" not in told[0]


def test_an_asset_waits_for_a_refresh_and_says_who_runs(home: Home) -> None:
    done = threading.Event()

    @dg.asset
    def patient() -> None:
        with guarded("patient"):
            done.set()

    with dg.instance_for_test() as instance:
        with writing(home, "varanto refresh"):
            run = threading.Thread(target=lambda: dg.materialize([patient], instance=instance))
            run.start()
            assert not done.wait(2)
        run.join(20)
        assert done.is_set()
        said = [e.user_message for e in instance.all_logs(instance.get_runs()[0].run_id)]
    assert any("`varanto refresh`" in m and "waiting" in m for m in said)


def test_a_refresh_goes_straight_in_where_it_holds_the_lock(home: Home) -> None:
    with writing(home, "outer"), writing(home, "inner", wait=False):
        assert "outer" in home.lock.read_text()
    with writing(home, "afterwards", wait=False):
        assert "afterwards" in home.lock.read_text()


@pytest.mark.reference_data
def test_a_new_delivery_starts_its_sources_job_once(delivered: Home) -> None:
    first = new_deliveries.evaluate_tick(dg.build_sensor_context()).run_requests or []
    again = new_deliveries.evaluate_tick(dg.build_sensor_context()).run_requests or []
    assert [r.job_name for r in first] == ["one_sector_eu_silc"]
    # Dagster launches a run key once.
    assert first[0].run_key == again[0].run_key
    assert "eu_silc" in (first[0].run_key or "")


@pytest.mark.reference_data
def test_new_deliveries_of_several_sources_are_one_run(delivered: Home, tmp_path: Path) -> None:
    file = sdmx(tmp_path / "made_up.csv", "FI,2021,4.5,")
    receive(delivered, source("eurostat"), [file], sender="test")
    (request,) = new_deliveries.evaluate_tick(dg.build_sensor_context()).run_requests or []
    assert request.job_name == "nightly"
    keys = {k.to_user_string() for k in request.asset_selection or ()}
    assert {"facts/eu_silc", "facts/eurostat", "official/rows", "release"} <= keys


def test_the_pages_answer_and_end_with_all_their_processes(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = {**os.environ, "VARANTO_MARK": str(home.path)}
    command = [sys.executable, "-m", "pipelines.cli.main", "ui", "--port", str(port)]
    ui = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL)
    try:
        assert answers(port, 90)
        assert loaded(port) == "RepositoryLocation"
        assert len(marked(str(home.path))) >= 3
        ui.send_signal(signal.SIGTERM)
        assert ui.wait(30) == 0
    finally:
        # Killed outright it could not end what it started.
        ui.terminate()
        ui.wait(30)
    until = time.monotonic() + 10
    while marked(str(home.path)) and time.monotonic() < until:
        time.sleep(0.2)
    assert marked(str(home.path)) == []


def loaded(port: int) -> str:
    """What the pages made of the project: a location, or an error."""
    asked = "{workspaceOrError{... on Workspace{locationEntries{locationOrLoadError{__typename}}}}}"
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": asked}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as page:
        (entry,) = json.load(page)["data"]["workspaceOrError"]["locationEntries"]
    return str(entry["locationOrLoadError"]["__typename"])


def answers(port: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as page:
                return bool(page.status == 200)
        except OSError:
            time.sleep(0.5)
    return False


def marked(mark: str) -> list[int]:
    """Living processes that inherited the test's mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"VARANTO_MARK={mark}".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found
