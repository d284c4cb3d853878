"""Ways in which a provider's response goes wrong, and what must hold of each: no silent error.

A `Form` is a good file of a format and the kinds of its mutations; `check` writes one mutation
(by a seed: the same seed, the same bytes), reads it and asserts on the whole frame of observations.
A format of several files puts those that are not mutated in `beside`.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest
from made_up import made_up_indicator

from assets.official_rows import CELL
from sources.declarations import OfficialSeries
from sources.errors import VarantoError
from sources.official import OBSERVATION_SCHEMA, match, meanings, read_official


class Holds(StrEnum):
    """What must hold of a kind of mutation."""

    HARMLESS = "the observations are those of the good file"
    REFUSED = "reading is refused in one line"
    CELL = "exactly the mutated cell differs, as mutated"
    HIT = "refused, or only what the hit text says differs"
    SUBSET = "the observations are some of the good file's"


Row = tuple[object, ...]


@dataclass(frozen=True)
class Cell:
    """A mutated cell: what picks its one observation, and what it must hold now."""

    at: Mapping[str, str]
    value: float | None
    status: str


Mutated = bytes | tuple[bytes, Cell]
Mutate = Callable[[bytes, random.Random], Mutated]


@dataclass(frozen=True)
class Kind:
    """A kind of mutation; `name` replaces the file's name where the kind changes it."""

    holds: Holds
    mutate: Mutate
    name: str = ""


@dataclass(frozen=True)
class Form:
    """A good file of a format, how a folder of it is read, its kinds, and a series it answers."""

    file: str
    good: bytes
    kinds: Mapping[str, Kind]
    series: OfficialSeries
    read: Callable[[Path], pl.DataFrame] = read_official
    beside: Mapping[str, bytes] = field(default_factory=dict)
    by_position: bool = False
    """Whether cells are written beside their positions, so that one text may move a cell."""


_TIES = meanings.ties()
MADE_UP = meanings.Tie(
    "statfin",
    "statfin_keksi_pxt_99zz",
    re.compile("tiedot"),
    "lkm",
    re.compile("^(lukumäärä|number)", re.IGNORECASE),
    re.compile("^(lukumäärä|henkilöä|number)$", re.IGNORECASE),
)
"""What the only content of the made-up table means."""


def observations(form: Form, folder: Path, content: bytes, name: str = "") -> pl.DataFrame:
    """What is read of `content` in the place of the form's file."""
    for other, text in form.beside.items():
        (folder / other).write_bytes(text)
    path = folder / (name or form.file)
    path.write_bytes(content)
    try:
        with patch.object(meanings, "ties", lambda: (*_TIES, MADE_UP)):
            return form.read(path)
    finally:
        path.unlink()


def check(form: Form, kind: str, seed: int, folder: Path) -> str:
    """Assert what must hold of a mutation; gives `refused` or `read`."""
    wanted = form.kinds[kind]
    mutated = wanted.mutate(form.good, random.Random(f"{kind} {seed}"))
    content, cell = mutated if isinstance(mutated, tuple) else (mutated, None)
    good = rows(observations(form, folder, form.good))
    if wanted.holds is Holds.REFUSED:
        with pytest.raises(VarantoError) as caught:
            observations(form, folder, content, wanted.name)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 400
        return "refused"
    try:
        frame = observations(form, folder, content, wanted.name)
    except VarantoError:
        assert wanted.holds is Holds.HIT
        return "refused"
    assert dict(frame.schema) == dict(OBSERVATION_SCHEMA)
    found = rows(frame)
    if wanted.holds is Holds.HARMLESS:
        assert found == good
    elif wanted.holds is Holds.SUBSET:
        assert found <= good
    elif wanted.holds is Holds.CELL:
        assert cell is not None
        _only_cell(frame, good, found, cell)
    elif differently_named(frame, good):
        # A dimension under another name answers no declaration: that is the refusal.
        with pytest.raises(VarantoError):
            match([made_up_indicator(form.series)], frame)
    else:
        moved = 2 if form.by_position else 1
        assert explained(good - found, found - good, moved), (kind, seed)
    return "read"


COLUMNS = list(OBSERVATION_SCHEMA)
_KEY = [COLUMNS.index(name) for name in ("provider", *CELL)]
_DIMENSIONS = COLUMNS.index("dimensions")


def rows(frame: pl.DataFrame) -> Counter[Row]:
    return Counter(frame.select(COLUMNS).iter_rows())


def _only_cell(frame: pl.DataFrame, good: Counter[Row], found: Counter[Row], cell: Cell) -> None:
    lost, new = list((good - found).elements()), list((found - good).elements())
    assert len(lost) == len(new) == 1
    assert [lost[0][i] for i in _KEY] == [new[0][i] for i in _KEY]
    (at,) = frame.filter(*(pl.col(k) == v for k, v in cell.at.items())).rows()
    assert at == new[0]
    now = dict(zip(COLUMNS, new[0], strict=True))
    assert (now["value"], now["obs_status"]) == (cell.value, cell.status)


def _names(row: Row) -> set[str]:
    named = {name for name in ("sex", "age") if row[COLUMNS.index(name)] is not None}
    return set(json.loads(str(row[_DIMENSIONS]))) | named


def differently_named(frame: pl.DataFrame, good: Counter[Row]) -> bool:
    """Whether the frame's dimensions bear other names than the good file's."""
    return frame.height > 0 and _names(frame.select(COLUMNS).row(0)) != _names(next(iter(good)))


def explained(lost: Counter[Row], new: Counter[Row], moved: int = 1) -> bool:
    """Whether one text that was hit tells all of the difference.

    That is: what is said of one cell (of `moved` cells where a position was hit: the old one and
    the new one), or one code, period or name in all the rows that bear it.
    """
    if lost.total() != new.total():
        return False
    if not lost:
        return True
    before, after = list(lost.elements()), list(new.elements())
    if sorted(map(_key, before)) == sorted(map(_key, after)):
        return len(before) <= moved
    spread = [[_spread(row) for row in part] for part in (before, after)]
    return any(_one_text(spread[0], spread[1], name) for name in spread[0][0])


def _key(row: Row) -> str:
    return repr([row[i] for i in _KEY])


def _spread(row: Row) -> dict[str, object]:
    named = dict(zip(COLUMNS, row, strict=True))
    return named | {f" {k}": v for k, v in json.loads(str(named.pop("dimensions"))).items()}


def _one_text(before: list[dict[str, object]], after: list[dict[str, object]], name: str) -> bool:
    """Whether only `name` differs, from one text in all rows to one other."""
    if any(len({row.get(name) for row in part}) != 1 for part in (before, after)):
        return False
    rest = [
        Counter(
            repr([(k, v) for k, v in row.items() if k not in (name, "dimensions")]) for row in part
        )
        for part in (before, after)
    ]
    return rest[0] == rest[1]


# Kinds that any format has.


def always(content: bytes) -> Mutate:
    return lambda good, rng: content


def edit(change: Callable[[bytes], bytes]) -> Mutate:
    return lambda good, rng: change(good)


def cut(good: bytes, rng: random.Random) -> bytes:
    """Cut within a line: what ends at a line's end may be a whole shorter file."""
    while True:
        at = rng.randrange(1, len(good) - 2)
        if good[at - 1 : at] not in b"\r\n" and good[at : at + 1] not in b"\r\n":
            return good[:at]


def cut_packed(good: bytes, rng: random.Random) -> bytes:
    packed = gzip.compress(good)
    return packed[: rng.randrange(2, len(packed) - 8)]


def zero_byte(good: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(good))
    return good[:at] + b"\0" + good[at:]


def flip(good: bytes, rng: random.Random) -> bytes:
    out = bytearray(good)
    out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


PAGE = b"<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head></html>\n"


def common(file: str) -> dict[str, Kind]:
    """Kinds of every format whose file is called `file`."""
    refused = {
        "empty": always(b""),
        "blank": always(b" \n\n"),
        "error page": always(PAGE),
        "message of the service": always(b'{"error": [{"status": 404, "label": "no results"}]}'),
        "cut": cut,
        "zero byte": zero_byte,
        "UTF-16": edit(lambda good: good.decode("utf-8", "replace").encode("utf-16")),
        "twice on end": edit(lambda good: good + good),
    }
    return {
        "as it is": Kind(Holds.HARMLESS, edit(lambda good: good)),
        "packed": Kind(Holds.HARMLESS, edit(gzip.compress), f"{file}.gz"),
        **{name: Kind(Holds.REFUSED, mutate) for name, mutate in refused.items()},
        "cut packed": Kind(Holds.REFUSED, cut_packed, f"{file}.gz"),
        **{f"bit {n}": Kind(Holds.HIT, flip) for n in range(4)},
    }


def as_utf8(file: str) -> dict[str, Kind]:
    """Kinds of a format that is UTF-8 text."""
    return {
        "byte order mark": Kind(Holds.HARMLESS, edit(lambda good: b"\xef\xbb\xbf" + good)),
        "CRLF": Kind(Holds.HARMLESS, edit(lambda good: good.replace(b"\n", b"\r\n"))),
        "a byte of no character": Kind(
            Holds.REFUSED,
            lambda good, rng: good[: (at := rng.randrange(len(good)))] + b"\xff" + good[at:],
        ),
    }
