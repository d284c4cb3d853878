"""`varanto compare`: our values beside published ones, in the terminal and as a picture."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.catalogue import catalogue_of, older_release
from pipelines.cli.output import as_csv, as_json, mention, say, table
from sources.home import Home

if TYPE_CHECKING:
    import polars as pl

ROWS_SHOWN = 30


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(compare)


def compare(
    indicator: Annotated[str | None, typer.Argument(help="Indicator id or name; else all.")] = None,
    area: Annotated[str | None, typer.Option(help="Area code or name: MK06, Pirkanmaa.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that the values describe.")] = None,
    json: Annotated[bool, typer.Option("--json", help="All pairs as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="All pairs as CSV.")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Own and published values of the same thing, the largest unexplained difference first."""
    import polars as pl

    from pipelines.cli.lookup import areas_named, indicator_named
    from quality.pages.comparison_page import summary

    home = Home.from_environment()
    _, every, _ = _catalogue(home)
    found = every
    if indicator:
        found = found.filter(pl.col("indicator_id") == indicator_named(indicator).id)
    if area:
        codes = [a.code for a in areas_named(area)]
        found = found.filter(pl.col("area_code").is_in(codes))
    if year is not None:
        found = found.filter(pl.col("year") == year)
    path = write_comparisons(home)
    if json:
        as_json(found.to_dicts())
        return
    if csv:
        as_csv(found.columns, found.iter_rows(), sys.stdout)
        return
    if found["synthetic"].any():
        mention("The persons are invented: the differences say nothing about Finland.")
    if not found.height:
        say("No own value here has a published figure of the same area, year, sex and age.")
    elif indicator or area or year is not None:
        table([_line(row) for row in found.head(ROWS_SHOWN).iter_rows(named=True)])
        if found.height > ROWS_SHOWN:
            say(f"{ROWS_SHOWN} of {found.height:,} pairs; --csv or --json gives all.")
    else:
        table(summary(found))
    say(f"Page: {path}")
    if open_page:
        webbrowser.open(path.as_uri())


def write_comparisons(home: Home) -> Path:
    """Write the page on the current release; VarantoError if there is none."""
    from quality.pages.comparison_page import comparison_page
    from quality.pages.write import write_comparison_page

    indicators, rows, release = _catalogue(home)
    return write_comparison_page(home, comparison_page(release, indicators, rows))


def _line(row: dict[str, object]) -> dict[str, object]:
    """A pair, in as many columns as a screen has room for."""
    by = f"{row['official_source_id']} {row['dataset'] or ''}".strip()
    return {
        "indicator": row["indicator_id"],
        "area": row["area_code"],
        "year": str(row["year"]),
        "sex": row["sex"],
        "age": row["age_group"],
        "ours": row["value"],
        "published": row["official_value"],
        "difference": row["difference"],
        "in se": row["difference_in_se"],
        "why": row["explanation"] or "equal",
        "by": by,
    }


def _catalogue(home: Home) -> tuple[pl.DataFrame, pl.DataFrame, str]:
    """The release's `catalog.indicators`, `catalog.comparisons` in order, and its id."""
    indicators, rows, release = catalogue_of(home, "comparisons")
    if "rank" not in rows.columns:
        raise older_release("why figures differ")
    return indicators, rows.sort("rank"), release
