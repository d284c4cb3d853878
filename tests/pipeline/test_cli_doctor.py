"""Each of the doctor's checks, well and ill."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli_support import varanto

from pipelines.cli import health
from pipelines.cli.health import CHECKS, Finding, examine
from sources.home import Home

Spoil = Callable[[Home, pytest.MonkeyPatch, Path], None]


def old_python(_: Home, patched: pytest.MonkeyPatch, __: Path) -> None:
    patched.setattr(health, "OLDEST_PYTHON", (99, 0))


def other_packages(_: Home, patched: pytest.MonkeyPatch, folder: Path) -> None:
    lock = folder / "requirements.txt"
    lock.write_text("polars==0.0.1 \\\n    --hash=sha256:00\nnot-there==1 ; python_version < '3'\n")
    patched.setattr(health, "LOCK_FILE", lock)


def no_lock_file(_: Home, patched: pytest.MonkeyPatch, folder: Path) -> None:
    patched.setattr(health, "LOCK_FILE", folder / "nothing.txt")


def open_mask(_: Home, patched: pytest.MonkeyPatch, __: Path) -> None:
    patched.setattr(health, "mask_at_start", 0o000)


def open_home(home: Home, _: pytest.MonkeyPatch, __: Path) -> None:
    home.path.chmod(0o755)


def locked_home(home: Home, patched: pytest.MonkeyPatch, __: Path) -> None:
    # The tests may run as root, whom no permission stops.
    patched.setattr(os, "access", lambda *_: False)


def open_keys(home: Home, _: pytest.MonkeyPatch, __: Path) -> None:
    keys = Path(os.environ["VARANTO_KEYS"])
    keys.mkdir(mode=0o700)
    keys.chmod(0o750)


def open_key(home: Home, _: pytest.MonkeyPatch, __: Path) -> None:
    keys = Path(os.environ["VARANTO_KEYS"])
    keys.mkdir(mode=0o700)
    (keys / "root.key").touch(0o600)
    (keys / "root.key").chmod(0o644)


def keys_inside(home: Home, patched: pytest.MonkeyPatch, __: Path) -> None:
    (home.path / "keys").mkdir(mode=0o700)
    patched.setenv("VARANTO_KEYS", str(home.path / "keys"))


def full_disk(_: Home, patched: pytest.MonkeyPatch, __: Path) -> None:
    patched.setattr(health.shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 20))


def foreign_lock(home: Home, _: pytest.MonkeyPatch, __: Path) -> None:
    home.lock.mkdir()


def other_dagster(_: Home, patched: pytest.MonkeyPatch, folder: Path) -> None:
    patched.setenv("DAGSTER_HOME", str(folder))


def lost_release(home: Home, _: pytest.MonkeyPatch, __: Path) -> None:
    home.current.symlink_to("nowhere")


def broken_manifest(home: Home, _: pytest.MonkeyPatch, __: Path) -> None:
    (home.releases / "one").mkdir()
    (home.releases / "one" / "manifest.json").write_text("{")
    home.current.symlink_to("one")


def broken_database(home: Home, patched: pytest.MonkeyPatch, folder: Path) -> None:
    from warehouse.release import Manifest

    (home.releases / "one").mkdir()
    Manifest("one", "", "official", "", "", {}).write(home.releases / "one")
    home.current.symlink_to("one")
    home.database.write_bytes(b"not a database, though long enough to be read as one" * 100)


def half_a_release(home: Home, _: pytest.MonkeyPatch, __: Path) -> None:
    from warehouse.release import Manifest

    (home.releases / "one").mkdir()
    Manifest("one", "", "official", "", "", {}).write(home.releases / "one")
    home.current.symlink_to("one")


@pytest.fixture
def prepared(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.setattr(health, "mask_at_start", 0o022)
    monkeypatch.setattr(health, "packages", lambda _: Finding("Packages", "as locked"))
    return home.prepare()


def test_a_prepared_home_is_well(prepared: Home) -> None:
    ill = [f for f in examine(prepared) if not f.well and f.what != "Packages"]
    assert ill == []


@pytest.mark.parametrize(
    ("spoil", "check", "told"),
    [
        (old_python, health.python_version, "Install Python"),
        (other_packages, health.packages, "make install"),
        (no_lock_file, health.packages, "Restore"),
        (open_mask, health.mask, "umask 077"),
        (open_home, health.home_folder, "chmod 700"),
        (locked_home, health.home_folder, "write access"),
        (open_keys, health.key_folder, "chmod 700"),
        (open_key, health.key_folder, "chmod 600"),
        (keys_inside, health.key_folder, "VARANTO_KEYS"),
        (full_disk, health.disk, "Make room"),
        (foreign_lock, health.lock, "who owns"),
        (other_dagster, health.dagster_home, "Unset it"),
        (lost_release, health.release, "Point"),
        (broken_manifest, health.release, "manifest.json"),
        (half_a_release, health.release, "backup"),
        (broken_database, health.release, "wellbeing.duckdb"),
    ],
)
def test_what_is_ill_is_told_with_what_to_do(
    prepared: Home,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    spoil: Spoil,
    check: Callable[[Home], Finding],
    told: str,
) -> None:
    spoil(prepared, monkeypatch, tmp_path)
    finding = check(prepared)
    assert not finding.well
    assert told in finding.todo


def test_every_check_is_spoiled_once() -> None:
    marks = test_what_is_ill_is_told_with_what_to_do.pytestmark  # type: ignore[attr-defined]  # pytest sets it
    assert {case[1] for case in marks[0].args[1]} == set(CHECKS)


def test_a_package_of_another_version_is_named(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other_packages(home, monkeypatch, tmp_path)
    found = health.packages(home).found
    assert "(locked ==0.0.1)" in found
    assert "not-there" not in found


def test_a_lock_left_by_a_run_that_was_cut_off_is_free(prepared: Home) -> None:
    prepared.lock.write_text('{"pid": 1, "doing": "varanto refresh", "since": "then"}')
    assert health.lock(prepared) == Finding("Lock", "free (the last run was cut off)")


def test_a_held_lock_says_who_holds_it(prepared: Home) -> None:
    from warehouse.lock import writing

    with writing(prepared, "varanto refresh"):
        finding = health.lock(prepared)
    assert finding.well
    assert finding.found.startswith("held by varanto refresh (process ")


def test_the_doctor_ends_with_code_1_when_something_is_to_be_mended(
    prepared: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.path.chmod(0o755)
    answer = varanto(capsys, "doctor")
    assert answer.code == 1
    assert f"→ chmod 700 {prepared.path}" in answer.out
    assert "need mending" in answer.err
