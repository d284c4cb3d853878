"""Mutated SDMX-CSV answers of the OECD; kinds as in `official_rest_mutations`."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Mapping

import polars as pl
from official_rest_mutations import CSV, DAMAGE, OECD_GOOD, Kind, Mutant
from official_rest_specimens import (
    FLOW,
    IDS,
    IDS_OF_ATTRIBUTES,
    LABELS,
    Measured,
    Oecd,
    csv_text,
)
from provider_labels import label

Row = dict[str, str]
OTHER_LABELS = {
    "area": ("REF_AREA", "FIN", "France"),
    "other_area": ("REF_AREA", "AUT", "Finland"),
    "measure": ("MEASURE", "11_1", "Negative affect balance"),
    "total": ("EDUCATION_LEV", "_T", "Tertiary education"),
    "sex": ("SEX", "F", "Male"),
    "age": ("AGE", "Y25T64", "From 15 to 64 years"),
    "unit": ("UNIT_MEASURE", "PT_POP", "Percentage of labour force"),
    "unit_size": ("UNIT_MULT", "3", "Millions"),
}
"""Kind → column, code, and the label of another thing."""

GOOD = OECD_GOOD
HEADER, TABLE = GOOD.header(), GOOD.table()
BODY = csv_text(HEADER, TABLE).encode()


def csv(text: str | bytes, expected: pl.DataFrame | None) -> Mutant:
    return Mutant({CSV: text if isinstance(text, bytes) else text.encode()}, expected)


def _columns(rng: random.Random) -> list[str]:
    """The header with dimensions and attributes in another order."""
    dimensions = rng.sample([*IDS, "ACTION", "STRUCTURE_ID"], len(IDS) + 2)
    attributes = rng.sample([*IDS_OF_ATTRIBUTES, "OBS_VALUE"], len(IDS_OF_ATTRIBUTES) + 1)
    return ["STRUCTURE", *dimensions, "TIME_PERIOD", *attributes]


def _same(header: list[str], rows: list[Row]) -> Mutant:
    return csv(csv_text(header, rows), GOOD.observations())


def _each(change: Mapping[str, str], header: list[str] = HEADER) -> Kind:
    """Every row with other texts; refused."""
    return lambda rng: csv(csv_text(header, [row | change for row in TABLE]), None)


def _one(change: Callable[[random.Random], Mapping[str, str]], *, valued: bool = True) -> Kind:
    """One row (with a value) with other texts; refused."""

    def made(rng: random.Random) -> Mutant:
        rows = [dict(row) for row in TABLE]
        there = [n for n, row in enumerate(rows) if row["OBS_VALUE"] or not valued]
        rows[rng.choice(there)].update(change(rng))
        return csv(csv_text(HEADER, rows), None)

    return made


def _without(column: str) -> Kind:
    return lambda rng: csv(csv_text([n for n in HEADER if n != column], TABLE), None)


def _labelled(rng: random.Random) -> Mutant:
    return _same(LABELLED_HEADER, _with_labels())


LABELLED_HEADER = ["STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"] + [
    name
    for code in (*IDS, "TIME_PERIOD", "OBS_VALUE", *IDS_OF_ATTRIBUTES)
    for name in (code, LABELS[code])
]


def _with_labels() -> list[Row]:
    """The rows as `format=csvfilewithlabels` gives them."""
    coded = (*IDS, *IDS_OF_ATTRIBUTES)
    blank = {LABELS["TIME_PERIOD"]: "", LABELS["OBS_VALUE"]: ""}
    return [
        row
        | blank
        | {"STRUCTURE_NAME": "Current well-being"}
        | {LABELS[name]: f'"{label("oecd", name, row[name])}"' for name in coded}
        for row in TABLE
    ]


def _other_label(column: str, code: str, said: str) -> Kind:
    """A code that means another thing than it did; refused."""

    def made(rng: random.Random) -> Mutant:
        rows = _with_labels()
        assert any(row[column] == code for row in rows)
        for row in rows:
            row[LABELS[column]] = f'"{said}"' if row[column] == code else row[LABELS[column]]
        return csv(csv_text(LABELLED_HEADER, rows), None)

    return made


def _two_labels(rng: random.Random) -> Mutant:
    rows = _with_labels()
    rng.choice(rows)[LABELS["EDUCATION_LEV"]] = "Total, all levels"
    return csv(csv_text(LABELLED_HEADER, rows), None)


def _first_version(rng: random.Random) -> Mutant:
    header = ["DATAFLOW", *HEADER[3:]]
    rows = [row | {"DATAFLOW": row["STRUCTURE_ID"]} for row in TABLE]
    return _same(header, rows)


def _other_magnitude(rng: random.Random) -> Mutant:
    """Each number written in other units, with the multiplier that goes with it."""
    rows = [dict(row) for row in TABLE]
    for row in rows:
        by = rng.randrange(-3, 4)
        if row["OBS_VALUE"]:
            row["OBS_VALUE"] += f"e{by}" if by else ""
            row["UNIT_MULT"] = str(int(row["UNIT_MULT"]) - by)
    return _same(HEADER, rows)


def _versioned(rng: random.Random) -> Mutant:
    name = f"{FLOW}(2.{rng.randrange(9)})"
    return _same(HEADER, [row | {"STRUCTURE_ID": name} for row in TABLE])


def _cut(rng: random.Random) -> Mutant:
    """Cut within a line: a file that is cut between two rows can't be told from a shorter one."""
    lines = BODY.decode().splitlines()
    at = rng.randrange(len(lines))
    kept = lines[at][: rng.randrange(1, lines[at].rindex(","))]
    return csv("\n".join([*lines[:at], kept]), None)


def _changed(make: Callable[[random.Random], Oecd]) -> Kind:
    """Other observations, which the reader must give."""

    def made(rng: random.Random) -> Mutant:
        other = make(rng)
        return csv(csv_text(HEADER, other.table()), other.observations())

    return made


def _valued(rng: random.Random) -> tuple[int, Measured]:
    return rng.choice([(n, row) for n, row in enumerate(GOOD.rows) if row.value])


def _other_value(rng: random.Random) -> Oecd:
    at, row = _valued(rng)
    text, number = rng.choice((("12.5", 12.5), ("-3", -3.0), ("0", 0.0), ("1e2", 100.0)))
    return GOOD.but(at, value=text, shown=number * 10 ** int(row.multiplier))


def _other_status(rng: random.Random) -> Oecd:
    return GOOD.but(_valued(rng)[0], status=rng.choice("BDEFGIJKNPSUVW"))


def _said_missing(rng: random.Random) -> Oecd:
    return GOOD.but(_valued(rng)[0], status=rng.choice("HLMOQ"), shown=None)


def _no_value(rng: random.Random) -> Oecd:
    return GOOD.but(_valued(rng)[0], value="", shown=None, shown_status="O")


def _other_multiplier(rng: random.Random) -> Oecd:
    at, row = _valued(rng)
    by = rng.choice((6, -2))
    exact = float(f"{row.value}e{by}")
    return GOOD.but(at, multiplier=str(by), shown=exact)


CELLS: Mapping[str, Callable[[random.Random], Oecd]] = {
    "other_value": _other_value,
    "other_status": _other_status,
    "said_missing": _said_missing,
    "no_value": _no_value,
    "other_multiplier": _other_multiplier,
    "other_area": lambda rng: GOOD.but(4, area=rng.choice(("SWE", "EU27", "NOA", "FI1B"))),
    "other_period": lambda rng: GOOD.but(4, time=rng.choice(("2019", "2019-Q3", "2019-07"))),
    "row_lost": lambda rng: Oecd(tuple(rng.sample(GOOD.rows, len(GOOD.rows) - 1))),
}

OECD_CSV: Mapping[str, Kind] = {
    **{
        name: lambda rng, how=how: csv(how(rng, BODY), None)
        for name, how in DAMAGE.items()
        if name != "truncated"
    },
    **{name: _changed(make) for name, make in CELLS.items()},
    "truncated": _cut,
    "bom": lambda rng: csv(b"\xef\xbb\xbf" + BODY, GOOD.observations()),
    "crlf": lambda rng: csv(BODY.replace(b"\n", b"\r\n"), GOOD.observations()),
    "no_last_line_end": lambda rng: csv(BODY.rstrip(), GOOD.observations()),
    "cut_number": lambda rng: csv(
        csv_text([*(n for n in HEADER if n != "UNIT_MULT"), "UNIT_MULT"], TABLE)[:-1], None
    ),
    "blank_lines": lambda rng: csv(BODY + b"\n\n", GOOD.observations()),
    "quoted": lambda rng: csv(
        '"' + BODY.decode().strip().replace(",", '","').replace("\n", '"\n"') + '"\n',
        GOOD.observations(),
    ),
    "spaces": lambda rng: csv(BODY.replace(b",", b" , "), GOOD.observations()),
    "packed": lambda rng: Mutant({f"{CSV}.gz": gzip.compress(BODY)}, GOOD.observations()),
    "row_order": lambda rng: _same(HEADER, rng.sample(TABLE, len(TABLE))),
    "column_order": lambda rng: _same(_columns(rng), TABLE),
    "labelled": _labelled,
    "two_labels": _two_labels,
    **{f"label_{name}": _other_label(*other) for name, other in OTHER_LABELS.items()},
    "first_version": _first_version,
    "lower_case": lambda rng: _same(HEADER, [row | {"STRUCTURE": "dataflow"} for row in TABLE]),
    "other_version": _versioned,
    "other_magnitude": _other_magnitude,
    "more_attributes": lambda rng: _same(
        [*HEADER, "CURRENCY"], [row | {"CURRENCY": "USD"} for row in TABLE]
    ),
    "column_twice": lambda rng: csv(csv_text([*HEADER, rng.choice(HEADER)], TABLE), None),
    "row_twice": lambda rng: csv(csv_text(HEADER, [*TABLE, rng.choice(TABLE)]), None),
    "cell_twice": lambda rng: csv(
        csv_text(HEADER, [*TABLE, rng.choice(TABLE) | {"OBS_VALUE": "1.5"}]), None
    ),
    "header_only": lambda rng: csv(csv_text(HEADER, []), None),
    "no_header": lambda rng: csv(BODY.split(b"\n", 1)[1], None),
    "without_area": _without("REF_AREA"),
    "without_period": _without("TIME_PERIOD"),
    "without_value": _without("OBS_VALUE"),
    "without_status": _without("OBS_STATUS"),
    "without_multiplier": _without("UNIT_MULT"),
    "without_dataflow": _without("STRUCTURE_ID"),
    "data_only": _each(dict.fromkeys(IDS_OF_ATTRIBUTES, "")),
    "unknown_attribute": _each({"SURPRISE": "1"}, [*HEADER, "SURPRISE"]),
    "dimension_after_period": _each({}, [n for n in HEADER if n != "MEASURE"] + ["MEASURE"]),
    "labels_in_cells": lambda rng: csv(
        csv_text(
            [n.replace("REF_AREA", "REF_AREA: Reference area") for n in HEADER],
            [row | {"REF_AREA: Reference area": f"{row['REF_AREA']}: Land"} for row in TABLE],
        ),
        None,
    ),
    "other_agency": _each({"STRUCTURE_ID": "IAEG-SDGs:DSD_SDG@DF_SDG(1.0)"}),
    "no_version": _each({"STRUCTURE_ID": FLOW}),
    "data_structure": _each({"STRUCTURE": "datastructure"}),
    "deletion": _each({"ACTION": "D"}),
    "other_dataflow": _one(lambda rng: {"STRUCTURE_ID": "OECD.WISE.WDP:DSD_HSL@DF_HSL_FWB(1.1)"}),
    "one_deletion": _one(lambda rng: {"ACTION": "D"}),
    "unknown_status": _one(lambda rng: {"OBS_STATUS": rng.choice(("X", "a", "BE", "1"))}),
    "unknown_sex": _one(lambda rng: {"SEX": rng.choice(("X", "f", "BOTH"))}),
    "empty_code": _one(lambda rng: {rng.choice((*IDS, "TIME_PERIOD")): rng.choice(("", " "))}),
    "no_multiplier": _one(lambda rng: {"UNIT_MULT": ""}),
    "multiplier": _one(lambda rng: {"UNIT_MULT": rng.choice(("k", "3.0", "1000", "Units"))}),
    "decimal_comma": _one(lambda rng: {"OBS_VALUE": rng.choice(('"4,9"', "4,9"))}),
    "value": _one(lambda rng: {"OBS_VALUE": rng.choice(("many", "1 234", "..", "+5", ".5"))}),
    "beyond": _one(lambda rng: {"OBS_VALUE": rng.choice(("1e400", "9" * 400, "-1e999"))}),
    "infinite": _one(lambda rng: {"OBS_VALUE": rng.choice(("inf", "Infinity", "nan"))}),
    "period": _one(lambda rng: {"TIME_PERIOD": rng.choice(("20188", "spring", "2018-13-99x"))}),
    "open_quote": _one(lambda rng: {"MEASURE": '"1_1'}),
    "bits_of_quotes": _one(lambda rng: {"OBS_VALUE": '"4"9'}),
}
