"""Mutations of JSON-stat responses: of Eurostat's statistics API and of PxWeb."""

from __future__ import annotations

import json
import random
import re

from official_json_trees import (
    Tree,
    as_lists,
    as_objects,
    codes_shuffled,
    dimensions_shuffled,
    drop,
    indexes_as_lists,
    key_twice,
    labels_swapped,
    misplaced,
    no_index_of_one,
    put,
    shuffled,
    text,
    tree,
    value_of,
    without,
)
from official_mutations import Cell, Form, Holds, Kind, Mutate, Mutated, as_utf8, common, edit
from official_specimens import (
    IDS,
    STATFIN,
    eurostat_cells,
    eurostat_json,
    packed,
    statfin_cells,
    statfin_json,
)

from sources.declarations import OfficialSeries


def _cell(provider: str, value: float | None, flag: str, status: str) -> Mutate:
    """One cell that was without flag says something else."""
    given = eurostat_cells() if provider == "eurostat" else statfin_cells()

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        plain = [n for n, (v, f) in enumerate(given.values()) if v is not None and not f]
        at = rng.choice(plain)
        key = list(given)[at]
        whole = json.loads(good)
        as_lists(whole, rng)
        old = whole["value"][at]
        new = old + 0.5 if value == 0.5 else None if value is None else old
        whole["value"][at] = new
        whole["status"][at] = flag or None
        at_cell = picks(provider, key)
        early = provider == "statfin" and status == "A" and at_cell["time"] == "2024"
        # Labelled `2024*`.
        return packed(whole), Cell(at_cell, new, "P" if early else status)

    return mutate


def _labelled(dimension: str, code: str, said: str) -> Mutate:
    """A code (empty: the last of its dimension) that is called another thing than it was."""

    def change(whole: Tree, rng: random.Random) -> None:
        labels = whole["dimension"][dimension]["category"]["label"]
        labels[code or list(labels)[-1]] = said

    return tree(change)


def _unit(dimension: str, unit: dict[str, object]) -> Mutate:
    return put("dimension", dimension, "category", "unit", value={"lkm": unit})


def picks(provider: str, key: tuple[str, ...]) -> dict[str, str]:
    """What picks the observation of a specimen's cell."""
    if provider == "eurostat":
        freq, unit, sex, age, geo, time = key
        dimensions = f'{{"freq":"{freq}","unit":"{unit}"}}'
        sex = {"T": "_T"}.get(sex, sex)
    else:
        geo, sex, age, activity, time, information = key
        dimensions = f'{{"tiedot":"{information}","toiminto":"{activity}"}}'
        sex = {"SSS": "_T", "1": "M", "2": "F"}[sex]
        age = {"SSS": "TOTAL", "15-24": "Y15-24", "65-": "Y_GE65"}[age]
    return {"dimensions": dimensions, "sex": sex, "age": age, "geo": geo, "time": time}


def _deep(good: bytes, rng: random.Random) -> Mutated:
    whole = json.loads(good)
    whole["extension"]["deep"] = "HERE"
    return packed(whole).replace(b'"HERE"', b"[" * 200_000 + b"]" * 200_000)


def jsonstat_kinds(
    file: str, area: str, sex: str, age: str, time: str, one: str
) -> dict[str, Kind]:
    """Kinds of any JSON-stat response; the arguments are ids of its dimensions."""
    harmless: dict[str, Mutate] = {
        "other white space": lambda good, rng: packed(json.loads(good), indent=3),
        "members in another order": lambda good, rng: packed(shuffled(json.loads(good), rng)),
        "dimensions in another order": tree(dimensions_shuffled),
        "codes in another order": tree(codes_shuffled),
        "indexes as lists": tree(indexes_as_lists),
        "no index of one code": tree(no_index_of_one),
        "values and statuses as lists": tree(as_lists),
        "values and statuses by position": tree(as_objects),
        "numbers with an exponent": lambda good, rng: re.sub(
            rb"(?<=: )(\d+\.\d+)(?=[,}])", rb"\1e0", good
        ),
        "a note": put("note", value=["made up"]),
        "escaped letters": lambda good, rng: json.dumps(json.loads(good)).encode(),
    }
    refused: dict[str, Mutate] = {
        "key twice": key_twice,
        "values too few": tree(lambda w, rng: (as_lists(w, rng), w["value"].pop())[0]),
        "values too many": tree(lambda w, rng: (as_lists(w, rng), w["value"].append(1))[0]),
        "a status too few": tree(lambda w, rng: (as_lists(w, rng), w["status"].pop())[0]),
        "size too small": put("size", 1, value=1),
        "size too large": put("size", 1, value=9),
        "size of nothing": put("size", 0, value=0),
        "size negative": put("size", 0, value=-1),
        "size a truth value": put("size", 0, value=True),
        "size huge": put("size", value=[10**9] * 6),
        "no values": drop("value"),
        "values a text": put("value", value="12"),
        "value a text": value_of("12.5"),
        "value with a decimal comma in text": value_of("12,5"),
        "value a truth value": value_of(True),
        "value a list": value_of([1]),
        "value beyond all numbers": text(r"(?<=[ \[])\d+\.\d+(?=[,}\]])", "1e999"),
        "value gigantic": text(r"(?<=[ \[])\d+\.\d+(?=[,}\]])", "1" * 500),
        "value of too many digits": text(r"(?<=[ \[])\d+\.\d+(?=[,}\]])", "1" * 6000),
        "not a number": text(r"(?<=[ \[])\d+\.\d+(?=[,}\]])", "NaN"),
        "infinite": text(r"(?<=[ \[])\d+\.\d+(?=[,}\]])", "-Infinity"),
        "position beyond": misplaced("999999"),
        "position with a zero before": misplaced("007"),
        "position negative": misplaced("-1"),
        "position a word": misplaced("first"),
        "unknown flag": tree(lambda w, rng: (as_lists(w, rng), w["status"].__setitem__(0, "q"))[0]),
        "flag a number": tree(lambda w, rng: (as_lists(w, rng), w["status"].__setitem__(0, 7))[0]),
        "one unknown flag for all": put("status", value="q"),
        "flags under another name": text('"status": (?={"\\d|\\[)', '"stadus": '),
        "dimension left out": without(sex, sized=False),
        "dimension left out with its size": without(sex, sized=True),
        "dimension named twice": put("id", 0, value=age),
        "code twice": put("dimension", sex, "category", "index", value=["T", "T", "F"]),
        "code empty": put("dimension", one, "category", "index", value=[""]),
        "code a number": put("dimension", one, "category", "index", value=[1]),
        "position of a code twice": tree(
            lambda w, rng: w["dimension"][sex]["category"]["index"].update(
                dict.fromkeys(w["dimension"][sex]["category"]["index"], 1)
            )
        ),
        "label of no code": put("dimension", one, "category", "label", "ZZ", value="?"),
        "label gigantic": put("dimension", one, "label", value="x" * 20_000),
        "label half a character": text('"label": "', '"label": "\\\\ud800'),
        "an age band's label of other years": _labelled(age, "", "From 20 to 69 years"),
        "a multiplier": put("dimension", one, "category", "unit", value={"?": {"multiplier": 3}}),
        "a unit that is none": put("dimension", one, "category", "unit", value={"?": "persons"}),
        "area labels moved": labels_swapped(area),
        "sex labels moved": labels_swapped(sex),
        "age labels moved": labels_swapped(age),
        "period labels moved": labels_swapped(time),
        "no dataset": put("class", value="collection"),
        "version 1": lambda good, rng: packed({"dataset": json.loads(good)}),
        "another office": put("source", value="Statistics Elsewhere"),
        "trailing garbage": edit(lambda good: good + b"x"),
        "a list of datasets": edit(lambda good: b"[" + good + b"]"),
        "single quotes": edit(lambda good: good.replace(b'"', b"'")),
        "nested deep": _deep,
        "no extension": drop("extension"),
    }
    return {
        **common(file),
        **as_utf8(file),
        **{name: Kind(Holds.HARMLESS, mutate) for name, mutate in harmless.items()},
        **{name: Kind(Holds.REFUSED, mutate) for name, mutate in refused.items()},
    }


def eurostat_form() -> Form:
    """Eurostat's JSON-stat."""
    kinds = jsonstat_kinds("made_up.json", "geo", "sex", "age", "time", "freq")
    # Whose a response is, its agency says too.
    kinds["another office"] = Kind(
        Holds.REFUSED,
        tree(lambda w, rng: (w.update(source="ELSE"), w["extension"].pop("agencyId"))[0]),
    )

    def german(whole: Tree, rng: random.Random) -> None:
        whole["extension"]["lang"] = "DE"
        whole["dimension"]["unit"]["category"]["label"] = {"PC": "Prozent", "THS_PER": "Tausend"}
        whole["dimension"]["geo"]["category"]["label"] = {
            "AT": "Österreich",
            "FI": "Finnland",
            "SE": "Schweden",
        }
        whole["extension"]["status"]["label"]["b"] = "Zeitreihenbruch"

    others = {
        "another language": Kind(Holds.HARMLESS, tree(german)),
        "unit labels moved": Kind(Holds.REFUSED, labels_swapped("unit")),
        "unit of another size": Kind(
            Holds.REFUSED, _labelled("unit", "THS_PER", "Million persons")
        ),
        "another quantity under the same code": Kind(
            Holds.REFUSED, _labelled("unit", "PC", "Rate per 1 000 000")
        ),
        "another area under the same code": Kind(
            Holds.REFUSED, _labelled("geo", "FI", "Åland Islands")
        ),
        "flag labelled otherwise": Kind(
            Holds.REFUSED, put("extension", "status", "label", "b", value="provisional")
        ),
        "flag of a missing one beside a value": Kind(
            Holds.REFUSED, tree(lambda w, rng: w["status"].__setitem__("0", ":"))
        ),
        "no area": Kind(Holds.REFUSED, text('"geo"', '"gea"')),
        "no name of the dataset": Kind(Holds.REFUSED, drop("extension", "id")),
        "changed value": Kind(Holds.CELL, _cell("eurostat", 0.5, "", "A")),
        "added flag": Kind(Holds.CELL, _cell("eurostat", 0.0, "pb", "B")),
        "withheld value": Kind(Holds.CELL, _cell("eurostat", None, "c", "Q")),
    }
    return Form(
        "made_up.json",
        packed(eurostat_json()),
        kinds | others,
        OfficialSeries("eurostat", "made_up", {"freq": "A", "unit": "PC", "age": "Y_GE65"}),
        by_position=True,
    )


def statfin_form() -> Form:
    """PxWeb's json-stat2."""
    file = "statfin_keksi_pxt_99zz.json"
    ids = (IDS["Alue"], IDS["Sukupuoli"], IDS["Ikä"], IDS["Vuosi"], IDS["Tiedot"])
    kinds = jsonstat_kinds(file, *ids)
    # The labels of a year that is preliminary say it with a star.
    swedish = {
        "Alue": ("Område", ["HELA LANDET", "Esbo", "Helsingfors", "Birkaland"]),
        "Sukupuoli": ("Kön", ["Totalt", "Män", "Kvinnor"]),
        "Ikä": ("Ålder", ["Totalt", "15 - 24", "65 -"]),
        "Vuosi": ("År", ["2023", "2024*"]),
        "Tiedot": ("Uppgifter", ["Antal"]),
    }

    def in_swedish(whole: Tree, rng: random.Random) -> None:
        for name, (label, labels) in swedish.items():
            dimension = whole["dimension"][IDS[name]]
            dimension["label"] = label
            dimension["category"]["label"] = dict(zip(STATFIN[name], labels, strict=True))
        whole["source"] = "Statistikcentralen"
        whole["extension"]["px"]["language"] = "sv"

    def older(whole: Tree, rng: random.Random) -> None:
        """Ids as in tables that have not been rebuilt: the labels themselves."""
        new = {IDS[name]: name for name in STATFIN}
        whole["id"] = [new[i] for i in whole["id"]]
        whole["dimension"] = {new[i]: d for i, d in whole["dimension"].items()}
        whole["role"] = {role: [new[i] for i in of] for role, of in whole["role"].items()}

    def numbered(whole: Tree, rng: random.Random) -> None:
        """Statuses as numbers that the response describes."""
        number = {".": "2", "..": "4", "...": "3", "-": "7", "......": "6"}
        whole["status"] = {at: number[flag] for at, flag in whole["status"].items()}
        for at, flag in whole["status"].items():
            if flag == "7":
                whole["value"][int(at)] = None
        whole["extension"]["missingValueDescriptions"] = {
            "1": "Missing",
            "2": "Not applicable",
            "3": "Data is subject to secrecy",
            "4": "Not available",
            "5": "Not asked",
            "6": "......",
            "7": "Magnitude nil",
        }

    def value_beside(whole: Tree, rng: random.Random) -> None:
        at = next(int(at) for at, flag in whole["status"].items() if flag == "..")
        whole["value"][at] = 12

    other_sex = put("dimension", IDS["Sukupuoli"], "label", value="Siviilisääty")
    refused: dict[str, Mutate] = {
        "dimension labelled otherwise": other_sex,
        "another table in the title": put(
            "extension", "px", "description", value="98yy -- Keksityt"
        ),
        "another table": put("extension", "px", "tableid", value="98yy"),
        "value beside a symbol": tree(value_beside),
        "number that is not described": tree(
            lambda w, rng: (numbered(w, rng), w["extension"]["missingValueDescriptions"].pop("2"))[
                0
            ]
        ),
        "description that is not known": tree(
            lambda w, rng: (
                numbered(w, rng),
                w["extension"]["missingValueDescriptions"].update({"2": "Purple"}),
            )[0]
        ),
        "role of two times": put("role", "time", value=[IDS["Vuosi"], IDS["Alue"]]),
        "role of nothing": put("role", "time", value=["nothing"]),
        "area of another name": tree(
            lambda w, rng: w["dimension"][IDS["Alue"]].update(label="Planeetta")
        ),
    }
    refused |= {
        "another quantity under the same code": _labelled(ids[4], "lkm", "Kuolleet"),
        "unit of another size": _unit(ids[4], {"base": "1 000 henkilöä", "decimals": 0}),
        "unit of another size by its label": _unit(ids[4], {"label": "Thousand persons"}),
    }
    series = OfficialSeries(
        "statfin", "statfin_keksi_pxt_99zz", {"tiedot": "lkm", "toiminto": "09", "ikä": "SSS"}
    )
    return Form(
        file,
        packed(statfin_json()),
        kinds
        | {name: Kind(Holds.REFUSED, mutate) for name, mutate in refused.items()}
        | {
            "older names of dimensions": Kind(Holds.HARMLESS, tree(older)),
            "a unit": Kind(Holds.HARMLESS, _unit(ids[4], {"base": "lukumäärä", "decimals": 0})),
            "a multiplier of none": Kind(Holds.HARMLESS, _unit(ids[4], {"multiplier": 0})),
            "no extension": Kind(Holds.HARMLESS, drop("extension")),
            "no role of time": Kind(Holds.HARMLESS, drop("role", "time")),
            "changed value": Kind(Holds.CELL, _cell("statfin", 0.5, "", "A")),
            "added symbol": Kind(Holds.CELL, _cell("statfin", None, "..", "Q")),
            "value gone": Kind(Holds.CELL, _cell("statfin", None, "", "O")),
            "in Swedish": Kind(Holds.REFUSED, tree(in_swedish)),
        },
        series,
        by_position=True,
    )
