"""Which table of a source a file holds, told by its name."""

from __future__ import annotations

import re

from sources.declarations import Source, Table
from sources.errors import VarantoError

PACKED = re.compile(r"\.(gz|zip)$", re.IGNORECASE)


def bare_name(name: str) -> str:
    """The file's name without `.gz` or `.zip`."""
    return PACKED.sub("", name)


def table_of(source: Source, name: str) -> Table:
    """The one table whose `file_pattern` matches; VarantoError if none or several do.

    A source of one table takes any file name.
    """
    matching = [
        t for t in source.tables if re.fullmatch(t.file_pattern, bare_name(name), re.IGNORECASE)
    ]
    if len(matching) == 1:
        return matching[0]
    if not matching and len(source.tables) == 1:
        return source.tables[0]
    patterns = ", ".join(f"{t.name}: {t.file_pattern}" for t in source.tables)
    raise VarantoError(
        f"{source.id}: the file {name} is of no known table. Names must match one of {patterns}."
    )
