"""Known errors of a source, kept as data: which rows, which wrong value, what is right, says who.

`sources/corrections/<source>.yaml`, in the project: rows are told by columns that say nothing of a
single person, so that no value of a person gets into the repository.
`<home>/corrections/<source>.yaml`, in the restricted zone: rows may also be told by their number in
a delivered file of a checksum. Identity codes, homes and records are corrected in neither.

- id: municipality-49
  table: residences
  column: municipality
  from: "49"
  to: "049"
  periods: ["2023"]
  where: {moved_in: "20230101"}     # or: file: <sha256>, rows: [12, 310]
  expect: 12                        # rows that must be found so; default: one at least
  synthetic: true                   # in synthetic deliveries; the project's: else real
  reason: Leading zero lost in the extract
  provider: DVV, by mail
  date: 2026-03-01

A correction that finds another number of wrong rows than it expects is out of date: the source has
mended its error, or made another. Nothing is guessed then, and a check turns red. So that it never
does for another's deliveries, those of the project are for one kind: real, or synthetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from sources.declarations import KEYED, Kind, Source
from sources.errors import VarantoError
from sources.home import Home
from sources.landing.reading import ROW

IN_PROJECT = Path(__file__).parent
OUT_OF_DATE = "corrections"
"""In the record of an acceptance: corrections that found other than they expect."""

_NEEDED = ("id", "table", "column", "from", "to", "periods", "reason", "provider", "date")
_KNOWN = {*_NEEDED, "where", "file", "rows", "expect", "synthetic"}
_IDENTIFYING = (*KEYED, Kind.RECORD)


@dataclass(frozen=True)
class Correction:
    """One known error: `where` and `wrong` are texts as delivered, `rows` those of `file`.

    `synthetic` says whether it is one of synthetic deliveries or of real ones; None: of either.
    """

    id: str
    table: str
    column: str
    wrong: str
    right: str
    periods: tuple[str, ...]
    reason: str
    provider: str
    date: str
    where: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    rows: tuple[int, ...] = ()
    expect: int | None = None
    synthetic: bool | None = None

    def meant(self) -> pl.Expr:
        """The rows that hold the wrong value, in a batch of text."""
        found = pl.col(self.column).str.strip_chars().fill_null("") == self.wrong
        for column, text in self.where.items():
            found &= pl.col(column).str.strip_chars().fill_null("") == text
        return found & pl.col(ROW).is_in(list(self.rows)) if self.rows else found


def corrections(source: Source, home: Home | None = None) -> tuple[Correction, ...]:
    """The project's corrections of a source, then the home's; VarantoError if one is not valid."""
    found = _read(IN_PROJECT / f"{source.id}.yaml", source, in_home=False)
    if home is not None:
        found += _read(home.corrections / f"{source.id}.yaml", source, in_home=True)
    ids = [c.id for c in found]
    if len(set(ids)) < len(ids):
        raise VarantoError(f"{source.id}: two corrections have one id. Give each its own.")
    return found


class Corrector:
    """Applies corrections to the batches of one delivery, and counts what each found."""

    def __init__(self, known: tuple[Correction, ...], period: str, *, synthetic: bool) -> None:
        self._known = [c for c in known if period in c.periods and c.synthetic in (None, synthetic)]
        self.found: dict[str, int] = {c.id: 0 for c in self._known}

    def apply(self, batch: pl.DataFrame, table: str, file: str) -> pl.DataFrame:
        """The batch with the right values; `file` is the checksum of the file that it is from."""
        for known in self._known:
            if known.table != table or known.file not in ("", file):
                continue
            meant = batch.select(known.meant()).to_series()
            self.found[known.id] += int(meant.sum())
            batch = batch.with_columns(
                pl.when(meant).then(pl.lit(known.right)).otherwise(known.column).alias(known.column)
            )
        return batch

    def out_of_date(self) -> list[str]:
        """What each correction that didn't find what it expects found instead."""
        told = []
        for known in self._known:
            found = self.found[known.id]
            if found == known.expect or (known.expect is None and found):
                continue
            expected = "at least one" if known.expect is None else f"{known.expect:,}"
            told.append(
                f"correction {known.id} found {found:,} wrong rows in {known.table}.{known.column} "
                f"and expects {expected}: has {known.provider} mended it? Then take it out"
            )
        return told


def _read(path: Path, source: Source, *, in_home: bool) -> tuple[Correction, ...]:
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        entries = [_entry(path, source, dict(e), in_home=in_home) for e in told]
    except FileNotFoundError:
        return ()
    except (yaml.YAMLError, TypeError, ValueError, OSError):
        raise VarantoError(
            f"{path.name} of corrections can't be read: it must be a list of entries as "
            "docs/steward.md shows."
        ) from None
    return tuple(entries)


def _entry(path: Path, source: Source, told: dict[str, Any], *, in_home: bool) -> Correction:
    name = f"{path.name}, correction {told.get('id', '(without id)')}"
    lacking = [k for k in _NEEDED if told.get(k) is None]
    strange = sorted(set(told) - _KNOWN)
    if lacking or strange:
        what = f"lacks {', '.join(lacking)}" if lacking else f"has unknown {', '.join(strange)}"
        raise VarantoError(f"{name} {what}. See docs/steward.md, Known errors.")
    where = {str(k): str(v) for k, v in (told.get("where") or {}).items()}
    columns = {t.name: {c.name: c.kind for c in t.kept} for t in source.tables}
    kinds = columns.get(str(told["table"]), {})
    for column in (str(told["column"]), *where):
        if column not in kinds:
            raise VarantoError(f"{name}: there is no column {told['table']}.{column}. Mend it.")
        if kinds[column] in _IDENTIFYING:
            raise VarantoError(
                f"{name}: {column} tells who a person is, and stands in no corrections file. Name "
                "rows by other columns or, in the home's file, by checksum and row number."
            )
    synthetic = told.get("synthetic", None if in_home else False)
    if synthetic not in (None, True, False):
        raise VarantoError(f"{name}: synthetic is true or false. Mend it.")
    rows, file = tuple(int(r) for r in told.get("rows") or ()), str(told.get("file") or "")
    if bool(rows) != bool(file) or (rows and not in_home):
        raise VarantoError(
            f"{name}: rows and file go together, and in the home's own corrections only: a row "
            "number leads to a person."
        )
    return Correction(
        id=str(told["id"]),
        table=str(told["table"]),
        column=str(told["column"]),
        wrong=str(told["from"]),
        right=str(told["to"]),
        periods=tuple(str(p) for p in told["periods"]),
        reason=str(told["reason"]),
        provider=str(told["provider"]),
        date=str(told["date"]),
        where=where,
        file=file,
        rows=rows,
        expect=None if told.get("expect") is None else int(told["expect"]),
        synthetic=synthetic,
    )
