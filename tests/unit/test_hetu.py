"""Classes of personal identity codes.

Literal codes are of the 900 range only. Codes that could have been issued are put together here
and belong to the early 1800s, long before there were any codes.
"""

from __future__ import annotations

import calendar
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.identity.hetu import HetuClass, hetu_class, normalised

AS_OF = date(2026, 6, 30)
ALPHABET = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def classes(*codes: str | None, as_of: date = AS_OF) -> list[str | None]:
    frame = pl.DataFrame({"code": codes}, schema={"code": pl.String})
    return frame.select(hetu_class(pl.col("code"), as_of)).to_series().to_list()


def code(ddmmyy: str, sign: str, number: str) -> str:
    return f"{ddmmyy}{sign}{number}{ALPHABET[int(ddmmyy + number) % 31]}"


def slow_class(raw: str, as_of: date) -> str:
    """The rules once more, one character at a time and with the standard library's calendar."""
    text = raw.strip()
    if len(text) != 11 or not text.isascii():
        return "BAD_FORMAT"
    text = text.upper()
    digits, sign, number, check = text[:6], text[6], text[7:10], text[10]
    if not (digits.isdigit() and number.isdigit()) or check not in ALPHABET:
        return "BAD_FORMAT"
    century = 18 if sign == "+" else 19 if sign in "-YXWVU" else 20 if sign in "ABCDEF" else None
    if century is None or number in ("000", "001"):
        return "BAD_FORMAT"
    year, month, day = century * 100 + int(digits[4:]), int(digits[2:4]), int(digits[:2])
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return "BAD_DATE"
    if ALPHABET.index(check) != int(digits + number) - int(digits + number) // 31 * 31:
        return "BAD_CHECK"
    if date(year, month, day) > as_of:
        return "FUTURE"
    return "TEMPORARY_9XX" if number[0] == "9" else "OK"


@pytest.mark.parametrize(
    "vector",
    ["300169-915F", "211135-989B", "220285-9391", "140840-9360", "010190Y900P", "290200B977U"],
)
def test_a_code_of_the_900_range_is_temporary(vector: str) -> None:
    assert classes(vector) == ["TEMPORARY_9XX"]


def test_a_code_that_could_have_been_issued_is_ok() -> None:
    assert classes(code("010130", "+", "002"), code("311230", "+", "899")) == ["OK", "OK"]


def test_individual_numbers_below_002_are_bad_format() -> None:
    assert classes(code("010130", "+", "000"), code("010130", "+", "001")) == ["BAD_FORMAT"] * 2


def test_from_900_on_an_individual_number_is_temporary() -> None:
    assert classes(code("010130", "+", "900"), code("010130", "+", "999")) == ["TEMPORARY_9XX"] * 2


def test_every_wrong_check_character_is_bad_check() -> None:
    good = "010190-900P"
    wrong = [good[:-1] + character for character in ALPHABET if character != good[-1]]
    assert classes(*wrong) == ["BAD_CHECK"] * 30


@pytest.mark.parametrize("ddmmyy", ["310490", "300290", "290290", "000190", "010090", "011390"])
def test_a_day_that_is_not_in_the_calendar_is_bad_date(ddmmyy: str) -> None:
    assert classes(code(ddmmyy, "-", "900")) == ["BAD_DATE"]


def test_the_29th_of_february_depends_on_the_century_of_the_sign() -> None:
    assert classes(code("290200", "A", "977"), code("290200", "-", "977")) == [
        "TEMPORARY_9XX",
        "BAD_DATE",
    ]
    assert classes(code("290296", "+", "977")) == ["TEMPORARY_9XX"]


@pytest.mark.parametrize("sign", "+-YXWVUABCDEF")
def test_every_sign_in_force_is_known(sign: str) -> None:
    assert classes(code("010105", sign, "950")) == ["TEMPORARY_9XX"]


@pytest.mark.parametrize("sign", "GHTZ *_/")
def test_any_other_sign_is_bad_format(sign: str) -> None:
    assert classes(code("010105", sign, "950")) == ["BAD_FORMAT"]


@pytest.mark.parametrize("dash", ["\N{MINUS SIGN}", "\N{EN DASH}", "\N{NON-BREAKING HYPHEN}"])
def test_a_dash_that_is_not_the_hyphen_is_bad_format(dash: str) -> None:
    assert classes(f"010190{dash}900P") == ["BAD_FORMAT"]


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "010190-900", "010190-900PP", "010190-900G", "010190900P", "01 0190-900P"),
        "010190-900\N{LATIN SMALL LETTER LONG S}",
        "01019\N{ARABIC-INDIC DIGIT ZERO}-900P",
    ],
)
def test_anything_not_of_the_shape_is_bad_format(text: str) -> None:
    assert classes(text) == ["BAD_FORMAT"]


def test_a_birth_after_the_as_of_date_is_future_and_on_it_is_not() -> None:
    born = code("300626", "A", "950")
    assert classes(born, as_of=date(2026, 6, 29)) == ["FUTURE"]
    assert classes(born, as_of=date(2026, 6, 30)) == ["TEMPORARY_9XX"]


def test_of_several_faults_format_comes_before_date_before_check_before_future() -> None:
    assert classes("310290_900A") == ["BAD_FORMAT"]
    assert classes("310290A900A") == ["BAD_DATE"]
    assert classes("010190A9000") == ["BAD_CHECK"]


def test_null_stays_null_and_rows_stay_in_order() -> None:
    assert classes(None, "010190-900P", None, "x") == [None, "TEMPORARY_9XX", None, "BAD_FORMAT"]
    assert classes() == []


def test_lower_case_and_outer_blanks_are_normalised_away() -> None:
    assert classes(" 010190y900p ") == ["TEMPORARY_9XX"]
    frame = pl.DataFrame({"code": [" 010190y900p\t", None, "010190 -900p"]})
    assert frame.select(normalised(pl.col("code"))).to_series().to_list() == [
        "010190Y900P",
        None,
        "010190 -900P",
    ]


def test_a_column_that_was_read_as_numbers_is_bad_format_and_raises_nothing() -> None:
    frame = pl.DataFrame({"code": [10190900, None]})
    assert frame.select(hetu_class(pl.col("code"), AS_OF)).to_series().to_list() == [
        "BAD_FORMAT",
        None,
    ]


def test_the_streaming_engine_gives_the_same_classes() -> None:
    frame = pl.DataFrame({"code": ["010190-900P", None, "x"] * 1_000})
    plan = frame.lazy().select(hetu_class(pl.col("code"), AS_OF))
    assert plan.collect(engine="streaming").equals(plan.collect())


@st.composite
def near_codes(draw: st.DrawFn) -> str:
    """Codes right but for the odd slip: any date, sign, case, number of the 900 range or 00x."""
    ddmmyy = "".join(f"{draw(st.integers(0, top)):02d}" for top in (33, 14, 99))
    number = draw(st.sampled_from(["000", "001", *map(str, range(900, 1000))]))
    sign = draw(st.sampled_from("+-YXWVUABCDEFaby" + "GT*\N{MINUS SIGN}"))
    text = code(ddmmyy, sign, number)
    if draw(st.booleans()):
        place = draw(st.integers(0, 10))
        # 9 for the first digit of the number, so that a slip never leaves the 900 range.
        slip = "9" if place == 7 else draw(st.sampled_from(ALPHABET + "GIOQZ -+p"))
        text = text[:place] + slip + text[place + 1 :]
    return draw(st.sampled_from([text, text.lower(), f" {text}", text[:-1], text + "0"]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(near_codes() | st.text(max_size=12), max_size=60),
    st.dates(date(1899, 1, 1), date(2100, 1, 1)),
)
def test_it_agrees_with_a_slow_reading_of_the_rules(codes: list[str], as_of: date) -> None:
    assert classes(*codes, as_of=as_of) == [slow_class(text, as_of) for text in codes]


def test_the_classes_are_these_six() -> None:
    assert {name.value for name in HetuClass} == {
        "OK",
        "TEMPORARY_9XX",
        "BAD_CHECK",
        "BAD_DATE",
        "BAD_FORMAT",
        "FUTURE",
    }
