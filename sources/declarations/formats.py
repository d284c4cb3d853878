"""The native formats that deliveries come in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CsvFormat:
    """Delimited text; gzip and zip of it are read too.

    `decimal` is the mark in numbers. With `",."` either is, and a number that could as well be
    thousands (1.234) is refused as ambiguous. `other_encodings` are tried on files that can't be
    in `encoding`, or are more surely in another: UTF-8 proves itself, eight-bit ones don't.
    """

    delimiter: str = ";"
    encoding: str = "iso-8859-1"
    decimal: str = ","
    other_encodings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParquetFormat:
    """Parquet; every value is read as text first, so that contracts judge all formats alike."""


Format = CsvFormat | ParquetFormat
