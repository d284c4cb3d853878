"""The tables that the indicators' specifications are written in, and how one is put to the test.

A table has one row a person (`times`: so many alike); `.` is null. What a table doesn't say is the
same for everybody: a woman of 40 in a household of her own, and of the two weights the one that
isn't named is 7, so that a statistic on the wrong weight counts heads and gives another number.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from assets.cells.counts import SCHEMA as COUNT_CELLS
from assets.cells.counts import count_cells, figures, years_of
from assets.cells.register import leaf_counts
from assets.cells.survey import survey_cells
from assets.counts import COUNTS
from assets.reserves import INDICATORS
from sources.declarations import (
    CountStatistic,
    Indicator,
    RegisterMean,
    RegisterStatistic,
    Series,
)

TEXT = ("education",)  # digits, but codes
WRONG_WEIGHT = 7.0
YEAR = 2024


@dataclass(frozen=True)
class Spec:
    """`value` and the size of its base `n`, worked out by hand from `table`; `why` shows how.

    For a statistic of counts `table` has a row an area, sex and age, and `population` the persons
    of them at the year's end (`persons`) and beginning (`persons_before`; the same unless said).
    """

    table: str
    value: float
    n: int
    why: str
    population: str = ""


def declared(name: str) -> Indicator:
    """The indicator of that id."""
    return next(i for i in INDICATORS if i.id == name)


def computed(indicator: Indicator) -> bool:
    """Whether we compute it; else it only has a published counterpart."""
    return bool(indicator.series)


def rows(text: str) -> pl.DataFrame:
    """The table as it stands: integers, numbers, booleans or text, whichever fits a column."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    columns = {name: list(given) for name, *given in zip(*cells, strict=True)}
    made = pl.DataFrame({n: _typed(n, given) for n, given in columns.items()})
    if "times" not in made.columns:
        return made
    return made.select(pl.exclude("times").repeat_by("times").explode())


def _typed(name: str, cells: list[str]) -> pl.Series:
    given = pl.Series(name, [None if c == "." else c for c in cells], dtype=pl.String)
    if name in TEXT:
        return given
    if set(given.drop_nulls()) <= {"true", "false"}:
        return (given == "true").alias(name)
    for dtype in (pl.Int64, pl.Float64):
        number = given.cast(dtype, strict=False)
        if number.null_count() == given.null_count():
            return number
    return given


def _with_defaults(made: pl.DataFrame, **usual: object) -> pl.DataFrame:
    return made.with_columns(
        pl.lit(value).alias(name) for name, value in usual.items() if name not in made.columns
    )


def check(indicator: Indicator, spec: Spec) -> None:
    """AssertionError unless every series of the indicator gives the value worked out by hand."""
    assert indicator.series
    for series in indicator.series:
        if isinstance(series.statistic, CountStatistic):
            _check_counts(indicator, series, spec)
        elif isinstance(series.statistic, RegisterStatistic):
            _check_register(indicator, series, spec)
        else:
            _check_survey(indicator, series, spec)


def _check_survey(indicator: Indicator, series: Series, spec: Spec) -> None:
    made = rows(spec.table)
    made = made.with_columns(household=pl.format("h{}", pl.int_range(pl.len())))
    frame = _with_defaults(
        made,
        stratum="s",
        weight=WRONG_WEIGHT,
        respondent_weight=WRONG_WEIGHT,
        sex="F",
        age=40,
        COUNTRY="SSS",
    ).with_columns(
        pl.col("weight", "respondent_weight", "^equivalised_income$").cast(pl.Float64),
        cluster="household",
    )
    total = survey_cells(frame, indicator, series).row(
        by_predicate=(pl.col("area_level") == "COUNTRY")
        & (pl.col("sex") == "_T")
        & (pl.col("age_group") == "TOTAL"),
        named=True,
    )
    assert total["n"] == spec.n, f"base {total['n']}, by hand {spec.n}"
    close = total["value"] == pytest.approx(spec.value, rel=1e-9)
    assert close, f"value {total['value']}, by hand {spec.value}"


def _check_register(indicator: Indicator, series: Series, spec: Spec) -> None:
    """Counted by the rule of the register cells, in Polars and in DuckDB alike."""
    people = _with_defaults(
        rows(spec.table),
        sex="F",
        age=40,
        household=1,
        municipality="KU837",
        county="HVA08",
        region="MK06",
    )
    with duckdb.connect() as connection:
        relation = connection.from_arrow(people.to_arrow())
        for engine in (nw.from_native(people.lazy()), nw.from_native(relation)):
            leaves = leaf_counts(engine, [(indicator, series)]).collect("polars").to_native()
            holds, base = leaves["n0"].sum(), leaves["d0"].sum()
            assert base == spec.n, f"base {base}, by hand {spec.n}"
            statistic = series.statistic
            scale = 1 / statistic.units if isinstance(statistic, RegisterMean) else 100
            close = scale * holds / base == pytest.approx(spec.value, rel=1e-9)
            assert close, f"{holds} of {base}, by hand {spec.value}"


def _check_counts(indicator: Indicator, series: Series, spec: Spec) -> None:
    """Formed of the counts of Vantaa (unless a table names another) for the whole country."""
    columns = dict.fromkeys(COUNTS[series.source_id].columns, 0)
    years = range(YEAR - years_of(series.statistic) + 1, YEAR + 1)
    counts = _yearly(spec.table, years, **columns)
    population = {}
    if spec.population:
        with_start = spec.population.count("persons_before") > 0
        population = {
            year: made if with_start else made.with_columns(persons_before="persons")
            for year, made in _yearly(spec.population, years).items()
        }
    cells = count_cells(counts, population, indicator, series, YEAR)
    found = figures(cells, series.statistic).filter(
        (pl.col("area_level") == "COUNTRY")
        & (pl.col("sex") == "_T")
        & (pl.col("age_group") == "TOTAL")
    )
    assert set(COUNT_CELLS) == set(found.columns)
    assert found.height == 1, "no value where one was worked out by hand"
    total = found.row(0, named=True)
    assert total["denominator"] == pytest.approx(spec.n), (
        f"base {total['denominator']}, by hand {spec.n}"
    )
    close = total["value"] == pytest.approx(spec.value, rel=1e-9)
    assert close, f"value {total['value']}, by hand {spec.value}"


def _yearly(text: str, years: range, **usual: object) -> dict[int, pl.DataFrame]:
    """The table's rows by year: of the last of `years` unless it says; the others are there too."""
    made = _with_defaults(
        rows(text), year=YEAR, area_code="KU092", sex="F", age=None, **usual
    ).with_columns(pl.col("age").cast(pl.Int64))
    return {year: made.filter(pl.col("year") == year) for year in years}
