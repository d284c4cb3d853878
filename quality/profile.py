"""What a delivery looks like: how full its columns are, and how their values are distributed.

A profile holds exact figures and stays in the internal zone. It is what the next delivery is
compared with (`quality.drift`), so it is made from accepted rows only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import starmap
from pathlib import Path

import duckdb

from sources.declarations import Column, Kind, Table
from sources.errors import VarantoError
from sources.home import Home, write_text

QUANTILES = tuple(n / 20 for n in range(21))
"""Shares at which a measured column's distribution is kept."""

SCALE_LENGTH = 30
"""Whole numbers on a declared scale of at most so many steps are counted as codes are."""


@dataclass(frozen=True)
class ColumnProfile:
    """`filled` rows have a value; `codes` counts each code (or month of a date, or scale step);
    `quantiles` are a measured column's at `QUANTILES`, in the column's own unit.
    """

    filled: int
    codes: dict[str, int] | None = None
    quantiles: list[float] | None = None


@dataclass(frozen=True)
class TableProfile:
    """Accepted rows of a table, and its columns by canonical name."""

    rows: int
    columns: dict[str, ColumnProfile]


Profile = Mapping[str, TableProfile]
"""A delivery's tables by name."""


def profiled(connection: duckdb.DuckDBPyConnection, rows: str, table: Table) -> TableProfile:
    """The profile of `rows` (a relation in SQL with the table's columns), in one pass."""
    columns = [c for c in table.kept if c.kind is not Kind.RECORD]
    wanted = ["count(*)"]
    for column in columns:
        wanted.append(f'count("{column.name}")')
        wanted.append(_distribution(column) or "NULL")
    found = connection.execute(f"SELECT {', '.join(wanted)} FROM {rows}").fetchall()[0]
    pairs = zip(found[1::2], found[2::2], strict=True)
    return TableProfile(
        rows=int(found[0]),
        columns={
            column.name: _column(column, int(filled), made)
            for column, (filled, made) in zip(columns, pairs, strict=True)
        },
    )


def counted(column: Column) -> bool:
    """Whether the values of the column are counted one by one."""
    short = (
        column.kind is Kind.INTEGER
        and column.minimum is not None
        and column.maximum is not None
        and column.maximum - column.minimum <= SCALE_LENGTH
    )
    return short or column.kind in (Kind.CODE, Kind.DATE, Kind.MOMENT)


def measured(column: Column) -> bool:
    """Whether the column's quantiles are kept."""
    return not counted(column) and column.kind in (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)


def _distribution(column: Column) -> str | None:
    name = f'"{column.name}"'
    if column.kind in (Kind.DATE, Kind.MOMENT):
        # Dates move on with the years; a month that is missing doesn't.
        return f"histogram(strftime({name}, '%m'))"
    if counted(column):
        return f"histogram({name}::VARCHAR)"
    if measured(column):
        return f"approx_quantile({name}::DOUBLE, {list(QUANTILES)})"
    return None


def _column(column: Column, filled: int, made: object) -> ColumnProfile:
    if not filled or made is None:
        return ColumnProfile(filled)
    if counted(column):
        assert isinstance(made, dict)
        return ColumnProfile(filled, codes={str(k): int(n) for k, n in sorted(made.items())})
    assert isinstance(made, list)
    return ColumnProfile(filled, quantiles=[float(q) for q in made])


def profile_path(home: Home, source: str, delivery: str) -> Path:
    """Where a delivery's profile lies."""
    return home.facts / source / "profiles" / f"{delivery}.json"


def write_profile(home: Home, source: str, delivery: str, profile: Profile) -> None:
    """Keep the profile beside the facts, for the owner alone."""
    path = profile_path(home, source, delivery)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {name: asdict(table) for name, table in profile.items()}
    write_text(path, json.dumps(content, ensure_ascii=False) + "\n")
    path.chmod(0o600)


def read_profile(home: Home, source: str, delivery: str) -> Profile | None:
    """The delivery's profile, None if none was made; VarantoError if it is damaged."""
    path = profile_path(home, source, delivery)
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return dict(starmap(_table_read, content.items()))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise VarantoError(
            f"The profile {path.name} of {source} is damaged. Delete it: it is made anew when the "
            "delivery is judged again."
        ) from None


def _table_read(name: str, table: dict[str, object]) -> tuple[str, TableProfile]:
    columns = table["columns"]
    assert isinstance(columns, dict)
    rows = table["rows"]
    assert isinstance(rows, int)
    return name, TableProfile(rows, {c: ColumnProfile(**p) for c, p in columns.items()})
