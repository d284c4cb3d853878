"""What each yearly result is made of, as a digest: deliveries in force, code, definitions.

A result is stale when its stamp differs from today's digest (`warehouse.versions`). Digests chain
through the results below, so a new delivery reaches just what hangs on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assets.frames import FRAMES
from assets.reserves import of_reserve
from quality.acceptance import acceptances, in_force
from sources.declarations import IncomeMeasure, Mean, Reserve, Share, Source
from sources.declarations.fingerprint import fingerprint
from sources.home import Home
from warehouse.versions import code_version, digest, is_fresh, stamped

FRAME_CODE = ("assets/frames", "sources/declarations")
SURVEY_CODE = (
    "assets/estimators",
    "assets/cells/survey.py",
    "assets/rows.py",
    "quality/protection.py",
    "warehouse/shape.py",
    "sources/ages.py",
    "sources/reference",
)


def delivered(home: Home, source: str, year: int) -> str:
    """Delivery in force for a source's year, with the contract it passed; empty if none."""
    record = in_force(acceptances(home, source)).get(str(year))
    return f"{record.delivery} {record.contract}" if record else ""


def frame_path(home: Home, source: str, year: int) -> Path:
    """Where a survey's frame of a year lies."""
    return home.frames / source / f"year={year}.parquet"


def frame_inputs(home: Home, source: str, year: int) -> str:
    """Digest of a survey frame's inputs; empty when nothing is delivered."""
    delivery = delivered(home, source, year)
    return digest(["frame", delivery, code_version(*FRAME_CODE)]) if delivery else ""


def protected_path(home: Home, reserve: Reserve, year: int) -> Path:
    """Where a reserve's protected rows of a year lie."""
    return home.protected / reserve.value / f"year={year}.parquet"


def survey_sources(reserve: Reserve) -> list[str]:
    """Surveys that the reserve's indicators are computed from, in order of mention."""
    found = dict.fromkeys(
        s.source_id
        for i in of_reserve(reserve)
        for s in i.series
        if isinstance(s.statistic, Share | Mean | IncomeMeasure) and s.source_id in FRAMES
    )
    return list(found)


def protected_inputs(home: Home, reserve: Reserve, year: int) -> str:
    """Digest of a reserve year's inputs; empty when nothing that it needs is delivered."""
    surveys = [frame_inputs(home, s, year) for s in survey_sources(reserve)]
    if not any(surveys):
        return ""
    return digest(
        [
            "protected",
            *surveys,
            code_version(f"assets/reserves/{reserve.value}.py", *SURVEY_CODE),
            home.kind or "",
        ]
    )


def stale_frames(home: Home, source: str, years: list[int]) -> list[int]:
    """Years whose frame must be made anew."""
    return [
        y
        for y in years
        if (inputs := frame_inputs(home, source, y))
        and not is_fresh(frame_path(home, source, y), inputs)
    ]


def stale_protected(home: Home, reserve: Reserve, years: list[int]) -> list[int]:
    """Years whose protected rows must be made anew."""
    return [
        y
        for y in years
        if (inputs := protected_inputs(home, reserve, y))
        and not is_fresh(protected_path(home, reserve, y), inputs)
    ]


def release_inputs(home: Home, sources: Sequence[Source]) -> str:
    """Digest of all that a release is made of."""
    protected = sorted(home.protected.glob("*/year=*.parquet")) if home.protected.exists() else []
    return digest(
        [
            "release",
            *(f"{p.parent.name} {p.name} {stamped(p)}" for p in protected),
            *(f"{p.name} {stamped(p)}" for p in sorted(home.official.glob("*.parquet"))),
            *(fingerprint(s.tables, s.format) for s in sources),
            code_version("assets/reserves", "warehouse", "sources/reference"),
        ]
    )
