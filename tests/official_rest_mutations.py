"""Mutated answers of Sotkanet's REST interface and of the OECD's service.

A kind of mutation makes files of a specimen and says what a reader must give: the observations as
they were (harmless), other ones (exactly the cells that the change means), or none (refused: None).
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from official_rest_specimens import (
    DATA,
    METADATA,
    REGIONS,
    Area,
    Figure,
    Oecd,
    Sotkanet,
    dumped,
)

CSV, JSON = "hsl.csv", "hsl.json"
GOOD, OECD_GOOD = Sotkanet(), Oecd()
HTML = b"<!DOCTYPE html>\n<html><body><h1>503 Service Unavailable</h1></body></html>\n"


@dataclass(frozen=True)
class Mutant:
    """Files by name, and the observations that they must give; None where they are refused."""

    files: Mapping[str, bytes]
    expected: pl.DataFrame | None


Kind = Callable[[random.Random], Mutant]


def _cut(rng: random.Random, body: bytes) -> bytes:
    return body[: rng.randrange(1, len(body) - 1)]


def _with_nul(rng: random.Random, body: bytes) -> bytes:
    at = rng.randrange(1, len(body))
    return body[:at] + b"\0" + body[at:]


def _shuffled(rng: random.Random, part: dict[str, Any]) -> dict[str, Any]:
    return dict(rng.sample(list(part.items()), len(part)))


def _twice(rng: random.Random, body: bytes) -> bytes:
    """A key of the first object a second time, with its value."""
    start = body.index(b"{") + 1
    key = body[start : body.index(b":", start)]
    return body[:start] + key + b": " + rng.choice((b"0", b"null", b'"x"')) + b", " + body[start:]


DAMAGE: Mapping[str, Callable[[random.Random, bytes], bytes]] = {
    "truncated": _cut,
    "nul": _with_nul,
    "page": lambda rng, body: HTML,
    "blank": lambda rng, body: b"\n" * rng.randrange(1, 5),
    "not_utf8": lambda rng, body: b"\xff\xfe" + body,
    "utf16": lambda rng, body: body.decode().encode("utf-16"),
    "twofold": lambda rng, body: body + body,
}
"""What any file may suffer; all of it is refused."""

JSON_DAMAGE: Mapping[str, Callable[[random.Random, bytes], bytes]] = {
    **DAMAGE,
    "key_twice": _twice,
    "error": lambda rng, body: b'{"error": "Invalid parameters"}',
    "nested": lambda rng, body: b"[" * 100_000,
    "surrogate": lambda rng, body: (
        body.replace(b'"id": ', b'"note": "\\ud800", "id": ', 1)
        if b'"id": ' in body
        else b'["\\ud800"]'
    ),
    "list_of_lists": lambda rng, body: b"[" + body + b"]",
    "null": lambda rng, body: rng.choice((b"null", b"[]", b"{}", b"0", b'"text"')),
}

FORMS: Mapping[str, Callable[[random.Random, bytes], bytes]] = {
    "bom": lambda rng, body: b"\xef\xbb\xbf" + body,
    "crlf": lambda rng, body: json.dumps(json.loads(body), indent=2).replace("\n", "\r\n").encode(),
    "indented": lambda rng, body: dumped(json.loads(body), indent=rng.randrange(1, 5)),
    "dense": lambda rng, body: dumped(json.loads(body), separators=(",", ":")),
    "escaped": lambda rng, body: json.dumps(json.loads(body)).encode(),
    "ended": lambda rng, body: b" \n" + body + b"\n\n",
}
"""Other ways to write the same JSON."""


def sotkanet(name: str, body: bytes, expected: pl.DataFrame | None) -> Mutant:
    return Mutant({**GOOD.files(), name: body}, expected)


def _damaged(name: str, how: Callable[[random.Random, bytes], bytes]) -> Kind:
    return lambda rng: sotkanet(name, how(rng, GOOD.files()[name]), None)


def _written(name: str, how: Callable[[random.Random, bytes], bytes]) -> Kind:
    return lambda rng: sotkanet(name, how(rng, GOOD.files()[name]), GOOD.observations())


def _row(change: Mapping[str, Any] | Callable[[random.Random], Mapping[str, Any]]) -> Kind:
    """An entry of the data with other fields; refused."""

    def made(rng: random.Random) -> Mutant:
        entries = GOOD.data()
        at = rng.randrange(len(entries))
        entries[at] = entries[at] | (change(rng) if callable(change) else dict(change))
        return sotkanet(DATA, dumped(entries), None)

    return made


def _without(field: str) -> Kind:
    def made(rng: random.Random) -> Mutant:
        entries = GOOD.data()
        del entries[rng.randrange(len(entries))][field]
        return sotkanet(DATA, dumped(entries), None)

    return made


def _figures(change: Callable[[random.Random, list[Figure]], tuple[Figure, ...]]) -> Kind:
    """Other figures; the observations are theirs. `change` gives those whose zero is not told."""

    def made(rng: random.Random) -> Mutant:
        figures = list(GOOD.figures)
        hidden = change(rng, figures)
        other = replace(GOOD, figures=tuple(figures), hidden=hidden)
        return Mutant(other.files(), other.observations())

    return made


def _other_value(rng: random.Random, figures: list[Figure]) -> tuple[Figure, ...]:
    at = rng.randrange(len(figures))
    value = rng.choice((0.1, 12, 1e-7, -3.5, 123456789.25))
    figures[at] = replace(figures[at], value=value, absolute=5)
    return ()


def _no_value(rng: random.Random, figures: list[Figure]) -> tuple[Figure, ...]:
    at = rng.randrange(len(figures))
    figures[at] = replace(figures[at], value=None, absolute=None)
    return ()


def _row_lost(rng: random.Random, figures: list[Figure]) -> tuple[Figure, ...]:
    del figures[rng.randrange(len(figures))]
    return ()


def _zero_without_number(rng: random.Random, figures: list[Figure]) -> tuple[Figure, ...]:
    at = rng.randrange(len(figures))
    figures[at] = replace(figures[at], value=rng.choice((0, 0.0, -0.0)), absolute=None)
    return (figures[at],)


def _zero_of_some(rng: random.Random, figures: list[Figure]) -> tuple[Figure, ...]:
    at = rng.randrange(len(figures))
    figures[at] = replace(figures[at], value=0.0, absolute=rng.randrange(1, 9))
    return ()


WHOLE_COUNTRY = 658


def _none_counted(rng: random.Random, figures: list[Figure]) -> tuple[Figure, ...]:
    figures[:] = [replace(one, absolute=None) for one in figures]
    return tuple(f for f in figures if f.value == 0 and f.region != WHOLE_COUNTRY)


def _cell_twice(rng: random.Random) -> Mutant:
    entries = GOOD.data()
    again = rng.choice(entries)
    again = again | {"value": rng.choice((again["value"], 99.5))}
    entries.insert(rng.randrange(len(entries)), again)
    return sotkanet(DATA, dumped(entries), None)


def _literal(text: bytes) -> Kind:
    """A value of the data that is written in another way than JSON's numbers."""
    return lambda rng: sotkanet(DATA, GOOD.files()[DATA].replace(b"4.9", text), None)


SOTKANET_DATA: Mapping[str, Kind] = {
    **{name: _damaged(DATA, how) for name, how in JSON_DAMAGE.items()},
    **{name: _written(DATA, how) for name, how in FORMS.items()},
    "row_order": lambda rng: sotkanet(
        DATA, dumped(rng.sample(GOOD.data(), len(GOOD.figures))), GOOD.observations()
    ),
    "key_order": lambda rng: sotkanet(
        DATA, dumped([_shuffled(rng, entry) for entry in GOOD.data()]), GOOD.observations()
    ),
    "nulls": lambda rng: sotkanet(
        DATA,
        dumped([{"value": None, "absValue": None} | entry for entry in GOOD.data()]),
        GOOD.observations(),
    ),
    "packed": lambda rng: Mutant(
        {n: b for n, b in GOOD.files().items() if n != DATA}
        | {f"{DATA}.gz": gzip.compress(GOOD.files()[DATA])},
        GOOD.observations(),
    ),
    "other_value": _figures(_other_value),
    "no_value": _figures(_no_value),
    "row_lost": _figures(_row_lost),
    "zero_without_number": _figures(_zero_without_number),
    "zero_of_some": _figures(_zero_of_some),
    "none_counted": _figures(_none_counted),
    "cell_twice": _cell_twice,
    "unknown_region": _row(lambda rng: {"region": rng.randrange(5000, 9000)}),
    "region_code": _row({"region": "049"}),
    "unknown_gender": _row(lambda rng: {"gender": rng.choice(("Total", "women", "", None, [1]))}),
    "other_indicator": _row({"indicator": 3114}),
    "text_indicator": _row({"indicator": "3113"}),
    "year": _row(lambda rng: {"year": rng.choice((20155, 15, "2015", 2015.5, None, True))}),
    "value": _row(lambda rng: {"value": rng.choice(("4.9", "4,9", "", True, [4.9], {"v": 4.9}))}),
    "absolute": _row(lambda rng: {"absValue": rng.choice(("1315", False, []))}),
    "unknown_field": _row(lambda rng: {rng.choice(("suppressed", "Value", "flag")): 1}),
    "without_region": _without("region"),
    "without_year": _without("year"),
    "without_gender": _without("gender"),
    "without_indicator": _without("indicator"),
    "decimal_comma": _literal(b"4,9"),
    "leading_point": _literal(b".9"),
    "nan": _literal(b"NaN"),
    "infinite": _literal(b"-Infinity"),
    "beyond": _literal(b"1e400"),
    "gigantic": _literal(b"9" * 5000),
    "long": _literal(b"9" * 400),
    "entry_is_list": lambda rng: sotkanet(DATA, dumped([*GOOD.data(), []]), None),
    "absent": lambda rng: Mutant({n: b for n, b in GOOD.files().items() if n != DATA}, None),
    "several": lambda rng: Mutant({**GOOD.files(), "more.json": GOOD.files()[DATA]}, None),
}


def _said(**change: Any) -> Kind:
    """The metadata with other fields; refused."""
    return lambda rng: sotkanet(METADATA, dumped(GOOD.metadata() | change), None)


def _told(make: Callable[[random.Random], Sotkanet]) -> Kind:
    def made(rng: random.Random) -> Mutant:
        other = make(rng)
        return Mutant(other.files(), other.observations())

    return made


WITHHOLDING = (
    "Lukuja ei esitetä tietosuojasyistä.",
    "Alle 5 tapauksen luvut näkyvät nollana.",
    "Counts of fewer than five are not shown.",
    "Av sekretesskäl visas inte alla tal.",
)

SOTKANET_METADATA: Mapping[str, Kind] = {
    **{name: _damaged(METADATA, how) for name, how in JSON_DAMAGE.items()},
    **{name: _written(METADATA, how) for name, how in FORMS.items()},
    "key_order": lambda rng: sotkanet(
        METADATA, dumped(_shuffled(rng, GOOD.metadata())), GOOD.observations()
    ),
    "more_fields": lambda rng: sotkanet(
        METADATA, dumped(GOOD.metadata() | {"subjects": [], "new": {"x": 1}}), GOOD.observations()
    ),
    "less_fields": lambda rng: sotkanet(
        METADATA,
        dumped({k: v for k, v in GOOD.metadata().items() if k in ("id", "title", "organization")}),
        GOOD.observations(),
    ),
    "more_languages": _told(
        lambda rng: replace(GOOD, titles={**GOOD.titles, rng.choice(("sv", "se", "ru")): "Brott"})
    ),
    "other_title": _told(lambda rng: replace(GOOD, titles={"fi": "Aivan muu osoitin"})),
    "withholding": _told(
        lambda rng: replace(GOOD, notices=rng.choice(WITHHOLDING), hidden=(GOOD.figures[5],))
    ),
    "other_indicator": _said(id=3114),
    "text_id": _said(id="3113"),
    "true_id": _said(id=True),
    "no_id": _said(id=None),
    "title_is_text": _said(title="Keksityt rikokset"),
    "title_is_list": _said(title=["Keksityt rikokset"]),
    "no_finnish_title": _said(title={"en": "Made-up crimes"}),
    "blank_title": _said(title={"fi": " "}),
    "null_title": _said(title=None),
    "absent": lambda rng: Mutant({n: b for n, b in GOOD.files().items() if n != METADATA}, None),
    "several": lambda rng: Mutant({**GOOD.files(), "more.json": GOOD.files()[METADATA]}, None),
}


def _areas(change: Callable[[random.Random, list[Area]], None], *, refused: bool) -> Kind:
    def made(rng: random.Random) -> Mutant:
        areas = list(GOOD.areas)
        change(rng, areas)
        other = replace(GOOD, areas=tuple(areas))
        return Mutant(other.files(), None if refused else other.observations())

    return made


def _area(at: int, **change: Any) -> Callable[[random.Random, list[Area]], None]:
    def changed(rng: random.Random, areas: list[Area]) -> None:
        areas[at] = replace(areas[at], **change)

    return changed


def _exchanged(rng: random.Random, areas: list[Area]) -> None:
    one, other = rng.sample((1, 2, 3), 2)
    areas[one], areas[other] = (
        replace(areas[one], fi=areas[other].fi),
        replace(areas[other], fi=areas[one].fi),
    )


def _entry(change: Mapping[str, Any]) -> Kind:
    """A region that the data use with other fields; refused."""

    def made(rng: random.Random) -> Mutant:
        entries = GOOD.regions()
        entries[1] = entries[1] | change
        return sotkanet(REGIONS, dumped(entries), None)

    return made


def _short_codes(rng: random.Random) -> Mutant:
    entries = [e | {"code": str(e["code"]).lstrip("0")} for e in GOOD.regions() if e["id"] != 529]
    figures = tuple(one for one in GOOD.figures if one.region != 529)
    other = replace(GOOD, figures=figures)
    return Mutant({**other.files(), REGIONS: dumped(entries)}, other.observations())


SOTKANET_REGIONS: Mapping[str, Kind] = {
    **{name: _damaged(REGIONS, how) for name, how in JSON_DAMAGE.items()},
    **{name: _written(REGIONS, how) for name, how in FORMS.items()},
    "order": _areas(lambda rng, areas: rng.shuffle(areas), refused=False),
    "key_order": lambda rng: sotkanet(
        REGIONS, dumped([_shuffled(rng, e) for e in GOOD.regions()]), GOOD.observations()
    ),
    "more_regions": _areas(
        lambda rng, areas: areas.append(Area(9000, rng.choice(("UUSITASO", "ERVA")), "x", "Uusi")),
        refused=False,
    ),
    "less_fields": lambda rng: sotkanet(
        REGIONS,
        dumped([{k: e[k] for k in ("id", "code", "category", "title")} for e in GOOD.regions()]),
        GOOD.observations(),
    ),
    "languages": lambda rng: sotkanet(
        REGIONS,
        dumped([e | {"title": {"fi": e["title"]["fi"], "xx": "?"}} for e in GOOD.regions()]),  # type: ignore[index]
        GOOD.observations(),
    ),
    "short_codes": _short_codes,
    "renamed": _areas(_area(1, fi="Uusi Espoo"), refused=False),
    "recoded": _areas(_area(1, code="050"), refused=False),
    "other_level": _areas(_area(1, category="SEUTUKUNTA"), refused=False),
    "former_county": _areas(_area(5, code="04"), refused=False),
    "names_exchanged": _areas(_exchanged, refused=True),
    "unknown_level": _areas(_area(1, category="KAUPUNGINOSA"), refused=True),
    "level_in_lower_case": _areas(_area(1, category="kunta"), refused=True),
    "lost": _areas(lambda rng, areas: areas.pop(rng.choice((0, 1, 2, 4, 5, 6))), refused=True),
    "twice": _areas(lambda rng, areas: areas.append(rng.choice(areas)), refused=True),
    "same_area": _areas(
        lambda rng, areas: areas.__setitem__(2, replace(areas[1], id=175)), refused=True
    ),
    "name_for_code": _entry({"code": "Espoo", "title": {"fi": "049"}}),
    "number_for_code": _entry({"code": 49}),
    "no_code": _entry({"code": None}),
    "no_level": _entry({"category": None}),
    "level_is_object": _entry({"category": {"fi": "Kunta"}}),
    "no_name": _entry({"title": {"en": "Espoo"}}),
    "text_id": _entry({"id": "28"}),
    "entry_is_list": lambda rng: sotkanet(REGIONS, dumped([*GOOD.regions(), []]), None),
    "absent": lambda rng: Mutant({n: b for n, b in GOOD.files().items() if n != REGIONS}, None),
    "several": lambda rng: Mutant({**GOOD.files(), "more.json": GOOD.files()[REGIONS]}, None),
}
