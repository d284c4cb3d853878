"""What the areas of our tables are called: whether a provider's label is an area's own name.

A name in Finnish, Swedish or English, or one of `area_names.csv` (former and other names, each
with why and its source). Not told apart: case, dashes, a star of a footnote; of counties the
ending (`hyvinvointialue`, `HVA`, `välfärdsområde`, `wellbeing services county`) may lack or differ,
and one that is named after a region bears the region's name too. A label in two languages
(`Maarianhamina - Mariehamn`) must be right in both.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sources.reference.areas import areas

TABLE = "sources/official/area_names.csv"

_ENDING = re.compile(
    r"\s+(hyvinvointialue|hva|välfärdsområde|wellbeing services county|wsc)$", re.IGNORECASE
)
_DASHES = re.compile(r"[\s\-‐‑‒–—]+")
_TWO_NAMES = re.compile(r"\s+[-–—/]\s+|/")
_EDITION = re.compile(r"\s*\((NUTS|statistical region) \d{4}\)$", re.IGNORECASE)
_LANGUAGES = ("name_fi", "name_sv", "name_en")


def plain(name: str) -> str:
    """A name as names are compared: in lower case, a blank for each dash, no footnote's star."""
    return _DASHES.sub(" ", _EDITION.sub("", name.strip().rstrip("*"))).strip().casefold()


def without_ending(name: str) -> str | None:
    """A county's name without what says that it is one; None where nothing says so."""
    bare = _ENDING.sub("", name.strip())
    return bare if bare != name.strip() else None


@cache
def names() -> Mapping[str, frozenset[str]]:
    """Code of each area of our tables → its names (as `plain` has them)."""
    rows = list(areas().iter_rows(named=True))
    found = {row["area_code"]: {row[key] for key in _LANGUAGES if row[key]} for row in rows}
    regions = {row["name_en"]: row for row in rows if row["area_level"] == "REGION"}
    for row in rows:
        if row["area_level"] == "COUNTY":
            own = found[row["area_code"]]
            own |= {bare for name in list(own) if (bare := without_ending(name))}
            region = regions.get(without_ending(row["name_en"]) or row["name_en"])
            own |= {region[key] for key in _LANGUAGES} if region else set()
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["code"]].add(row["name"])
    return {code: frozenset(plain(name) for name in given) for code, given in found.items()}


@cache
def is_called(area: str, label: str, code: str = "") -> bool:
    """Whether `label` is a name of the area (its code in our tables), or says nothing of it.

    `code` is the provider's; the label may begin with it, with ours or with ours in digits
    (`KU837 Tampere`, `837 Tampere`), or be it. One that begins with another code is another's.
    """
    text = label.strip()
    codes = {area, re.sub(r"^(KU|MK|HVA)(?=\d)", "", area)} | ({code} if code else set())
    if not text or text in codes:
        return True
    for own in codes:
        if text.startswith(f"{own} "):
            text = text[len(own) :].strip()
            break
    known = names()[area]
    if plain(text) in known:
        return True
    if area.startswith("HVA") and (bare := without_ending(text)) and plain(bare) in known:
        return True
    parts = [plain(part) for part in _TWO_NAMES.split(text)]
    return len(parts) == 2 and all(part in known for part in parts)
