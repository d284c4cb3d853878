"""The contract of a table: what the declarations say, run on rows by pandera.

pandera validates a collected frame: on a bare LazyFrame it would look at the schema alone, and
bad values would pass. Its report holds raw values; they are dropped at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaErrors

from quality.parsing import AMBIGUOUS_NUMBER, CLASS, RAW, dates, parse
from sources.declarations import KEYED, Column, CsvFormat, Format, Kind, Table
from sources.declarations.columns import MONEY_UNITS
from sources.errors import VarantoError
from sources.home import SYNTHETIC
from sources.landing.reading import ROW

BAD = "_bad"
FAULTS_SCHEMA = {ROW: pl.Int64(), "column": pl.String(), "reason": pl.String()}

HETU_REASONS = {
    "BAD_CHECK": "hetu_bad_check",
    "BAD_DATE": "hetu_bad_date",
    "BAD_FORMAT": "hetu_bad_format",
    "FUTURE": "hetu_future",
    "TEMPORARY_9XX": "hetu_temporary",
    "OK": "hetu_not_synthetic",
}
"""Reason code by class of personal identity code, for the classes that a home doesn't take."""


@dataclass(frozen=True)
class Judged:
    """A judged batch: typed rows with `_row` and `_bad`, and the faults (row, column, reason)."""

    rows: pl.DataFrame
    faults: pl.DataFrame


@dataclass(frozen=True)
class Contract:
    """What is demanded of a table's rows in a home of the given kind on the day `as_of`.

    `period` is the year that the delivery is for, where rows must be of that year.
    """

    table: Table
    form: Format
    home_kind: str
    as_of: date
    period: str = ""

    def judge(self, batch: pl.DataFrame) -> Judged:
        """Judge text rows (String columns and `_row`); no value leaves in the faults."""
        parsed = parse(batch, self.table, self.form, self.as_of)
        faults = self._faults(parsed)
        typed = parsed.select(
            ROW,
            *(c.name for c in self.table.kept),
            pl.col(ROW).is_in(faults[ROW].unique().to_list()).alias(BAD),
        )
        return Judged(typed, faults)

    def _faults(self, parsed: pl.DataFrame) -> pl.DataFrame:
        try:
            # Said here, so that no PANDERA_… variable of the environment switches it off.
            with config_context(True, ValidationDepth.SCHEMA_AND_DATA, use_narwhals_backend=False):
                self._schema().validate(parsed, lazy=True)
        except SchemaErrors as errors:
            cases: pl.DataFrame = errors.failure_cases.select("check", "column", "index")
            if cases["index"].null_count():
                raise VarantoError(
                    f"The contract of table {self.table.name} could not be applied: the typed "
                    "frame is not of the declared shape. This is a defect of the contract."
                ) from None
            return cases.select(
                pl.Series(ROW, parsed[ROW].gather(cases["index"].cast(pl.UInt32))),
                pl.col("check").str.split("|").list.get(1).alias("column"),
                pl.col("check").str.split("|").list.get(0).alias("reason"),
            ).unique(maintain_order=True)
        return pl.DataFrame(schema=FAULTS_SCHEMA)

    def _schema(self) -> pa.DataFrameSchema:
        columns = {
            c.name: pa.Column(_validated_type(c), nullable=True, checks=self._checks(c))
            for c in self.table.kept
        }
        for rule in self.table.rules:
            first = columns[rule.columns[0]]
            first.checks.append(_check(rule.name, ",".join(rule.columns), rule.holds))
        if self.table.year_of is not None and self.period:
            column = self.table.column(self.table.year_of)
            value = pl.col(column.name)
            year = value.dt.year() if column.kind in (Kind.DATE, Kind.MOMENT) else value
            same = year == int(self.period)
            columns[column.name].checks.append(_check("other_year", column.name, same))
        return pa.DataFrameSchema(columns)

    def _checks(self, column: Column) -> list[pa.Check]:
        raw, typed = pl.col(RAW + column.name), pl.col(column.name)
        scale = MONEY_UNITS if column.kind is Kind.MONEY else 1  # bounds are declared in EUR
        checks = []
        if column.required:
            checks.append(_check("missing", column.name, raw.is_not_null()))
        unreadable = {
            Kind.INTEGER: "not_a_number",
            Kind.NUMBER: "not_a_number",
            Kind.MONEY: "not_a_number",
            Kind.DATE: "not_a_date",
            Kind.MOMENT: "not_a_moment",
            Kind.CODE: "unknown_code",
        }.get(column.kind)
        if unreadable:
            ambiguous, reason = self._ambiguous(column), unreadable.replace("not_a", "ambiguous")
            if ambiguous is not None:
                checks.append(_check(reason, column.name, ~ambiguous))
                typed_or_told = typed.is_not_null() | ambiguous
            else:
                typed_or_told = typed.is_not_null()
            checks.append(_check(unreadable, column.name, raw.is_null() | typed_or_told))
        if column.minimum is not None:
            checks.append(_check("out_of_range", column.name, typed >= column.minimum * scale))
        if column.maximum is not None:
            checks.append(_check("out_of_range", column.name, typed <= column.maximum * scale))
        if column.pattern is not None:
            checks.append(_check("bad_pattern", column.name, raw.str.contains(column.pattern)))
        if column.kind is Kind.PERSON:
            kind = pl.col(CLASS + column.name)
            good = "TEMPORARY_9XX" if self.home_kind == SYNTHETIC else "OK"
            checks += [
                _check(reason, column.name, kind != name)
                for name, reason in HETU_REASONS.items()
                if name != good
            ]
        return checks

    def _ambiguous(self, column: Column) -> pl.Expr | None:
        """Where the text can be read in two ways; None where the declaration leaves no doubt."""
        raw = pl.col(RAW + column.name)
        if column.kind in (Kind.DATE, Kind.MOMENT) and column.date_formats:
            days = dates(raw, column)
            return (pl.min_horizontal(days) != pl.max_horizontal(days)).fill_null(False)
        two_marks = isinstance(self.form, CsvFormat) and len(self.form.decimal) > 1
        if column.kind in (Kind.NUMBER, Kind.MONEY) and two_marks:
            return raw.str.contains(AMBIGUOUS_NUMBER).fill_null(False)
        return None


def _check(reason: str, column: str, holds: pl.Expr) -> pa.Check:
    """A named check; null counts as kept (absence has a rule of its own)."""

    def evaluate(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds.fill_null(True))

    function: Callable[[PolarsData], pl.LazyFrame] = evaluate
    return pa.Check(function, name=f"{reason}|{column}")


def _validated_type(column: Column) -> pl.DataType:
    """Ids that are to be keyed are still text when the contract sees them."""
    if column.kind in KEYED:
        return pl.String()
    return column.fact_type
