"""The formats that deliveries come in, each with the ways in which its files go wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import mutations_documents as documents
import mutations_gtfs as gtfs
import mutations_headerless as headerless
from mutations import FRAME, GOOD, GZIPPED, PARQUET, TEXT, ZIPPED, Mutate, parquet, source

from sources import elections, public_transport, study_rights
from sources.declarations import CsvFormat, ParquetFormat, Source


def _lenient(declared: Source) -> Source:
    """No share of bad rows refuses a delivery: each row has to be accounted for."""
    return replace(declared, reject_limit=1.0)


def _clients(content: bytes) -> dict[str, int]:
    # A carriage return ends a line too, with a line feed or without.
    return {"clients": sum(1 for line in content.splitlines() if line) - 1}


def _not_told(_: bytes) -> dict[str, int]:
    return {}


@dataclass(frozen=True)
class Form:
    """One format: a good file of it, its mutations, and the source that takes it.

    `counted` counts an accepted file's rows by table without the code under test, where it can.
    """

    name: str
    good: bytes
    kinds: Mapping[str, Mutate]
    source: Source
    counted: Callable[[bytes], Mapping[str, int]] = _not_told
    period: str = "2023"


@dataclass(frozen=True)
class Mutant:
    """A file to deliver."""

    content: bytes
    form: Form


CARE = source(CsvFormat())
_ELECTIONS = replace(
    _lenient(elections.SOURCE),
    tables=tuple(t for t in elections.SOURCE.tables if t.name.startswith("municipal")),
)
_KOSKI = _lenient(study_rights.SOURCE)
CSV = Form("clients.csv", GOOD, TEXT, CARE, _clients)
HEADERLESS = Form(
    headerless.NAME, headerless.GOOD, headerless.HEADERLESS, _ELECTIONS, headerless.counted, "2021"
)
GTFS = Form(gtfs.NAME, gtfs.GOOD, gtfs.GTFS, _lenient(public_transport.SOURCE), gtfs.counted)
JSON = Form(documents.NAME, documents.GOOD, documents.JSON, _KOSKI, documents.counted)

FORMATS: Mapping[str, Form] = {
    "csv": CSV,
    "csv.gz": Form("clients.csv.gz", GOOD, GZIPPED, CARE),
    "csv.zip": Form("clients.csv.zip", GOOD, ZIPPED, CARE),
    "parquet": Form("clients.csv", parquet(FRAME), PARQUET, source(ParquetFormat())),
    "headerless csv": HEADERLESS,
    "headerless csv.zip": replace(
        HEADERLESS,
        name=f"{headerless.NAME}.zip",
        kinds=headerless.HEADERLESS_ZIPPED,
        counted=_not_told,
    ),
    "gtfs": GTFS,
    "json": JSON,
    "json.zip": replace(
        JSON, name=f"{documents.NAME}.zip", kinds=documents.JSON_ZIPPED, counted=_not_told
    ),
}


def mutant(form: str, kind: str, seed: int) -> Mutant:
    """The file of this format, kind and seed."""
    rng = random.Random(f"{form} {kind} {seed}")
    made = FORMATS[form]
    return Mutant(made.kinds[kind](made.good, rng), made)
