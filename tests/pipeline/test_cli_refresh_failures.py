"""A refresh that fails: our line alone, at the level of the process's own standard error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_support import varanto

from pipelines.cli.health import key_folder
from sources.catalogue import source
from sources.home import Home
from sources.identity.keys import KEY_FILE, KeyRing, keys_dir
from sources.landing.receive import receive

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def seen_key(home: Home, tmp_path: Path) -> Path:
    """The key, open to others, of a home in which a register's delivery waits."""
    files = []
    for name in ("henkilo", "kotikunta", "hetukorjaus"):
        files.append(tmp_path / f"vtj_{name}_2023.csv")
        files[-1].write_text("A;B\n1;2\n")
    receive(home, source("population"), files, period="2023", synthetic=True)
    KeyRing.open(keys_dir(home.path), home.path)
    key = keys_dir(home.path) / KEY_FILE
    key.chmod(0o644)
    return key


def test_a_key_open_to_others_ends_the_refresh_with_our_line_alone(seen_key: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", "refresh"],
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "dagster" not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"varanto: keys: {seen_key} is open to group or others")
    assert done.stderr.count("varanto: ") == 1


def test_doctor_and_refusal_give_the_same_advice(
    seen_key: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    advice = key_folder(home).todo
    assert advice.endswith(f"chmod 600 {seen_key}")
    assert advice in varanto(capsys, "refresh").err


def test_no_process_that_loads_the_definitions_logs_dagsters_copy_of_an_error() -> None:
    """The code server of UI and daemon, and each run's own process, load just this."""
    code = (
        "import logging, pipelines.definitions\n"
        "logging.getLogger('dagster.redacted_errors').error('a row')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert "a row" not in done.stderr
