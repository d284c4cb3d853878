r"""Names of dimensions and codes that a provider has changed, and the canonical ones for them.

`renamings.csv`, one row a name: `dimension` (a pattern, `alue(_\d+_\d{8})?`, that the whole id
fits; case does not count) and, for a code, `code` of the dimension under its canonical name;
`canonical`; `label`, a pattern that the provider's label of it must contain where a file has
labels; `since` (year), `note`, `source` of the fact. What a code means is in `meanings.csv`. A
dimension that was split has rows with its code and `new dimension=code;…` as canonical.

Declarations and observations bear the canonical names, whatever the age of the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl

from sources.errors import VarantoError

TABLE = "sources/official/renamings.csv"
FINNISH, ENGLISH = "fi", "en"


@dataclass(frozen=True)
class Renaming:
    """A row of the table; `code` is empty for a dimension itself."""

    provider: str
    dataset: str
    dimension: re.Pattern[str]
    code: str
    canonical: str
    label: re.Pattern[str] | None

    @property
    def split(self) -> dict[str, str]:
        """New dimension → code, where the old dimension became several; else empty."""
        if "=" not in self.canonical:
            return {}
        return dict(part.split("=", 1) for part in self.canonical.split(";"))


@dataclass(frozen=True)
class Labels:
    """What a file calls its dimensions (`names`) and their codes (`codes`), in `language`."""

    language: str
    names: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def renamings() -> tuple[Renaming, ...]:
    """All rows, those of one dataset before those of any (`*`)."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Renaming(
                provider=row["provider"],
                dataset=row["dataset"],
                dimension=re.compile(row["dimension"], re.IGNORECASE),
                code=row["code"],
                canonical=row["canonical"],
                label=re.compile(row["label"], re.IGNORECASE) if row["label"] else None,
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: row.dataset == "*"))


def _rows(provider: str, dataset: str, dimension: str) -> list[Renaming]:
    return [
        row
        for row in renamings()
        if row.provider == provider
        and row.dataset in (dataset, "*")
        and row.dimension.fullmatch(dimension)
    ]


def canonical_name(provider: str, dataset: str, dimension: str) -> str | None:
    """A dimension's canonical name; None where the table does not know it."""
    found = [row.canonical for row in _rows(provider, dataset, dimension) if not row.code]
    return found[0] if found else None


def canonical_code(provider: str, dataset: str, dimension: str, code: str) -> str:
    """The canonical code in a dimension under its canonical name; itself where none is known."""
    for row in _rows(provider, dataset, dimension):
        if row.code == code and not row.split:
            return row.canonical
    return code


def _checked(row: Renaming, label: str | None, labels: Labels, what: str) -> None:
    """The label must be one that the table allows; Eurostat's are known in English only."""
    known = row.provider == "statfin" or labels.language == ENGLISH
    if label and known and row.label is not None and not row.label.search(label):
        raise VarantoError(
            f"{what} bears another label than {TABLE} knows of it; look what it means now and "
            "mend the table"
        )


def renamed(
    frame: pl.DataFrame, provider: str, dimensions: Iterable[str], labels: Labels | None = None
) -> tuple[pl.DataFrame, Labels]:
    """`frame` and its labels under canonical names of its `dimensions` and of their codes.

    Statistics Finland's dimensions are named by their Finnish label in lower case; one that the
    table does not know and that has no Finnish label is a `VarantoError`. So are two names of one
    dimension or of one code in one file, a label that the table does not allow, and a code of a
    split dimension that has no row.
    """
    dataset = str(frame["dataset"][0])
    said = labels or Labels(FINNISH if provider == "statfin" else ENGLISH)
    names: dict[str, str] = {}
    for dimension in dimensions:
        label = said.names.get(dimension)
        rows = [row for row in _rows(provider, dataset, dimension) if not row.code]
        if rows:
            _checked(rows[0], label, said, f"{dataset}: dimension {dimension}")
            names[dimension] = rows[0].canonical
        elif provider == "statfin":
            if said.language != FINNISH:
                raise VarantoError(
                    f"{dataset}: dimension {dimension} has no Finnish name; fetch the table in "
                    f"Finnish, or add the dimension to {TABLE}"
                )
            names[dimension] = (label or dimension).lower()
        else:
            names[dimension] = dimension
    for name in set(names.values()):
        if len(olds := [old for old, new in names.items() if new == name]) > 1:
            raise VarantoError(
                f"{dataset}: {' and '.join(sorted(olds))} are two names of one dimension; fetch "
                "the file again, with one of them"
            )
    spoken = Labels(
        said.language,
        {names.get(old, old): label for old, label in said.names.items()},
        {names.get(old, old): codes for old, codes in said.codes.items()},
    )
    result = frame.rename(names)
    for name in names.values():
        result = _codes(result, provider, dataset, name, spoken)
    return result, spoken


def _codes(
    frame: pl.DataFrame, provider: str, dataset: str, name: str, labels: Labels
) -> pl.DataFrame:
    by_code = {row.code: row for row in reversed(_rows(provider, dataset, name)) if row.code}
    if not by_code:
        return frame
    there = sorted(set(frame[name]))
    for code in there:
        if code in by_code:
            label = labels.codes.get(name, {}).get(code)
            _checked(by_code[code], label, labels, f"{dataset}: code {code} of {name}")
    splits = {code: row.split for code, row in by_code.items() if row.split}
    if splits:
        return _split(frame, dataset, name, splits)
    new = {code: by_code[code].canonical for code in there if code in by_code}
    for code in there:
        if code != new.get(code, code) and new[code] in there:
            raise VarantoError(
                f"{dataset}: {code} and {new[code]} are two codes of one meaning in {name}; fetch "
                "the file again, with one of them"
            )
    return frame.with_columns(pl.col(name).replace(new))


def _split(
    frame: pl.DataFrame, dataset: str, name: str, splits: Mapping[str, Mapping[str, str]]
) -> pl.DataFrame:
    unknown = sorted(set(frame[name]) - set(splits))
    if unknown:
        raise VarantoError(
            f"{dataset}: {name} is an old dimension and what its code {unknown[0]} became is not "
            f"known; add it to {TABLE}, or fetch the dataset anew"
        )
    parts = sorted({part for split in splits.values() for part in split})
    if set(parts) & set(frame.columns):
        raise VarantoError(f"{dataset}: has {name} beside what it became; fetch the file again")
    for part in parts:
        codes = {code: split[part] for code, split in splits.items()}
        frame = frame.with_columns(pl.col(name).replace_strict(codes).alias(part))
    return frame.drop(name)
