"""`Contribution`: the shape of what a register adds to the person-year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from warehouse.engine import Rows

Tables = Mapping[str, Rows]
"""A source's facts of one year, by table."""


@dataclass(frozen=True)
class Contribution:
    """Columns (Int64) that a register adds, and how they come from its facts.

    `columns` gives each column and what it is for somebody whom the register doesn't name: 0 for
    amounts and counts, None where nothing is known. Where the register isn't delivered for the
    year, all are null. `of_persons` is a pure function of the facts and the year: one row a person
    with `person` and the columns. `of_household` gives further columns, each with the column of
    `columns` whose highest value in the household every member gets; somebody without a household
    has their own.
    """

    source: str
    columns: Mapping[str, int | None]
    of_persons: Callable[[Tables, int], Rows]
    of_household: Mapping[str, str] = field(default_factory=dict)
