"""What is known of each dataset since it was last asked for: `official/fetched.json`.

Only to ask less: lost, everything is asked for anew, and identical answers change nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sources.home import Home, write_text
from sources.services.client import Known

NAME = "fetched.json"


Key = tuple[str, str, int]
"""Provider, dataset, and the first year that was asked for."""


@dataclass(frozen=True)
class Asked:
    """The last time that a dataset was asked for: when, for what (`request`), and what came.

    `answers` is what the provider said of each answer that has an ETag or a time of change.
    """

    checked: str
    request: str
    delivery: str | None = None
    updated: str | None = None
    answers: tuple[Known, ...] = ()

    @property
    def moment(self) -> datetime:
        """When it was last asked for."""
        return datetime.fromisoformat(self.checked)


def read_record(home: Home) -> dict[Key, Asked]:
    """What is known of each dataset; empty where nothing is, or nothing can be read."""
    try:
        rows = json.loads((home.official / NAME).read_text(encoding="utf-8"))
        return {(r["provider"], r["dataset"], r.get("since", 0)): _asked(r) for r in rows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _asked(row: Mapping[str, Any]) -> Asked:
    # An older record lacks `since` and `answers`: it still says what the night asks for.
    told = {name: row.get(name) for name in ("delivery", "updated")}
    answers = tuple(Known(**a) for a in row.get("answers", ()))
    return Asked(row["checked"], row["request"], **told, answers=answers)


def write_record(home: Home, record: Mapping[Key, Asked]) -> None:
    """Keep what is known."""
    rows = [
        {"provider": provider, "dataset": dataset, "since": since, **asdict(asked)}
        for (provider, dataset, since), asked in sorted(record.items(), key=lambda kept: kept[0])
    ]
    home.official.mkdir(parents=True, exist_ok=True)
    write_text(home.official / NAME, json.dumps(rows, indent=1) + "\n")
