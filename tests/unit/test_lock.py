"""One writer a home: a second one waits or is told who runs; a dead one hinders nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sources.errors import VarantoError
from sources.home import Home
from warehouse import lock
from warehouse.lock import writing

PROJECT = Path(__file__).resolve().parent.parent.parent
HOLDER = """
import sys, time
from pathlib import Path
from sources.home import Home
from warehouse.lock import writing
with writing(Home(Path(sys.argv[1])), "varanto refresh"):
    sys.stdout.write("held\\n")
    sys.stdout.flush()
    time.sleep(600)
"""


@contextmanager
def another_process(home: Home) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the home's lock until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home.path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_writer_that_does_not_wait_is_told_who_runs(home: Home) -> None:
    with another_process(home) as process:
        said = rf"`varanto refresh` \(process {process.pid}, since 20.*\) is writing"
        with pytest.raises(VarantoError, match=said), writing(home, "x", wait=False):
            pytest.fail("two writers at once")


def test_a_second_writer_waits_says_so_once_and_goes_on_when_the_first_is_killed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "POLL_SECONDS", 0.02)
    told: list[str] = []
    with another_process(home) as process:
        killer = threading.Timer(0.3, process.send_signal, [signal.SIGKILL])
        killer.start()
        started = time.monotonic()
        with writing(home, "mine", on_wait=told.append):
            assert time.monotonic() - started >= 0.25
            assert json.loads(home.lock.read_text())["pid"] == os.getpid()
        killer.join()
    assert len(told) == 1
    assert f"process {process.pid}" in told[0]
    assert "waiting for it" in told[0]


def test_the_lock_is_free_after_an_error(home: Home) -> None:
    with pytest.raises(ValueError, match="inside"), writing(home, "x"):
        raise ValueError("inside")
    assert home.lock.read_text() == ""
    with writing(home, "y", wait=False):
        assert json.loads(home.lock.read_text())["doing"] == "y"


def test_the_thread_that_holds_the_lock_goes_straight_in_again(home: Home) -> None:
    with writing(home, "outer"):
        with writing(home, "inner", wait=False):
            assert json.loads(home.lock.read_text())["doing"] == "outer"
        assert json.loads(home.lock.read_text())["doing"] == "outer"


def test_another_thread_does_not_go_in(home: Home) -> None:
    refused: list[str] = []

    def second() -> None:
        try:
            with writing(home, "second", wait=False):
                pass
        except VarantoError as error:
            refused.append(str(error))

    with writing(home, "first"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert len(refused) == 1
    assert "`first`" in refused[0]


def test_homes_have_locks_of_their_own(home: Home, tmp_path: Path) -> None:
    with writing(home, "x"), writing(Home(tmp_path / "other"), "y", wait=False):
        pass


def test_a_damaged_lock_file_still_locks(home: Home) -> None:
    with another_process(home):
        home.lock.write_text("{")
        said = "another process is writing"
        with pytest.raises(VarantoError, match=said), writing(home, "x", wait=False):
            pytest.fail("two writers at once")
