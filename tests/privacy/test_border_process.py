"""The border as it runs: accept alone opens the key, says nothing of rows, ends with its parent."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from border_deliveries import AS_OF, hetu, person, quarantine, tree
from border_population import change, deliver_population, files, hooked, residence, resident

from quality.acceptance import Acceptance, acceptances
from quality.process import accept_deliveries
from sources.errors import VarantoError
from sources.home import Home
from sources.identity.keys import KEY_FILE, KeyRing
from sources.landing.delivery import Delivery
from sources.population import SOURCE

CANARY = person(777)
DWELLING = "900000759J1C003"


def sent(home: Home, year: int = 2022, synthetic: bool = True) -> Delivery:
    codes = [CANARY, person(1), person(2)]
    return deliver_population(
        home,
        year,
        files(
            year,
            [resident(c) for c in codes],
            [residence(c, DWELLING) for c in codes],
            [change(person(3), person(1))],
        ),
        synthetic=synthetic,
    )


def accept(home: Home, *deliveries: Delivery) -> list[Acceptance]:
    return list(accept_deliveries(home, SOURCE, [d.id for d in deliveries], AS_OF))


def test_the_key_is_made_closed_at_the_first_use_and_stays(home: Home, tmp_path: Path) -> None:
    (record,) = accept(home, sent(home))
    assert (record.status, record.persons) == ("accepted", 4 - 1)
    directory = tmp_path / "keys"
    key = directory / KEY_FILE
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    accept(home, sent(home, 2023))
    assert key.read_bytes() == before


def test_a_key_that_others_can_read_is_refused_and_nothing_is_judged(
    home: Home, tmp_path: Path
) -> None:
    delivery = sent(home)
    KeyRing.open(tmp_path / "keys", home.path)
    before = tree(home.path)
    for mode in (0o640, 0o604):
        (tmp_path / "keys" / KEY_FILE).chmod(mode)
        with pytest.raises(VarantoError, match="open to group or others"):
            accept(home, delivery)
        assert tree(home.path) == before


def test_another_key_is_refused_before_it_renumbers_everyone(home: Home, tmp_path: Path) -> None:
    accept(home, sent(home))
    shutil.rmtree(tmp_path / "keys")
    delivery = sent(home, 2023)
    before = tree(home.path)
    with pytest.raises(VarantoError, match="under another root key"):
        accept(home, delivery)
    assert tree(home.path) == before


def test_keys_inside_the_home_are_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARANTO_KEYS", str(home.path / "keys"))
    with pytest.raises(VarantoError, match="lies inside the home"):
        accept(home, sent(home))


FAILURES = ("judge", "panic", "settle", "write", "commit", "damage")


def test_a_failure_inside_comes_out_as_one_line_without_a_value_and_changes_nothing(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, value in (hooked(tmp_path) | {"CANARY": CANARY}).items():
        monkeypatch.setenv(name, value)
    delivery, quoted = sent(home), tmp_path / "hook" / "quoted"
    for point in FAILURES:
        monkeypatch.setenv("ACCEPT_FAILS", point)
        with pytest.raises(VarantoError) as failure:
            accept(home, delivery)
        said = str(failure.value)
        assert "\n" not in said
        assert "defect" in said
        assert CANARY not in said
        if point != "damage":
            assert CANARY in quoted.read_text()
            quoted.unlink()
        assert failure.value.__context__ is None or failure.value.__suppress_context__
        assert acceptances(home, SOURCE.id) == []
        left = tree(home.facts, home.quarantine, home.identity)
        assert CANARY.encode() not in b"".join(left.values())
    # The next try finds nothing in its way, and what libraries write beside it goes nowhere.
    monkeypatch.setenv("ACCEPT_FAILS", "talk")
    (record,) = accept(home, delivery)
    assert (record.status, record.persons) == ("accepted", 3)
    assert CANARY in quoted.read_text()
    assert capfd.readouterr() == ("", "")


def wait_for(holds: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def test_accept_ends_when_the_process_that_holds_the_lock_is_killed(
    home: Home, tmp_path: Path
) -> None:
    delivery = sent(home)
    pid_file = tmp_path / "pid"
    code = (
        "from datetime import date\nfrom quality.process import accept_deliveries\n"
        "from sources.home import Home\nfrom sources.population import SOURCE\n"
        f"list(accept_deliveries(Home.from_environment(), SOURCE, ['{delivery.id}'], "
        "date(2026, 11, 24)))\n"
    )
    env = os.environ | hooked(tmp_path) | {"ACCEPT_FAILS": "sleep", "ACCEPT_PID": str(pid_file)}
    with subprocess.Popen([sys.executable, "-c", code], env=env) as parent:
        assert wait_for(lambda: pid_file.exists() and bool(pid_file.read_text()))
        child = int(pid_file.read_text())
        assert alive(child)
        parent.send_signal(signal.SIGKILL)
    assert wait_for(lambda: not alive(child))


def test_codes_of_the_other_kind_of_home_are_quarantined(home: Home, tmp_path: Path) -> None:
    issued = hetu("010375", 450)  # put together here, so that none stands in the project's files
    many = [person(n) for n in range(60)]
    content = files(
        2022,
        [resident(c) for c in [*many, issued]],
        [residence(c, DWELLING) for c in many],
        [change(person(0), person(99))],
    )
    (record,) = accept(home, deliver_population(home, 2022, content))
    assert quarantine(home, record) == {("persons", 61, "person", "hetu_not_synthetic")}
    real = Home(tmp_path / "real")
    delivery = deliver_population(real, 2022, content, synthetic=False)
    (record,) = accept(real, delivery)
    assert record.status == "refused"
    assert ("persons", 1, "person", "hetu_temporary") in quarantine(real, record)
    assert ("persons", 61, "person", "hetu_temporary") not in quarantine(real, record)
