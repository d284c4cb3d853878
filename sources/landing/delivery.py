"""`Delivery`: one set of files from one supplier, immutable, with where it came from.

A delivery is the folder `landing/<source>/<delivery>/` with the files as received and
`delivery.json`, written last: a folder without it isn't complete and isn't seen.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sources.errors import VarantoError

RECORD = "delivery.json"


@dataclass(frozen=True)
class DeliveredFile:
    """A file as received."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Delivery:
    """What `delivery.json` says. `number` counts the source's deliveries in order of arrival."""

    source: str
    id: str
    period: str
    number: int
    received: str
    sender: str
    synthetic: bool
    checksum: str
    files: tuple[DeliveredFile, ...]
    exchange: dict[str, str] = field(default_factory=dict)

    @property
    def addresses(self) -> dict[str, tuple[str, str]]:
        """File → the address that it was fetched from, and when; empty if it was sent."""
        said = self.exchange
        return {
            f.name: (said[f"via:{f.name} url"], said.get(f"via:{f.name} retrieved", ""))
            for f in self.files
            if f"via:{f.name} url" in said
        }

    def to_json(self) -> str:
        """The record's text."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_delivery(folder: Path) -> Delivery:
    """The delivery in a folder; VarantoError if its record is damaged."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        files = tuple(DeliveredFile(**f) for f in record.pop("files"))
        return Delivery(files=files, **record)
    except (ValueError, KeyError, TypeError):
        raise VarantoError(
            f"The record {RECORD} of delivery {folder.name} ({folder.parent.name}) is damaged. "
            "Landing is immutable: restore it from a backup, or receive the delivery anew."
        ) from None


def deliveries(landing: Path, source: str | None = None) -> list[Delivery]:
    """All complete deliveries of a source (or of every source), in order of arrival."""
    folders = sorted(landing.glob(f"{source or '[!.]*'}/*/{RECORD}"))
    found = [read_delivery(f.parent) for f in folders]
    return sorted(found, key=lambda d: (d.source, d.number))
