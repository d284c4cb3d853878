"""What is known of each dataset since it was last asked for: `official/fetched.json`.

Only to ask less: lost, everything is asked for anew, and identical answers change nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sources.home import Home, write_text
from sources.services.client import Known

NAME = "fetched.json"


@dataclass(frozen=True)
class Asked:
    """The last time that a dataset was asked for: when, for what (`request`), and what came."""

    checked: str
    request: str
    delivery: str | None = None
    etag: str | None = None
    modified: str | None = None
    updated: str | None = None
    url: str | None = None

    @property
    def moment(self) -> datetime:
        """When it was last asked for."""
        return datetime.fromisoformat(self.checked)

    @property
    def known(self) -> Known:
        """What to say of the answer that is here."""
        return Known(self.etag, self.modified, self.url)


def read_record(home: Home) -> dict[tuple[str, str], Asked]:
    """(provider, dataset) → what is known; empty where nothing is, or nothing can be read."""
    try:
        rows = json.loads((home.official / NAME).read_text(encoding="utf-8"))
        return {(r.pop("provider"), r.pop("dataset")): Asked(**r) for r in rows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_record(home: Home, record: dict[tuple[str, str], Asked]) -> None:
    """Keep what is known."""
    rows = [
        {"provider": provider, "dataset": dataset, **asdict(asked)}
        for (provider, dataset), asked in sorted(record.items())
    ]
    home.official.mkdir(parents=True, exist_ok=True)
    write_text(home.official / NAME, json.dumps(rows, indent=1) + "\n")
