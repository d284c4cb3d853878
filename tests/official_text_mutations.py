"""Mutations of Eurostat's SDMX-CSV and TSV files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from official_json_mutations import picks
from official_mutations import Cell, Form, Holds, Kind, Mutate, Mutated, as_utf8, common, edit
from official_specimens import (
    EUROSTAT,
    eurostat_cells,
    eurostat_csv,
    eurostat_tsv,
)

from sources.declarations import OfficialSeries

Table = list[list[str]]
FLOW = OfficialSeries("eurostat", "made_up", {"freq": "A", "unit": "PC", "age": "Y_GE65"})


def table(change: Callable[[Table, random.Random], Table], delimiter: str = ",") -> Mutate:
    """A mutation of the fields of lines, the header first."""

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        fields = [line.split(delimiter) for line in good.decode().rstrip("\n").split("\n")]
        return ("\n".join(delimiter.join(row) for row in change(fields, rng)) + "\n").encode()

    return mutate


def field(new: Callable[[str], str], *columns: int, delimiter: str = ",") -> Mutate:
    """One field below the header, of one of the columns and with something in it."""

    def change(rows: Table, rng: random.Random) -> Table:
        column = rng.choice(columns)
        row = rng.choice([row for row in rows[1:] if row[column].strip(" :")])
        row[column] = new(row[column])
        return rows

    return table(change, delimiter)


def at_line_end(good: bytes, rng: random.Random) -> bytes:
    """Cut where a line ends: what is left is a whole shorter file, and may say no more."""
    lines = good.splitlines(keepends=True)
    return b"".join(lines[: rng.randrange(2, len(lines))])


def _columns(rows: Table, rng: random.Random) -> Table:
    """The columns of dimensions in another order."""
    order = [0, *rng.sample(range(1, len(rows[0]) - 3), len(rows[0]) - 4)]
    order += range(len(rows[0]) - 3, len(rows[0]))
    return [[row[i] for i in order] for row in rows]


def _without(rows: Table, name: str) -> Table:
    at = rows[0].index(name)
    return [row[:at] + row[at + 1 :] for row in rows]


def _twice(rows: Table, rng: random.Random) -> Table:
    at = rng.randrange(1, len(rows))
    return [*rows[: at + 1], *rows[at:]]


def _rows(rows: Table, rng: random.Random) -> Table:
    return [rows[0], *rng.sample(rows[1:], len(rows) - 1)]


def _one_shorter(rows: Table, rng: random.Random) -> Table:
    rng.choice(rows[1:]).pop(3)
    return rows


def _one_longer(rows: Table, rng: random.Random) -> Table:
    rng.choice(rows[1:]).insert(3, "A")
    return rows


def _csv_cell(value: str, flag: str, status: str) -> Mutate:
    given = eurostat_cells()

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        plain = [n for n, (v, f) in enumerate(given.values()) if v is not None and not f]
        at = rng.choice(plain)
        lines = good.decode().split("\n")
        fields = lines[at + 1].split(",")
        fields[-2:] = [fields[-2] if value == "same" else value, flag]
        lines[at + 1] = ",".join(fields)
        number = float(fields[-2]) if fields[-2] else None
        cell = Cell(picks("eurostat", list(given)[at]), number, status)
        return "\n".join(lines).encode(), cell

    return mutate


def csv_form() -> Form:
    """SDMX-CSV: the value is the last field but one."""
    value, code = -2, (2, 3, 4, 5, 6)
    harmless: dict[str, Mutate] = {
        "rows in another order": table(_rows),
        "columns in another order": table(_columns),
        "blank lines": edit(lambda good: good.replace(b"\n", b"\n\n")),
        "white space around": edit(lambda good: good.replace(b",", b" , ")),
        "quoted": table(lambda rows, rng: [rows[0], *([f'"{f}"' for f in r] for r in rows[1:])]),
        "colon for a missing value": edit(lambda good: re.sub(rb",,([a-z]*)\n", rb",:,\1\n", good)),
        "newer head": edit(
            lambda good: good.replace(b"DATAFLOW,LAST UPDATE", b"STRUCTURE,STRUCTURE_ID").replace(
                b"ESTAT:MADE_UP(1.0),01/05/24 23:00:00", b"dataflow,ESTAT:MADE_UP(1.0)"
            )
        ),
        "numbers with an exponent": edit(lambda good: re.sub(rb"(\.\d),", rb"\1e0,", good)),
    }
    refused: dict[str, Mutate] = {
        "row twice": table(_twice),
        "row too short": table(_one_shorter),
        "row too long": table(_one_longer),
        "header twice": edit(lambda good: good.split(b"\n")[0] + b"\n" + good),
        "header in the middle": table(lambda rows, rng: [*rows[:40], rows[0], *rows[40:]]),
        "no header": edit(lambda good: good.split(b"\n", 1)[1]),
        "header alone": edit(lambda good: good.split(b"\n", 1)[0] + b"\n"),
        "column named twice": edit(lambda good: good.replace(b"sex", b"age", 1)),
        "dimension left out": table(lambda rows, rng: _without(rows, rng.choice(["sex", "age"]))),
        "area left out": table(lambda rows, rng: _without(rows, "geo")),
        "period left out": table(lambda rows, rng: _without(rows, "TIME_PERIOD")),
        "values left out": table(lambda rows, rng: _without(rows, "OBS_VALUE")),
        "unknown column": table(
            lambda rows, rng: [
                [*row, "OBS_SURPRISE" if not n else ""] for n, row in enumerate(rows)
            ]
        ),
        "labels for codes": edit(lambda good: good.replace(b",geo,", b",geo:Area,", 1)),
        "empty code": field(lambda old: "", *code),
        "value a word": field(lambda old: "many", value),
        "not a number": field(lambda old: "NaN", value),
        "infinite": field(lambda old: "1e999", value),
        "value gigantic": field(lambda old: "1" * 500, value),
        "field gigantic": field(lambda old: "A" * 20_000, *code),
        "field beyond reading": field(lambda old: "A" * 200_000, *code),
        "decimal comma": field(lambda old: old.replace(".", ",") if "." in old else "1,5", value),
        "decimal comma in quotes": field(lambda old: '"1,5"', value),
        "thousands apart": field(lambda old: "1 234.5", value),
        "unknown flag": field(lambda old: "q", -1),
        "flag in capitals": field(lambda old: old.upper(), -1),
        "unknown sex": field(lambda old: "X", 4),
        "period a word": field(lambda old: "spring", -3),
        "two datasets": field(lambda old: old.replace("MADE", "TAKEN"), 0),
        "no dataset": edit(lambda good: good.replace(b"ESTAT:MADE_UP(1.0)", b"?")),
        "open quote": field(lambda old: f'"{old}', *code),
        "semicolons": edit(lambda good: good.replace(b",", b";")),
        "no line break at the end": edit(lambda good: good.rstrip(b"\n")),
    }
    return Form(
        "made_up.csv",
        eurostat_csv().encode(),
        {
            **common("made_up.csv"),
            **as_utf8("made_up.csv"),
            **{name: Kind(Holds.HARMLESS, mutate) for name, mutate in harmless.items()},
            **{name: Kind(Holds.REFUSED, mutate) for name, mutate in refused.items()},
            "cut at a line's end": Kind(Holds.SUBSET, at_line_end),
            "changed value": Kind(Holds.CELL, _csv_cell("77.7", "", "A")),
            "added flag": Kind(Holds.CELL, _csv_cell("same", "bd", "B")),
            "withheld value": Kind(Holds.CELL, _csv_cell("", "c", "Q")),
        },
        FLOW,
    )


def _tsv_cell(text: str, value: float | None, status: str) -> Mutate:
    given = eurostat_cells()
    periods = len(EUROSTAT["time"])

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        plain = [n for n, (v, f) in enumerate(given.values()) if v is not None and not f]
        at = rng.choice(plain)
        rows = [line.split("\t") for line in good.decode().split("\n")]
        # The newest period stands first.
        rows[1 + at // periods][periods - at % periods] = text
        cell = Cell(picks("eurostat", list(given)[at]), value, status)
        return "\n".join("\t".join(row) for row in rows).encode(), cell

    return mutate


def tsv_form() -> Form:
    """TSV: a column for each period."""
    cells = (1, 2, 3)

    def codes(new: Callable[[list[str]], list[str]]) -> Mutate:
        return field(lambda old: ",".join(new(old.split(","))), 0, delimiter="\t")

    def in_table(change: Callable[[Table, random.Random], Table]) -> Mutate:
        return table(change, "\t")

    def cell(new: Callable[[str], str]) -> Mutate:
        return field(new, *cells, delimiter="\t")

    def dimensions(rows: Table, rng: random.Random) -> Table:
        order = rng.sample(range(5), 5)
        head, period = rows[0][0].split("\\")
        for row, text in zip(rows, [head, *(row[0] for row in rows[1:])], strict=True):
            row[0] = ",".join(text.split(",")[i] for i in order)
        rows[0][0] += f"\\{period}"
        return rows

    def periods(rows: Table, rng: random.Random) -> Table:
        order = [0, *rng.sample(cells, 3)]
        return [[row[i] for i in order] for row in rows]

    def without_sex(rows: Table, rng: random.Random) -> Table:
        for row in rows:
            parts = row[0].split(",")
            row[0] = ",".join(parts[:2] + parts[3:])
        return rows

    harmless: dict[str, Mutate] = {
        "rows in another order": in_table(_rows),
        "dimensions in another order": in_table(dimensions),
        "periods in another order": in_table(periods),
        "blank lines": edit(lambda good: good.replace(b"\n", b"\n\n")),
        "white space around": edit(lambda good: good.replace(b"\t", b" \t ").replace(b",", b" , ")),
        "flags glued": edit(lambda good: re.sub(rb"([\d:]) ([a-z]*)(?=[\t\n])", rb"\1\2", good)),
        "older word for time": edit(lambda good: good.replace(b"\\TIME_PERIOD", b"\\time")),
    }
    refused: dict[str, Mutate] = {
        "row twice": in_table(_twice),
        "row too short": in_table(lambda rows, rng: (rng.choice(rows[1:]).pop(), rows)[1]),
        "row too long": in_table(lambda rows, rng: (rng.choice(rows[1:]).append("1 "), rows)[1]),
        "code too few": codes(lambda old: old[1:]),
        "code too many": codes(lambda old: [*old, "A"]),
        "code empty": codes(lambda old: ["", *old[1:]]),
        "header twice": edit(lambda good: good.split(b"\n")[0] + b"\n" + good),
        "header in the middle": in_table(lambda rows, rng: [*rows[:9], rows[0], *rows[9:]]),
        "no header": edit(lambda good: good.split(b"\n", 1)[1]),
        "header alone": edit(lambda good: good.split(b"\n", 1)[0] + b"\n"),
        "period twice": edit(lambda good: good.replace(b"2022", b"2023", 1)),
        "period a word": edit(lambda good: good.replace(b"2022", b"spring", 1)),
        "period empty": edit(lambda good: good.replace(b"2022", b"", 1)),
        "dimension left out": in_table(without_sex),
        "dimension named twice": edit(lambda good: good.replace(b"sex", b"age", 1)),
        "no area": edit(lambda good: good.replace(b"geo\\", b"gea\\", 1)),
        "cell a word": cell(lambda old: "many"),
        "cell empty": cell(lambda old: ""),
        "not a number": cell(lambda old: "NaN"),
        "infinite": cell(lambda old: "1e999"),
        "cell gigantic": cell(lambda old: "1" * 500),
        "cell beyond reading": cell(lambda old: "1" * 20_000),
        "decimal comma": cell(lambda old: "12,5 "),
        "thousands apart": cell(lambda old: "1 234.5 "),
        "two numbers": cell(lambda old: "12.5 13.5 "),
        "unknown flag": cell(lambda old: f"{old.split()[0]} q"),
        "flag in capitals": cell(lambda old: f"{old.split()[0]} B"),
        "confidentiality of no code": cell(lambda old: ": @Y"),
        "unknown sex": codes(lambda old: [*old[:2], "X", *old[3:]]),
        "spaces for tabs": edit(lambda good: good.replace(b"\t", b"    ")),
        "no line break at the end": edit(lambda good: good.rstrip(b"\n")),
    }
    return Form(
        "made_up.tsv",
        eurostat_tsv().encode(),
        {
            **common("made_up.tsv"),
            **as_utf8("made_up.tsv"),
            **{name: Kind(Holds.HARMLESS, mutate) for name, mutate in harmless.items()},
            **{name: Kind(Holds.REFUSED, mutate) for name, mutate in refused.items()},
            "cut at a line's end": Kind(Holds.SUBSET, at_line_end),
            "changed value": Kind(Holds.CELL, _tsv_cell("77.7 ", 77.7, "A")),
            "added flag": Kind(Holds.CELL, _tsv_cell("77.7 bu", 77.7, "B")),
            "withheld value": Kind(Holds.CELL, _tsv_cell(": c", None, "Q")),
        },
        FLOW,
    )
