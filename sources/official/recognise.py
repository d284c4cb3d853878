"""What a file is, told by its content, and the observations of the files of a delivery."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import polars as pl

from sources.official.eurostat import read_eurostat_tsv, read_sdmx_csv
from sources.official.eurostat_json import read_eurostat_json
from sources.official.json_text import parsed_json
from sources.official.jsonstat import dataset_of
from sources.official.observations import (
    eurostat_observations,
    oecd_observations,
    sotkanet_observations,
)
from sources.official.oecd import read_oecd_csv, refuse_better_life_index
from sources.official.sdmx_json import read_sdmx_json
from sources.official.sotkanet import read_sotkanet
from sources.official.sotkanet_rest import read_sotkanet_rest
from sources.official.statfin import read_statfin_json, read_statfin_px
from sources.official.text import file_bytes, refuse


class FileFormat(StrEnum):
    """The formats that are read."""

    SDMX_CSV = "sdmx-csv"
    EUROSTAT_TSV = "eurostat-tsv"
    PX = "px"
    SOTKANET_CSV = "sotkanet-csv"
    SOTKANET_DATA = "sotkanet-rest-data"
    SOTKANET_METADATA = "sotkanet-rest-metadata"
    SOTKANET_REGIONS = "sotkanet-rest-regions"
    OECD_CSV = "oecd-sdmx-csv"
    OECD_JSON = "sdmx-json"
    OECD_BLI = "oecd-better-life-index"
    EUROSTAT_JSON = "eurostat-json-stat"
    STATFIN_JSON = "statfin-json-stat"


@dataclass(frozen=True)
class Recognised:
    """Whose file it is (a source's id) and in which format."""

    provider: str
    format: FileFormat


_KINDS: tuple[tuple[re.Pattern[str], Recognised], ...] = (
    (
        re.compile(r'^\s*"?(DATAFLOW|STRUCTURE)"?\s*,[^\r\n]*\bREF_AREA\b'),
        Recognised("oecd", FileFormat.OECD_CSV),
    ),
    (
        re.compile(r'^"?LOCATION"?,"?Country"?,"?INDICATOR"?,'),
        Recognised("oecd", FileFormat.OECD_BLI),
    ),
    (
        re.compile(r'^"?(DATAFLOW|STRUCTURE)"?\s*,'),
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

_STATFIN = re.compile("tilastokeskus|statistics finland|statistikcentralen", re.IGNORECASE)


def _jsonstat(path: Path, value: object) -> Recognised:
    """Whose JSON-stat it is; another office's is refused, though its format is the same."""
    dataset = dataset_of(path, value)
    source = str(dataset.get("source", ""))
    extension = dataset.get("extension")
    extension = extension if isinstance(extension, dict) else {}
    if extension.get("agencyId") == "ESTAT" or source.lower() in ("estat", "eurostat"):
        return Recognised("eurostat", FileFormat.EUROSTAT_JSON)
    if _STATFIN.search(source):
        return Recognised("statfin", FileFormat.STATFIN_JSON)
    raise refuse(
        path,
        "is JSON-stat of an office that is not read",
        "give one of Eurostat or Statistics Finland",
    )


_READ: dict[FileFormat, Callable[[Path], pl.DataFrame]] = {
    FileFormat.SDMX_CSV: lambda path: eurostat_observations(read_sdmx_csv(path)),
    FileFormat.EUROSTAT_TSV: lambda path: eurostat_observations(read_eurostat_tsv(path)),
    FileFormat.EUROSTAT_JSON: read_eurostat_json,
    FileFormat.STATFIN_JSON: read_statfin_json,
    FileFormat.PX: read_statfin_px,
    FileFormat.SOTKANET_CSV: lambda path: sotkanet_observations(read_sotkanet(path)),
    FileFormat.OECD_CSV: lambda path: oecd_observations(read_oecd_csv(path)),
    FileFormat.OECD_JSON: lambda path: oecd_observations(read_sdmx_json(path)),
    FileFormat.OECD_BLI: refuse_better_life_index,
}

_SOTKANET_REST = (
    FileFormat.SOTKANET_DATA,
    FileFormat.SOTKANET_METADATA,
    FileFormat.SOTKANET_REGIONS,
)
"""Files that say something only together."""


def _json_kind(document: Any) -> Recognised | None:
    """What a JSON document is, by the names of its fields."""
    first = document[0] if isinstance(document, list) and document else document
    if not isinstance(first, dict):
        return None
    names = set(first)
    if isinstance(document, list):
        if {"indicator", "region"} <= names:
            return Recognised("sotkanet", FileFormat.SOTKANET_DATA)
        if {"code", "category"} <= names:
            return Recognised("sotkanet", FileFormat.SOTKANET_REGIONS)
    elif isinstance(document.get("data"), dict) and "dataSets" in document["data"]:
        return Recognised("oecd", FileFormat.OECD_JSON)
    elif {"id", "title", "organization"} <= names:
        return Recognised("sotkanet", FileFormat.SOTKANET_METADATA)
    return None


def recognise(path: Path) -> Recognised:
    """Provider and format of a file, `.gz` unpacked; one that is none of them: `VarantoError`."""
    # Latin 1 decodes every byte; the marks looked for are ASCII.
    start = file_bytes(path)[:4000].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    for pattern, kind in _KINDS:
        if pattern.match(start):
            return kind
    if re.match(r"\s*[\[{]", start):
        document = parsed_json(path)
        if document == []:
            raise refuse(path, "is an empty list", "ask for years and areas that there are")
        found = _json_kind(document)
        if found:
            return found
        if isinstance(document, dict):
            return _jsonstat(path, document)
    formats = ", ".join(FileFormat)
    raise refuse(path, "is in no format that is read", f"give one of: {formats}")


def parcels(paths: Sequence[Path]) -> list[list[Path]]:
    """The files by the deliveries that they make; the first of each gives it its name.

    Each is one on its own, but those of Sotkanet's REST interface are one together.
    """
    kinds = {path: recognise(path).format for path in paths}
    together = [p for form in _SOTKANET_REST for p in paths if kinds[p] is form]
    alone = [[path] for path in paths if path not in together]
    return [*([together] if together else []), *alone]


def read_official(*paths: Path) -> pl.DataFrame:
    """The files' observations together, in the common shape (`OBSERVATION_SCHEMA`).

    Most files stand on their own; those of Sotkanet's REST interface belong together (an
    indicator's data and metadata, and the regions), and one without the others is refused.
    """
    kinds = {path: recognise(path).format for path in paths}
    alone = [_READ[kind](path) for path, kind in kinds.items() if kind in _READ]
    rest = {form: [p for p in paths if kinds[p] is form] for form in _SOTKANET_REST}
    if any(rest.values()):
        alone.append(sotkanet_observations(read_sotkanet_rest(*_together(rest))))
    return pl.concat(alone)


def _together(rest: Mapping[FileFormat, Sequence[Path]]) -> tuple[Sequence[Path], Path, Path]:
    """Data, metadata and regions of an indicator; refused unless all are there, the last two once.

    Data may come in parts, by years.
    """
    there = next(path for found in rest.values() for path in found)
    names = {
        FileFormat.SOTKANET_DATA: "the indicator's data",
        FileFormat.SOTKANET_METADATA: "the indicator's metadata",
        FileFormat.SOTKANET_REGIONS: "the list of regions",
    }
    for form, found in rest.items():
        if not found or (len(found) > 1 and form is not FileFormat.SOTKANET_DATA):
            many = "comes several times" if found else "is not with it"
            todo = "deliver the data, metadata and regions of one indicator together"
            raise refuse(there, f"{names[form]} {many}", todo)
    data, metadata, regions = (rest[form] for form in _SOTKANET_REST)
    return data, metadata[0], regions[0]
