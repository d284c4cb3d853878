"""What the current release's catalogue holds, for the commands that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sources.errors import VarantoError
from sources.home import Home

if TYPE_CHECKING:
    import polars as pl


def catalogue_of(home: Home, name: str) -> tuple[pl.DataFrame, pl.DataFrame, str]:
    """The release's `catalog.indicators`, `catalog.<name>` and its id.

    Raises VarantoError if there is no release.
    """
    if not home.database.exists():
        raise VarantoError("There is no release yet. Run varanto refresh first.")
    import duckdb
    import polars as pl

    with duckdb.connect(str(home.database.resolve()), read_only=True) as connection:
        indicators, rows = (
            pl.DataFrame(connection.table(f"catalog.{table}").to_arrow_table())
            for table in ("indicators", name)
        )
        release = connection.execute(
            "SELECT value FROM catalog.release WHERE property = 'release_id'"
        ).fetchall()[0][0]
    return indicators, rows, release


def older_release(lacks: str) -> VarantoError:
    """The error about a release that was made before its catalogue told `lacks`."""
    return VarantoError(
        f"The current release was made by an older version and doesn't say {lacks}. "
        "Run varanto refresh; it makes another."
    )
