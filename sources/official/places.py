"""Whose area a provider's code is: our area level and code, or why it has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import polars as pl

from sources.official.area_names import is_called, plain, without_ending
from sources.reference.areas import FINLAND, areas, seed

NOT_OURS = "area outside our tables"
AGGREGATE = "aggregate of countries"
DISAGREES = "code and name do not agree"
OTHER_FORM = "code of a form that is not known"

CATEGORIES = frozenset(
    (
        "ALUEHALLINTOVIRASTO",
        "ELY-KESKUS",
        "ERVA",
        "EURALUEET",
        "EUROOPPA",
        "HYVINVOINTIALUE",
        "KUNTA",
        "MAA",
        "MAAKUNTA",
        "NUTS1",
        "POHJOISMAAT",
        "SAIRAANHOITOPIIRI",
        "SEUTUKUNTA",
        "SUURALUE",
        "YTA",
    )
)
"""Sotkanet's levels of regions."""

SOTKANET_LEVELS: Mapping[str, str] = {
    "KUNTA": "MUNICIPALITY",
    "MAAKUNTA": "REGION",
    "HYVINVOINTIALUE": "COUNTY",
    "MAA": "COUNTRY",
}
"""Those of Sotkanet's levels that our tables have."""

PREFIXES: Mapping[str, str] = {"KUNTA": "KU", "MAAKUNTA": "MK", "HYVINVOINTIALUE": "HVA"}
"""What stands before the digits of a code in our tables."""

_OECD_AGGREGATE = re.compile(r"^((OECD|EU|EA).*|G-?7|G-?20|W|WLD|WXOECD|OAVG|OTO)$")
_AGGREGATE = re.compile(r"^(EU|EA|EEA|EFTA|NMS|CC|OECD|WORLD)(\d|$|_)")
_OF_DISTRICT = re.compile(r"^\d{6}$")
_OF_TOWN = re.compile(r" (kaupunki|kunta|stad|kommun)$", re.IGNORECASE)
_BARE = re.compile(r"^\d{2,3}$")
_OURS: Mapping[str, tuple[str, ...]] = {
    "eurostat": ("COUNTRY", "NUTS2"),
    "statfin": ("REGION", "COUNTY", "MUNICIPALITY"),
}
"""Levels whose codes in our tables are the provider's own."""

WHOLE_COUNTRY = {"koko maa", "suomi", "finland", "hela landet", "whole country"}


@cache
def _levels() -> dict[str, str]:
    return dict(areas().select("area_code", "area_level").iter_rows())


@cache
def _by_name() -> dict[tuple[str, str], tuple[str, str]]:
    """(digits of the code, name in lower case) → (level, code), for the areas of Finland."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    finnish = areas().filter(pl.col("area_level").is_in(["REGION", "COUNTY", "MUNICIPALITY"]))
    for row in finnish.iter_rows(named=True):
        for language in ("fi", "sv", "en"):
            digits = re.sub(r"\D", "", row["area_code"])
            name = plain(row[f"name_{language}"])
            found[digits, name] = (row["area_level"], row["area_code"])
    return found


def digits(category: str, code: str) -> str:
    """A code of one of Sotkanet's levels with the zeros that it should begin with."""
    return code.zfill(3 if category == "KUNTA" else 2)


@cache
def codes_of(category: str, name: str) -> frozenset[str]:
    """The codes that an area of this name has on one of Sotkanet's levels, without prefix."""
    level = SOTKANET_LEVELS.get(category)
    wanted = plain(name)
    found = _by_name().items()
    return frozenset(
        code for (code, known), (there, _) in found if known == wanted and there == level
    )


@cache
def _iso3() -> Mapping[str, str]:
    """ISO 3166 alpha-3 → our code, for the countries of our tables."""
    return dict(seed("countries").select("iso3", "code").iter_rows())


def _of_category(category: str, code: str, name: str) -> tuple[str, str] | str:
    level = SOTKANET_LEVELS.get(category)
    if level is None:
        return NOT_OURS
    if level == "COUNTRY":
        return ("COUNTRY", FINLAND) if plain(name) in WHOLE_COUNTRY else DISAGREES
    area = PREFIXES[category] + digits(category, code)
    named = bool(name.strip()) and not name.strip().isdigit()
    known = named and area in _levels() and is_called(area, name)
    return (level, area) if known else DISAGREES


def _of_export(code: str, name: str) -> tuple[str, str] | str:
    """An area of Sotkanet's CSV, whose level its name alone tells.

    A name that ends as a county's or a municipality's, and isn't that of its code, disagrees.
    """
    if plain(name) in WHOLE_COUNTRY:
        return "COUNTRY", FINLAND
    county = f"HVA{code.zfill(2)}"
    if without_ending(name) is not None and county in _levels():
        return ("COUNTY", county) if is_called(county, name) else DISAGREES
    by_name = _by_name()
    tries = (code.zfill(3), code.zfill(2))
    found = next((by_name[d, plain(name)] for d in tries if (d, plain(name)) in by_name), None)
    town = f"KU{code.zfill(3)}"
    if found is None and town in _levels() and _OF_TOWN.search(name):
        return DISAGREES
    return found or NOT_OURS


def _of_code(provider: str, geo: str, label: str | None) -> tuple[str, str] | str:
    """An area of a provider whose codes are those of our tables, and which its label must name."""
    code = FINLAND if (provider, geo) == ("eurostat", "FI") else geo
    if provider == "statfin" and _OF_DISTRICT.match(geo):
        code = f"KU{geo[3:]}"
    level = _levels().get(code)
    whole = code == FINLAND and (provider == "statfin" or geo == "FI")
    finnish_nuts2 = provider == "statfin" and level == "NUTS2" and geo.startswith("FI")
    if level is not None and (
        whole or finnish_nuts2 or (level in _OURS[provider] and code != FINLAND)
    ):
        return (level, code) if label is None or is_called(code, label, geo) else DISAGREES
    if provider == "eurostat" and _AGGREGATE.match(geo):
        return AGGREGATE
    if provider == "statfin" and _BARE.match(geo) and _is_bare(geo, label):
        return OTHER_FORM
    return NOT_OURS


def _is_bare(geo: str, label: str | None) -> bool:
    """Whether a code is that of an area of ours without its prefix, as far as its label tells."""
    prefixes = ("KU",) if len(geo) == 3 else ("MK", "HVA")
    found = [prefix + geo for prefix in prefixes if prefix + geo in _levels()]
    return any(label and plain(label) != geo and is_called(area, label, geo) for area in found)


def place(provider: str, geo: str, label: str | None) -> tuple[str, str] | str:
    """(area level, area code) of a provider's area, or the reason why it is none of ours.

    Eurostat: countries and NUTS 2 regions by code, `FI` as `SSS`. Statistics Finland: prefixed
    codes; in tables of elections a municipality's three digits stand behind its district's (two)
    and its kind (one), `010091`. Of both a label, where there is one, must be the area's own name
    (`is_called`). OECD: countries by ISO 3166 alpha-3. Sotkanet: code and name together
    (municipality 049 and a sub-region 049 may both be), within the level where it is given
    (`MAAKUNTA:06`, as its REST interface does); when they do not agree (a changed code, a merged
    municipality) the area is not ours.
    """
    if provider == "sotkanet":
        category, colon, code = geo.partition(":")
        return _of_category(category, code, label or "") if colon else _of_export(geo, label or "")
    if provider == "oecd":
        if geo in _iso3():
            return "COUNTRY", _iso3()[geo]
        return AGGREGATE if _OECD_AGGREGATE.match(geo) else NOT_OURS
    return _of_code(provider, geo, label)
