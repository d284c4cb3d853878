"""The native formats that deliveries come in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CsvFormat:
    """Delimited text; gzip and zip of it are read too.

    `decimal` is the mark in numbers. With `",."` either is, and a number that could as well be
    thousands (1.234) is refused as ambiguous. `other_encodings` are tried on files that can't be
    in `encoding`, or are more surely in another: UTF-8 proves itself, eight-bit ones don't.
    With `fields` the files have no header: it names each field of a row, in the files' order.
    """

    delimiter: str = ";"
    encoding: str = "iso-8859-1"
    decimal: str = ","
    other_encodings: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len({name.lower() for name in self.fields}) < len(self.fields):
            raise ValueError("two fields of a format have the same name")


@dataclass(frozen=True)
class ParquetFormat:
    """Parquet; every value is read as text first, so that contracts judge all formats alike."""


ROWS_A_DOCUMENT = 10_000
"""Rows of one table that a document may hold, less one: nobody has as many study rights."""


@dataclass(frozen=True)
class JsonDocuments:
    """JSON documents in UTF-8, one a person or the like: an array of them, or JSON Lines.

    A file feeds every table of the source whose pattern its name matches. `rows` leads from the
    document to what is a row of the table: names parted by dots, `[]` after a list that is
    unfolded; without it, the document is the row. A column's `original` is its path from the
    document, through the same lists; a list beyond them gives its values joined by commas, and
    `DOCUMENT` the document's number in the file. A row's locator is the number of its document ×
    `ROWS_A_DOCUMENT` + which row of it in the table, from 1.
    """

    rows: str = ""


DOCUMENT = "(document)"
"""`original` of the column that numbers the documents of a file, from 1."""

Format = CsvFormat | ParquetFormat | JsonDocuments


def place(form: Format, row: int) -> int | str:
    """A row's locator as its supplier finds it: the row's number, or the document and its row."""
    if not isinstance(form, JsonDocuments):
        return row
    document, nth = divmod(row, ROWS_A_DOCUMENT)
    return f"document {document}, {form.rows} {nth}" if form.rows else f"document {document}"
