"""What a refresh tells the person who ran it: what was made, and a first query to try."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.refresh import Outcome
from sources.home import Home


def summarise(home: Home, outcome: Outcome, seconds: float, tell: Callable[[str], None]) -> None:
    """Say what was made and what is published now."""
    release = outcome.release
    if not outcome.made:
        tell("Nothing is new: no asset was made anew, the release is unchanged.")
    else:
        tell(f"Made {len(outcome.made)} assets in {seconds:.0f} s: {', '.join(outcome.made)}.")
    if release is None:
        tell("There is no release yet: nothing is delivered. See varanto receive --help.")
        return
    tell(f"Release {release.release_id} ({release.protection}).")
    for table, rows in release.tables.items():
        if not table.endswith("_all") and rows:
            tell(f"  reserves.{table:<28}{rows:>9,} rows")
    tell(f"Database: {home.database}")
    tell('Try: varanto query "from reserves.material_living_standards limit 5"')
