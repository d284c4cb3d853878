"""Classifications: whole, without gap or overlap, each code with its parent, true to their lists.

What a sound list is stands in `faults`; each of its rules has a list that breaks it.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from quality.audit.rules import MISSING
from quality.audit.rules import codes as audited
from sources.degrees import LEVELS
from sources.errors import VarantoError
from sources.official.status import EUROSTAT_FLAGS, ORDER, PX_SYMBOLS
from sources.reference.causes import codes_between
from sources.reference.classifications import (
    COLUMNS,
    LISTS,
    RANGE,
    classification,
    classifications,
    codes,
    icd10_chapter,
    whole,
)

SHARED = Path(__file__).parents[3] / "shared" / "data" / "reference"
NAMES = [entry.name for entry in LISTS]
TOP_OF_TIME = date(2026, 1, 1)

UNNAMED = {
    ("industries", "name_fi"): {"J", "K", "S"},
    ("industries", "name_sv"): {"J", "K", "S"},
    ("occupations", "name_fi"): {"63"},
    ("occupations", "name_sv"): {"03", "91", "92", "93", "94", "95", "96"},
    ("education_fields", "name_sv"): set(codes("education_fields", TOP_OF_TIME)),
    ("education_levels", "name_sv"): set(LEVELS),
    **{(name, f"name_{x}"): set(codes(name, 2026)) for name in ("obs_status", "conf_status")
       for x in ("fi", "sv")},
}  # fmt: skip
"""Codes that the seed tables hold no official name for, by list and language."""


def at_all_times(rows: pl.DataFrame) -> list[date]:
    """Days on which a list is another than the day before."""
    begins = rows["valid_from"].drop_nulls().to_list()
    ends = [day + timedelta(days=1) for day in rows["valid_to"].drop_nulls()]
    return sorted({*begins, *ends, TOP_OF_TIME})


def in_force(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    return rows.filter(
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= day),
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day),
    )


def faults(rows: pl.DataFrame) -> set[str]:
    """What is wrong with a list."""
    found = set()
    if rows.filter(pl.col("valid_from") > pl.col("valid_to")).height:
        found.add("ends before it begins")
    if rows.select("code", "level", "name_en").null_count().sum_horizontal().item():
        found.add("empty")
    texts = rows.select(pl.col(pl.String))
    if not texts.equals(texts.with_columns(pl.all().str.strip_chars())):
        found.add("blanks around")
    for day in at_all_times(rows):
        held = in_force(rows, day)
        if held["code"].is_duplicated().any():
            found.add("twice at once")
        levels = dict(held.select("code", "level").iter_rows())
        for code, parent in held.select("code", "parent").iter_rows():
            if parent is not None and parent not in levels:
                found.add("without its parent")
            elif parent is not None and levels[parent] == levels[code]:
                found.add("parent of its own level")
    return found


GOOD = pl.DataFrame(
    [
        ("A", None, "section", "One", date(2008, 1, 1), date(2024, 12, 31)),
        ("01", "A", "division", "Part of one", date(2008, 1, 1), date(2024, 12, 31)),
        ("A", None, "section", "One anew", date(2025, 1, 1), None),
    ],
    schema=["code", "parent", "level", "name_en", "valid_from", "valid_to"],
    orient="row",
)


def changed(row: int, column: str, value: object) -> pl.DataFrame:
    values = GOOD[column].to_list()
    values[row] = value
    return GOOD.with_columns(pl.Series(column, values, GOOD.schema[column]))


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (GOOD, set()),
        (changed(2, "valid_from", date(2024, 6, 1)), {"twice at once"}),
        (changed(0, "valid_to", date(2020, 12, 31)), {"without its parent"}),
        (changed(1, "parent", "B"), {"without its parent"}),
        (changed(1, "level", "section"), {"parent of its own level"}),
        (changed(2, "valid_to", date(2024, 1, 1)), {"ends before it begins"}),
        (changed(0, "name_en", None), {"empty"}),
        (changed(0, "name_en", "One "), {"blanks around"}),
    ],
)
def test_a_list_that_breaks_a_rule_is_found_out(broken: pl.DataFrame, told: set[str]) -> None:
    assert faults(broken) == told


@pytest.mark.parametrize("name", NAMES)
def test_a_list_breaks_no_rule(name: str) -> None:
    rows = whole(name)
    assert rows.columns[: len(COLUMNS)] == list(COLUMNS)
    assert set(rows.columns[len(COLUMNS) :]) <= set(RANGE)
    assert faults(rows) == set()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_only_names_that_are_told_are_lacking(name: str, language: str) -> None:
    column = f"name_{language}"
    lacking = set(classification(name, TOP_OF_TIME).filter(pl.col(column).is_null())["code"])
    assert lacking == UNNAMED.get((name, column), set())
    assert name != "industries" or not classification(name, 2024)[column].null_count()


def test_every_file_is_a_list_and_every_list_a_file() -> None:
    folder = Path(__file__).parents[2] / "sources" / "reference" / "classifications"
    assert sorted(f.stem for f in folder.glob("*.csv")) == sorted(NAMES)
    assert all(entry.title and entry.source and entry.licence for entry in LISTS)


@pytest.mark.parametrize(
    ("name", "at", "level", "count"),
    [
        ("education_levels", 2014, "level", 10),
        ("education_levels", 2016, "national level", 17),
        ("education_fields", 2016, "broad field", 12),
        ("icd10_chapters", 1996, "chapter", 22),
        ("occupations", 2010, "major group", 10),
        ("occupations", 2010, "sub-major group", 43),
        ("industries", 2008, "section", 21),
        ("industries", date(2024, 12, 31), "division", 88),
        ("industries", date(2025, 1, 1), "section", 22),
        ("obs_status", 2026, "status", 20),
        ("conf_status", 2026, "status", 11),
    ],
)
def test_a_level_is_complete(name: str, at: date | int, level: str, count: int) -> None:
    assert len(codes(name, at, level)) == count


@pytest.mark.parametrize(
    ("name", "at", "code", "parent", "name_en"),
    [
        ("education_levels", 2026, "3", None, "Upper secondary education"),
        ("education_levels", 2026, "72", "7", "Master's degree"),
        ("education_fields", 2026, "09", None, "Health and welfare"),
        ("icd10_chapters", 2026, "IX", None, "Diseases of the circulatory system"),
        ("occupations", 2026, "22", "2", "Health professionals"),
        ("occupations", 2026, "01", "0", "Commissioned armed forces officers"),
        ("industries", 2024, "Q", None, "Human health and social work activities"),
        ("industries", 2024, "87", "Q", "Residential care activities"),
        ("industries", 2025, "Q", None, "Education"),
        ("industries", 2025, "R", None, "Human health and social work activities"),
        ("obs_status", 2026, "Q", None, "Missing value; suppressed"),
        ("conf_status", 2026, "A", None, "Primary confidentiality due to small counts"),
    ],
)
def test_a_known_code_says_what_it_should(
    name: str, at: int, code: str, parent: str | None, name_en: str
) -> None:
    row = classification(name, at).filter(pl.col("code") == code)
    assert row.select("parent", "name_en").rows() == [(parent, name_en)]


def test_a_national_level_of_education_begins_with_its_isced_level() -> None:
    national = classification("education_levels", 2026).filter(pl.col("level") == "national level")
    assert national["parent"].to_list() == [code[0] for code in LEVELS]


def test_a_section_means_another_thing_from_the_day_on_which_the_new_edition_holds() -> None:
    names = [
        dict(classification("industries", day).select("code", "name_fi").iter_rows())["L"]
        for day in (date(2024, 12, 31), date(2025, 1, 1))
    ]
    assert names == ["Kiinteistöalan toiminta", "Rahoitus- ja vakuutustoiminta"]


# -- chapters of ICD-10 -----------------------------------------------------------------

NO_CATEGORIES = {
    *("D49", "T99", "V00", "Y99"),
    *codes_between("D90", "D99"),
    *codes_between("E91", "E99"),
    *codes_between("H96", "H99"),
    *codes_between("K94", "K99"),
    *codes_between("P97", "P99"),
}
"""Between A00 and Z99, what ICD-10 has no categories for: the last of a letter that isn't full."""


def test_each_category_of_icd10_lies_in_one_chapter_without_gap_or_overlap() -> None:
    held = [
        category
        for first, last in classification("icd10_chapters", 2026).select(RANGE).iter_rows()
        for category in codes_between(first, last)
    ]
    assert len(held) == len(set(held))
    assert set(codes_between("A00", "Z99")) - set(held) == NO_CATEGORIES


@pytest.mark.parametrize(
    ("code", "chapter"),
    [
        ("A00", "I"), ("B99", "I"), ("C00", "II"), ("D48.9", "II"), ("D50", "III"), ("D89", "III"),
        ("F329", "V"), ("H59", "VII"), ("H60", "VIII"), ("I21.0", "IX"), ("T98", "XIX"),
        ("V01", "XX"), ("X45", "XX"), ("Y98", "XX"), ("Z99", "XXI"), ("U071", "XXII"),
        ("D49", None), ("D4", None), ("", None), ("i21", None), ("D4A", None), (None, None),
    ],
)  # fmt: skip
def test_a_code_has_the_chapter_of_its_category(code: str | None, chapter: str | None) -> None:
    frame = pl.DataFrame({"code": [code]}, schema={"code": pl.String})
    assert frame.select(icd10_chapter(pl.col("code"), 2026)).item() == chapter


# -- statuses ---------------------------------------------------------------------------


def test_every_status_in_the_code_is_one_of_sdmx() -> None:
    observation, secrecy = set(codes("obs_status", 2026)), set(codes("conf_status", 2026))
    assert {*ORDER, *MISSING, *EUROSTAT_FLAGS.values()} <= observation
    assert {status for status, _ in PX_SYMBOLS.values()} <= observation
    assert {secret for _, secret in PX_SYMBOLS.values()} <= secrecy
    assert set(audited()["obs_status"]) <= observation
    assert set(audited()["conf_status"]) == secrecy


# -- asking -----------------------------------------------------------------------------


def test_a_year_is_its_first_of_january() -> None:
    assert classification("industries", 2025).equals(classification("industries", date(2025, 1, 1)))


def test_the_newest_codes_hold_for_any_later_day_and_statuses_for_every_day() -> None:
    assert codes("industries", 2090) == codes("industries", 2025)
    assert codes("obs_status", 1900) == codes("obs_status", 2026)


def test_what_is_not_known_is_told_with_what_is() -> None:
    with pytest.raises(VarantoError, match=r"no classification nace.*industries"):
        whole("nace")
    with pytest.raises(VarantoError, match="known from 2008-01-01 on; 2007-12-31 was asked for"):
        classification("industries", date(2007, 12, 31))
    with pytest.raises(VarantoError, match=r"no level division then\. It has: section"):
        codes("industries", 2025, "division")


def test_all_lists_under_each_other_lose_no_row() -> None:
    rows = classifications()
    assert rows.columns == ["classification", *COLUMNS, *RANGE]
    assert rows.height == sum(whole(name).height for name in NAMES)
    assert rows["range_first"].count() == 22


# -- against the lists as published -----------------------------------------------------


def published(name: str) -> pl.DataFrame:
    return pl.read_csv(SHARED / "sdmx_code_lists" / f"{name}.csv", infer_schema=False)


def spoken(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.strip_chars()


needs_lists = pytest.mark.skipif(not SHARED.is_dir(), reason="reference files are not at ../shared")


@pytest.mark.reference_data
@needs_lists
@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        ("obs_status", "CL_OBS_STATUS", pl.col("id")),
        ("conf_status", "CL_CONF_STATUS", pl.col("id")),
        ("occupations", "CL_OCCUPATION", pl.col("id").str.strip_prefix("OC")),
        # A division is listed under its section's letter.
        ("industries", "CL_ACTIVITY_NACE2", pl.col("id").str.replace(r"^[A-Z](\d)", "$1")),
    ],
)
def test_codes_and_names_are_those_of_the_published_list(
    ours: str, theirs: str, code: pl.Expr
) -> None:
    held = classification(ours, 2024)
    longest = held["code"].str.len_chars().max()
    listed = published(theirs).select(code=code, name=spoken(pl.col("name")))
    short = listed.filter(pl.col("code").str.len_chars() <= longest, ~pl.col("code").is_in(["_T"]))
    different = {
        code
        for code, name in short.join(
            held.select("code", name=spoken(pl.col("name_en"))), on=["code", "name"], how="anti"
        ).iter_rows()
    }
    # An embargo is told there in a whole sentence.
    assert different == ({"E"} if ours == "conf_status" else set())
    assert set(short["code"]) == set(held["code"])


@pytest.mark.reference_data
@needs_lists
def test_a_division_lies_in_the_section_of_the_published_list() -> None:
    listed = published("CL_ACTIVITY_NACE2")["id"]
    pairs = {(i[1:], i[0]) for i in listed if len(i) == 3 and i[1:].isdigit()}
    divisions = classification("industries", 2024).filter(pl.col("level") == "division")
    assert set(divisions.select("code", "parent").iter_rows()) == pairs
