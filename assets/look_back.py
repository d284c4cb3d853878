"""How many earlier years a series rests on, read off its expressions."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl
from narwhals.exceptions import ColumnNotFoundError

from assets.cells.counts import needs_population, years_of
from assets.person_years.build import COLUMNS
from assets.person_years.poverty import HISTORY
from sources.declarations import CountStatistic, RegisterMean, RegisterStatistic, Series

OF_EARLIER_YEARS = "persistently_poor"
"""The one column of a person-year that earlier years' person-years go into."""


def years_before(series: Series) -> int:
    """Years before its own that go into a value of the series: 0, or the person-year's history."""
    statistic = series.statistic
    if isinstance(statistic, CountStatistic):
        # The mean population begins at the end of the year before.
        return years_of(statistic) - 1 + needs_population(statistic)
    if not isinstance(statistic, RegisterStatistic):
        return 0
    others = pl.LazyFrame(schema={c: pl.Null for c in COLUMNS if c != OF_EARLIER_YEARS})
    counted = statistic.of if isinstance(statistic, RegisterMean) else statistic.where
    looked_at = nw.from_native(others).select(counted=counted, among=statistic.among)
    try:
        looked_at.collect_schema()
    except ColumnNotFoundError:
        return HISTORY
    return 0
