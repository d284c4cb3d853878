"""Reading a provider's file as text, and the one line said when it cannot be read."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from sources.errors import VarantoError

MAX_BYTES = 1_000_000_000
"""Largest file taken, after unpacking."""

MAX_TEXT = 10_000
"""Longest code or label taken, in characters."""

MAX_DIGITS = 100
"""Longest number taken, in characters: a longer one is a damaged file."""

NUMBER = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"
"""How a number is written in every provider's file."""


def refuse(path: Path, what: str, todo: str = "fetch the file again") -> VarantoError:
    """The error to raise for a file: its name, what is wrong, what to do."""
    return VarantoError(f"{path.name}: {what}; {todo}")


def file_bytes(path: Path) -> bytes:
    """The file's bytes, `.gz` unpacked. Absent, empty, cut or huge: `VarantoError`."""
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(path) as packed:
                data = packed.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as plain:
                data = plain.read(MAX_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise refuse(path, "the packed file is damaged") from None
    except OSError as error:
        raise refuse(path, f"cannot be read ({error.strerror})", "check the path") from None
    if len(data) > MAX_BYTES:
        raise refuse(path, f"is larger than {MAX_BYTES:,} bytes", "fetch a smaller selection")
    if not data.strip():
        raise refuse(path, "is empty")
    return data


def whole_lines(path: Path, text: str) -> None:
    """A file of lines whose last has no end may be cut, its last number with it: refused."""
    if not text.endswith(("\n", "\r")):
        raise refuse(path, "does not end with a line break: it may be cut")


def file_text(path: Path, encoding: str = "utf-8") -> str:
    """The file's text without a byte order mark. Another encoding: `VarantoError`."""
    try:
        text = file_bytes(path).decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise refuse(path, f"is not {encoding} text") from None
    except LookupError:
        raise refuse(path, "names a character encoding that is not known") from None
    if "\0" in text:
        raise refuse(path, "holds zero bytes: it is damaged or in another encoding")
    return text


def delimited(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, fields) of each row that is not blank; broken quoting is a `VarantoError`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if max(map(len, row), default=0) > MAX_TEXT:
                raise refuse(
                    path, f"line {reader.line_num} has a field of over {MAX_TEXT:,} characters"
                )
            if row:
                yield reader.line_num, row
    except csv.Error:
        raise refuse(path, f"quoting is broken at line {reader.line_num}") from None


def table(path: Path, text: str, delimiter: str) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a delimited text; a row of another length, or none, a `VarantoError`."""
    rows = delimited(path, text, delimiter)
    _, header = next(rows)
    data: list[list[str]] = []
    for line, row in rows:
        if len(row) != len(header):
            raise refuse(path, f"line {line} has {len(row)} fields, the header {len(header)}")
        data.append(row)
    if not data:
        raise refuse(path, "has a header but no observations")
    return header, data


def numbers(path: Path, column: pl.Series) -> pl.Series:
    """Float64 of a text column; empty is null, anything but a number a `VarantoError`."""
    filled = column.replace("", None)
    bad = (~filled.str.contains(NUMBER)).fill_null(False)
    if bad.any():
        first = int(bad.arg_true()[0]) + 1
        raise refuse(path, f"{int(bad.sum())} values are not numbers, the first in row {first}")
    if (filled.str.len_chars() > MAX_DIGITS).any():
        raise refuse(path, f"a number has more than {MAX_DIGITS} characters")
    cast = filled.cast(pl.Float64)
    if cast.is_infinite().any():
        raise refuse(path, "a number is too large to be one")
    return cast
