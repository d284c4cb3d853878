"""What a series' values rest on: which registers, and how many earlier years.

Read off its expressions: one that can't do without a column rests on what the column is made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import narwhals.stable.v2 as nw
import polars as pl
from narwhals.exceptions import ColumnNotFoundError

from assets.cells.counts import needs_population, years_of
from assets.person_years.build import COLUMNS
from assets.person_years.contributions import CONTRIBUTIONS, POPULATION
from assets.person_years.incomes import WAGES
from assets.person_years.poverty import COLUMNS as POVERTY_COLUMNS
from assets.person_years.poverty import HISTORY
from assets.surroundings.build import BUILDINGS, MEASURED_BY
from sources.declarations import (
    CountStatistic,
    Indicator,
    RegisterMean,
    RegisterStatistic,
    Series,
)

OF_EARLIER_YEARS = "persistently_poor"
"""The one column of a person-year that earlier years' person-years go into."""

INCOMES = WAGES.source


def years_before(series: Series) -> int:
    """Years before its own that go into a value of the series: 0, or the person-year's history."""
    statistic = series.statistic
    if isinstance(statistic, CountStatistic):
        # The mean population begins at the end of the year before.
        return years_of(statistic) - 1 + needs_population(statistic)
    if not isinstance(statistic, RegisterStatistic):
        return 0
    return HISTORY if _looks_at(series, {OF_EARLIER_YEARS}) else 0


def registers_behind(series: Series) -> tuple[str, ...]:
    """The sources whose columns of the person-year a register series looks at.

    The population, which says who is counted and where, comes first. Empty for any other series.
    """
    if not isinstance(series.statistic, RegisterStatistic):
        return ()
    found = [s for s, columns in _columns_of_sources().items() if _looks_at(series, columns)]
    return (POPULATION, *found)


def behind(indicators: Sequence[Indicator]) -> Mapping[str, int]:
    """Sources that the register series of `indicators` rest on → how many earlier years of them."""
    found: dict[str, int] = {}
    for series in (s for i in indicators for s in i.series):
        earlier = years_before(series)
        for source in registers_behind(series):
            found[source] = max(found.get(source, 0), earlier)
    return found


@cache
def _columns_of_sources() -> Mapping[str, frozenset[str]]:
    """Source, but the population → columns of the person-year that are made of its deliveries."""
    found: dict[str, set[str]] = {}
    for contribution in CONTRIBUTIONS:
        own = (*contribution.columns, *contribution.of_household)
        found.setdefault(contribution.source, set()).update(own)
    found[INCOMES].update(POVERTY_COLUMNS)
    found[BUILDINGS] = {"has_building", *MEASURED_BY}
    for column, source in MEASURED_BY.items():
        found.setdefault(source, set()).add(column)
    return {source: frozenset(columns) for source, columns in found.items()}


def _looks_at(series: Series, columns: set[str] | frozenset[str]) -> bool:
    """Whether the series can't be computed without one of the columns."""
    statistic = series.statistic
    assert isinstance(statistic, RegisterStatistic)
    others = pl.LazyFrame(schema={c: pl.Null for c in COLUMNS if c not in columns})
    counted = statistic.of if isinstance(statistic, RegisterMean) else statistic.where
    covers = statistic.among if series.covers is None else series.covers
    looked_at = nw.from_native(others).select(counted=counted, among=statistic.among, of=covers)
    try:
        looked_at.collect_schema()
    except ColumnNotFoundError:
        return True
    return False
