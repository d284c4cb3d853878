"""`varanto coverage`: what the current release covers, in the terminal and as a picture."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.catalogue import catalogue_of, older_release
from pipelines.cli.output import as_json, say, table
from sources.home import Home

if TYPE_CHECKING:
    import polars as pl


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(coverage)


def coverage(
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    json: Annotated[bool, typer.Option("--json", help="catalog.coverage as JSON.")] = False,
) -> None:
    """Indicators by area level and year: what has a value, what is hidden, and what is lacking."""
    from quality.pages.coverage_page import summary

    home = Home.from_environment()
    path = write_coverage(home)
    indicators, rows, _ = _catalogue(home)
    if json:
        as_json(rows.to_dicts())
        return
    table(summary(indicators, rows))
    say(f"Page: {path}")
    if open_page:
        webbrowser.open(path.as_uri())


def write_coverage(home: Home) -> Path:
    """Write the page on the current release; VarantoError if there is none."""
    from quality.pages.coverage_page import coverage_page
    from quality.pages.write import write_coverage_page

    indicators, rows, release = _catalogue(home)
    return write_coverage_page(home, coverage_page(release, indicators, rows))


def _catalogue(home: Home) -> tuple[pl.DataFrame, pl.DataFrame, str]:
    """The release's `catalog.indicators` and `catalog.coverage`, and its id."""
    indicators, rows, release = catalogue_of(home, "coverage")
    if "cells" not in rows.columns or "reason" not in indicators.columns:
        raise older_release("what it covers")
    return indicators, rows, release
