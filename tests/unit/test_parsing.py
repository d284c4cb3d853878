"""Text to typed values: what is read, and what is left for the contract to refuse."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from border_deliveries import AS_OF

from quality.parsing import RAW, parse
from sources.declarations import KEYED, Column, CsvFormat, Format, Kind, ParquetFormat, Table
from sources.landing.reading import ROW

COMMA, POINT = CsvFormat(decimal=","), CsvFormat(decimal=".")


def typed(column: Column, *texts: str | None, form: Format = COMMA) -> list[object]:
    table = Table("t", "one row a test", "t", (column,))
    batch = pl.DataFrame(
        {ROW: range(len(texts)), column.name: texts}, schema_overrides={column.name: pl.String}
    )
    parsed = parse(batch, table, form, AS_OF)
    assert parsed.schema[column.name] == (pl.String if column.kind in KEYED else column.fact_type)
    return parsed[column.name].to_list()


def of(kind: Kind, **other: object) -> Column:
    return Column("x", "X", kind, "x", **other)  # type: ignore[arg-type]  # any field of Column


def test_integers_are_digits_with_a_sign_at_most() -> None:
    good = {"0": 0, "007": 7, "-3": -3, "+3": 3, " 12 ": 12, "9" * 15: 10**15 - 1}
    assert typed(of(Kind.INTEGER), *good) == list(good.values())
    bad = ["1,0", "1.0", "1e3", "--1", "1 000", "1_000", "0x1", "٣", "9" * 16, "x", "−1"]
    assert typed(of(Kind.INTEGER), *bad) == [None] * len(bad)


def test_numbers_take_the_declared_decimal_mark_and_no_other() -> None:
    good = {"1,5": 1.5, "-0,25": -0.25, "+3": 3.0, ",5": 0.5, "2,": 2.0, "1e-3": 0.001}
    assert typed(of(Kind.NUMBER), *good) == list(good.values())
    assert typed(of(Kind.NUMBER), "1.5", form=POINT) == [1.5]
    assert typed(of(Kind.NUMBER), "1.5", form=ParquetFormat()) == [1.5]
    assert typed(of(Kind.NUMBER), "1,5", form=POINT) == [None]
    bad = ["1.5", "1.000,5", "1 000,5", "1,5,0", "nan", "NaN", "inf", "-Infinity", "1e400", "1,5€"]
    assert typed(of(Kind.NUMBER), *bad) == [None] * len(bad)


def test_money_is_exact_to_a_hundredth_of_a_cent() -> None:
    good = {"0,01": 100, "12345,67": 123_456_700, "-5": -50_000, "0,00005": 0, "0,29": 2_900}
    assert typed(of(Kind.MONEY), *good) == list(good.values())
    assert typed(of(Kind.MONEY), "99999999999,99") == [999_999_999_999_900]
    assert typed(of(Kind.MONEY), "1e300", "1e20", "x") == [None, None, None]


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        (
            "%Y%m%d",
            ["20240229", " 20240229 "],
            ["20230229", "2024229", "202402", "2024-02-29", "00240229", "240229", "2024 229"],
        ),
        (
            "%Y-%m-%d",
            ["2024-02-29"],
            [
                "2023-02-29",
                "2024-2-29",
                "24-02-29",
                "+2024-02-29",
                "2024-02-29T00:00",
                "2024/02/29",
            ],
        ),
        (
            "%d.%m.%Y",
            ["29.02.2024", "29.2.2024"],
            ["29.2.24", "29.02.20244", "2.29.2024", "29,2,2024", "29. 2.2024"],
        ),
    ],
)
def test_dates_have_the_declared_form_exactly(form: str, good: list[str], bad: list[str]) -> None:
    column = of(Kind.DATE, date_format=form)
    assert typed(column, *good) == [date(2024, 2, 29)] * len(good)
    assert typed(column, *bad) == [None] * len(bad)


@pytest.mark.parametrize(
    "text",
    [
        *("29.02.2023 14:05", "29.02.2024", "29.02.2024 24:00", "29.02.2024 14:60"),
        *("29.02.2024 9:05", "29.02.2024  14:05", "29.02.2024 14:05:00", "29.02.2024T14:05"),
        *("29.02.24 14:05", "2024-02-29 14:05", "29.02.2024 14.05", "14:05"),
    ],
)
def test_a_moment_has_a_date_and_a_time_in_the_declared_form(text: str) -> None:
    column = of(Kind.MOMENT, date_format="%d.%m.%Y %H:%M")
    good = {
        "29.02.2024 14:05": datetime(2024, 2, 29, 14, 5),
        "1.3.2024 00:00": datetime(2024, 3, 1),
        " 31.12.2024 23:59 ": datetime(2024, 12, 31, 23, 59),
    }
    assert typed(column, *good, text) == [*good.values(), None]


def test_bare_codes_are_in_upper_case_and_without_dots() -> None:
    assert typed(of(Kind.TEXT, bare=True), "F32.9", "f329", " F329 ", ".", "") == [
        "F329", "F329", "F329", None, None,
    ]  # fmt: skip
    assert typed(of(Kind.TEXT), "f32.9") == ["f32.9"]


def test_unknown_months_and_days_read_as_the_earliest_where_that_is_declared() -> None:
    column = of(Kind.DATE, date_format="%Y%m%d", incomplete_dates=True)
    texts = ["19750000", "19750700", "19750012", "19750712", "19751300", "00000000"]
    first = date(1975, 1, 1)
    read = [first, date(1975, 7, 1), date(1975, 1, 12), date(1975, 7, 12), None, None]
    assert typed(column, *texts) == read
    assert typed(of(Kind.DATE, date_format="%Y%m%d"), *texts[:3]) == [None, None, None]


def test_codes_become_ours_and_unknown_ones_nothing() -> None:
    column = of(Kind.CODE, codes={"1": "M", "2": "F", "a": "A"})
    assert typed(column, "1", "2", "a", "A", "3", "01", " 1 ") == [
        "M", "F", "A", None, None, None, "M",
    ]  # fmt: skip


def test_blank_and_declared_texts_mean_no_value() -> None:
    column = of(Kind.TEXT, missing=("-", "99"))
    assert typed(column, "", "  ", "-", "99", " 99 ", "9", None) == [
        None, None, None, None, None, "9", None,
    ]  # fmt: skip


def test_identity_codes_are_read_in_upper_case_and_kept_as_text() -> None:
    assert typed(of(Kind.PERSON), " 010190-900p ", "") == ["010190-900P", None]


def test_the_text_stays_beside_the_value() -> None:
    table = Table("t", "one row a test", "t", (of(Kind.INTEGER),))
    parsed = parse(pl.DataFrame({ROW: [1], "x": ["abc"]}), table, COMMA, AS_OF)
    assert parsed.select(f"{RAW}x", "x").rows() == [("abc", None)]
