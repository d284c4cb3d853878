"""Take a delivery in: checksums, provenance, and nothing overwritten ever."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sources.declarations import Source, SourceKind
from sources.errors import VarantoError
from sources.home import Home, write_text
from sources.landing.delivery import RECORD, DeliveredFile, Delivery, deliveries
from sources.landing.names import tables_of
from sources.landing.said import VIA, check_delta

CHUNK = 1 << 20
LAST_NUMBER = ".last_number"
"""Beside a source's deliveries: the highest number that any of them was given."""


@dataclass(frozen=True)
class Receipt:
    """What became of it: the delivery, and whether it is new or was already there."""

    delivery: Delivery
    new: bool


def receive(
    home: Home,
    source: Source,
    files: Sequence[Path],
    *,
    period: str | None = None,
    sender: str = "local file",
    synthetic: bool = False,
    move: bool = False,
    received: datetime | None = None,
    exchange: dict[str, str] | None = None,
) -> Receipt:
    """Copy (or move) `files` into landing as one delivery of `source`.

    A delivery identical to the period's newest, with nothing new said of it, changes nothing.
    `period` is the year that the data describe; official statistics need none. Raises VarantoError,
    and leaves landing as it was, when a file is missing, empty, changes meanwhile, or belongs to no
    table of the source, or when a delta comes where none is declared.
    """
    check_delta(source, exchange or {})
    period = _period(source, files, period)
    _check_files(source, files)
    home.prepare()
    described = tuple(
        DeliveredFile(path.name, path.stat().st_size, _sha256(path))
        for path in sorted(files, key=lambda p: p.name)
    )
    checksum = hashlib.sha256(
        "\n".join(f"{f.name} {f.sha256}" for f in described).encode()
    ).hexdigest()
    with _alone(home):
        if source.person_level or source.keyed:
            home.fix_kind(synthetic)
        earlier = deliveries(home.landing, source.id)
        of_period = [d for d in earlier if d.period == period]
        same = of_period and of_period[-1].checksum == checksum
        said = _said(exchange)
        if same and (not said or said == _said(of_period[-1].exchange)):
            return Receipt(of_period[-1], new=False)
        again = sum(d.checksum == checksum for d in of_period)
        suffix = f"-{again + 1}" if again else ""
        delivery = Delivery(
            source=source.id,
            id=f"{period}-{checksum[:10]}{suffix}",
            period=period,
            number=_next_number(home, source, earlier),
            received=(received or datetime.now(UTC)).isoformat(timespec="seconds"),
            sender=sender,
            synthetic=synthetic,
            checksum=checksum,
            files=described,
            exchange=exchange or {},
        )
        _write(home, delivery, files, move)
    return Receipt(delivery, new=True)


def _said(exchange: Mapping[str, str] | None) -> dict[str, str]:
    """What is said of the delivery, without how it came: that is another each time."""
    return {k: v for k, v in (exchange or {}).items() if not k.startswith(VIA)}


def _next_number(home: Home, source: Source, earlier: Sequence[Delivery]) -> int:
    """One more than was ever given: deliveries may leave landing when their retention ends."""
    path = home.landing / source.id / LAST_NUMBER
    given = int(path.read_text()) if path.exists() else 0
    return max([given, *(d.number for d in earlier)]) + 1


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """One receipt at a time, so that no two deliveries get one number."""
    handle = os.open(home.landing / ".receiving", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _period(source: Source, files: Sequence[Path], period: str | None) -> str:
    if source.kind is SourceKind.OFFICIAL:
        name = period or re.sub(r"[^A-Za-z0-9_]+", "_", files[0].stem if files else "")
        if not re.fullmatch(r"\w[\w.-]*", name, re.ASCII):
            raise VarantoError(
                f"{source.id}: the period is not a name. Use letters, digits, - and _."
            )
        return name
    if period is None or not re.fullmatch(r"(19|20)\d\d", period):
        raise VarantoError(
            f"{source.id}: the delivery's year is not given. Add --period YYYY, the year that "
            "the data describe."
        )
    return period


def _check_files(source: Source, files: Sequence[Path]) -> None:
    if not files:
        raise VarantoError(f"{source.id}: no file is given. Name the delivery's files.")
    names = [path.name for path in files]
    if len(set(names)) < len(names):
        raise VarantoError(f"{source.id}: two files have the same name. Deliver each once.")
    for path in files:
        if not path.is_file():
            raise VarantoError(f"{source.id}: {path} is not a file. Check the path.")
        if path.name == RECORD or path.name.startswith(".") or not path.name.isprintable():
            raise VarantoError(
                f"{source.id}: a file has a name that landing can't take ({path.name!r}). "
                "Rename it."
            )
        if path.stat().st_size == 0:
            raise VarantoError(
                f"{source.id}: {path.name} is empty. Ask the supplier to send it again."
            )
        if source.tables:
            tables_of(source, path.name)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(home: Home, delivery: Delivery, files: Sequence[Path], move: bool) -> None:
    """Bring the files in beside the delivery's place, and move them there when all is written."""
    folder = home.landing / delivery.source / delivery.id
    aside = home.landing / f".incoming-{delivery.source}-{delivery.id}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True, mode=0o700)
    checksums = {f.name: f.sha256 for f in delivery.files}
    try:
        for path in files:
            target = aside / path.name
            # A link is never moved in: what it points to could still be changed.
            if move and not path.is_symlink():
                shutil.move(path, target)
            elif _copied(path, target) != checksums[path.name]:
                raise VarantoError(
                    f"{delivery.source}: {path.name} changed while it was received. "
                    "Receive it again when it is complete."
                )
            target.chmod(0o400)
        record = aside / RECORD
        record.write_text(delivery.to_json(), encoding="utf-8")
        record.chmod(0o400)
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.rename(aside, folder)
        write_text(folder.parent / LAST_NUMBER, str(delivery.number))
    except (OSError, VarantoError):
        if not move:
            shutil.rmtree(aside, ignore_errors=True)
        raise


def _copied(path: Path, target: Path) -> str:
    """Copy, giving the checksum of what was copied."""
    digest = hashlib.sha256()
    with path.open("rb") as source, target.open("xb") as copy:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()
