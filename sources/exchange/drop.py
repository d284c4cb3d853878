"""The drop folder: suppliers write to it (SFTP, a share), complete deliveries go to landing.

A delivery is a folder `<drop>/<source>/<name>/` with its files. It is complete when each file has
a `<file>.sha256` that agrees or an empty `<file>.ok` beside it, or when nothing in the folder has
changed between two looks. Source and year are the folders' names, or stand in `manifest.json`:

{"source": "population", "period": "2024", "sender": "DVV", "synthetic": false,
 "delta": false, "fewer_rows": false, "changed": false,
 "files": {"vtj_henkilo_2024.csv": "<sha256>"}}

Hidden files and half-written ones (`.part`, `.filepart`, `.tmp`) are not read, and what has one of
the latter beside it is not complete. What can't be taken stays where it is, and is told.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sources.declarations import Source
from sources.errors import VarantoError
from sources.home import Home, write_text
from sources.landing.names import tables_of
from sources.landing.receive import receive
from sources.landing.said import DELTA, VIA_DROP, WORDS, check_delta, said

DROP_VARIABLE = "VARANTO_DROP"
MANIFEST = "manifest.json"
SIDECARS = (".sha256", ".ok")
PARTIAL = (".part", ".partial", ".filepart", ".tmp", ".crdownload")
LOOKS = ".looks.json"
"""In landing: what each folder held at the last look."""

Signature = list[list[str | int]]


@dataclass(frozen=True)
class Collected:
    """What became of a folder: `received` or `known`, `waiting` or `refused`, and why."""

    folder: str
    state: str
    text: str


@dataclass(frozen=True)
class _Announced:
    """What is said of a delivery by its folder and manifest."""

    source: Source
    period: str
    sender: str = "drop folder"
    synthetic: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def collect(home: Home, drop: Path, source_of: Callable[[str], Source]) -> list[Collected]:
    """Look once: receive what is complete, remember what isn't. Never raises for one delivery."""
    if not drop.is_dir():
        raise VarantoError(f"The drop folder {drop} is not there. Create it, or name another.")
    home.prepare()
    before, now, found = _looks(home), {}, []
    for folder in sorted(drop.glob("*/*/")):
        name = f"{folder.parent.name}/{folder.name}"
        if folder.is_symlink() or folder.parent.is_symlink() or _hidden(folder, folder.parent):
            continue
        seen = _signature(folder)
        if not seen:
            continue
        try:
            found.append(_one(home, folder, name, seen == before.get(name), source_of))
        except VarantoError as error:
            found.append(Collected(name, "refused", str(error)))
        if found[-1].state in ("waiting", "refused"):
            now[name] = seen
    write_text(home.landing / LOOKS, json.dumps(now) + "\n")
    return found


def _one(
    home: Home,
    folder: Path,
    name: str,
    unchanged: bool,
    source_of: Callable[[str], Source],
) -> Collected:
    announced = _announced(folder, source_of)
    entries = [p for p in sorted(folder.iterdir()) if not _hidden(p)]
    half = [p for p in entries if p.suffix.lower() in PARTIAL]
    if half:
        return Collected(name, "waiting", f"{half[0].name} is still being written")
    files = [p for p in entries if p.name != MANIFEST and p.suffix not in SIDECARS]
    odd = [p for p in files if p.is_symlink() or not p.is_file()]
    if odd:
        raise VarantoError(
            f"{name}: {odd[0].name!r} is a link or a folder. Deliver plain files only."
        )
    lacking = _lacking(announced, files)
    if lacking:
        return Collected(name, "waiting", f"{', '.join(lacking)} did not come yet")
    proven = [_proven(path, announced.files.get(path.name)) for path in files]
    if not all(proven) and not unchanged:
        return Collected(name, "waiting", "looked at once; it is taken if it stays as it is")
    receipt = receive(
        home,
        announced.source,
        files,
        period=announced.period,
        sender=announced.sender,
        synthetic=announced.synthetic,
        exchange={**announced.said, VIA_DROP: name},
    )
    # Copied and compared: whoever holds the old files open can't change what was taken.
    for path in entries:
        path.unlink()
    _remove_if_empty(folder)
    id_ = receipt.delivery.id
    if receipt.new:
        return Collected(name, "received", f"{announced.source.id}: delivery {id_}")
    return Collected(name, "known", f"{announced.source.id}: identical to delivery {id_}")


def _announced(folder: Path, source_of: Callable[[str], Source]) -> _Announced:
    path = folder / MANIFEST
    if not path.exists():
        period = re.match(r"(19|20)\d\d", folder.name)
        if period is None:
            raise VarantoError(
                f"{folder.parent.name}/{folder.name}: the year is not told. Name the folder by "
                f"it (2024), or add {MANIFEST} with source and period."
            )
        return _Announced(source_of(folder.parent.name), period[0])
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        flags = {key: told[key] for key in (*WORDS, "synthetic") if key in told}
        files = {str(k): str(v).lower() for k, v in dict(told.get("files", {})).items()}
        source, period_told = str(told["source"]), str(told["period"])
        sender = str(told.get("sender", "drop folder"))
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        raise VarantoError(
            f"{folder.parent.name}/{folder.name}: {MANIFEST} is damaged, or names no source and "
            "period. Ask the supplier to write it again."
        ) from None
    # "yes" in place of true would be passed over, and a refused delivery stay refused for ever.
    unclear = [key for key, value in flags.items() if not isinstance(value, bool)]
    if unclear:
        raise VarantoError(
            f"{folder.parent.name}/{folder.name}: {unclear[0]} in {MANIFEST} is neither true nor "
            "false. Write one of the two, without quotes."
        )
    declared = source_of(source)
    words = said(flags)
    check_delta(declared, words)
    synthetic = flags.get("synthetic", False)
    return _Announced(declared, period_told, sender, synthetic, words, files)


def _lacking(announced: _Announced, files: list[Path]) -> list[str]:
    """What the manifest names and isn't there; without one, the tables without a file."""
    names = {p.name for p in files}
    if announced.files:
        return sorted(set(announced.files) - names)
    source = announced.source
    if not source.tables or DELTA in announced.said:
        return [] if files else ["a file"]
    came = {t.name for name in names for t in tables_of(source, name)}
    return [t.name for t in source.tables if t.name not in came and not t.may_be_absent]


def _proven(path: Path, told: str | None) -> bool:
    """Whether it is known to be whole; VarantoError when a checksum says otherwise."""
    beside = path.with_name(path.name + ".sha256")
    if told is None and beside.exists():
        text = beside.read_text(encoding="utf-8", errors="replace").split()
        told = text[0].lower() if text else ""
    if told is None:
        return path.with_name(path.name + ".ok").exists()
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != told:
            raise VarantoError(
                f"{path.parent.parent.name}/{path.parent.name}: {path.name} is not as its "
                "checksum says. Is it still being written? Else ask for it again."
            )
    return True


def _signature(folder: Path) -> Signature:
    """Name, size and time of each file: what would change while somebody writes."""
    found: Signature = []
    for path in sorted(folder.iterdir()):
        if not _hidden(path):
            stat = path.lstat()
            found.append([path.name, stat.st_size, stat.st_mtime_ns])
    return found


def _looks(home: Home) -> dict[str, Signature]:
    try:
        kept = json.loads((home.landing / LOOKS).read_text(encoding="utf-8"))
        return dict(kept)
    except (FileNotFoundError, ValueError, TypeError):
        return {}


def _hidden(*paths: Path) -> bool:
    return any(p.name.startswith(".") for p in paths)


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:  # something hidden is left: it stays
        return
