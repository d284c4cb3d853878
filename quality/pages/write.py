"""Write the pages of a home: an index of all sources, and a page each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quality.overview import SourceQuality, quality_of
from quality.pages import html
from quality.pages.source_page import INTERNAL, level, source_page, verdict
from sources.declarations import Source
from sources.home import Home, write_text

COVERAGE = "coverage.html"
COMPARISONS = "comparisons.html"
_OF_RELEASE = {COVERAGE: "What the release covers", COMPARISONS: "Own beside published"}


def pages_folder(home: Home) -> Path:
    """Where the pages lie: in the internal zone, closed to others."""
    return home.reports / "quality"


def write_pages(home: Home, sources: Sequence[Source], population: Source) -> list[SourceQuality]:
    """Write the index and the pages of delivered sources; gives what they were made from."""
    folder = pages_folder(home)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = [quality_of(home, s, population) for s in sources if s.judged]
    for quality in found:
        if quality.deliveries or quality.refused:
            _write(folder / f"{quality.source.id}.html", source_page(quality))
    _write(
        folder / "index.html", index_page(found, [p for p in _OF_RELEASE if (folder / p).exists()])
    )
    return found


def write_coverage_page(home: Home, text: str) -> Path:
    """Write the page on what a release covers, beside those on its sources; gives its path."""
    folder = pages_folder(home)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(folder / COVERAGE, text)
    return folder / COVERAGE


def write_comparison_page(home: Home, text: str) -> Path:
    """Write the page on own and published values beside the others; gives its path."""
    folder = pages_folder(home)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(folder / COMPARISONS, text)
    return folder / COMPARISONS


def index_page(found: Sequence[SourceQuality], of_release: Sequence[str] = ()) -> str:
    """The index: a line a source, those with something to look at first.

    It leads to those pages on the release that are there, `of_release`.
    """
    order = {"bad": 0, "look": 1, "good": 2}
    there = [q for q in found if q.deliveries or q.refused]
    rows: list[list[str | int | None]] = [
        [
            html.light(level(q), ""),
            html.link(f"{q.source.id}.html", q.source.title),
            q.source.sector,
            ", ".join(sorted(d.record.period for d in q.deliveries)),
            sum(d.record.accepted for d in q.deliveries),
            sum(d.record.quarantined for d in q.deliveries),
            verdict(q),
        ]
        for q in sorted(there, key=lambda q: (order[level(q)], q.source.id))
    ]
    lacking = [q.source.title for q in found if q not in there]
    body = [
        html.heading("Data quality", 1),
        html.paragraph(INTERNAL, "internal"),
        *(f"<p>{html.link(page, _OF_RELEASE[page])}</p>" for page in of_release),
        html.table(
            ["", "Source", "Sector", "Periods", "Accepted", "Quarantined", "In one sentence"], rows
        ),
        html.paragraph(f"Not delivered: {', '.join(lacking) or 'none'}.", "sub"),
    ]
    return html.page("Data quality", body)


def _write(path: Path, text: str) -> None:
    write_text(path, text)
    path.chmod(0o600)
