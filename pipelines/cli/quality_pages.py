"""`varanto quality`: how good what came is, in the terminal and as pages for the data's owners."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.comparing import write_comparisons
from pipelines.cli.coverage import write_coverage
from pipelines.cli.output import Row, as_json, say, table
from sources.errors import VarantoError
from sources.home import Home

if TYPE_CHECKING:
    from quality.overview import SourceQuality


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(quality)


def quality(
    source: Annotated[str | None, typer.Argument(help="Source id; else all of them.")] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Remarks as JSON.")] = False,
) -> None:
    """Completeness, timeliness, coverage and change of what came, and a page for its owner.

    Exact figures: the pages lie in the home's internal zone and are not for publication.
    """
    from pipelines.cli.lookup import source_named
    from quality.pages.write import pages_folder, write_pages
    from sources import population
    from sources.catalogue import SOURCES

    home = Home.from_environment()
    for write in (write_coverage, write_comparisons):
        with suppress(VarantoError):  # the sources' pages don't wait for a release
            write(home)
    wanted = source_named(source).id if source else None
    everything = write_pages(home, SOURCES, population.SOURCE)
    found = [q for q in everything if wanted in (None, q.source.id)]
    path = pages_folder(home) / f"{wanted or 'index'}.html"
    if json:
        as_json([_summary(q) for q in found])
        return
    table([_line(q) for q in found if q.deliveries or q.refused])
    for q in found if wanted else ():
        for delivery in q.deliveries:
            for remark in delivery.remarks:
                say(f"{delivery.record.period}: {remark}")
    if path.exists():
        say(f"Page: {path}")
        if open_page:
            webbrowser.open(path.as_uri())
    else:
        say(f"{wanted}: nothing is delivered yet.")


def _line(quality: SourceQuality) -> Row:
    from quality.pages.source_page import verdict

    newest = quality.deliveries[0] if quality.deliveries else None
    coverage = newest.coverage if newest else None
    return {
        "source": quality.source.id,
        "newest": newest.record.period if newest else "",
        "accepted": newest.record.accepted if newest else None,
        "quarantined": newest.record.quarantined if newest else None,
        "in population": f"{coverage.share:.1%}" if coverage else "",
        "in one sentence": verdict(quality),
    }


def _summary(quality: SourceQuality) -> Row:
    return {
        "source": quality.source.id,
        "deliveries": [
            {
                "period": d.record.period,
                "delivery": d.record.delivery,
                "received": d.received,
                "days_late": d.days_late,
                "share_in_population": d.coverage.share if d.coverage else None,
                "remarks": d.remarks,
            }
            for d in quality.deliveries
        ],
        "refused": [{"delivery": r.delivery, "why": r.why} for r in quality.refused],
    }
