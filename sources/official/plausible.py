"""Whether a published series can be the indicator: what it says of the whole of Finland.

A figure under a code that means another quantity or unit now is mostly another size. Its years are
left out and told; an indicator's own bounds are what is plausible of it (framework, per indicator).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sources.declarations import Explanation, Indicator, OfficialSeries
from sources.reference.areas import FINLAND

ROOM = 0.5
"""What is of another concept or population may lie outside by this part of the bounds' width."""

_OTHER = (Explanation.CONCEPT, Explanation.POPULATION)


@dataclass(frozen=True)
class Odd:
    """The years of a series that are left out, and a line that says why; both empty if none."""

    years: tuple[int, ...] = ()
    told: tuple[str, ...] = ()


def implausible(indicator: Indicator, series: OfficialSeries, rows: pl.DataFrame) -> Odd:
    """Years in which Finland's total lies outside the indicator's bounds.

    `rows` are the series' rows with `left_out`. Where every total is outside, the years that have
    none are left out too: another unit is another unit in all years and areas.
    """
    low, high = indicator.plausible
    room = ROOM * (high - low) if series.differs in _OTHER else 0.0
    totals = rows.filter(
        pl.col("left_out").is_null(),
        pl.col("area_code") == FINLAND,
        pl.col("sex") == "_T",
        pl.col("age_group") == "TOTAL",
        pl.col("value").is_not_null(),
    )
    outside = totals.filter(~pl.col("value").is_between(low - room, high + room)).sort("period")
    if outside.is_empty():
        return Odd()
    all_of_it = outside.height == totals.height
    years = (rows if all_of_it else outside)["year"].drop_nulls().unique().sort().to_list()
    period, value = outside.select("period", "value").row(-1)
    what = "all its figures are" if all_of_it else f"those of {_listed(years)} are"
    return Odd(
        tuple(years),
        (
            f"{indicator.id}, {series.provider} {series.dataset}: {value:g} for Finland in "
            f"{period} can't be right, plausible is {low:g} to {high:g} {indicator.unit}; {what} "
            "left out. Has its unit or meaning changed? Mend the declaration, or the bounds",
        ),
    )


def _listed(years: list[int]) -> str:
    return ", ".join(str(year) for year in years)
