"""The OECD's Data Explorer: the dataflow's structure by SDMX 2.1, then SDMX-CSV or SDMX-JSON.

Interface: https://www.oecd.org/en/data/insights/data-explainers/2024/09/api.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sources.errors import VarantoError
from sources.services.came import Came
from sources.services.client import Answer, Client, Known, page_instead
from sources.services.record import Asked
from sources.services.sdmx_structure import fetch_structure, sdmx_key
from sources.services.wanted import Wanted, selection
from sources.services.years import by_years, came, header_alone, to_come

STRUCTURE = "application/vnd.sdmx.structure+xml; charset=utf-8; version=2.1"


@dataclass(frozen=True)
class Oecd:
    """Client of the OECD's interface; `format` is csv or json."""

    client: Client
    format: str

    def fetch(self, asked: Wanted, folder: Path, earlier: Asked | None) -> Came | None:
        """The dataflow's slices. `dataset` is `<agency>:<dataflow>`."""
        agency, colon, flow = asked.dataset.partition(":")
        if not colon or not flow:
            raise VarantoError(
                f"oecd {asked.dataset}: the dataset is not <agency>:<dataflow>. Mend the "
                "declaration."
            )
        stem = re.sub(r"[^A-Za-z0-9_.-]", "_", flow)
        path = f"/dataflow/{agency}/{flow}/latest"
        structure = fetch_structure(self.client, asked, folder, path, "all", STRUCTURE)
        chosen = selection(asked, structure)
        key = sdmx_key(structure, chosen)
        suffix = "json" if self.format == "json" else "csv"
        target = folder / f"{stem}.{suffix}"

        def ask(target: Path, span: tuple[int, int], known: Sequence[Known] = ()) -> Answer:
            return self._data(asked, target, f"{agency},{flow},", key, span, known)

        known = earlier.answers if earlier else ()
        return came(by_years(ask, asked, target, to_come(asked), _empty, known))

    def _data(
        self,
        asked: Wanted,
        target: Path,
        flow: str,
        key: str,
        span: tuple[int, int],
        known: Sequence[Known],
    ) -> Answer:
        # No version: the newest is given.
        answer = self.client.get(
            f"/data/{flow}/{key}",
            target,
            [
                ("startPeriod", str(span[0])),
                ("endPeriod", str(span[1])),
                ("dimensionAtObservation", "AllDimensions"),
                ("format", "jsondata" if target.suffix == ".json" else "csvfile"),
            ],
            known=known,
        )
        words = page_instead(target) if answer.changed else None
        if words is not None:
            raise VarantoError(
                f"oecd {asked.dataset}: the answer is no table ({words}). Try again later."
            )
        return answer


def _empty(target: Path) -> bool:
    """Whether a table has its header alone, a message no observation."""
    if target.suffix == ".csv":
        return header_alone(target)
    try:
        sets = json.loads(target.read_bytes())["data"]["dataSets"]
        return not any(s.get("observations") or s.get("series") for s in sets)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False  # its reader says what it is
