"""From what a person types to what is meant: sources, indicators, areas, releases."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.cli.output import WrongUsage
from sources.declarations import Indicator, Source
from sources.home import Home
from warehouse.release import Manifest


@dataclass(frozen=True)
class Area:
    """An area of the tables."""

    level: str
    code: str
    name: str


def source_named(text: str) -> Source:
    """The source of that id."""
    from sources.catalogue import SOURCES

    for declared in SOURCES:
        if declared.id == text:
            return declared
    raise WrongUsage(
        f"There is no source {text}.{_meant(text, [s.id for s in SOURCES])} "
        f"Known sources: {', '.join(s.id for s in SOURCES)}."
    )


def indicator_named(text: str) -> Indicator:
    """The indicator of that id or name (English or Finnish)."""
    from assets.reserves import INDICATORS

    for indicator in INDICATORS:
        if text.lower() in (indicator.id, indicator.label_en.lower(), indicator.label_fi.lower()):
            return indicator
    ids = [i.id for i in INDICATORS]
    within = [i for i in ids if text.lower().replace(" ", "_") in i]
    hint = f" Did you mean {' or '.join(within[:3])}?" if within else _meant(text, ids)
    raise WrongUsage(f"There is no indicator {text}.{hint} List them with: varanto indicators")


def areas_named(text: str) -> list[Area]:
    """The areas of that code or name (Finnish, Swedish or English), largest level first.

    Several when levels share a name: the region and the wellbeing services county, say.
    """
    from sources.reference.areas import areas

    wanted = text.strip().lower()
    known: dict[str, None] = {}
    found = []
    order = ("COUNTRY", "NUTS2", "REGION", "COUNTY", "MUNICIPALITY")
    for row in areas().iter_rows(named=True):
        spoken = [row[f"name_{language}"] for language in ("fi", "sv", "en")]
        names = {name.lower(): None for name in spoken if name}
        if wanted == row["area_code"].lower() or wanted in names:
            area = Area(row["area_level"], row["area_code"], row["name_en"] or row["name_fi"])
            found.append(area)
        known |= dict.fromkeys(name for name in spoken if name)
    if not found:
        raise WrongUsage(
            f"There is no area {text}.{_meant(text, known)} Codes are such as SSS (Finland), "
            "MK06, HVA08, KU837; all stand in catalog.areas."
        )
    return sorted(found, key=lambda a: order.index(a.level))


def release_named(home: Home, text: str) -> Manifest:
    """The release of that id, its unambiguous beginning or ending, `current` or `previous`."""
    from warehouse.release import releases

    known = releases(home)
    if not known:
        raise WrongUsage("There is no release yet. Run varanto refresh first.")
    if text == "previous":
        if len(known) < 2:
            raise WrongUsage(f"There is no earlier release than {known[-1].release_id}.")
        return known[-2]
    if text == "current":
        return known[-1]
    found = [m for m in known if m.release_id.startswith(text) or m.release_id.endswith(f"-{text}")]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(m.release_id for m in found[:4])
        raise WrongUsage(f"{text} may be several releases ({listed}). Write more of the id.")
    raise WrongUsage(f"There is no release {text}. List them with: varanto releases")


def _meant(text: str, known: Iterable[str]) -> str:
    lower = {k.lower(): k for k in known}
    close = difflib.get_close_matches(text.lower(), list(lower), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(lower[c] for c in close)}?" if close else ""
