"""Result files of general elections by the Ministry of Justice: one delivery a year.

Files: https://tulospalvelu.vaalit.fi/<ELECTION>-<YEAR>/<election>-<year>_{alu,ehd}_maa.csv.zip,
areas and candidates. They are taken in as deliveries of the source `elections`, whose contract
judges them. Of presidential elections the name of a round's file isn't established: they are
received by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import is_zipfile

from sources.errors import VarantoError
from sources.services.came import Came
from sources.services.client import Answer, Client, page_instead
from sources.services.record import Asked
from sources.services.wanted import Wanted

HELD: Mapping[str, tuple[int, ...]] = {
    "kv": (2021, 2025),
    "av": (2022, 2025),
    "ekv": (2019, 2023),
    "epv": (2019, 2024),
}
"""Letters of the kind of election → the years in which it was held, and whose records are of the
layout that the contract knows."""

RECORDS: Mapping[str, str] = {"alu": "taat", "ehd": "teat"}
"""Part of the archive's name → that of the file in it, which the contract knows."""


def election_years(since: int) -> tuple[Wanted, ...]:
    """The years with an election, as they are asked for."""
    years = sorted({year for held in HELD.values() for year in held if year >= since})
    return tuple(
        Wanted("elections", str(year), tuple({"election": e} for e in _of(year)), year)
        for year in years
    )


def _of(year: int) -> tuple[str, ...]:
    return tuple(kind for kind, held in HELD.items() if year in held)


@dataclass(frozen=True)
class Elections:
    """Client of the result service."""

    client: Client

    def fetch(self, asked: Wanted, folder: Path, earlier: Asked | None) -> Came | None:
        """The year's files of areas and candidates, all of them: any may have been corrected."""
        files: list[Path] = []
        answers: list[Answer] = []
        for where in asked.slices:
            stem = f"{where['election']}-{asked.dataset}"
            for archive, inside in RECORDS.items():
                target = folder / f"{stem}_{inside}_maa.csv.zip"
                path = f"/{stem.upper()}/{stem}_{archive}_maa.csv.zip"
                answers.append(self.client.get(path, target))
                if not is_zipfile(target):  # a page in its place, say
                    words = page_instead(target)
                    raise VarantoError(
                        f"elections {stem}: the answer for {archive} is no zip archive"
                        f"{f' ({words})' if words else ''}. Try again later."
                    )
                files.append(target)
        return Came(tuple(files), tuple(answers))
