"""Whose area a provider's code is: our area level and code, or why it has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import polars as pl

from sources.reference.areas import FINLAND, areas, seed

NOT_OURS = "area outside our tables"
AGGREGATE = "aggregate of countries"
DISAGREES = "code and name do not agree"

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

_OECD_AGGREGATE = re.compile(r"^((OECD|EU|EA).*|G-?7|G-?20|W|WLD|WXOECD|OAVG|OTO)$")
_AGGREGATE = re.compile(r"^(EU|EA|EEA|EFTA|NMS|CC|OECD|WORLD)(\d|$|_)")
_OF_DISTRICT = re.compile(r"^\d{6}$")
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
            name = row[f"name_{language}"].lower()
            found[digits, name] = (row["area_level"], row["area_code"])
    return found


def digits(category: str, code: str) -> str:
    """A code of one of Sotkanet's levels with the zeros that it should begin with."""
    return code.zfill(3 if category == "KUNTA" else 2)


@cache
def codes_of(category: str, name: str) -> frozenset[str]:
    """The codes that an area of this name has on one of Sotkanet's levels, without prefix."""
    level = SOTKANET_LEVELS.get(category)
    wanted = name.strip().lower()
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
        return ("COUNTRY", FINLAND) if name in WHOLE_COUNTRY else DISAGREES
    found = _by_name().get((digits(category, code), name))
    return found if found and found[0] == level else DISAGREES


def place(provider: str, geo: str, label: str | None) -> tuple[str, str] | str:
    """(area level, area code) of a provider's area, or the reason why it is none of ours.

    Eurostat: countries and NUTS 2 regions by code, `FI` as `SSS`. Statistics Finland: prefixed
    codes; in tables of elections a municipality's three digits stand behind its district's (two)
    and its kind (one), `010091`. OECD: countries by ISO 3166 alpha-3. Sotkanet: code and name
    together (municipality 049 and a sub-region 049 may both be), within the level where it is
    given (`MAAKUNTA:06`, as its REST interface does); when they do not agree (a changed code, a
    merged municipality) the area is not ours.
    """
    if provider == "sotkanet":
        name = (label or "").strip().lower()
        category, colon, code = geo.partition(":")
        if colon:
            return _of_category(category, code, name)
        if name in WHOLE_COUNTRY:
            return "COUNTRY", FINLAND
        by_name = _by_name()
        tries = (geo.zfill(3), geo.zfill(2))
        return next((by_name[d, name] for d in tries if (d, name) in by_name), NOT_OURS)
    if provider == "oecd":
        if geo in _iso3():
            return "COUNTRY", _iso3()[geo]
        return AGGREGATE if _OECD_AGGREGATE.match(geo) else NOT_OURS
    code = FINLAND if (provider, geo) == ("eurostat", "FI") else geo
    if provider == "statfin" and _OF_DISTRICT.match(geo):
        code = f"KU{geo[3:]}"
    if code in _levels():
        return _levels()[code], code
    if provider == "eurostat" and _AGGREGATE.match(geo):
        return AGGREGATE
    return NOT_OURS
