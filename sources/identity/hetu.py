"""The personal identity code (henkilötunnus): what class a delivered one falls in.

`ddmmyy`, a century sign, an individual number `nnn` and a check character. Nothing about the
person is read from it: sex and age come from the population register's own fields only.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import polars as pl


class HetuClass(StrEnum):
    """What a delivered code is. Only `OK` (in a synthetic home: `TEMPORARY_9XX`) is linkable."""

    OK = "OK"
    TEMPORARY_9XX = "TEMPORARY_9XX"  # never issued by the population register; local or test ids
    BAD_CHECK = "BAD_CHECK"
    BAD_DATE = "BAD_DATE"
    BAD_FORMAT = "BAD_FORMAT"  # not the shape, or an individual number below 002
    FUTURE = "FUTURE"  # born after `as_of`


_CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CENTURY = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)

# ASCII only and both cases by hand: \d and case folding would let other scripts' characters in,
# and a minus sign or dash from a word processor must not pass for a hyphen.
_SHAPE = r"^[0-9]{6}[-+A-FU-Ya-fu-y][0-9]{3}[0-9A-FHJ-NPR-Ya-fhj-npr-y]$"


def normalised(column: pl.Expr) -> pl.Expr:
    """The code as it is keyed: text, outer blanks removed, upper case. Null stays null.

    Nothing else is mended: a wrong dash or an inner blank stays, and is BAD_FORMAT.
    """
    return column.cast(pl.String, strict=False).str.strip_chars().str.to_uppercase()


def hetu_class(column: pl.Expr, as_of: date) -> pl.Expr:
    """The `HetuClass` of each delivered code, as text; null for null.

    A code with several faults gets the first of BAD_FORMAT, BAD_DATE, BAD_CHECK, FUTURE. The
    sign gives the century and is not part of the check sum, so two codes that differ only by
    sign are two persons. A birth date equal to `as_of` is not in the future.

    Method: Digital and Population Data Services Agency, personal identity code; signs in force
    from 1.1.2023.
    """

    def classify(codes: pl.Series) -> pl.Series:
        return _classes(codes.alias("code").to_frame(), as_of).alias(codes.name)

    text = column.cast(pl.String, strict=False).str.strip_chars()
    return text.map_batches(classify, return_dtype=pl.String, is_elementwise=True)


def _classes(codes: pl.DataFrame, as_of: date) -> pl.Series:
    """The class of each `code`. In stages, as one nested expression does shared parts over."""
    code, number, check = pl.col("code"), pl.col("number"), pl.col("check")
    parts = codes.select(
        code,
        shape=code.str.contains(_SHAPE),
        ddmmyy=code.str.slice(0, 6).cast(pl.Int32, strict=False),
        number=code.str.slice(7, 3).cast(pl.Int32, strict=False),
        century=code.str.slice(6, 1)
        .str.to_uppercase()
        .replace_strict(_CENTURY, default=None, return_dtype=pl.Int32),
        check=code.str.slice(10, 1).str.to_uppercase(),
    ).with_columns(
        # nnn follows ddmmyy in the sum: int(ddmmyy || nnn) mod 31, within 32 bits.
        due=((pl.col("ddmmyy") * 1_000 + number) % 31).replace_strict(
            dict(enumerate(_CHECK_CHARACTERS)), default=None, return_dtype=pl.String
        ),
        year=pl.col("century") + pl.col("ddmmyy") % 100,
        month=pl.col("ddmmyy") // 100 % 100,
        day=pl.col("ddmmyy") // 10_000,
    )
    year, month, day = pl.col("year"), pl.col("month"), pl.col("day")
    born = year * 10_000 + month * 100 + day
    limit = as_of.year * 10_000 + as_of.month * 100 + as_of.day
    return parts.select(
        pl.when(code.is_null())
        .then(pl.lit(None, dtype=pl.String))
        .when(~pl.col("shape") | (number < 2))
        .then(pl.lit(HetuClass.BAD_FORMAT.value))
        .when(~_is_calendar_date(year, month, day))
        .then(pl.lit(HetuClass.BAD_DATE.value))
        .when(check != pl.col("due"))
        .then(pl.lit(HetuClass.BAD_CHECK.value))
        .when(born > limit)
        .then(pl.lit(HetuClass.FUTURE.value))
        .when(number >= 900)
        .then(pl.lit(HetuClass.TEMPORARY_9XX.value))
        .otherwise(pl.lit(HetuClass.OK.value))
        .alias("class")
    ).to_series()


def _is_calendar_date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Whether the day exists (Gregorian); in integers, as a date built from bad parts raises."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = (
        pl.when(month == 2)
        .then(28 + leap.cast(pl.Int32))
        .when(month.is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )
    return month.is_between(1, 12) & (day >= 1) & (day <= last)
