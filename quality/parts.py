"""The parts of a delivery: itself, or the full delivery and the deltas that it is the last of.

A delta says what is new, changed or removed against the delivery in force of its period. It is
judged together with what it changes, read anew from landing, so that the outcome is the one that
a full delivery of the same rows would have had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quality.acceptance import ACCEPTED, acceptances
from sources.declarations import Source, Table
from sources.errors import Refused, VarantoError
from sources.home import Home
from sources.landing.delivery import Delivery, deliveries
from sources.landing.names import tables_of
from sources.landing.said import DELTA
from sources.landing.unpacking import Unreadable, holds

ROWS_IN_PART = 10**12
"""Rows of the nth part (from 0) are numbered from n times this in the spool."""


@dataclass(frozen=True)
class Part:
    """One delivery and the files of its tables; `nth` counts from 0, the full delivery."""

    nth: int
    delivery: Delivery
    files: Mapping[str, Path]

    def checksum(self, path: Path) -> str:
        """The checksum that the delivery's record has of one of its files."""
        return next(f.sha256 for f in self.delivery.files if f.name == path.name)


def is_delta(delivery: Delivery) -> bool:
    """Whether it holds changes alone."""
    return DELTA in delivery.exchange


def parts_of(home: Home, source: Source, delivery: Delivery) -> list[Part]:
    """The full delivery first, `delivery` last; raises Refused when a file of one is lacking."""
    if not is_delta(delivery):
        return [Part(0, delivery, _files(home, source, delivery))]
    lacking = [t.name for t in source.tables if t.delta is None]
    if lacking:
        raise Refused(
            source.id,
            delivery.id,
            f"it is a delta, and table {lacking[0]} is not declared to come in changes",
            "Ask the supplier for a full delivery, or declare the table's Delta. "
            "Nothing was changed.",
        )
    chain = _before(home, delivery)
    if not chain:
        raise Refused(
            source.id,
            delivery.id,
            f"it is a delta, and no full delivery of {delivery.period} is in force",
            "Receive the full delivery first, then this one again. Nothing was changed.",
        )
    chain.append(delivery)
    return [Part(nth, d, _files(home, source, d)) for nth, d in enumerate(chain)]


def _before(home: Home, delivery: Delivery) -> list[Delivery]:
    """The accepted deliveries of the period up to this one, from the last full one on."""
    accepted = {r.delivery for r in acceptances(home, delivery.source) if r.status == ACCEPTED}
    chain: list[Delivery] = []
    for earlier in deliveries(home.landing, delivery.source):
        if (
            earlier.period == delivery.period
            and earlier.number < delivery.number
            and earlier.id in accepted
        ):
            chain = [*chain, earlier] if is_delta(earlier) else [earlier]
    return chain if chain and not is_delta(chain[0]) else []


def _files(home: Home, source: Source, delivery: Delivery) -> dict[str, Path]:
    folder = home.landing / source.id / delivery.id
    files: dict[str, Path] = {}
    for file in delivery.files:
        path = folder / file.name
        _refuse_altered(path, file.sha256, source.id)
        for table in tables_of(source, file.name):
            if table.name in files:
                raise Refused(
                    source.id,
                    delivery.id,
                    f"two files are of table {table.name}",
                    "Deliver one file a table. Nothing was changed.",
                )
            if _holds(source, delivery, path, table):
                files[table.name] = path
    lacking = [
        t.name
        for t in source.tables
        if t.name not in files and not (t.may_be_absent or t.occasional)
    ]
    if lacking and not is_delta(delivery):
        raise Refused(
            source.id,
            delivery.id,
            f"the file{'s' if len(lacking) > 1 else ''} of {', '.join(lacking)} did not come",
            "Deliver all files of the year together. Nothing was changed.",
        )
    return files


def _holds(source: Source, delivery: Delivery, path: Path, table: Table) -> bool:
    """Whether the table's file is there; raises Refused where an archive can't be looked into."""
    if table.member is None:
        return True
    try:
        return holds(path, table.member)
    except Unreadable as error:
        todo = f"{error.todo} Nothing was changed."
        raise Refused(source.id, delivery.id, f"{path.name} {error.what}", todo) from None


def _refuse_altered(path: Path, sha256: str, source: str) -> None:
    """Landing is immutable: what is judged must be what came."""
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            raise VarantoError(
                f"{source}: {path.name} of delivery {path.parent.name} is not as it was received "
                "(its checksum differs). Restore it from a backup, or receive the delivery anew."
            )
