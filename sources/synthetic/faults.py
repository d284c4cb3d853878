"""Faults that are planted on purpose, and the two files that say where.

`planted_faults.csv` (source, year, file, row, column, reason): each row named has exactly one
fault. `planted_cascades.csv` (source, year, file, row, reason): sound rows whose parent row was
refused. Rows are data rows counted from 1. Neither file holds a value.

Reasons: hetu_bad_check, hetu_bad_date, hetu_bad_format, hetu_future, missing, not_a_number,
not_a_date, out_of_range, unknown_code, duplicate (the second row with the key), orphan (no parent
was delivered), bad_pattern, and those of a source's own rules; in cascades parent_quarantined (the
parent was read and refused), or orphan where the parent's own key is what was wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import ids
from sources.synthetic.output import TableFile

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Change = Callable[[str], str]

DUPLICATE = "duplicate"
ORPHAN = "orphan"
PARENT = "parent_quarantined"

_LEAST = 40
"""Tables of at least so many rows get at least one fault."""


@dataclass(frozen=True)
class Fault:
    """One way of being wrong: `change` makes the wrong text from the right one.

    With reason `duplicate` the whole row comes a second time; with reason `orphan` an extra row
    comes whose `column` names a parent that isn't there; `also` is its own key, which is new then.
    With `filled` it befalls rows that have something in `column`, with `once` no two rows of a file
    get the same wrong text: where several right ones lead to it, they could be each other's
    duplicates.
    """

    column: str
    reason: str
    change: Change = field(default=str)
    also: str | None = None
    filled: bool = True
    once: bool = False


def fixed(text: str) -> Change:
    """Always that text."""
    return lambda _: text


def nobodys(key: str) -> str:
    """A key that no record has, made from a record's: no table's own keys begin with X."""
    return f"X{key}"


def _anew(key: str) -> str:
    """A key for an extra row, which no other row names: not even an orphan of a table below."""
    return f"Y{key}"


@dataclass
class FaultBook:
    """Everything planted so far, and how much of it is due per table."""

    rate: float
    faults: list[tuple[str, int, str, int, str, str]] = field(default_factory=list)
    cascades: list[tuple[str, int, str, int, str]] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)
    _planted: dict[str, int] = field(default_factory=dict)
    _invented: set[tuple[str, str]] = field(default_factory=set)

    def due(self, path: str, rows: int) -> int:
        """How many faults to plant in the next `rows` rows of a file."""
        if self.rate <= 0:
            return 0
        seen = self._seen[path] = self._seen.get(path, 0) + rows
        total = int(self.rate * seen + 0.5)
        return max(total, 1 if seen >= _LEAST else 0) - self._planted.get(path, 0)

    def planted(self, path: str) -> int:
        """How many faults a file has so far."""
        return self._planted.get(path, 0)

    def count(self, path: str, faults: int) -> None:
        """So many more were planted in a file."""
        self._planted[path] = self.planted(path) + faults

    def plant(
        self,
        file: TableFile,
        source: str,
        year: int,
        block: pl.DataFrame,
        kinds: Sequence[Fault],
        rng: np.random.Generator,
        fit: Bools | None = None,
    ) -> tuple[pl.DataFrame, Ints]:
        """Plant this block's share of faults among its `fit` rows, each kind in turn.

        `block` is written to `file` next. Returns the block as it is to be written (extra rows
        at its end) and the positions of the rows that are refused, extra rows left out.
        """
        n = min(
            self.due(file.path, block.height), int(fit.sum()) if fit is not None else block.height
        )
        if n <= 0:
            return block, np.empty(0, dtype=np.int64)
        rows = np.flatnonzero(fit) if fit is not None else np.arange(block.height)
        rows = rng.permutation(rows)
        turn = self._planted.get(file.path, 0) + year
        changes: dict[str, list[tuple[int, str]]] = {}
        extra: list[dict[str, object]] = []
        refused: list[int] = []
        planted = 0
        for row in rows.tolist():
            if planted == n:
                break
            kind = kinds[(turn + planted) % len(kinds)]
            right = block[kind.column][row]
            if kind.filled and right in (None, ""):
                continue  # nothing there to spoil: the next row takes this kind
            if kind.once:
                wrong = (file.path, kind.change(str(right)))
                if wrong in self._invented:
                    continue
                self._invented.add(wrong)
            at = file.rows + row + 1
            if kind.reason in (DUPLICATE, ORPHAN):
                copy = block.row(row, named=True)
                if kind.reason == ORPHAN:
                    copy[kind.column] = kind.change(str(right))
                    if kind.also:
                        copy[kind.also] = _anew(str(copy[kind.also]))
                extra.append(copy)
                at = file.rows + block.height + len(extra)
            else:
                changes.setdefault(kind.column, []).append((row, kind.change(str(right or ""))))
                refused.append(row)
            self.faults.append((source, year, file.name, at, kind.column, kind.reason))
            planted += 1
        self._planted[file.path] = self._planted.get(file.path, 0) + planted
        return _apply(block, changes, extra), np.array(sorted(refused), dtype=np.int64)

    def cascade(
        self, file: TableFile, source: str, year: int, rows: Ints, reason: str = PARENT
    ) -> None:
        """Note positions of the block that is written next as refused with their parents."""
        for row in rows.tolist():
            self.cascades.append((source, year, file.name, file.rows + row + 1, reason))

    def save(self, root: Path) -> None:
        """Write both lists, sorted."""
        head = "source,year,file,row"
        _save(root / "planted_faults.csv", f"{head},column,reason", self.faults)
        _save(root / "planted_cascades.csv", f"{head},reason", self.cascades)


def _save(path: Path, head: str, rows: Sequence[tuple[object, ...]]) -> None:
    lines = [",".join(map(str, row)) for row in sorted(rows, key=lambda r: (r[:3], r[3]))]
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def _apply(
    block: pl.DataFrame, changes: dict[str, list[tuple[int, str]]], extra: list[dict[str, object]]
) -> pl.DataFrame:
    text = [name for name in changes if block.schema[name] != pl.String]
    if extra:
        text = [name for name, kind in block.schema.items() if kind != pl.String]
    block = block.with_columns(pl.col(text).cast(pl.String)) if text else block
    for name, cells in changes.items():
        column = block[name].scatter([row for row, _ in cells], [value for _, value in cells])
        block = block.with_columns(column.alias(name))
    if extra:
        rows = [{k: None if v is None else str(v) for k, v in row.items()} for row in extra]
        block = block.vstack(pl.DataFrame(rows, schema=block.schema))
    return block


# What can go wrong in a personal identity code. All keep individual numbers 900–999.


def bad_check(hetu: str) -> str:
    """Another character of the table in the place of the check character."""
    wrong = (ids.TABLE.index(hetu[10]) + 7) % 31
    return hetu[:10] + ids.TABLE[wrong]


def bad_date(hetu: str) -> str:
    """30 February, or 31 April for odd days, with the check character of that."""
    date = ("3002" if int(hetu[:2]) % 2 else "3104") + hetu[4:6]
    return date + hetu[6:10] + ids.check_character(date, hetu[7:10])


def future(hetu: str) -> str:
    """Born in 2099 (sign A), with the right check character."""
    date = hetu[:4].replace("2902", "2802") + "99"
    return date + "A" + hetu[7:10] + ids.check_character(date, hetu[7:10])


def unknown_sign(hetu: str) -> str:
    """A sign that no century has."""
    return hetu[:6] + "/" + hetu[7:]


def en_dash(hetu: str) -> str:
    """A typographer's dash for the sign of the 1900s."""
    return hetu[:6] + "\u2013" + hetu[7:]


def too_short(hetu: str) -> str:
    """The last character lost."""
    return hetu[:10]


def month_13(date: str) -> str:
    """A YYYYMMDD date in a thirteenth month."""
    return date[:4] + "13" + date[6:]


def hetu_faults(column: str, dash: bool) -> list[Fault]:
    """The ways in which an identity code in `column` goes wrong; `dash` if the encoding has one."""
    faults = [
        Fault(column, "hetu_bad_check", bad_check),
        Fault(column, "hetu_bad_date", bad_date),
        Fault(column, "hetu_bad_format", unknown_sign),
        Fault(column, "hetu_future", future),
        Fault(column, "hetu_bad_format", too_short),
        Fault(column, "missing", fixed("")),
    ]
    return [*faults, Fault(column, "hetu_bad_format", en_dash)] if dash else faults
