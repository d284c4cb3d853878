"""The OECD's Data Explorer: the dataflow's structure by SDMX 2.1, then SDMX-CSV or SDMX-JSON.

Interface: https://www.oecd.org/en/data/insights/data-explainers/2024/09/api.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sources.errors import VarantoError
from sources.services.came import Came
from sources.services.client import Client, page_instead
from sources.services.record import Asked
from sources.services.sdmx_structure import fetch_structure, sdmx_key
from sources.services.wanted import Wanted, selection

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
        # No version: the newest is given.
        answer = self.client.get(
            f"/data/{agency},{flow},/{key}",
            target,
            [
                ("startPeriod", str(asked.since)),
                ("dimensionAtObservation", "AllDimensions"),
                ("format", "jsondata" if suffix == "json" else "csvfile"),
            ],
            known=earlier.known if earlier else None,
        )
        if not answer.changed:
            return None
        words = page_instead(target)
        if words is not None:
            raise VarantoError(
                f"oecd {asked.dataset}: the answer is no table ({words}). Try again later."
            )
        return Came((target,), (answer,))
