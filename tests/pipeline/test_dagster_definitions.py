"""Jobs, schedule and sensors as Dagster sees them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.partitions import ONLY_STALE
from pipelines.definitions import defs
from pipelines.instance import prepare_instance
from pipelines.schedules import nightly
from pipelines.sensors import new_deliveries
from sources.catalogue import source
from sources.home import Home
from sources.landing.receive import receive

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


def test_the_night_is_at_two_in_helsinki() -> None:
    assert nightly.cron_schedule == "0 2 * * *"
    assert nightly.execution_timezone == "Europe/Helsinki"


def test_with_nothing_stale_the_night_launches_nothing(home: Home) -> None:
    home.prepare()
    context = dg.build_schedule_context(scheduled_execution_time=datetime(2026, 11, 24, tzinfo=UTC))
    found = nightly.evaluate_tick(context)
    assert found.run_requests == []
    assert "Nothing is stale" in (found.skip_message or "")


@pytest.mark.reference_data
def test_the_night_launches_just_what_is_stale_and_the_run_publishes(delivered: Home) -> None:
    context = dg.build_schedule_context(scheduled_execution_time=datetime(2026, 11, 24, tzinfo=UTC))
    with dg.instance_for_test() as instance:
        request = nightly.evaluate_tick(context).run_requests[0]
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
    assert nightly.evaluate_tick(context).run_requests == []


@pytest.mark.reference_data
def test_a_new_delivery_starts_its_sources_job_once(delivered: Home) -> None:
    first = new_deliveries.evaluate_tick(dg.build_sensor_context()).run_requests or []
    again = new_deliveries.evaluate_tick(dg.build_sensor_context()).run_requests or []
    assert [r.job_name for r in first] == ["one_sector_eu_silc"]
    # Dagster launches a run key once.
    assert first[0].run_key == again[0].run_key
    assert "eu_silc" in (first[0].run_key or "")


def test_the_pages_answer_and_end_with_all_their_processes(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    prepare_instance(home)
    environment = {**os.environ, "VARANTO_MARK": str(home.path)}
    command = [sys.executable, "-m", "pipelines.cli.main", "ui", "--port", str(port)]
    ui = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL)
    try:
        assert answers(port, 90)
        assert len(marked(str(home.path))) >= 3
        ui.send_signal(signal.SIGTERM)
        assert ui.wait(30) == 0
    finally:
        ui.kill()
    until = time.monotonic() + 10
    while marked(str(home.path)) and time.monotonic() < until:
        time.sleep(0.2)
    assert marked(str(home.path)) == []


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
