"""The documented PostgreSQL configuration, on a real server of the test's own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from pipelines.instance import CONFIGURATION, open_instance
from pipelines.refresh import refresh
from sources.catalogue import source
from sources.home import Home
from sources.landing.receive import receive

pytestmark = pytest.mark.postgres

DOCUMENTED = CONFIGURATION.parent / "docs" / "dagster.postgres.yaml"
VARIABLE = "VARANTO_DAGSTER_POSTGRES"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, or where Debian puts the newest."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def ordinary_user() -> str | None:
    """The server refuses to run as root; there, an account that owns nothing."""
    if os.getuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("no ordinary account to run a server as")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of an empty database; the server listens on 127.0.0.1 and ends with the tests."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (initdb, pg_ctl)")
    user = ordinary_user()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    # Short, and open to the other account: pytest's own folders are neither.
    place = Path(tempfile.mkdtemp(prefix="varanto_pg_"))
    if user:
        shutil.chown(place, user)

    def run(*command: str | Path) -> None:
        subprocess.run(
            [str(c) for c in command],
            check=True,
            user=user,
            cwd=place,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    data = place / "data"
    run(folder / "initdb", "-D", data, "-U", "varanto", "-A", "trust", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {place} -c fsync=off"
    run(folder / "pg_ctl", "-D", data, "-o", options, "-l", place / "log", "-w", "start")
    try:
        yield f"postgresql+psycopg2://varanto@127.0.0.1:{port}/postgres"
    finally:
        run(folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(place)


@pytest.fixture
def on_postgres(home: Home, server: str, monkeypatch: pytest.MonkeyPatch) -> Home:
    home.prepare()
    shutil.copyfile(DOCUMENTED, home.dagster / "dagster.yaml")
    monkeypatch.setenv(VARIABLE, server)
    return home


def test_the_two_configurations_differ_in_storage_only() -> None:
    ours = yaml.safe_load(CONFIGURATION.read_text())
    documented = yaml.safe_load(DOCUMENTED.read_text())
    assert documented.pop("storage") == {"postgres": {"postgres_url": {"env": VARIABLE}}}
    assert documented == ours


@pytest.mark.reference_data
def test_a_refresh_keeps_its_runs_on_the_server(on_postgres: Home, reference: Path) -> None:
    file = reference / "microdata" / "eusilc.csv"
    receive(on_postgres, source("eu_silc"), [file], period="2006", sender="test", synthetic=False)
    outcome = refresh(on_postgres, lambda _: None)
    assert not outcome.failures
    with open_instance(on_postgres) as instance:
        assert "Postgres" in type(instance.run_storage).__name__
        assert [r.status for r in instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS]
        latest = instance.get_latest_materialization_event(dg.AssetKey(["release"]))
    assert latest is not None
    assert not list(on_postgres.dagster.rglob("*.db"))
    assert refresh(on_postgres, lambda _: None).made == []
