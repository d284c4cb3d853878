"""Days as whole numbers, alike on every engine: dates are subtracted in as many ways as engines."""

from __future__ import annotations

import narwhals.stable.v2 as nw


def day_number(column: str) -> nw.Expr:
    """The proleptic Gregorian ordinal of a date column, as `date.toordinal` gives it."""
    past = nw.col(column).dt.year().cast(nw.Int64) - 1
    leap_days = past // 4 - past // 100 + past // 400
    return past * 365 + leap_days + nw.col(column).dt.ordinal_day().cast(nw.Int64)
