"""From delivered text to typed columns, without a cast that can quote a value.

Each declared column becomes two: the typed one under its canonical name, and the text that it
came from under `raw:<name>`. Where text is there and the typed value isn't, the contract says so.
"""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from sources.declarations import Column, CsvFormat, Format, Kind, Table
from sources.declarations.columns import MONEY_UNITS
from sources.identity.hetu import hetu_class, normalised
from sources.landing.reading import ROW

RAW = "raw:"
CLASS = "class:"

_NUMBER = r"^[+-]?([0-9]+{mark}?[0-9]*|{mark}[0-9]+)([eE][+-]?[0-9]{{1,3}})?$"
_INTEGER = r"^[+-]?\d{1,15}$"
AMBIGUOUS_NUMBER = r"^[+-]?[0-9]{1,3}[.,][0-9]{3}$"
"""Thousands, or three decimals? Nobody can tell where both marks are in use."""

_MONTH = "(?i:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_YEAR = "[12][0-9]{3}"  # a year of another length, or 0023, is a slip of the pen
_HOUR = "([01][0-9]|2[0-3])"
_MINUTE = "[0-5][0-9]"


def parse(batch: pl.DataFrame, table: Table, form: Format, as_of: date) -> pl.DataFrame:
    """Typed columns, their text, and the class of each personal identity code."""
    # Lazily: only then are expressions that several columns share computed once.
    text = batch.lazy().select(ROW, *(_text(c).alias(RAW + c.name) for c in table.kept))
    decimal = form.decimal if isinstance(form, CsvFormat) else "."
    typed = text.with_columns(
        *(_typed(c, decimal).alias(c.name) for c in table.kept),
        *(
            hetu_class(pl.col(RAW + c.name), as_of=as_of).alias(CLASS + c.name)
            for c in table.kept
            if c.kind is Kind.PERSON
        ),
    )
    return typed.collect()


def _text(column: Column) -> pl.Expr:
    """The delivered text, stripped; texts that mean "no value" become null."""
    text = pl.col(column.name).str.strip_chars()
    if column.kind is Kind.PERSON:
        text = normalised(text)
    if column.bare:
        text = text.str.to_uppercase().str.replace_all(".", "", literal=True)
    nothing = ["", *column.missing]
    return pl.when(text.is_in(nothing)).then(None).otherwise(text)


def _typed(column: Column, decimal: str) -> pl.Expr:
    text = pl.col(RAW + column.name)
    match column.kind:
        case Kind.INTEGER:
            return pl.when(text.str.contains(_INTEGER)).then(text).cast(pl.Int64, strict=False)
        case Kind.NUMBER:
            return _number(text, decimal)
        case Kind.MONEY:
            return (_number(text, decimal) * MONEY_UNITS).round(0).cast(pl.Int64, strict=False)
        case Kind.DATE | Kind.MOMENT:
            return _date(text, column)
        case Kind.CODE:
            return text.replace_strict(
                list(column.codes),
                list(column.codes.values()),
                default=None,
                return_dtype=pl.String,
            )
        case (
            Kind.TEXT | Kind.RECORD | Kind.PERSON | Kind.DWELLING | Kind.BUILDING | Kind.IDENTIFIER
        ):
            return text


def _number(text: pl.Expr, decimal: str) -> pl.Expr:
    """A finite number with the declared decimal mark; the other mark is not taken for it."""
    shape = _NUMBER.format(mark=f"[{re.escape(decimal)}]")
    plain = text if decimal == "." else text.str.replace(",", ".", literal=True)
    taken = text.str.contains(shape)
    if len(decimal) > 1:
        taken &= ~text.str.contains(AMBIGUOUS_NUMBER)
    number = pl.when(taken).then(plain.cast(pl.Float64, strict=False))
    return pl.when(number.is_finite()).then(number)


def _date(text: pl.Expr, column: Column) -> pl.Expr:
    """The day or moment that every format that can read the text agrees on."""
    days = dates(text, column)
    if len(days) == 1:
        return days[0]
    first, last = pl.min_horizontal(days), pl.max_horizontal(days)
    return pl.when(first == last).then(first)


def dates(text: pl.Expr, column: Column) -> list[pl.Expr]:
    """What each declared format makes of the text, in full; null where it can't be of that form."""
    if column.incomplete_dates:
        # 00 stands for an unknown month or day: January, the 1st.
        text = text.str.replace(r"^(\d{4})00", "${1}01").str.replace(r"^(\d{6})00$", "${1}01")
    moment = column.kind is Kind.MOMENT
    return [
        pl.when(text.str.contains(_date_shape(form, moment=moment)))
        .then(text)
        .str.strptime(pl.Datetime("us") if moment else pl.Date, form, strict=False, exact=True)
        for form in (column.date_format, *column.date_formats)
    ]


def _date_shape(date_format: str, *, moment: bool) -> str:
    """What a date of the format looks like; the library also takes blanks, signs and odd lengths.

    Day and month may lack their leading zero as Finnish dates do (1.2.2023), not in ISO 8601. A
    day that comes as a moment (SAS: 01JAN2023:00:00:00) must be midnight, or it isn't a day.
    """
    two = "[0-9]{1,2}" if date_format.startswith("%d.%m.%Y") else "[0-9]{2}"
    hour, minute = (_HOUR, _MINUTE) if moment else ("00", "00")
    parts = {"%Y": _YEAR, "%m": two, "%d": two, "%b": _MONTH}
    parts |= {"%H": hour, "%M": minute, "%S": minute}
    return (
        "^"
        + re.sub("%.|[^%]+", lambda found: parts.get(found[0], re.escape(found[0])), date_format)
        + "$"
    )
