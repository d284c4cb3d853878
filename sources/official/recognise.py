"""What a file is, told by its content, and its observations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

from sources.official.eurostat import read_eurostat_tsv, read_sdmx_csv
from sources.official.observations import (
    eurostat_observations,
    sotkanet_observations,
    statfin_observations,
)
from sources.official.px import read_px
from sources.official.sotkanet import read_sotkanet
from sources.official.text import file_bytes, refuse


class FileFormat(StrEnum):
    """The formats that are read."""

    SDMX_CSV = "sdmx-csv"
    EUROSTAT_TSV = "eurostat-tsv"
    PX = "px"
    SOTKANET_CSV = "sotkanet-csv"


@dataclass(frozen=True)
class Recognised:
    """Whose file it is (a source's id) and in which format."""

    provider: str
    format: FileFormat


_KINDS: tuple[tuple[re.Pattern[str], Recognised], ...] = (
    (
        re.compile(r'^"?(DATAFLOW|STRUCTURE)"?,'),
        Recognised("eurostat", FileFormat.SDMX_CSV),
    ),
    (re.compile(r"^[^\t]+\\[^\t]+\t"), Recognised("eurostat", FileFormat.EUROSTAT_TSV)),
    (
        re.compile(r'^\s*(CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|MATRIX)\s*=\s*"'),
        Recognised("statfin", FileFormat.PX),
    ),
    (
        re.compile(r'^"[^"]*";"?\d+"?;"[^"]*";"[^"]*";"[^"]*";"?\d{4}"?;'),
        Recognised("sotkanet", FileFormat.SOTKANET_CSV),
    ),
)

_READ: dict[FileFormat, Callable[[Path], pl.DataFrame]] = {
    FileFormat.SDMX_CSV: lambda path: eurostat_observations(read_sdmx_csv(path)),
    FileFormat.EUROSTAT_TSV: lambda path: eurostat_observations(read_eurostat_tsv(path)),
    FileFormat.PX: lambda path: statfin_observations(read_px(path)),
    FileFormat.SOTKANET_CSV: lambda path: sotkanet_observations(read_sotkanet(path)),
}


def recognise(path: Path) -> Recognised:
    """Provider and format of a file, `.gz` unpacked; one that is none of them: `VarantoError`."""
    # Latin 1 decodes every byte; the marks looked for are ASCII.
    start = file_bytes(path)[:4000].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    for pattern, kind in _KINDS:
        if pattern.match(start):
            return kind
    formats = ", ".join(kind.format.value for _, kind in _KINDS)
    raise refuse(path, "is in no format that is read", f"give one of: {formats}")


def read_official(path: Path) -> pl.DataFrame:
    """The file's observations in the common shape (`OBSERVATION_SCHEMA`)."""
    return _READ[recognise(path).format](path)
