"""`varanto doctor`: is this installation fit to run? Each line says what is, and what to do."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer
from packaging.requirements import Requirement

from pipelines.cli.output import as_json, say
from sources.errors import VarantoError
from sources.home import Home

OLDEST_PYTHON = (3, 11)
LOCK_FILE = Path(__file__).resolve().parents[2] / "requirements.txt"
ROOM_NEEDED = 4 << 30  # bytes: a synthetic Finland of 180,000 with its releases, twice over
CLOSED = 0o077
OTHERS = stat.S_IRWXG | stat.S_IRWXO


mask_at_start = os.umask(CLOSED)
"""The umask that the command was started with; from here on it is closed."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `todo` is empty when it is well."""

    what: str
    found: str
    todo: str = ""

    @property
    def well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.todo


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(doctor)


def doctor(json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Look whether this installation can run; code 1 if something is to be done."""
    findings = list(examine(Home.from_environment()))
    ill = [f for f in findings if not f.well]
    if json:
        as_json([vars(f) | {"well": f.well} for f in findings])
    else:
        for finding in findings:
            say(f"{'ok  ' if finding.well else 'MEND'}  {finding.what}: {finding.found}")
            if not finding.well:
                say(f"      → {finding.todo}")
    if ill:
        raise VarantoError(f"{len(ill)} of {len(findings)} need mending.")


def examine(home: Home) -> Iterator[Finding]:
    """All findings about the home and the environment that it runs in."""
    for look in CHECKS:
        yield look(home)


def python_version(_: Home) -> Finding:
    """Python is new enough."""
    found = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < OLDEST_PYTHON
    return Finding("Python", found, "Install Python 3.11 or newer." if old else "")


def packages(_: Home) -> Finding:
    """Installed packages are those of the lock."""
    if not LOCK_FILE.exists():
        return Finding("Packages", f"{LOCK_FILE.name} is not there", "Restore it from the repo.")
    different = []
    for locked in _locked(LOCK_FILE.read_text(encoding="utf-8")):
        try:
            installed = metadata.version(locked.name)
        except metadata.PackageNotFoundError:
            installed = "missing"
        if installed not in locked.specifier:
            different.append(f"{locked.name} {installed} (locked {locked.specifier})")
    if not different:
        return Finding("Packages", f"as locked in {LOCK_FILE.name}")
    return Finding("Packages", ", ".join(different[:5]), "Run make install.")


def _locked(text: str) -> Iterator[Requirement]:
    """The lock's packages that are meant for this platform and Python."""
    for line in text.splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            requirement = Requirement(line.partition("\\")[0].strip())
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def mask(_: Home) -> Finding:
    """What is made is closed to others: the command sets 077 itself, other tools don't."""
    found = f"{mask_at_start:03o}"
    if mask_at_start & stat.S_IWOTH == 0:
        todo = "Set umask 077: whatever else works here makes files that anyone may write."
        return Finding("umask", found, todo)
    return Finding("umask", found if mask_at_start == CLOSED else f"{found}; varanto sets 077")


def home_folder(home: Home) -> Finding:
    """The home is writable by us and closed to others."""
    path = home.path
    if not path.exists():
        above = next(p for p in path.parents if p.exists())
        todo = "" if os.access(above, os.W_OK) else f"Make {above} writable, or set VARANTO_HOME."
        return Finding("Home", f"{path}, not made yet", todo)
    if not os.access(path, os.W_OK | os.X_OK):
        return Finding("Home", f"{path} is not writable", f"Give yourself write access to {path}.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & OTHERS:
        return Finding("Home", f"{path} is open to others ({mode:03o})", f"chmod 700 {path}")
    return Finding("Home", f"{path} ({home.kind or 'no person-level delivery yet'})")


def key_folder(home: Home) -> Finding:
    """The key's folder and file are the owner's alone; the key itself is not opened."""
    from sources.identity.keys import KEY_FILE, closing, keys_dir

    folder = keys_dir(home.path)
    if not folder.exists():
        return Finding("Keys", f"{folder}, made at the first delivery of a register")
    if home.path.resolve() in (folder.resolve(), *folder.resolve().parents):
        return Finding(
            "Keys", f"{folder} lies inside the home", "Set VARANTO_KEYS to a folder elsewhere."
        )
    for path, right in ((folder, "700"), (folder / KEY_FILE, "600")):
        try:
            mode = stat.S_IMODE(path.lstat().st_mode)
        except FileNotFoundError:
            continue
        except OSError as error:
            return Finding("Keys", f"{path} ({error.strerror})", "Check who owns the folder.")
        if mode & OTHERS:
            found = f"{path} is open to others ({mode:03o})"
            return Finding("Keys", found, closing(path, right))
    return Finding("Keys", f"{folder}, closed to others")


def disk(home: Home) -> Finding:
    """There is room on the disk."""
    place = next(p for p in (home.path, *home.path.parents) if p.exists())
    free = shutil.disk_usage(place).free
    short = free < ROOM_NEEDED
    return Finding("Disk", f"{free / (1 << 30):.1f} GiB free", "Make room." if short else "")


def lock(home: Home) -> Finding:
    """Nobody holds the home's lock, or somebody who runs."""
    import json

    if not home.lock.exists():
        return Finding("Lock", "free")
    try:
        with home.lock.open("r+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left = stream.read().strip()
    except BlockingIOError:
        try:
            held = json.loads(home.lock.read_text())
            return Finding("Lock", f"held by {held['doing']} (process {held['pid']})")
        except (ValueError, KeyError):
            return Finding("Lock", "held by another process")
    except OSError as error:
        return Finding("Lock", f"{home.lock} ({error.strerror})", "Check who owns the home.")
    # The lock died with its process; what it wrote stays until the next one.
    return Finding("Lock", "free (the last run was cut off)" if left else "free")


def dagster_home(home: Home) -> Finding:
    """DAGSTER_HOME is the one inside the home."""
    given = os.environ.get("DAGSTER_HOME")
    if given and Path(given).absolute() != home.dagster:
        return Finding(
            "DAGSTER_HOME",
            f"{given}, while varanto uses {home.dagster}",
            "Unset it, or set it to that folder: else the UI shows other runs.",
        )
    return Finding("DAGSTER_HOME", str(home.dagster))


def release(home: Home) -> Finding:
    """The current release opens and answers."""
    from warehouse.release import Manifest

    if not home.current.exists():
        broken = home.current.is_symlink()
        return Finding(
            "Release",
            "the link current leads nowhere" if broken else "none yet",
            f"Point {home.current} at a release folder beside it." if broken else "",
        )
    try:
        manifest = Manifest.read(home.current)
    except VarantoError as error:
        return Finding("Release", str(error), "Restore its manifest.json from a backup.")
    if manifest is None or not home.database.exists():
        return Finding("Release", "it is incomplete", "Restore its folder from a backup.")
    import duckdb

    try:
        with duckdb.connect(str(home.database.resolve()), read_only=True) as connection:
            connection.execute("SELECT count(*) FROM reserves.everything").fetchall()
    except duckdb.Error:
        return Finding(
            "Release",
            f"{manifest.release_id} can't be opened",
            "Restore its wellbeing.duckdb from a backup, or point current at an earlier release.",
        )
    return Finding("Release", manifest.release_id)


CHECKS: tuple[Callable[[Home], Finding], ...] = (
    python_version,
    packages,
    mask,
    home_folder,
    key_folder,
    disk,
    lock,
    dagster_home,
    release,
)
