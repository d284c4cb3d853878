"""Read a delivered file of JSON documents as text, table by table, batch by batch.

As with other files, everything comes as String and is judged by the contract afterwards. What is
an object or a list where a value belongs reads as `{}` or `[]`, which no contract takes. A document
that can't be understood is a row of the table whose rows are documents, and skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from sources.declarations import DOCUMENT, Column, JsonDocuments, Kind, Source, Table
from sources.declarations.formats import ROWS_A_DOCUMENT
from sources.errors import Refused
from sources.landing.delivery import Delivery
from sources.landing.json_documents import Document, Json, documents
from sources.landing.reading import ROW
from sources.landing.unpacking import SUPPLIER, Unreadable, WrongEncoding, unpacked

BATCH_ROWS = 200_000
BATCH_CHARACTERS = 32 << 20
LONGEST = 1_000
"""Characters of a value that is read: an id, a code, a date."""

Get = Callable[[Sequence[Json]], str | None]
"""A column's text from the document and the elements of lists on the way to the row."""


class _Misshapen(Exception):
    """The document isn't of the declared shape."""


@dataclass
class DocumentReader:
    """One file of documents and the tables that it feeds. Iterate `batches`.

    Then `rows_read` counts the rows of each table, and `faults` holds (row, reason) of documents
    that were skipped, which are rows of the table `root`.
    """

    source: Source
    delivery: Delivery
    tables: Sequence[Table]
    path: Path
    faults: list[tuple[int, str]] = field(default_factory=list)
    rows_read: dict[str, int] = field(default_factory=dict)

    @property
    def root(self) -> Table:
        """The table of which a document is a row."""
        return next(t for t in self.tables if not _form(self.source, t).rows)

    def batches(self) -> Iterator[tuple[Table, pl.DataFrame]]:
        """Frames of String columns under canonical names, with `_row` (Int64), table by table.

        Raises Refused when the file can't be cut into documents, isn't UTF-8, has none, or names
        no person.
        """
        sheets = [_Sheet(t, _form(self.source, t)) for t in self.tables]
        needed = {name for sheet in sheets for name in sheet.top_names}
        self.rows_read = {t.name: 0 for t in self.tables}
        number = 0
        try:
            with unpacked(self.path, "utf-8") as stream:
                for number, document in enumerate(documents(stream), start=1):
                    self._take(number, document, sheets, needed)
                    if _enough(sheets):
                        yield from self._frames(sheets)
        except Unreadable as error:
            raise self.refusal(f"{self.path.name} {error.what}", error.todo) from None
        except WrongEncoding:
            raise self.refusal(
                f"{self.path.name} is not in the encoding that is declared (JSON in UTF-8)",
                "Ask the supplier for it in that encoding.",
            ) from None
        yield from self._frames(sheets)
        for table in self.tables:
            if not number or not (self.rows_read[table.name] or table.may_be_empty):
                raise self.refusal(f"{self.path.name} has no rows of table {table.name}", SUPPLIER)
        for sheet in sheets:
            if sheet.nobody and number > len(self.faults):
                raise self.refusal(
                    f"{self.path.name} has no {sheet.nobody} in any document",
                    "Has the field another name now? Ask the supplier, or change the declaration.",
                )

    def refusal(self, what: str, todo: str) -> Refused:
        """The delivery's refusal, in our words."""
        return Refused(self.source.id, self.delivery.id, what, f"{todo} Nothing was changed.")

    def _take(
        self, number: int, document: Document, sheets: Sequence[_Sheet], needed: set[str]
    ) -> None:
        """The document's rows onto the sheets of their tables, or its fault."""
        fault = document.fault
        if fault is None and needed <= document.value.keys():
            try:
                made = [sheet.rows(number, document.value) for sheet in sheets]
            except _Misshapen:
                fault = "malformed_document"
            else:
                for sheet, rows in zip(sheets, made, strict=True):
                    sheet.add(number, rows)
                return
        # Lists that lack altogether are a broken document, not one without rows.
        self.faults.append((number * ROWS_A_DOCUMENT + 1, fault or "malformed_document"))
        self.rows_read[self.root.name] += 1

    def _frames(self, sheets: Sequence[_Sheet]) -> Iterator[tuple[Table, pl.DataFrame]]:
        for sheet in sheets:
            if sheet.numbers:
                self.rows_read[sheet.table.name] += len(sheet.numbers)
                yield sheet.table, sheet.frame()


class _Sheet:
    """The rows of one table, column by column, until they are given out as a batch."""

    def __init__(self, table: Table, form: JsonDocuments) -> None:
        self.table = table
        lists = [part.strip(".") for part in form.rows.split("[]") if part.strip(".")]
        self._lists = [part.split(".") for part in lists]
        self._gets = [_get(column, lists) for column in table.kept]
        paths = [form.rows, *(c.original for c in table.kept if c.original != DOCUMENT)]
        self.top_names = {p.split(".")[0].removesuffix("[]") for p in paths if p}
        self._unnamed = {c.name: c for c in table.kept if c.kind is Kind.PERSON}
        self._empty()

    @property
    def nobody(self) -> str:
        """The path of a column of persons that named none in the whole file, or nothing.

        A document may lack what a contract lets it lack; if all lack it, each would be left out in
        silence.
        """
        return next((c.original for c in self._unnamed.values()), "")

    def _empty(self) -> None:
        self.numbers: list[int] = []
        self.characters = 0
        self._columns: list[list[str | None]] = [[] for _ in self._gets]

    def rows(self, number: int, document: dict[str, Json]) -> list[list[str | None]]:
        """The texts of the document's rows; _Misshapen where a list isn't one."""
        self._number = str(number)
        made = [
            [get(parents) if get else self._number for get in self._gets]
            for parents in _unfolded([document], self._lists)
        ]
        if len(made) >= ROWS_A_DOCUMENT:
            raise _Misshapen
        return made

    def add(self, number: int, rows: list[list[str | None]]) -> None:
        """Keep the rows of a document of which every table could be read."""
        first = number * ROWS_A_DOCUMENT + 1
        self.numbers.extend(range(first, first + len(rows)))
        for row in rows:
            for column, text in zip(self._columns, row, strict=True):
                column.append(text)
                self.characters += len(text) if text else 0

    def frame(self) -> pl.DataFrame:
        """The rows kept so far; the sheet is empty then."""
        made = pl.DataFrame(
            {
                ROW: self.numbers,
                **{c.name: v for c, v in zip(self.table.kept, self._columns, strict=True)},
            },
            schema={ROW: pl.Int64, **{c.name: pl.String for c in self.table.kept}},
        )
        self._unnamed = {n: c for n, c in self._unnamed.items() if not made[n].count()}
        self._empty()
        return made


def _enough(sheets: Sequence[_Sheet]) -> bool:
    """Whether a batch is due: by rows or, where values are long, by characters."""
    return (
        sum(len(sheet.numbers) for sheet in sheets) >= BATCH_ROWS
        or sum(sheet.characters for sheet in sheets) >= BATCH_CHARACTERS
    )


def _form(source: Source, table: Table) -> JsonDocuments:
    form = source.format_of(table)
    assert isinstance(form, JsonDocuments)
    return form


def _unfolded(parents: list[Json], lists: Sequence[Sequence[str]]) -> Iterator[list[Json]]:
    """Document and list elements down to each row."""
    if not lists:
        yield parents
        return
    found = _at(parents[-1], lists[0])
    if found is None:
        return
    if not isinstance(found, list):
        raise _Misshapen
    for element in found:
        if not isinstance(element, dict):
            raise _Misshapen
        yield from _unfolded([*parents, element], lists[1:])


def _get(column: Column, lists: Sequence[str]) -> Get | None:
    """How the column's text is found; None for the document's number."""
    if column.original == DOCUMENT:
        return None
    path, depth = column.original, 0
    for name in lists:
        if not path.startswith(f"{name}[]."):
            break
        path, depth = path.removeprefix(f"{name}[]."), depth + 1
    if "[]" not in path:
        names = path.split(".")
        return lambda parents: _text(_at(parents[depth], names))
    before, _, after = path.partition("[].")
    outer, inner = before.split("."), after.split(".")

    def joined(parents: Sequence[Json]) -> str | None:
        found = _at(parents[depth], outer)
        if found is None:
            return None
        if not isinstance(found, list):
            raise _Misshapen
        return ",".join(_text(_at(element, inner)) or "" for element in found)

    return joined


def _at(value: Json, names: Sequence[str]) -> Json:
    """What lies under the names; null where one of them is lacking or null."""
    for name in names:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise _Misshapen  # a text or a list where the values themselves should be
        value = value.get(name)
    return value


def _text(value: Json) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        if len(value) > LONGEST or not (value.isascii() or _is_text(value)):
            raise _Misshapen
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "{}" if isinstance(value, dict) else "[]"


def _is_text(value: str) -> bool:
    """Whether it can be written: half a surrogate pair, escaped, is read by JSON but is none."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
