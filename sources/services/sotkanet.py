"""Sotkanet (THL): what an indicator is, its numbers, and Sotkanet's own regions.

Interface: https://sotkanet.fi/sotkanet/fi/ohje/74; years and genders are repeated, not listed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sources.errors import VarantoError
from sources.services.came import Came
from sources.services.client import Answer, Client, Known
from sources.services.record import Asked
from sources.services.wanted import Wanted
from sources.services.years import by_years

GENDERS = ("total", "male", "female")
REGIONS = "sotkanet_regions.json"


@dataclass
class Sotkanet:
    """Client of Sotkanet's interface; its regions are asked for once."""

    client: Client
    _regions: tuple[bytes, Answer] | None = None

    def fetch(self, asked: Wanted, folder: Path, earlier: Asked | None) -> Came | None:
        """An indicator: its numbers, what it is, and the regions."""
        about = folder / f"sotkanet_{asked.dataset}_indicator.json"
        described = self.client.get(f"/indicators/{asked.dataset}", about)
        told = _object(about, asked)
        changed = told.get("data-updated")
        if earlier and isinstance(changed, str) and changed == earlier.updated:
            return None
        try:
            first, last = int(told["range"]["start"]), int(told["range"]["end"])
        except (KeyError, TypeError, ValueError):
            raise VarantoError(
                f"sotkanet {asked.dataset}: what it is doesn't say its years. Has the interface "
                "changed? See sources/services/sotkanet.py."
            ) from None
        span = (max(first, asked.since), last)
        if span[0] > last:
            raise VarantoError(
                f"sotkanet {asked.dataset}: it ends in {last}, before {asked.since}. Ask with an "
                "earlier --since, or take it out of the declarations."
            )

        def ask(target: Path, span: tuple[int, int], known: Sequence[Known] = ()) -> Answer:
            years = [("years", str(y)) for y in range(span[0], span[1] + 1)]
            genders = [("genders", g) for g in GENDERS]
            parameters = [("indicator", asked.dataset), *years, *genders]
            return self.client.get("/json", target, parameters, known=known)

        numbers = folder / f"sotkanet_{asked.dataset}.json"
        parts = by_years(ask, asked, numbers, span, _empty)
        regions, areas = self._areas(folder)
        return Came(
            (*(p for p, _ in parts), about, regions),
            (*(a for _, a in parts), described, areas),
            updated=changed if isinstance(changed, str) else None,
        )

    def _areas(self, folder: Path) -> tuple[Path, Answer]:
        target = folder / REGIONS
        if self._regions is None:
            answer = self.client.get("/regions", target)
            self._regions = target.read_bytes(), answer
        text, answer = self._regions
        target.write_bytes(text)
        return target, answer


def _empty(target: Path) -> bool:
    return target.read_bytes().strip() == b"[]"


def _object(path: Path, asked: Wanted) -> dict[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise VarantoError(
            f"sotkanet {asked.dataset}: the answer doesn't say what the indicator is. Has it been "
            "taken away?"
        )
    return told
