"""The framework's indicators: seventy that the eight reserves and their outcome should hold.

Seed table `framework_indicators.csv`, one row an indicator in the framework's order:
`indicator_id`, `reserve`, `label_en`, `label_fi`, and `unmeasured_because`, filled in as long as no
series of ours computes the indicator. Whoever declares a series for it empties that cell; a test
says so. A proxy has an id of its own and isn't of the framework.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from sources.reference.areas import seed


@cache
def framework() -> pl.DataFrame:
    """The table as it stands; null in `unmeasured_because` is computed."""
    return seed("framework_indicators")


def unmeasured() -> dict[str, str]:
    """Why each of the framework's indicators that we don't compute isn't: id → reason."""
    left = framework().drop_nulls("unmeasured_because")
    return dict(left.select("indicator_id", "unmeasured_because").iter_rows())
