"""An answer that holds far less than the last one to the same question: not taken in unasked.

Providers answer a filter that they no longer understand, or a database that is being filled, with
less and without an error. What is gone would fall out of the next release in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from sources.errors import VarantoError
from sources.official import read_official
from sources.official.places import place
from sources.reference.areas import FINLAND

MOST_LOST = 0.2
"""The part of the earlier figures that may be gone: a year at the beginning, merged areas."""

_KEY = ("dataset", "dimensions", "geo", "time", "sex", "age")


def lost(before: Sequence[Path], now: pl.DataFrame) -> str | None:
    """What is gone, in words, if that is much; None where nearly everything is still there.

    `before` are the files of the last answer, `now` the observations of this one.
    """
    try:
        had = read_official(*before)
    except VarantoError:  # a reader of today doesn't take what one of before took
        return None
    had, has = (frame.filter(pl.col("value").is_not_null()) for frame in (had, now))
    gone = had.join(has, on=_KEY, how="anti", nulls_equal=True)
    if gone.height > MOST_LOST * had.height:
        return f"{gone.height:,} of the {had.height:,} figures that the last one had are gone"
    if _finland(had) and not _finland(has):
        return "Finland, of which the last one had figures, is gone"
    return None


def _finland(figures: pl.DataFrame) -> bool:
    """Whether there is a figure of the whole country."""
    areas = figures.select("provider", "geo", "geo_label").unique().iter_rows()
    return any(place(*area) == ("COUNTRY", FINLAND) for area in areas)
