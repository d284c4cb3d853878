"""The years of a step, one after the other: what is stale made anew, what is fresh left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg

from assets.annual import rows_in
from assets.guard import guarded
from assets.partitions import only_stale, years_of
from sources.home import Home
from warehouse.versions import is_fresh


def remake(
    context: dg.AssetExecutionContext,
    what: str,
    *,
    inputs: Callable[[Home, int], str],
    path: Callable[[Home, int], Path],
    write: Callable[[Home, int], int],
    says_delivered: bool = False,
) -> None:
    """Make `what` of each year by `write`, which gives its rows, and tell rows and seconds.

    `inputs` is the digest that the file at `path` is stamped with, empty where nothing is
    delivered; with `says_delivered` the year's metadata say so.
    """
    home = Home.from_environment()
    for year in years_of(context):
        wanted, file = inputs(home, year), path(home, year)
        fresh = only_stale(context) and is_fresh(file, wanted)
        with guarded(f"{what} {year}"):
            started = time.monotonic()
            rows = rows_in(file) if fresh else write(home, year)
        context.add_asset_metadata(
            {
                "dagster/row_count": rows,
                "seconds": round(time.monotonic() - started, 2),
                **({"delivered": bool(wanted)} if says_delivered else {}),
                "made anew": not fresh,
            },
            partition_key=str(year),
        )
