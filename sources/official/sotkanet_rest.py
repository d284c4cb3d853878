"""Sotkanet's REST interface 1.1: an indicator's data, its metadata and the regions.

Data, one file or one a span of years: a list of `{indicator, region, year, gender, value,
absValue}`; `region` is Sotkanet's own id, `absValue` the number behind the value (left out where
there is none). Metadata: one object with `id` and `title` by language. Regions: a list of
`{id, code, category, title}`; the levels share codes (`06` is a region, a sub-region and a
wellbeing services county), so a code says nothing without its category.

**Zeros.** The interface has no mark for what is withheld, and some producers write 0 for it. A
zero is taken for a true one only where nothing speaks against it; else it is missing and its flag
is `0`:

- the metadata (description, interpretation, limits, notices) speaks of data protection or of small
  numbers, and there is no absolute number above 0 beside the zero;
- other values of the indicator come with an absolute number, and the zero comes without.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from sources.official.json_text import keyed, listed, number_text, parsed_json, whole_number
from sources.official.observations import titles_text
from sources.official.places import CATEGORIES, SOTKANET_LEVELS, codes_of, digits
from sources.official.text import refuse

FIELDS = ("indicator", "region", "year", "gender", "value", "absValue")
GENDERS = ("total", "female", "male")
YEARS = range(1900, 2101)

WHOLE = "MAA"
"""Sotkanet's level of the whole country."""

UNTOLD_ZERO = "0"
"""Flag of a zero of which it cannot be told whether it is one."""

_EXPLANATIONS = ("description", "interpretation", "limits", "notices")
# Few persons, not few years: `alle 5-vuotiaat` are children.
_WITHHOLDS = re.compile(
    r"tietosuoj|yksityisyy|integritetsskydd|korvattu nolla|nollalla korvat|ersatts med noll"
    r"|lukuja 1\s*[-–]\s*\d|salassa|salataan|pienet luvut|pieniä lukuja|dataskydd|sekretess"
    r"|data protection|privacy|confidential|small (numbers|counts)"
    r"|\b(alle|färre än|fewer than|less than) "
    r"(viisi|viiden|kymmenen|fem|tio|five|ten|5|10)\b(?![ -]*(v\b|vuo|år|year))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Region:
    """One of Sotkanet's regions: its level, the code within the level, its Finnish name."""

    category: str
    code: str
    name: str


@dataclass(frozen=True)
class Metadata:
    """What is said of an indicator: number, titles by language, whether it withholds numbers."""

    indicator: int
    titles: Mapping[str, str]
    withholds: bool


def _texts(value: Any) -> Mapping[str, str]:
    """Texts by language; empty where they are none."""
    if not isinstance(value, dict):
        return {}
    return {key: text for key, text in value.items() if isinstance(text, str) and text.strip()}


def read_metadata(path: Path) -> Metadata:
    """The indicator's number and titles; without either a `VarantoError`."""
    found = keyed(path, parsed_json(path), "the metadata")
    titles = _texts(found.get("title"))
    if not whole_number(found.get("id")) or "fi" not in titles:
        raise refuse(path, "does not give the indicator's number and its Finnish title")
    said = " ".join(text for name in _EXPLANATIONS for text in _texts(found.get(name)).values())
    return Metadata(found["id"], titles, bool(_WITHHOLDS.search(said)))


def read_regions(path: Path) -> Mapping[int, Region]:
    """Sotkanet's id → region.

    Refused with a `VarantoError`: an id that stands twice, a region without code, category or
    Finnish name, a code of our levels that is no number, two regions of a level whose names stand
    against each other's codes.
    """
    found: dict[int, Region] = {}
    for at, entry in enumerate(listed(path, parsed_json(path), "the list of regions"), start=1):
        fields = keyed(path, entry, f"region {at}")
        code, category = fields.get("code"), fields.get("category")
        name = _texts(fields.get("title")).get("fi")
        if not whole_number(fields.get("id")) or not (code and category and name):
            raise refuse(path, f"region {at} lacks its id, code, category or Finnish name")
        if not isinstance(code, str) or not isinstance(category, str):
            raise refuse(path, f"the code or category of region {at} is no text")
        if category in SOTKANET_LEVELS and not re.fullmatch(r"\d{1,3}", code):
            raise refuse(path, f"the code of region {at} is no code of {category}")
        if fields["id"] in found:
            raise refuse(path, f"the id of region {at} stands twice")
        # Leading zeros come and go with the version of the interface.
        whole = digits(category, code) if category in SOTKANET_LEVELS else code
        found[fields["id"]] = Region(category, whole, name.strip())
    if not found:
        raise refuse(path, "lists no regions")
    _not_exchanged(path, found)
    return found


def _not_exchanged(path: Path, regions: Mapping[int, Region]) -> None:
    """Two names that stand against each other's codes are damage, not a change of the division."""
    ours = {(r.category, r.code): r.name for r in regions.values()}
    for (category, code), name in ours.items():
        for right in codes_of(category, name) - {code}:
            if code in codes_of(category, ours.get((category, right), "")):
                raise refuse(path, f"two names of {category} stand against each other's codes")


def _rows(path: Path, regions: Mapping[int, Region]) -> tuple[set[int], list[list[Any]]]:
    """Numbers of the indicators in a data file, and a row of `_COLUMNS` for each of its entries."""
    entries = listed(path, parsed_json(path), "the data")
    if not entries:
        raise refuse(path, "holds no observations", "ask for years that the indicator has")
    numbers: set[int] = set()
    rows = []
    for at, entry in enumerate(entries, start=1):
        fields = keyed(path, entry, f"row {at}")
        unknown = sorted(set(fields) - set(FIELDS))
        if unknown:
            raise refuse(path, f"row {at} has a field that is not known")
        indicator, number, year = (fields.get(name) for name in ("indicator", "region", "year"))
        if not (whole_number(indicator) and whole_number(number) and whole_number(year)):
            raise refuse(path, f"row {at} lacks the number of its indicator, region or year")
        if year not in YEARS:
            raise refuse(path, f"the year of row {at} is none")
        if fields.get("gender") not in GENDERS:
            raise refuse(path, f"the gender of row {at} is none of {', '.join(GENDERS)}")
        if number not in regions:
            raise refuse(path, f"the region of row {at} is not in the list of regions")
        region = regions[number]
        if region.category not in CATEGORIES:
            todo = "add it to CATEGORIES in sources/official/places.py"
            raise refuse(path, f"the region of row {at} is of a category that is not known", todo)
        value, absolute = number_text(fields.get("value")), number_text(fields.get("absValue"))
        if value is None or absolute is None:
            raise refuse(path, f"the value of row {at} is no number")
        numbers.add(indicator)
        shown = [region.category, region.code, region.name, fields["gender"], str(year)]
        rows.append([*shown, value, absolute])
    return numbers, rows


_COLUMNS = ("category", "code", "region", "gender", "time", "value", "absolute")


def read_sotkanet_rest(data: Sequence[Path], metadata: Path, regions: Path) -> pl.DataFrame:
    """Observations of an indicator from its files; of data there may be several.

    Columns: dataset (the indicator's number, text), title (by language, JSON), category, code and
    region (the area's level, code and Finnish name), gender, time, value, absolute (Float64, null
    where not given), flag (`0` where a zero may hide a small number: its value is null). Refused
    with a `VarantoError`: files that cannot be read whole, a field, gender, year or category that
    is not known, a region that is not in the list, files of different indicators.
    """
    about = read_metadata(metadata)
    known, rows = read_regions(regions), list[list[Any]]()
    for path in data:
        numbers, found = _rows(path, known)
        if numbers != {about.indicator}:
            todo = "fetch data and metadata of one indicator"
            raise refuse(path, f"is not about the indicator of {metadata.name}", todo)
        rows += found
    texts = pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String), orient="row")
    numeric = [
        pl.col(name).replace("", None).cast(pl.Float64).alias(name)
        for name in ("value", "absolute")
    ]
    frame = texts.with_columns(numeric)
    counted = frame["absolute"].count() > 0
    told = pl.col("absolute") > 0
    if not about.withholds:
        # An indicator without numbers of cases can't say how many a zero stands for: of the whole
        # country none are hidden.
        country = (pl.col("category") == WHOLE) & pl.lit(not counted)
        told = told | pl.col("absolute").is_not_null() | country
    untold = (pl.col("value") == 0) & ~told.fill_null(False)
    return frame.with_columns(
        pl.lit(str(about.indicator)).alias("dataset"),
        pl.lit(titles_text(about.titles)).alias("title"),
        pl.when(untold.fill_null(False)).then(None).otherwise("value").alias("value"),
        pl.when(untold.fill_null(False))
        .then(pl.lit(UNTOLD_ZERO))
        .otherwise(pl.lit(""))
        .alias("flag"),
    )
