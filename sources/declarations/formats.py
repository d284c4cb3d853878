"""The native formats that deliveries come in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CsvFormat:
    """Delimited text. `decimal` is the mark in numbers; gzip and zip of it are read too."""

    delimiter: str = ";"
    encoding: str = "iso-8859-1"
    decimal: str = ","


@dataclass(frozen=True)
class ParquetFormat:
    """Parquet; every value is read as text first, so that contracts judge all formats alike."""


Format = CsvFormat | ParquetFormat
