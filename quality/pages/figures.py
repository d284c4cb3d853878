"""How the pages write what profiles hold: money in euros, months by name, years without commas."""

from __future__ import annotations

from calendar import month_name
from math import floor, log10

from quality.profile import ColumnProfile
from sources.declarations import Column, Kind
from sources.declarations.columns import MONEY_UNITS

DIGITS = 4
"""Of other measured values so many digits are shown, where they have as many."""

_OLDEST_YEAR, _LAST_YEAR = 1500, 2200


def dated(column: Column) -> bool:
    """Whether the column's profile counts months."""
    return column.kind in (Kind.DATE, Kind.MOMENT)


def month(code: str) -> str:
    """A month's name from its number, `01` to `12`."""
    return month_name[int(code)]


def measure(profile: ColumnProfile | None, column: Column) -> str | None:
    """The 5 %, 50 % and 95 % points of a measured column, or nothing."""
    if profile is None or profile.quantiles is None:
        return None
    return " · ".join(figure(profile.quantiles[n], column) for n in (1, 10, 19))


def figure(value: float, column: Column) -> str:
    """A value of the column, from the profile's own unit: money is kept in 1e-4 EUR."""
    if column.kind is Kind.MONEY:
        return f"{value / MONEY_UNITS:,.2f}"
    if column.kind is Kind.INTEGER:
        return f"{value:.0f}" if _years(column) else f"{value:,.0f}"
    whole = floor(log10(abs(value))) + 1 if value else 1
    text = f"{value:,.{max(0, DIGITS - max(1, whole))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit(column: Column) -> str:
    """The unit of what `figure` writes."""
    return column.unit or ("EUR" if column.kind is Kind.MONEY else "")


def _years(column: Column) -> bool:
    if column.unit == "year":
        return True
    low, high = column.minimum, column.maximum
    return low is not None and high is not None and low >= _OLDEST_YEAR and high <= _LAST_YEAR
