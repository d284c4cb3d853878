"""Statistics Finland's PX files (PC-Axis 2013 and older), metadata and data.

Format: SCB's PX file format, https://www.scb.se/en/services/statistical-programs-for-px-files/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from math import isinf, prod
from pathlib import Path

import polars as pl

from sources.errors import VarantoError
from sources.official.text import MAX_DIGITS, MAX_TEXT, NUMBER, file_bytes, refuse

# KEYWORD[language]("variable","value")=…; where a semicolon inside quotes ends nothing.
# Possessive quantifiers: a file cut in the middle fails at once.
_STATEMENT = re.compile(
    r'\s*([A-Z][A-Z0-9_-]*)(?:\[([A-Za-z-]+)\])?(?:\(\s*("[^"]*"(?:\s*,\s*"[^"]*")*)\s*\))?\s*='
    r'([^";]*+(?:"[^"]*"[^";]*+)*+);'
)
_QUOTED = re.compile(r'"([^"]*)"')
_CODEPAGE = re.compile(rb'CODEPAGE\s*=\s*"([^"]+)"', re.IGNORECASE)
_CHARSET = re.compile(rb'CHARSET\s*=\s*"([^"]+)"', re.IGNORECASE)
_TOKEN = re.compile(r'"([^"]*)"|([^\s,;"]+)')
_KEYED_ROW = re.compile(r'\s*((?:"[^"]*"\s*,\s*)+)((?:[^\n"]|"[.-]{1,6}")*)')
_DECIMAL_COMMA = re.compile(r"\d,\d")
_KEYWORDS = """
ATTRIBUTE-ID ATTRIBUTE-TEXT ATTRIBUTES BASEPERIOD CELLNOTE CELLNOTEX CFPRICES CODES CONTACT
DATANOTE DATANOTECELL DATANOTESUM DAYADJ DOMAIN DOUBLECOLUMN ELIMINATION GROUPING HIERARCHIES
HIERARCHYLEVELS HIERARCHYLEVELSOPEN HIERARCHYNAMES KEYS LAST-UPDATED LINK MAP META-ID NOTE NOTEX
PARTITIONED PRECISION PRESTEXT REFPERIOD ROUNDING SEASADJ SHOWDECIMALS SOURCE STOCKFA TIMEVAL
UNITS VALUENOTE VALUENOTEX VALUES VARIABLE-TYPE VARIABLECODE
"""
_OF_VARIABLES = frozenset(_KEYWORDS.split())
"""Keywords about a variable or its values; another one may be `CODES` damaged, which would make
labels out of codes unseen."""

_NEEDED = ("CODES", "VALUES", "TIMEVAL", "KEYS", "VARIABLE-TYPE")

_TIME_NAMES = {"vuosi", "vuosineljännes", "kuukausi", "år", "kvartal", "månad", "year", "month"}
_MISSING = {"." * n for n in range(1, 7)}
NIL = "-"
"""PX's magnitude nil: a real zero, not a missing value."""


@dataclass(frozen=True)
class _Statement:
    keyword: str
    language: str | None
    names: tuple[str, ...]
    text: str

    @property
    def values(self) -> tuple[str, ...]:
        """The quoted parts between commas; parts that only a line break divides are one."""
        joined = re.sub(r'"\s*\n\s*"', "", self.text)
        return tuple(_QUOTED.findall(joined))


@dataclass(frozen=True)
class PxFile:
    """A PX file's metadata and cells.

    `variables` in storage order (stub, then heading; the last varies fastest) in the language
    asked for; `codes` and `labels` by variable; `time` names the time variable; `units` is the unit
    of the table, `units_of` that of the values of a variable, by their labels. `cells` are the data
    as written, quotes taken off.
    """

    table: str
    language: str
    languages: tuple[str, ...]
    variables: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]
    time: str
    units: str
    units_of: Mapping[str, str]
    cells: tuple[str, ...]


def _decode(path: Path) -> str:
    data = file_bytes(path)
    named, charset = _CODEPAGE.search(data[:4096]), _CHARSET.search(data[:4096])
    if data.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8"
    elif named is not None:
        encoding = named.group(1).decode("ascii", "replace")
    else:
        # Without CODEPAGE, ANSI is Windows Latin 1; without CHARSET the file is a DOS text.
        encoding = "cp1252" if charset is not None else "cp850"
    try:
        text = data.decode(encoding)
    except LookupError:
        raise refuse(path, "names a CODEPAGE that is not known") from None
    except UnicodeDecodeError:
        raise refuse(path, f"is not the {encoding} text that it says") from None
    if encoding.lower().replace("-", "") != "utf8" and not data.isascii():
        with suppress(UnicodeDecodeError):
            # By chance no text in another encoding is UTF-8 throughout.
            data.decode("utf-8")
            raise refuse(path, f"says that it is {encoding} but is utf-8")
    if "\0" in text:
        raise refuse(path, "holds zero bytes: it is damaged or in another encoding")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _statements(path: Path, text: str) -> list[_Statement]:
    found: list[_Statement] = []
    position = 0
    while text[position:].strip():
        match = _STATEMENT.match(text, position)
        if match is None:
            line = text.count("\n", 0, position) + 1
            raise refuse(path, f"no whole KEYWORD=value; from line {line} on")
        keyword, language, names, value = match.groups()
        if names and keyword not in _OF_VARIABLES:
            line = text.count("\n", 0, position) + 1
            raise refuse(path, f"a keyword from line {line} on is not known")
        found.append(_Statement(keyword, language, tuple(_QUOTED.findall(names or "")), value))
        position = match.end()
    return found


class _Metadata:
    """Look-ups by keyword and variable, in the file's own language."""

    def __init__(self, path: Path, statements: list[_Statement]) -> None:
        self.path = path
        self._all = {(s.keyword, s.language, s.names): s for s in statements}
        if len(self._all) != len(statements):
            raise refuse(path, "a keyword stands twice")
        self.language = ""
        self.language = self.text("LANGUAGE") or "fi"
        self.languages = self.values("LANGUAGES") or (self.language,)

    def get(self, keyword: str, *names: str, language: str | None = None) -> _Statement | None:
        own = None if language == self.language else language
        return self._all.get((keyword, own, names))

    def values(self, keyword: str, *names: str, language: str | None = None) -> tuple[str, ...]:
        found = self.get(keyword, *names, language=language)
        return found.values if found else ()

    def text(self, keyword: str, language: str | None = None) -> str:
        return "".join(self.values(keyword, language=language))

    def units_of(self, language: str) -> dict[str, str]:
        """Label of a value → the unit of its cells."""
        own = None if language == self.language else language
        return {
            names[-1]: "".join(s.values)
            for (keyword, spoken, names), s in self._all.items()
            if keyword == "UNITS" and spoken == own and names
        }

    def about_known_variables(self) -> None:
        """Codes, values or periods of a variable that is not there are some other's, damaged."""
        for keyword, language, names in self._all:
            if keyword not in _NEEDED or not names:
                continue
            known = [
                name
                for where in ("STUB", "HEADING")
                for name in self.values(where, language=language)
            ]
            if known and names[0] not in known:
                raise refuse(self.path, f"has {keyword} of a variable that it does not have")

    def time(self, variables: tuple[str, ...]) -> str:
        """The time variable: by TIMEVAL, VARIABLE-TYPE or its name; exactly one."""
        said = [
            v
            for v in variables
            if self.get("TIMEVAL", v) is not None or self.values("VARIABLE-TYPE", v) == ("Time",)
        ]
        named = said or [v for v in variables if v.lower() in _TIME_NAMES]
        if len(named) != 1:
            raise refuse(self.path, f"has {len(named)} time variables, not one")
        return named[0]

    def translated(self, variables: tuple[str, ...], language: str) -> dict[str, str]:
        """Each variable's name in `language`; codes are the same in all languages."""
        if language not in (*self.languages, self.language):
            raise refuse(
                self.path, f"has no language {language}", f"it has {', '.join(self.languages)}"
            )
        names = self.values("STUB", language=language) + self.values("HEADING", language=language)
        if len(names) != len(variables) or len(set(names)) != len(names):
            raise refuse(self.path, f"does not name its variables in language {language}")
        return dict(zip(variables, names, strict=True))


def _keyed(path: Path, data: str, known: list[tuple[str, ...]], width: int) -> list[str]:
    """Cells of a file with KEYS: each row begins with its stub keys (`known`, by variable).

    Rows that are not there hold zeros only: so the format's specification.
    """
    rows: dict[tuple[str, ...], list[str]] = {}
    position = 0
    while data[position:].strip():
        match = _KEYED_ROW.match(data, position)
        if match is None:
            raise refuse(path, "a data row does not begin with its keys")
        keys = tuple(_QUOTED.findall(match.group(1)))
        cells = _cells(match.group(2))
        if len(keys) != len(known) or any(k not in c for k, c in zip(keys, known, strict=True)):
            raise refuse(path, "a data row has keys that are no codes of its variables")
        if len(cells) != width or keys in rows:
            raise refuse(path, "a data row with keys is of another length or stands twice")
        rows[keys] = cells
        position = match.end()
    return [cell for keys in product(*known) for cell in rows.get(keys, ["0"] * width)]


def _cells(data: str) -> list[str]:
    return [quoted or bare for quoted, bare in _TOKEN.findall(data)]


def parse_px(path: Path, language: str | None = None) -> PxFile:
    """The PX file's metadata and cells; `language` picks the names (default: the file's own).

    A damaged file, a language or code page that is not there, a number of cells other than the
    variables span, an unknown symbol in the data: `VarantoError`.
    """
    statements = _statements(path, _decode(path))
    meta = _Metadata(path, statements)
    data = meta.get("DATA")
    stub, heading = meta.values("STUB"), meta.values("HEADING")
    variables = stub + heading
    if data is None or not variables:
        raise refuse(path, "has no DATA or no variables")
    meta.about_known_variables()
    labels = {v: meta.values("VALUES", v) for v in variables}
    codes = {v: meta.values("CODES", v) or labels[v] for v in variables}
    for v in variables:
        if not labels[v] or len(labels[v]) != len(codes[v]) or len(set(codes[v])) != len(codes[v]):
            raise refuse(path, f"variable {v} has no values, or codes that do not fit them")
    if max(len(text) for v in variables for text in (*codes[v], *labels[v])) > MAX_TEXT:
        raise refuse(path, f"a code or label is longer than {MAX_TEXT:,} characters")
    if _DECIMAL_COMMA.search(data.text):
        raise refuse(path, "has a comma within a number", "write decimals with a point")
    width = prod(len(codes[v]) for v in heading)
    if any(s.keyword == "KEYS" for s in statements):
        by = {v: meta.get("KEYS", v) for v in stub}
        known = [
            labels[v] if k is not None and k.text.strip().upper() == "VALUES" else codes[v]
            for v, k in by.items()
        ]
        cells = _keyed(path, data.text, known, width)
    else:
        cells = _cells(data.text)
    expected = width * prod(len(codes[v]) for v in stub)
    if len(cells) != expected:
        raise refuse(path, f"has {len(cells)} cells, its variables span {expected}")
    number = re.compile(NUMBER)
    if any(c not in _MISSING and c != NIL and not number.match(c) for c in cells):
        raise refuse(path, "a cell is neither a number nor a known symbol")
    if any(len(c) > MAX_DIGITS for c in cells):
        raise refuse(path, f"a number has more than {MAX_DIGITS} characters")
    if any(isinf(float(c)) for c in cells if number.match(c)):
        raise refuse(path, "a number is too large to be one")
    spoken = language or meta.language
    name = meta.translated(variables, spoken)
    table = meta.text("TABLEID") or path.name.removesuffix(".gz").removesuffix(".px")
    return PxFile(
        table=table.lower(),
        language=spoken,
        languages=meta.languages,
        variables=tuple(name.values()),
        codes={name[v]: codes[v] for v in variables},
        labels={name[v]: meta.values("VALUES", name[v], language=spoken) for v in variables},
        time=name[meta.time(variables)],
        units=meta.text("UNITS", language=spoken),
        units_of=meta.units_of(spoken),
        cells=tuple(cells),
    )


def read_px(path: Path, language: str | None = None) -> pl.DataFrame:
    """Observations of a PX file, one for each cell.

    Columns: dataset (the table's id, else the file's name), each variable by its name in
    `language` (values are codes), `time`, value (Float64, null for `.` to `......`; `-` is 0),
    flag (the symbol as written, else empty). Values are as published: a table may write hours and
    minutes as `3.41`. Errors as in `parse_px`.
    """
    return px_frame(path, parse_px(path, language))


def px_frame(path: Path, file: PxFile) -> pl.DataFrame:
    """The frame of `read_px` of a parsed file."""
    reserved = {"dataset", "time", "value", "flag"} & {v for v in file.variables if v != file.time}
    if reserved:
        raise VarantoError(f"{path.name}: a variable bears the name {min(reserved)}")
    rows = list(product(*(file.codes[v] for v in file.variables)))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(file.variables, pl.String), orient="row")
    cell = pl.Series("cell", file.cells, pl.String)
    symbol = cell.is_in([*_MISSING, NIL])
    value = cell.replace(NIL, "0").set(cell.is_in(list(_MISSING)), None).cast(pl.Float64)
    return frame.select(
        pl.lit(file.table).alias("dataset"),
        *(v for v in file.variables if v != file.time),
        pl.col(file.time).alias("time"),
        value.alias("value"),
        cell.set(~symbol, "").alias("flag"),
    )
