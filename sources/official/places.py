"""Whose area a provider's code is: our area level and code, or why it has none."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from sources.reference.areas import FINLAND, areas

NOT_OURS = "area outside our tables"
AGGREGATE = "aggregate of countries"

_AGGREGATE = re.compile(r"^(EU|EA|EEA|EFTA|NMS|CC|OECD|WORLD)(\d|$|_)")
_FINLAND = {"koko maa", "suomi", "finland", "hela landet", "whole country"}


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


def place(provider: str, geo: str, label: str | None) -> tuple[str, str] | str:
    """(area level, area code) of a provider's area, or the reason why it is none of ours.

    Eurostat: countries and NUTS 2 regions by code, `FI` as `SSS`. Statistics Finland: prefixed
    codes. Sotkanet: code and name together, since its levels share codes (municipality 049 and a
    sub-region 049 may both be); when they do not agree the area is not ours.
    """
    if provider == "sotkanet":
        name = (label or "").strip().lower()
        if name in _FINLAND:
            return "COUNTRY", FINLAND
        by_name = _by_name()
        tries = (geo.zfill(3), geo.zfill(2))
        return next((by_name[d, name] for d in tries if (d, name) in by_name), NOT_OURS)
    code = FINLAND if (provider, geo) == ("eurostat", "FI") else geo
    if code in _levels():
        return _levels()[code], code
    if provider == "eurostat" and _AGGREGATE.match(geo):
        return AGGREGATE
    return NOT_OURS
