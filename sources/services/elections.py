"""Result files of general elections by the Ministry of Justice: one delivery a year.

Files: https://tulospalvelu.vaalit.fi/<ELECTION>-<YEAR>/<election>-<year>_alu_maa.csv.zip, the votes
by area. They are taken in as deliveries of the source `elections`, whose contract judges them.
Asked for are those of which an indicator is made. The candidates' files name persons, and no
indicator needs them; neither European nor presidential elections: who wants these receives them by
hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import is_zipfile

from sources.errors import VarantoError
from sources.services.came import Came
from sources.services.client import Answer, Client, Known, page_instead
from sources.services.record import Asked
from sources.services.wanted import Wanted

RESULTS_BY = 5
"""The month of the year by which April's elections have their confirmed results."""


@dataclass(frozen=True)
class Held:
    """The years in which a kind of election was held, and after how many comes the next."""

    years: tuple[int, ...]
    every: int = 4

    def until(self, today: date) -> Iterator[int]:
        """The years whose results are there; those to come by the law's term."""
        yield from self.years
        year = self.years[-1] + self.every
        while (year, RESULTS_BY) <= (today.year, today.month):
            yield year
            year += self.every


HELD: Mapping[str, Held] = {"kv": Held((2021, 2025)), "av": Held((2022, 2025)),
                            "ekv": Held((2019, 2023))}  # fmt: skip
"""Letters of the kind of election (municipal, county, parliamentary) → when, from the first whose
records are of the layout that the contract knows (Election Act 714/1998, 107 and 144 §). One that
is held out of turn is written down here."""


def election_years(since: int, today: date | None = None) -> tuple[Wanted, ...]:
    """The years with an election's results, as they are asked for."""
    kinds: dict[int, list[str]] = {}
    for kind, held in HELD.items():
        for year in held.until(today or date.today()):
            kinds.setdefault(year, []).append(kind)
    return tuple(
        Wanted("elections", str(year), tuple({"election": e} for e in kinds[year]), year)
        for year in sorted(kinds)
        if year >= since
    )


@dataclass(frozen=True)
class Elections:
    """Client of the result service."""

    client: Client

    def fetch(self, asked: Wanted, folder: Path, earlier: Asked | None) -> Came | None:
        """The year's files, if any was corrected: a delivery is all of them."""
        stems = [f"{where['election']}-{asked.dataset}" for where in asked.slices]
        files = [folder / f"{stem}_taat_maa.csv.zip" for stem in stems]
        known = earlier.answers if earlier else ()
        answers = [self._ask(*both, known) for both in zip(stems, files, strict=True)]
        if not any(answer.changed for answer in answers):
            return None
        for place, answer in enumerate(answers):
            if not answer.changed:
                answers[place] = self._ask(stems[place], files[place], ())
        return Came(tuple(files), tuple(answers))

    def _ask(self, stem: str, target: Path, known: tuple[Known, ...]) -> Answer:
        path = f"/{stem.upper()}/{stem}_alu_maa.csv.zip"
        answer = self.client.get(path, target, known=known)
        if answer.changed and not is_zipfile(target):  # a page in its place, say
            words = page_instead(target)
            raise VarantoError(
                f"elections {stem}: the answer is no zip archive{f' ({words})' if words else ''}. "
                "Try again later."
            )
        return answer
