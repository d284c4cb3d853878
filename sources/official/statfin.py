"""Statistics Finland's tables: which table a file is, and its observations (PX and JSON-stat).

A table is named `statfin_<subject>_pxt_<code>`. What follows the code changes when a table is
rebuilt (`statfin_tyti_pxt_135y_2023m05`), so it is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from sources.declarations.status import FREE
from sources.official.jsonstat import JsonStat, read_jsonstat
from sources.official.labels import check_labels, settled, strangers
from sources.official.meanings import CONTENTS, check_meanings
from sources.official.observations import AREA_DIMENSIONS, labelled, statfin_observations
from sources.official.px import PxFile, parse_px, px_frame
from sources.official.renamings import FINNISH, Labels, canonical_name, renamed
from sources.official.status import PX_SYMBOLS, px_described
from sources.official.text import refuse

_TABLE = re.compile(r"^([a-z]+)_([a-z0-9]+)_pxt_([a-z0-9]+)(?:[._].*)?$")
_CODE = re.compile(r"^[a-z0-9]{3,6}$")
_DESCRIBED = re.compile(r"^([A-Za-z0-9]{3,6}) -- ")
_YEARS = re.compile(r"^(\d{4})\s*[-–]\s*(\d{4})\s*\**$")
_SUBJECT = re.compile(r"^[a-z0-9]{2,12}$")
_NAME_IT = "name the file statfin_<subject>_pxt_<code>"
_TIME_WORDS = {
    "fi": {"vuosi", "vuosineljännes", "kuukausi"},
    "sv": {"år", "kvartal", "månad"},
    "en": {"year", "quarter", "month"},
}


def statfin_table(path: Path, table: str, code: str = "", subject: str = "") -> str:
    """The canonical table id: of `table`, else of `code` and `subject`, else of the file's name.

    `table` is an id as the file gives it (whole, or the code alone), `code` what the title begins
    with. Where several say it they must agree on the code, or it is a `VarantoError`.
    """
    whole = _TABLE.match(table.lower())
    named = _TABLE.match(path.name.lower())
    codes = {c for c in (table.lower(), code.lower()) if _CODE.match(c)}
    codes |= {found.group(3) for found in (whole, named) if found is not None}
    if len(codes) > 1:
        raise refuse(path, f"is named as table {' or '.join(sorted(codes))}", _NAME_IT)
    said = whole or named
    if said is not None:
        database, subject, code = said.groups()
        return f"{database}_{subject}_pxt_{code}"
    if not codes or not _SUBJECT.match(subject.lower()):
        raise refuse(path, "does not say which table it is", _NAME_IT)
    return f"statfin_{subject.lower()}_pxt_{codes.pop()}"


def read_statfin_px(path: Path) -> pl.DataFrame:
    """Observations (common shape) of a PX file, by the Finnish names where it has them."""
    file = parse_px(path)
    if FINNISH in file.languages and file.language != FINNISH:
        file = parse_px(path, FINNISH)
    frame = px_frame(path, file)
    name = statfin_table(path, file.table)
    frame = frame.with_columns(pl.lit(name).alias("dataset"))
    names = {v: v for v in file.variables}
    labels = {
        v: dict(zip(file.codes[v], file.labels[v], strict=True))
        for v in file.variables
        if len(file.labels[v]) == len(file.codes[v])
    }
    spoken = Labels(file.language, names, labels)
    return _observations(frame, spoken, file.time, PX_SYMBOLS, _px_units(file, name))


def _px_units(file: PxFile, table: str) -> dict[str, str]:
    """Content → its unit: its own, else that of the table where the table has no other content."""
    found: dict[str, str] = {}
    for variable in file.variables:
        if canonical_name("statfin", table, variable) != CONTENTS:
            continue
        codes = file.codes[variable]
        for code, label in zip(codes, file.labels[variable] or codes, strict=True):
            whole = file.units if len(codes) == 1 else ""
            found[code] = file.units_of.get(label) or whole
    return found


def read_statfin_json(path: Path) -> pl.DataFrame:
    """Observations (common shape) of a JSON-stat 2 response of either version of PxWeb.

    A null without status is missing, reason not given; a status that says magnitude nil is a zero.
    A value that is said to be secret is not shown; one beside another status of a missing one is a
    `VarantoError`.
    """
    read = read_jsonstat(path)
    px = _part(read, "px")
    described = _DESCRIBED.match(read.label) or _DESCRIBED.match(str(px.get("description", "")))
    name = statfin_table(
        path,
        str(px.get("tableid", "")),
        described.group(1) if described else "",
        str(px.get("subject-code", "")),
    )
    language = _language(path, read, px)
    time = _time(path, read, name)
    frame = read.frame()
    statuses = dict(PX_SYMBOLS) | {"": PX_SYMBOLS[""]}
    statuses |= px_described(
        {k: str(v) for k, v in _part(read, "missingValueDescriptions").items()}
    )
    frame = _with_nil(path, frame, statuses)
    names = {d.id: d.label or d.id for d in read.dimensions}
    labels = {d.id: d.labels for d in read.dimensions if d.labels}
    frame = frame.rename({time: "time"}).select(
        pl.lit(name).alias("dataset"),
        *(d.id for d in read.dimensions if d.id != time),
        "time",
        "value",
        "flag",
    )
    _area_is_known(path, read, name)
    units = {code: unit for d in read.dimensions for code, unit in d.units.items()}
    return _observations(frame, Labels(language, names, labels), time, statuses, units)


def _observations(
    frame: pl.DataFrame,
    labels: Labels,
    time: str,
    statuses: Mapping[str, tuple[str, str]],
    units: Mapping[str, str],
) -> pl.DataFrame:
    held = {"dataset", "time", "value", "flag"}
    spans, early = _periods(frame["time"].unique(), labels.codes.get(time, {}))
    frame = frame.with_columns(pl.col("time").replace(spans))
    canonical, spoken = renamed(
        frame, "statfin", [n for n in frame.columns if n not in held], labels
    )
    dataset = str(frame["dataset"][0])
    check_labels("statfin", dataset, spoken, time)
    check_meanings("statfin", dataset, spoken, units)
    for area in set(AREA_DIMENSIONS) & set(canonical.columns):
        codes = spoken.codes.get(area, {})
        canonical = labelled(canonical, area, strangers("statfin", codes))
    return statfin_observations(canonical, FINNISH, statuses, early)


def _periods(codes: Iterable[str], labels: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """Code → period where they differ, and the preliminary periods: a star ends code or label.

    A label may say years that the code's is the last of (2024: `2022-2024`).
    """
    spans: dict[str, str] = {}
    early: set[str] = set()
    for code in codes:
        period, label = settled(code), labels.get(code, "")
        several = _YEARS.match(label.strip())
        if several and several[2] == period:
            period = f"{several[1]}-{several[2]}"
        if period != code:
            spans[code] = period
        if "*" in (code[-1:], label.strip()[-1:]):
            early.add(period)
    return spans, early


def _part(read: JsonStat, name: str) -> Mapping[str, object]:
    found = read.extension.get(name)
    return found if isinstance(found, dict) else {}


def _language(path: Path, read: JsonStat, px: Mapping[str, object]) -> str:
    """The response's language: as it says, else as it names its time dimension."""
    said = px.get("language")
    if isinstance(said, str) and said:
        return said
    words = {(d.label or "").lower() for d in read.dimensions}
    found = [language for language, known in _TIME_WORDS.items() if words & known]
    if len(found) != 1:
        raise refuse(path, "does not tell its language", "fetch the table in Finnish")
    return found[0]


def _time(path: Path, read: JsonStat, table: str) -> str:
    """The time dimension: of its role, or (years of elections have none) by its name."""
    named = read.roles.get("time", ())
    if not named:
        words = set().union(*_TIME_WORDS.values())
        named = tuple(id_ for id_, name in _names(read, table).items() if name in words)
    if len(named) != 1:
        raise refuse(path, f"has {len(named)} time dimensions in its roles, not one")
    return named[0]


def _names(read: JsonStat, table: str) -> dict[str, str]:
    """Id of each dimension → its canonical name, or what the table calls it."""
    return {
        d.id: canonical_name("statfin", table, d.id) or (d.label or d.id).lower()
        for d in read.dimensions
    }


def _area_is_known(path: Path, read: JsonStat, name: str) -> None:
    """An area dimension under a name that is not known would make its areas the whole country."""
    geo = read.roles.get("geo", ())
    if geo and not {*_names(read, name).values()} & {*AREA_DIMENSIONS}:
        raise refuse(
            path,
            f"its area dimension {geo[0]} is not known",
            "add it to AREA_DIMENSIONS in sources/official/observations.py",
        )


def _with_nil(
    path: Path, frame: pl.DataFrame, statuses: Mapping[str, tuple[str, str]]
) -> pl.DataFrame:
    """Cells without value as flagged `......` where nothing is said; nil as zero, null else.

    A value beside a mark of secrecy is withheld, as of every provider.
    """
    secret = [flag for flag, (_, conf) in statuses.items() if conf != FREE]
    kept = pl.when(pl.col("flag").is_in(secret)).then(None).otherwise(pl.col("value"))
    frame = frame.with_columns(kept.alias("value"))
    shown = [flag for flag, (status, _) in statuses.items() if status == "A"]
    value, flag = pl.col("value"), pl.col("flag")
    nil = flag.is_in([s for s in shown if s])
    if frame.select((nil & value.is_not_null() & (value != 0)).any()).item():
        raise refuse(path, "a value that is not zero is said to be nil")
    if frame.select((value.is_not_null() & ~flag.is_in(shown)).any()).item():
        raise refuse(path, "a value has a status that says it is missing, or one not known")
    return frame.with_columns(
        pl.when(nil).then(0.0).otherwise(value).alias("value"),
        pl.when(value.is_null() & (flag == ""))
        .then(pl.lit("......"))
        .otherwise(flag)
        .alias("flag"),
    )
