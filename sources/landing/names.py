"""Which tables of a source a file holds, told by its name."""

from __future__ import annotations

import re

from sources.declarations import JsonDocuments, Source, Table
from sources.errors import VarantoError

PACKED = re.compile(r"\.(gz|zip)$", re.IGNORECASE)


def bare_name(name: str) -> str:
    """The file's name without `.gz` or `.zip`."""
    return PACKED.sub("", name)


def file_of(table: Table, name: str) -> str:
    """What the table's file is called to people: of an archive, with the member."""
    return f"{name}/{table.member}" if table.member else name


def tables_of(source: Source, name: str) -> tuple[Table, ...]:
    """The tables whose `file_pattern` matches the file's name; VarantoError if none does.

    Only an archive or a file of documents feeds several; of other files VarantoError too if several
    match. A source of one table takes any file name.
    """
    matching = tuple(
        t for t in source.tables if re.fullmatch(t.file_pattern, bare_name(name), re.IGNORECASE)
    )
    shared = all(t.member or isinstance(source.format_of(t), JsonDocuments) for t in matching)
    if len(matching) == 1 or (matching and shared):
        return matching
    if not matching and len(source.tables) == 1:
        return source.tables
    patterns = ", ".join(f"{t.name}: {t.file_pattern}" for t in source.tables)
    raise VarantoError(
        f"{source.id}: the file {name} is of no known table. Names must match one of {patterns}."
    )
