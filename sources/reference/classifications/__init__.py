"""Classifications as seed tables: who may be named by a code, and from when to when.

One CSV a list beside this file, all text, UTF-8, in the order in which the list is printed: `code`,
`parent` (a code of the same list; empty at the top), `level`, `name_fi`, `name_sv`, `name_en`,
`valid_from` and `valid_to` (first and last day, ISO; empty: no known bound), and for chapters of
ICD-10 the categories that they hold, `range_first` to `range_last`. A name is empty where the list
has no official one in that language, or none could be confirmed; nothing is translated here.

Sources and licences (each also in `LISTS`, and with the lists in a release):

- `education_levels` ISCED 2011 (© UNESCO Institute for Statistics), in use from 2014, and
  Finland's national levels of 2016 under it, from upper secondary on (Statistics Finland, CC BY
  4.0).
- `education_fields` broad fields of ISCED-F 2013 (© UNESCO Institute for Statistics), with the
  names of Statistics Finland's classification of education 2016 (CC BY 4.0).
- `icd10_chapters` chapters of ICD-10 (© World Health Organization), with the names of the Finnish
  edition (Finnish Institute for Health and Welfare); in use in Finland from 1996.
- `occupations` major and sub-major groups of ISCO-08 (© International Labour Organization), with
  the names of Statistics Finland's classification of occupations 2010 (CC BY 4.0).
- `industries` sections and divisions of NACE Rev. 2 (Regulation (EC) 1893/2006), with the names of
  TOL 2008 (Statistics Finland, CC BY 4.0), and from 2025 on the sections alone of NACE Rev. 2.1
  (Regulation (EU) 2023/137), TOL 2025; © European Union, CC BY 4.0.
- `obs_status`, `conf_status` SDMX code lists CL_OBS_STATUS 2.2 and CL_CONF_STATUS, free use with
  the source named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from sources.errors import VarantoError

_HERE = Path(__file__).parent

COLUMNS: tuple[str, ...] = (
    "code",
    "parent",
    "level",
    "name_fi",
    "name_sv",
    "name_en",
    "valid_from",
    "valid_to",
)
"""Columns that every list has."""

RANGE: tuple[str, ...] = ("range_first", "range_last")
"""Columns of a list whose codes stand for a range of codes of another."""

_DATES = ("valid_from", "valid_to")


@dataclass(frozen=True)
class CodeList:
    """A classification: the name of its file, what it is, where it is from and on what terms."""

    name: str
    title: str
    source: str
    licence: str


_UIS = "UNESCO Institute for Statistics; names in Finnish and Swedish: Statistics Finland"
_SDMX = "SDMX Statistical Working Group"
_NAMED = "Free use with the source named"
_NAMED_CC_BY = "Codes: use with the source named; names in Finnish and Swedish: CC BY 4.0"

LISTS: tuple[CodeList, ...] = (
    CodeList(
        "education_levels",
        "ISCED 2011 levels, and Finland's national levels of education 2016",
        _UIS,
        _NAMED_CC_BY,
    ),
    CodeList("education_fields", "ISCED-F 2013 broad fields of education", _UIS, _NAMED_CC_BY),
    CodeList(
        "icd10_chapters",
        "ICD-10 chapters",
        "World Health Organization; Finnish edition: Finnish Institute for Health and Welfare",
        "© WHO; use with the source named",
    ),
    CodeList(
        "occupations",
        "ISCO-08 major and sub-major groups (Classification of Occupations 2010)",
        "International Labour Organization; names in Finnish and Swedish: Statistics Finland",
        _NAMED_CC_BY,
    ),
    CodeList(
        "industries",
        "NACE Rev. 2 sections and divisions (TOL 2008); from 2025 sections of Rev. 2.1 (TOL 2025)",
        "Eurostat; names in Finnish and Swedish: Statistics Finland",
        "CC BY 4.0",
    ),
    CodeList("obs_status", "SDMX observation status, CL_OBS_STATUS", _SDMX, _NAMED),
    CodeList("conf_status", "SDMX confidentiality status, CL_CONF_STATUS", _SDMX, _NAMED),
)


@cache
def whole(name: str) -> pl.DataFrame:
    """A list with the codes of all times: `COLUMNS`, dates as dates, then its own columns.

    A name that isn't in `LISTS` is a `VarantoError`.
    """
    known = [entry.name for entry in LISTS]
    if name not in known:
        raise VarantoError(
            f"There is no classification {name}. Those known: {', '.join(known)}; a new one needs "
            "a CSV file and an entry in sources/reference/classifications."
        )
    rows = pl.read_csv(_HERE / f"{name}.csv", infer_schema=False)
    return rows.with_columns(pl.col(_DATES).str.to_date("%Y-%m-%d"))


@cache
def classification(name: str, at: date | int) -> pl.DataFrame:
    """The codes of a list in force at a day, or on 1 January of a year, in the list's own order.

    Columns: `COLUMNS`, and `RANGE` where codes stand for a range. A list whose newest codes have no
    end holds for any later day. A name that isn't known, or a day before the list begins or after
    it ends, is a `VarantoError`.
    """
    rows = whole(name)
    day = date(at, 1, 1) if isinstance(at, int) else at
    held = rows.filter(
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= day),
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day),
    )
    if held.is_empty():
        first = min(rows["valid_from"].drop_nulls().to_list())
        ends = [] if rows["valid_to"].null_count() else rows["valid_to"].to_list()
        end = f"to {max(ends)}" if ends else "on"
        raise VarantoError(
            f"The classification {name} is known from {first} {end}; {day} was asked for. Ask for "
            "a day in that time, or add the codes of the other to its file."
        )
    return held


@cache
def codes(name: str, at: date | int, level: str | None = None) -> tuple[str, ...]:
    """The codes of a list in force then, in its order; of one level alone where one is named.

    A level that the list doesn't have then is a `VarantoError`, as is what `classification`
    refuses.
    """
    rows = classification(name, at)
    if level is None:
        return tuple(rows["code"])
    levels = list(dict.fromkeys(rows["level"]))
    if level not in levels:
        raise VarantoError(
            f"The classification {name} has no level {level} then. It has: {', '.join(levels)}."
        )
    return tuple(rows.filter(pl.col("level") == level)["code"])


@cache
def classifications() -> pl.DataFrame:
    """All lists under each other, with the codes of all times.

    Columns: classification (the list's name), `COLUMNS`, `RANGE` (null where a code is no range).
    """
    return pl.concat(
        [whole(entry.name).with_columns(classification=pl.lit(entry.name)) for entry in LISTS],
        how="diagonal",
    ).select("classification", *COLUMNS, *RANGE)


def icd10_chapter(code: pl.Expr, at: date | int) -> pl.Expr:
    """The chapter (`I` … `XXII`) of an ICD-10 code, with or without a dot; null outside them all.

    Three characters decide, so a longer code has the chapter of its category. Letters and digits
    that ICD-10 has no category for (D49, say) have no chapter.
    """
    category = code.str.head(3)
    chapter = pl.lit(None, dtype=pl.String)
    for row in classification("icd10_chapters", at).iter_rows(named=True):
        inside = category.is_between(pl.lit(row["range_first"]), pl.lit(row["range_last"]))
        shaped = category.str.contains(r"^[A-Z][0-9]{2}$")
        chapter = pl.when(inside & shaped).then(pl.lit(row["code"])).otherwise(chapter)
    return chapter
