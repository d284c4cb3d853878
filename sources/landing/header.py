"""Which column of a file is which of ours, told by its header: order and case don't matter.

Where a format has no header, the declared order of the fields tells it, and every row must have
just so many.

A supplier renames columns from one year to the next. The former name is taken for the years that
it is declared for, and for no other: a name that is merely alike is never taken for ours.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sources.declarations import Column, Table

NAMES_TOLD = 12
_NAME = re.compile(r"[^\W\d]\w{0,39}")
"""What is told of an unknown name: a headerless file has values where names should be."""


@dataclass(frozen=True)
class Header:
    """Canonical name → position in the file, the names that we don't know, and those declared
    (canonical names) that may be absent, and are.
    """

    positions: dict[str, int]
    unknown: tuple[str, ...]
    absent: tuple[str, ...] = ()


class HeaderMismatch(Exception):
    """The file's columns aren't those declared: `what`, and what to do."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


def match(header: Sequence[str], table: Table, period: str, delimiter: str | None) -> Header:
    """The declared columns in a delivery of `period`; raises HeaderMismatch.

    `delimiter` is asked for where one column came; None where the form has none.
    """
    names = [name.strip().lower() for name in header]
    found: dict[str, int] = {}
    lacking: list[Column] = []
    absent: list[Column] = []
    for column in table.kept:
        known = [n for n in column.names_in(period) if n.lower() in names]
        positions = [i for n in known for i, name in enumerate(names) if name == n.lower()]
        if len(known) > 1:
            raise HeaderMismatch(
                f"has the column {known[0]} under its former name {known[1]} too",
                "Ask the supplier which one counts, and for a file with that one alone.",
            )
        if len(positions) > 1:
            raise HeaderMismatch(
                f"has the column {known[0]} more than once",
                "Ask the supplier which one counts, and for a file with that one alone.",
            )
        if positions:
            found[column.name] = positions[0]
        else:
            (absent if column.may_be_absent else lacking).append(column)
    declared = {n.lower() for c in table.columns for n in c.names_in(period)}
    unknown = tuple(n.strip() for n, low in zip(header, names, strict=True) if low not in declared)
    if lacking and delimiter and len(header) == 1 < len(table.columns):
        raise HeaderMismatch(
            f"came with one column where {len(table.columns)} are declared",
            f"Is its delimiter '{delimiter}'? Ask the supplier for it so, or change the "
            "declaration.",
        )
    if lacking:
        raise HeaderMismatch(
            f"lacks the column{'s' if len(lacking) > 1 else ''} "
            f"{', '.join(c.original for c in lacking)} ({len(header)} columns came)",
            _hint(lacking, unknown, len(table.kept))
            or "Check the header and the delimiter against the source's declaration.",
        )
    return Header(found, unknown, tuple(c.name for c in absent))


def match_fields(
    rows: Sequence[Sequence[str]], table: Table, fields: Sequence[str]
) -> tuple[dict[str, int], int]:
    """The declared columns in a file without a header, and its fields a row; HeaderMismatch.

    `rows` are the first of the file: the most of them must have as many fields as are declared, or
    an empty one more, after a delimiter at the end of each row.
    """
    if rows and [name.strip().lower() for name in rows[0]][: len(fields)] == _lower(fields):
        raise HeaderMismatch(
            "begins with a row of names, and none is declared",
            "Deliver it without that row, as the supplier gives it.",
        )
    widths = Counter(len(row) for row in rows)
    width = widths.most_common(1)[0][0] if widths else len(fields)
    ended = width == len(fields) + 1 and all(not r[-1] for r in rows if len(r) == width)
    if width != len(fields) and not ended:
        raise HeaderMismatch(
            f"has {width} fields a row where {len(fields)} are declared",
            "It has no header, so that a field more or less moves all the others. Check the "
            "delimiter; if the supplier has changed the form, declare the new order of its fields.",
        )
    positions = {name: at for at, name in enumerate(_lower(fields))}
    return {c.name: positions[c.original.lower()] for c in table.kept}, width


def _lower(names: Sequence[str]) -> list[str]:
    return [name.lower() for name in names]


def told(names: Sequence[str]) -> str:
    """Unknown names in words; what isn't shaped like a name is only counted."""
    plain = list(dict.fromkeys(n for n in names if _NAME.fullmatch(n)))
    more = len(set(names)) - len(plain[:NAMES_TOLD])
    listed = ", ".join(plain[:NAMES_TOLD])
    if not more:
        return listed
    return f"{listed} and {more} more" if listed else f"{more} without a plain name"


def _hint(lacking: Sequence[Column], unknown: Sequence[str], declared: int) -> str:
    """The likeliest new name of each lacking column; nothing where the line is no header."""
    if 2 * len(lacking) > declared:
        return ""
    for column in lacking:
        late = [f for f in column.formerly if f.name.lower() in {n.lower() for n in unknown}]
        if late:
            return (
                f"{late[0].name} is declared as the name of {column.original} until "
                f"{late[0].until} only: ask the supplier, then mend FormerName in the declaration."
            )
    candidates = {n.lower(): n for n in unknown if _NAME.fullmatch(n)}
    alike = []
    for column in lacking:
        close = difflib.get_close_matches(column.original.lower(), list(candidates), 1, 0.6)
        alike += [f"{candidates[close[0]]} for {column.original}"] if close else []
    if not alike:
        return ""
    return (
        f"Has it been renamed? Closest: {', '.join(alike)}. Ask the supplier; if so, declare the "
        "new name and the old one as FormerName."
    )
