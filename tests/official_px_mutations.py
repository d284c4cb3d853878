"""Mutations of PX files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from official_json_mutations import picks
from official_mutations import Cell, Form, Holds, Kind, Mutate, Mutated, common, edit
from official_specimens import STATFIN, statfin_cells, statfin_px

from sources.declarations import OfficialSeries

LATIN = "iso-8859-15"


def _px(change: Callable[[str], str], encoding: str = LATIN) -> Mutate:
    """A mutation of the text of a PX file; it must change something."""

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        old = good.decode(LATIN)
        new = change(old)
        assert new != old or encoding != LATIN
        return new.encode(encoding)

    return mutate


def _data(change: Callable[[list[str], random.Random], list[str]]) -> Mutate:
    """A mutation of the cells."""

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        head, cells = good.decode(LATIN).split("DATA=\n")
        new = change(cells.rstrip("\n;").split(), rng)
        return f"{head}DATA=\n{' '.join(new)};\n".encode(LATIN)

    return mutate


def _set(text: str) -> Mutate:
    def change(cells: list[str], rng: random.Random) -> list[str]:
        cells[rng.randrange(len(cells))] = text
        return cells

    return _data(change)


def _px_cell(text: str, value: float | None, status: str) -> Mutate:
    given = statfin_cells()

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        at = rng.choice([n for n, (v, f) in enumerate(given.values()) if v is not None and not f])
        head, cells = good.decode(LATIN).split("DATA=\n")
        found = cells.rstrip("\n;").split()
        found[at] = text
        cell = Cell(picks("statfin", list(given)[at]), value, status)
        if cell.at["time"] == "2024" and status == "A":
            cell = replace(cell, status="P")  # labelled `2024*`
        return f"{head}DATA=\n{' '.join(found)};\n".encode(LATIN), cell

    return mutate


def _labels_moved(variable: str) -> Mutate:
    def mutate(good: bytes, rng: random.Random) -> Mutated:
        labels = list(STATFIN[variable].values())
        one, other = rng.sample(labels, 2)
        old = ",".join(f'"{label}"' for label in labels)
        moved = {one: other, other: one}
        new = ",".join(f'"{moved.get(label, label)}"' for label in labels)
        text = good.decode(LATIN)
        assert text.count(f'VALUES("{variable}")={old}') == 1
        return text.replace(f'VALUES("{variable}")={old}', f'VALUES("{variable}")={new}').encode(
            LATIN
        )

    return mutate


def px_form() -> Form:
    """PX of Statistics Finland."""

    def swapped(old: str, new: str) -> Mutate:
        return _px(lambda text: text.replace(old, new, 1))

    english_first = (
        ('LANGUAGE="fi"', 'LANGUAGE="en"'),
        ('LANGUAGES="fi","en"', 'LANGUAGES="en","fi"'),
        ('STUB="', 'STUB[fi]="'),
        ('HEADING="', 'HEADING[fi]="'),
        ("STUB[en]", "STUB"),
        ("HEADING[en]", "HEADING"),
        *((f'VALUES("{name}")', f'VALUES[fi]("{name}")') for name in STATFIN),
        *((f'CODES("{name}")', f'CODES[fi]("{name}")') for name in STATFIN),
        ('TIMEVAL("Vuosi")', 'TIMEVAL[fi]("Vuosi")'),
    )

    def in_english_first(text: str) -> str:
        for old, new in english_first:
            text = text.replace(old, new)
        names = ("Area", "Sex", "Age", "Activity", "Year", "Information")
        lines = [
            f'{keyword}("{name}")=' + ",".join(f'"{item}"' for item in items) + ";\n"
            for name, codes in zip(names, STATFIN.values(), strict=True)
            for keyword, items in (("VALUES", list(codes.values())), ("CODES", list(codes)))
        ]
        return text.replace("NOTE=", "".join(lines) + 'TIMEVAL("Year")=TLIST(A1);\nNOTE=')

    codes = 'CODES("Sukupuoli")="SSS","1","2"'
    harmless: dict[str, Mutate] = {
        "UTF-8 by its code page": _px(lambda text: text.replace(LATIN, "utf-8"), "utf-8"),
        "UTF-8 by its mark": _px(lambda text: "\ufeff" + text, "utf-8"),
        "carriage returns": edit(lambda good: good.replace(b"\n", b"\r\n")),
        "cells on one line": _data(lambda cells, rng: cells),
        "symbols without quotes": _data(lambda cells, rng: [cell.strip('"') for cell in cells]),
        "cells after commas": _px(lambda text: re.sub(r"(?<=\d) (?=\d)", ", ", text)),
        "another language first": _px(in_english_first),
        "a unit of the content": swapped("UNITS=", 'UNITS("Lukumäärä")="lukumäärä";\nUNITS='),
        "a new keyword": swapped("UNITS=", 'MADE-LATELY="x";\nUNITS='),
        "a table of another month": swapped("_2026m04", "_2025m11"),
    }
    refused: dict[str, Mutate] = {
        "cell too many": _data(lambda cells, rng: [*cells, "7"]),
        "cell too few": _data(lambda cells, rng: cells[:-1]),
        "no end": _px(lambda text: text.rstrip("\n;")),
        "no cells": _px(lambda text: text.split("DATA=")[0]),
        "after the end": _px(lambda text: text + "7 8 9\n"),
        "keyword twice": swapped("UNITS=", 'UNITS="x";\nUNITS='),
        "keyword damaged": swapped('CODES("Alue")', 'CODGS("Alue")'),
        "codes too few": swapped(codes, codes.removesuffix(',"2"')),
        "code twice": swapped(codes, codes.replace('"2"', '"1"')),
        "values too few": swapped(',"Naiset"', ""),
        "variable left out": swapped('STUB="Alue",', "STUB="),
        "variable of no values": swapped('STUB="Alue"', 'STUB="Maa"'),
        "no time": _px(lambda text: re.sub(r"TIMEVAL[^;]*;\n", "", text).replace("Vuosi", "Jakso")),
        "unknown symbol": _set("......."),
        "cell a word": _set("many"),
        "not a number": _set("NaN"),
        "infinite": _set("1e999"),
        "cell gigantic": _set("1" * 500),
        "decimal comma": _set("12,5"),
        "decimal comma in quotes": _set('"12,5"'),
        "thousands apart": _set("1 234"),
        "label gigantic": swapped("Espoo", "E" * 20_000),
        "code page that is not": swapped(LATIN, "klingon-1"),
        "code page of another": _px(lambda text: text, "utf-8"),
        "code page said wrong": swapped(LATIN, "utf-8"),
        "open quote": swapped('"Naiset"', '"Naiset'),
        "language that is not there": swapped('LANGUAGE="fi"', 'LANGUAGE="sv"'),
        "unknown sex": swapped(codes, codes.replace('"2"', '"8"')),
        "another table in its name": swapped("99zz_2026m04", "98yy_2026m04"),
        "another quantity under the same code": swapped('"Lukumäärä"', '"Kuolleet"'),
        "unit of another size": swapped('UNITS="henkilöä"', 'UNITS="1 000 henkilöä"'),
        "unit of the content of another size": swapped(
            "UNITS=", 'UNITS("Lukumäärä")="1 000 henkilöä";\nUNITS='
        ),
        "an age band's label of other years": swapped('"65 -"', '"70 -"'),
        "area labels moved": _labels_moved("Alue"),
        "sex labels moved": _labels_moved("Sukupuoli"),
        "age labels moved": _labels_moved("Ikä"),
        "period labels moved": _labels_moved("Vuosi"),
        "labels that begin with codes moved": _labels_moved("Toiminto"),
    }
    file = "statfin_keksi_pxt_99zz.px"
    return Form(
        file,
        statfin_px().encode(LATIN),
        {
            **common(file),
            **{name: Kind(Holds.HARMLESS, mutate) for name, mutate in harmless.items()},
            **{name: Kind(Holds.REFUSED, mutate) for name, mutate in refused.items()},
            "changed value": Kind(Holds.CELL, _px_cell("77.7", 77.7, "A")),
            "added symbol": Kind(Holds.CELL, _px_cell('".."', None, "Q")),
            "nil": Kind(Holds.CELL, _px_cell('"-"', 0.0, "A")),
        },
        OfficialSeries(
            "statfin", "statfin_keksi_pxt_99zz", {"tiedot": "lkm", "toiminto": "09", "ikä": "SSS"}
        ),
    )
