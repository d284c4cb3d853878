"""Statistics Finland's PxWeb: find the table, read what it has, ask for the slices.

Answers are json-stat2 or PX.

A table is found by its subject and code (`statfin_tyti_pxt_135y`): what stands around the code in
its id has changed more than once, last in June 2026. Interfaces: PxWeb API 1 and 2,
https://www.scb.se/en/services/open-data-api/pxwebapi/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from sources.errors import VarantoError
from sources.services.came import Came
from sources.services.client import Answer, Client, NotLetIn, NotThere, Parameters, TooMuch
from sources.services.record import Asked
from sources.services.structure import Dimension, dimension
from sources.services.wanted import YEARS, Wanted, selection

DATASET = re.compile(r"^statfin_([a-z]+)_pxt_([0-9a-z]{3,6})$")
LEAST_CELLS = 500
"""Below this nobody refuses for size: the refusal means something else."""

MOST_CELLS = 100_000
"""What is asked for at once where the interface doesn't tell its limit."""

JSON_STAT, PX = "json-stat2", "px"

Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Found:
    """A table of the database: its id today, and its last change in the provider's words."""

    id: str
    updated: str | None


@dataclass
class Statfin:
    """Client of Statistics Finland's interface; `format` is one of `FORMATS`."""

    client: Client
    format: str
    language: str = "fi"
    _most: int | None = None

    def fetch(self, asked: Wanted, folder: Path, earlier: Asked | None) -> Came | None:
        """The table's slices, in as many files as the provider's limit needs."""
        parts = DATASET.match(asked.dataset)
        if parts is None:
            raise VarantoError(
                f"statfin {asked.dataset}: the dataset is not statfin_<subject>_pxt_<code>. Mend "
                "the declaration."
            )
        made, form = FORMATS[self.format]
        api = made(self.client, folder, asked, self.language, form)
        table = api.find(parts[1], parts[2])
        if earlier and table.updated and table.updated == earlier.updated:
            return None
        structure = api.structure(table)
        chosen = _with_years(selection(asked, structure), structure, asked)
        whole = {d.id: chosen.get(d.id, tuple(d.codes.values())) for d in structure}
        if self._most is None:
            self._most = api.most_cells()
        while True:
            try:
                files, answers = _asked_for(api, table, list(_pieces(whole, self._most)), folder)
                return Came(tuple(files), tuple(answers), table.updated)
            except (TooMuch, NotLetIn):  # PxWeb forbids what is too large
                if self._most < LEAST_CELLS:
                    raise
                self._most //= 2


def _asked_for(
    api: _V1 | _V2, table: Found, pieces: Sequence[Chosen], folder: Path
) -> tuple[list[Path], list[Answer]]:
    files, answers = [], []
    for number, piece in enumerate(pieces, start=1):
        suffix = f"_part{number}" if len(pieces) > 1 else ""
        ending = "px" if api.form == PX else "json"
        target = folder / f"{api.asked.dataset}{suffix}.{ending}"
        answers.append(api.data(table, piece, target))
        files.append(target)
    return files, answers


def _with_years(
    chosen: dict[str, tuple[str, ...]], structure: Sequence[Dimension], asked: Wanted
) -> dict[str, tuple[str, ...]]:
    """The years since the one asked for, of a dimension of years."""
    for one in structure:
        if one.name in YEARS:
            recent = tuple(c for c in one.codes.values() if c[:4].isdigit() and
                           int(c[:4]) >= asked.since)  # fmt: skip
            if not recent:
                raise VarantoError(
                    f"statfin {asked.dataset}: it ends before {asked.since}. Ask with an earlier "
                    "--since, or take it out of the declarations."
                )
            chosen[one.id] = recent
    return chosen


def _pieces(whole: Chosen, most: int) -> Iterator[dict[str, Sequence[str]]]:
    """The selection in pieces of at most that many cells, cut along its longest dimension."""
    cells = prod(len(codes) for codes in whole.values())
    longest = max(whole, key=lambda name: len(whole[name]))
    if cells <= most or len(whole[longest]) == 1:
        yield dict(whole)
        return
    step = max(1, len(whole[longest]) * most // cells)
    for begin in range(0, len(whole[longest]), step):
        yield from _pieces({**whole, longest: whole[longest][begin : begin + step]}, most)


class _Api:
    """What both versions of the interface need: an answer read as JSON, and clear words if not."""

    def __init__(
        self, client: Client, folder: Path, asked: Wanted, language: str, form: str
    ) -> None:
        self.client, self.folder, self.asked, self.language = client, folder, asked, language
        self.form = form

    def told(self, path: str, parameters: Parameters = ()) -> Any:
        """The answer as JSON."""
        target = self.folder / "told.json"
        self.client.get(path, target, parameters)
        try:
            return json.loads(target.read_bytes())
        except (ValueError, RecursionError):
            raise self.odd("an answer is not JSON") from None
        finally:
            target.unlink()

    def odd(self, what: str) -> VarantoError:
        """The interface doesn't answer as it is described."""
        return VarantoError(
            f"statfin {self.asked.dataset}: {what}. Has the interface changed? See "
            "docs/official.md, When a provider changes."
        )

    def chosen(self, tables: Mapping[str, str | None], code: str) -> Found:
        """The one of the ids that is of the code."""
        wanted = re.compile(rf"(^|_){re.escape(code)}(_\w+)?(\.px)?$", re.IGNORECASE)
        found = [id_ for id_ in tables if wanted.search(id_)]
        if len(found) != 1:
            what = f"{len(found)} tables of its subject have the code {code}"
            raise NotThere(
                f"statfin {self.asked.dataset}: {what}. Has it been rebuilt under another code? "
                "Mend the declaration."
            )
        return Found(found[0], tables[found[0]])


class _V1(_Api):
    """PxWeb API 1: listing, metadata and a query by POST, each at the table's own path."""

    @property
    def root(self) -> str:
        return f"/v1/{self.language}/StatFin"

    def find(self, subject: str, code: str) -> Found:
        listed = self.told(f"{self.root}/{subject}")
        try:
            tables = {str(t["id"]): t.get("updated") for t in listed if t.get("type") == "t"}
        except (TypeError, KeyError, AttributeError):
            raise self.odd("the list of tables is not one") from None
        self.subject = subject
        return self.chosen(tables, code)

    def structure(self, table: Found) -> tuple[Dimension, ...]:
        described = self.told(f"{self.root}/{self.subject}/{table.id}")
        try:
            return tuple(
                dimension("statfin", self.asked.dataset, v["code"], v["values"], v["text"])
                for v in described["variables"]
            )
        except (TypeError, KeyError):
            raise self.odd("what the table has is not told") from None

    def most_cells(self) -> int:
        told = self.told(f"/v1/{self.language}/?config")
        limits = [told.get(n) for n in ("maxCells", "maxValues")] if isinstance(told, dict) else []
        known = [n for n in limits if isinstance(n, int) and n > 0]
        return min(known, default=MOST_CELLS)

    def data(self, table: Found, piece: Chosen, target: Path) -> Answer:
        query = [
            {"code": name, "selection": {"filter": "item", "values": list(codes)}}
            for name, codes in piece.items()
        ]
        body = {"query": query, "response": {"format": self.form}}
        return self.client.post(f"{self.root}/{self.subject}/{table.id}", target, body)


class _V2(_Api):
    """PxWeb API 2: tables by id, metadata as JSON-stat, a query by POST."""

    def find(self, subject: str, code: str) -> Found:
        tables: dict[str, str | None] = {}
        page, pages = 1, 1
        while page <= pages:
            told = self.told(
                "/v2/tables",
                [("lang", self.language), ("query", code), ("pageSize", "100"),
                 ("pageNumber", str(page))],
            )  # fmt: skip
            try:
                tables |= {str(t["id"]): t.get("updated") for t in told["tables"]}
                pages = int(told["page"]["totalPages"])
            except (TypeError, KeyError, ValueError, AttributeError):
                raise self.odd("the list of tables is not one") from None
            page += 1
        return self.chosen(tables, code)

    def structure(self, table: Found) -> tuple[Dimension, ...]:
        told = self.told(f"/v2/tables/{table.id}/metadata", [("lang", self.language)])
        try:
            found = []
            for name in told["id"]:
                one = told["dimension"][name]
                codes = list(one["category"]["index"])
                found.append(
                    dimension("statfin", self.asked.dataset, name, codes, one.get("label"))
                )
            return tuple(found)
        except (TypeError, KeyError, AttributeError):
            raise self.odd("what the table has is not told") from None

    def most_cells(self) -> int:
        told = self.told("/v2/config")
        most = told.get("maxDataCells") if isinstance(told, dict) else None
        return most if isinstance(most, int) and most > 0 else MOST_CELLS

    def data(self, table: Found, piece: Chosen, target: Path) -> Answer:
        body = {
            "selection": [
                {"variableCode": name, "valueCodes": list(codes)} for name, codes in piece.items()
            ]
        }
        path = f"/v2/tables/{table.id}/data"
        parameters = [("lang", self.language), ("outputFormat", self.form)]
        return self.client.post(path, target, body, parameters)


FORMATS: Mapping[str, tuple[type[_V1] | type[_V2], str]] = {
    "v1": (_V1, JSON_STAT),
    "v2": (_V2, JSON_STAT),
    "v1-px": (_V1, PX),
    "v2-px": (_V2, PX),
}
"""Setting → version of PxWeb's API, and the form of its answers."""
