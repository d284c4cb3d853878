"""What the command prints: plain lines and tables for people, JSON and CSV for machines."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from sources.errors import VarantoError

Row = Mapping[str, object]


class WrongUsage(VarantoError):
    """What was typed can't be meant so: an id, name or file that isn't there. Exit code 2."""


def say(line: str = "") -> None:
    """One line to the person at the terminal."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def mention(line: str) -> None:
    """One line beside the result (progress, warnings), on standard error."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def table(rows: Sequence[Row], indent: str = "") -> None:
    """Rows in aligned columns under their names; numbers to the right, None as an empty cell."""
    if not rows:
        return
    names = list(rows[0])
    cells = [[text(row[name]) for name in names] for row in rows]
    numeric = [all(isinstance(row[name], int | float | None) for row in rows) for name in names]
    widths = [max(len(n), *(len(c[i]) for c in cells)) for i, n in enumerate(names)]
    for line in (names, *cells):
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        )
        say((indent + "  ".join(padded)).rstrip())


def text(value: object) -> str:
    """A value as people read it: thousands separated, no decimals that say nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)


def as_json(value: object) -> None:
    """One JSON document; dates and the like as text."""
    say(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], out: TextIO) -> None:
    """RFC 4180 with a header; None is an empty field."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def csv_file(path: Path, rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Rows into a CSV file (UTF-8), closed to other users."""
    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            as_csv(columns, ([row[name] for name in columns] for row in rows), out)
        path.chmod(0o600)
    except OSError as error:
        raise WrongUsage(
            f"{path} can't be written ({error.strerror}). Name another file."
        ) from None
