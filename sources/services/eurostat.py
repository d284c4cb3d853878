"""Eurostat: the dataset's structure by SDMX 2.1, then its numbers as JSON-stat 2.0 or SDMX-CSV.

Interface: https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sources.errors import VarantoError
from sources.services.came import Came
from sources.services.client import (
    Answer,
    Client,
    Known,
    TooMuch,
    page_instead,
    provider_words,
)
from sources.services.record import Asked
from sources.services.sdmx_structure import fetch_structure, sdmx_key
from sources.services.wanted import Wanted, selection
from sources.services.years import by_years, came, header_alone, to_come

CSV = "sdmx-csv"
TOO_MUCH = 413


@dataclass(frozen=True)
class Eurostat:
    """Client of Eurostat's interface; `format` is json-stat or sdmx-csv."""

    client: Client
    format: str

    def fetch(self, asked: Wanted, folder: Path, earlier: Asked | None) -> Came | None:
        """The dataset's slices, in as many files as the provider's limit needs."""
        path = f"/sdmx/2.1/dataflow/ESTAT/{asked.dataset.upper()}/1.0"
        structure = fetch_structure(self.client, asked, folder, path, "descendants")
        chosen = selection(asked, structure)
        whole = folder / f"{asked.dataset}.{'csv' if self.format == CSV else 'json'}"

        def ask(target: Path, span: tuple[int, int], known: Sequence[Known] = ()) -> Answer:
            if self.format == CSV:
                return _csv(self.client, asked, target, sdmx_key(structure, chosen), span, known)
            return _json(self.client, asked, target, chosen, span, known)

        known = earlier.answers if earlier else ()
        return came(by_years(ask, asked, whole, to_come(asked), _empty, known))


def _empty(target: Path) -> bool:
    """Whether a dataset holds no value; of a table whether it has a header only."""
    if target.suffix == ".csv":
        return header_alone(target)
    return not json.loads(target.read_bytes()).get("value")


def _json(
    client: Client,
    asked: Wanted,
    target: Path,
    chosen: dict[str, tuple[str, ...]],
    span: tuple[int, int],
    known: Sequence[Known],
) -> Answer:
    parameters = [("format", "JSON"), ("lang", "EN")]
    parameters += [(name.lower(), code) for name, codes in chosen.items() for code in codes]
    parameters += [("sinceTimePeriod", str(span[0])), ("untilTimePeriod", str(span[1]))]
    path = f"/statistics/1.0/data/{asked.dataset.upper()}"
    answer = client.get(path, target, parameters, known=known)
    if answer.changed:
        _check(target, asked)
    return answer


def _check(target: Path, asked: Wanted) -> None:
    """Errors and warnings that come with status 200 in place of a dataset."""
    data = target.read_bytes()
    try:
        told = json.loads(data)
        if told.get("class") == "dataset":
            return
        errors = told.get("error") or told.get("warning") or []
        first = errors[0] if isinstance(errors, list) else errors
        status = int(first.get("status", 0))
    except (ValueError, AttributeError, IndexError, TypeError, RecursionError):
        status = 0
    words = provider_words(data[:4000])
    what = f"eurostat {asked.dataset}: the answer is no dataset ({words})."
    if status == TOO_MUCH:
        raise TooMuch(what)
    raise VarantoError(f"{what} Check the declaration, or try again later.")


def _csv(
    client: Client,
    asked: Wanted,
    target: Path,
    key: str,
    span: tuple[int, int],
    known: Sequence[Known],
) -> Answer:
    parameters = [
        ("format", "SDMX-CSV"),
        ("startPeriod", str(span[0])),
        ("endPeriod", str(span[1])),
    ]
    path = f"/sdmx/2.1/data/{asked.dataset.upper()}/{key}"
    answer = client.get(path, target, parameters, known=known)
    if answer.changed:
        words = page_instead(target)
        if words is not None:  # a fault, or a ticket for an answer that is made later
            raise TooMuch(f"eurostat {asked.dataset}: the answer is no table ({words}).")
    return answer
