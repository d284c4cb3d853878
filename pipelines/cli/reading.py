"""Commands that read: query."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.output import say
from sources.errors import VarantoError
from sources.home import Home


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(query)


def query(sql: Annotated[str, typer.Argument(help="SQL over reserves.* and catalog.*")]) -> None:
    """Ask the current release, read-only: `varanto query "from reserves.health limit 5"`."""
    import duckdb

    home = Home.from_environment()
    if not home.database.exists():
        raise VarantoError("There is no release yet. Run varanto refresh first.")
    with duckdb.connect(
        str(home.database.resolve()),
        read_only=True,
        config={"enable_external_access": "false", "lock_configuration": "true"},
    ) as connection:
        try:
            relation = connection.sql(sql)
            if relation is not None:
                relation.show(max_rows=100, max_width=200)
        except duckdb.Error as error:
            raise VarantoError(f"The query failed: {error}") from None
    say("")
