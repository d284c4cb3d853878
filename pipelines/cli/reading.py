"""`varanto query`: the current release, read-only, in DuckDB's SQL."""

from __future__ import annotations

import re
import shutil
import sys
from typing import Annotated, cast

import typer

from pipelines.cli.output import WrongUsage, as_csv, as_json, mention
from sources.errors import VarantoError
from sources.home import Home

PIPED_WIDTH = 200
ROWS_SHOWN = 100
ESSENTIAL = (
    "indicator_id",
    "area_code",
    "year",
    "sex",
    "age_group",
    "area_name_en",
    "source_id",
    "obs_status",
    "conf_status",
    "n",
    "ci_low",
    "ci_high",
    "value",
    "unit",
)
"""What is shown of whole rows of a reserve table: all of them fit no screen. Where these don't
either, DuckDB leaves out the middle ones: what is measured, where, when and the value stay.
"""
WHOLE_ROW = 25


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(query)


def query(
    sql: Annotated[str, typer.Argument(help="SQL over reserves.*, catalog.* and reference.*")],
    csv: Annotated[bool, typer.Option("--csv", help="All rows as CSV.")] = False,
    json: Annotated[bool, typer.Option("--json", help="All rows as JSON.")] = False,
) -> None:
    """Ask the current release: `varanto query "from reserves.health limit 5"`."""
    import duckdb

    home = Home.from_environment()
    if not home.database.exists():
        raise VarantoError("There is no release yet. Run varanto refresh first.")
    try:
        with duckdb.connect(
            str(home.database.resolve()),
            read_only=True,
            config={
                "enable_external_access": "false",
                # Else `from home` would mean a variable of this very function.
                "python_enable_replacements": "false",
                "lock_configuration": "true",
            },
        ) as connection:
            statements = len(connection.extract_statements(sql))
            if statements > 1:
                raise WrongUsage(f"varanto query takes one statement; these are {statements}.")
            # A statement without a result gives None, whatever the stubs say.
            relation = cast("duckdb.DuckDBPyRelation | None", connection.sql(sql))
            if relation is None:
                return
            if json:
                names = relation.columns
                as_json([dict(zip(names, row, strict=True)) for row in relation.fetchall()])
            elif csv:
                as_csv(relation.columns, relation.fetchall(), sys.stdout)
            else:
                if len(relation.columns) > WHOLE_ROW and set(ESSENTIAL) <= set(relation.columns):
                    mention(
                        f"{len(ESSENTIAL)} of {len(relation.columns)} columns are shown; name "
                        "others in the query, or take all with --csv or --json."
                    )
                    relation = relation.select(*ESSENTIAL)
                width = shutil.get_terminal_size((PIPED_WIDTH, 50)).columns
                relation.show(max_rows=ROWS_SHOWN, max_width=width)
    except duckdb.Error as error:
        raise VarantoError(f"The query failed: {one_line(str(error))}") from None


def one_line(message: str) -> str:
    """DuckDB's message without the quoted statement: what, and what may be meant."""
    told = re.split(r"\n\s*\nLINE \d+:|\nLINE \d+:", message)[0]
    return " ".join(told.split())
