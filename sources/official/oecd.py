"""The OECD's SDMX-CSV files, 1.0 and 2.0, with or without label columns; its frame for any format.

Three headers: `DATAFLOW,REF_AREA,…` (1.0), `STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,…` (2.0) and the
latter with `STRUCTURE_NAME` and a label column after each code column (`csvfilewithlabels`).
Dimensions stand before `TIME_PERIOD`, attributes after `OBS_VALUE`. Of the attributes the status,
the confidentiality and `UNIT_MULT` (the value is in 10^n units) are taken; `UNIT_MEASURE` says what
the number is, so it counts as a dimension wherever it stands; `DECIMALS` and the others say how to
print or where from, and are left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from sources.official.labels import check_labels
from sources.official.meanings import check_meanings
from sources.official.renamings import ENGLISH, Labels
from sources.official.text import NUMBER, file_text, refuse, table

ATTRIBUTES = frozenset(
    (
        "BASE_PER",
        "COLLECTION",
        "COMMENT_DSET",
        "COMMENT_OBS",
        "COMMENT_TS",
        "COMPILING_ORG",
        "CONF_STATUS",
        "COUNTRY",
        "CURRENCY",
        "DATA_COMP",
        "DECIMALS",
        "DISS_ORG",
        "EMBARGO_DATE",
        "LAST_UPDATE",
        "OBS_COM",
        "OBS_CONF",
        "OBS_PRE_BREAK",
        "OBS_STATUS",
        "PRE_BREAK_VALUE",
        "PRICE_BASE",
        "REF_PERIOD_DETAIL",
        "REF_YEAR_PRICE",
        "SOURCE",
        "TIME_FORMAT",
        "TIME_PER_COLLECT",
        "TITLE",
        "TITLE_COMPL",
        "UNIT_MEASURE",
        "UNIT_MULT",
    )
)
"""Attributes of the OECD's and of SDMX's cross-domain concepts; another is refused."""

TAKEN = ("OBS_STATUS", "UNIT_MULT", "CONF_STATUS", "OBS_CONF", "UNIT_MEASURE")
"""Attributes that the frame is made of."""

_NEVER_A_DIMENSION = ("OBS_STATUS", "UNIT_MULT", "CONF_STATUS", "OBS_CONF", "DECIMALS")
_HEAD = frozenset(("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"))
_CODE = re.compile(r"^[A-Z][A-Z0-9_]*$")
_DATAFLOW = re.compile(r"^(?P<agency>[A-Za-z0-9_.\-]+):(?P<flow>[A-Za-z0-9_@$\-]+)\([\d.]+\)$")
_MULTIPLIER = re.compile(r"^-?\d{1,2}$")
_NUMBER = re.compile(NUMBER)
_WITH_ATTRIBUTES = "fetch it with its attributes (without detail=dataonly)"


def dataflow_id(path: Path, agency: str, flow: str) -> str:
    """The dataset's name, `<agency>:<dataflow>`; an agency other than the OECD is refused."""
    if agency != "OECD" and not agency.startswith("OECD."):
        raise refuse(path, "is a dataflow of another agency than the OECD", "fetch the OECD's own")
    return f"{agency}:{flow}"


def _scaled(path: Path, at: int, value: str, multiplier: str) -> float | None:
    """The number that `value` in 10^`multiplier` units is, exact to the last digit."""
    if value in ("", "NaN"):
        return None
    if not _NUMBER.match(value):
        raise refuse(path, f"the value of row {at} is no number")
    if not _MULTIPLIER.match(multiplier):
        raise refuse(path, f"row {at} does not say in which units it is (UNIT_MULT)")
    number = float(Decimal(value).scaleb(int(multiplier)))
    if abs(number) == float("inf"):
        raise refuse(path, f"the value of row {at} is beyond any number")
    return number


def oecd_frame(
    path: Path,
    dataset: str,
    dimensions: Sequence[str],
    rows: Sequence[Sequence[str]],
    attributes: Mapping[str, Sequence[str]],
) -> pl.DataFrame:
    """One row an observation: dataset, dimensions (lower case), time, value, flag, conf.

    `rows` are texts: a code for each of `dimensions` (SDMX ids), then period and value (empty or
    NaN where missing); `attributes` the texts of those of `TAKEN` that there are. Refused with a
    `VarantoError`: no area, an empty code, no status or multiplier at all, a value that is no
    number or without its multiplier.
    """
    if "REF_AREA" not in dimensions:
        raise refuse(path, "has no REF_AREA", "fetch the dataflow with its area dimension")
    if not {"OBS_STATUS", "UNIT_MULT"} <= set(attributes) or not any(attributes["UNIT_MULT"]):
        raise refuse(path, "says neither status nor units of its values", _WITH_ATTRIBUTES)
    unit = "UNIT_MEASURE" in attributes and "UNIT_MEASURE" not in dimensions
    names = [*dimensions, *(("UNIT_MEASURE",) if unit else ())]
    codes = [list(column) for column in zip(*rows, strict=True)]
    columns = [*codes[: len(dimensions)], *((list(attributes["UNIT_MEASURE"]),) if unit else ())]
    *_, periods, values = codes
    for name, column in zip((*names, "TIME_PERIOD"), (*columns, periods), strict=True):
        for at, code in enumerate(column, start=1):
            if not code.strip():
                raise refuse(path, f"{name} is empty in row {at}")
    if len({name.lower() for name in names}) != len(names):
        raise refuse(path, "a dimension stands twice")
    multipliers = attributes["UNIT_MULT"]
    conf = [attributes[name] for name in ("CONF_STATUS", "OBS_CONF") if name in attributes]
    if len(conf) > 1:
        raise refuse(path, "gives the confidentiality of its values twice")
    pairs = zip(values, multipliers, strict=True)
    numbers = [_scaled(path, at, *pair) for at, pair in enumerate(pairs, start=1)]
    return pl.DataFrame(
        [
            pl.Series("dataset", [dataset] * len(rows), pl.String),
            *(
                pl.Series(name.lower(), column, pl.String)
                for name, column in zip(names, columns, strict=True)
            ),
            pl.Series("time", periods, pl.String),
            pl.Series("value", numbers, pl.Float64),
            pl.Series("flag", attributes["OBS_STATUS"], pl.String),
            pl.Series("conf", conf[0] if conf else [""] * len(rows), pl.String),
        ]
    )


def check_names(dataset: str, codes: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse English names of codes (by SDMX id of dimension or attribute) that mean another thing.

    Raises a `VarantoError`.
    """
    lower = {name.lower(): named for name, named in codes.items()}
    check_meanings("oecd", dataset, Labels(ENGLISH, codes=lower))
    # Areas go by the name under which labels of areas are known.
    areas = {("geo" if name == "ref_area" else name): named for name, named in lower.items()}
    check_labels("oecd", dataset, Labels(ENGLISH, codes=areas), "time_period")


def _names(
    path: Path, header: Sequence[str], data: Sequence[Sequence[str]], at: Mapping[str, int]
) -> dict[str, dict[str, str]]:
    """Code column → its codes' names, of the label column behind it."""
    found: dict[str, dict[str, str]] = {}
    for name, place in at.items():
        if place + 1 >= len(header) or _CODE.match(header[place + 1]):
            continue
        pairs = {(row[place], row[place + 1]) for row in data if row[place + 1]}
        found[name] = dict(pairs)
        if len(found[name]) < len(pairs):
            raise refuse(path, f"a code of {name} bears two labels")
    return found


def _columns(path: Path, header: Sequence[str]) -> dict[str, int]:
    """Position of each code column; label columns are left out."""
    found: dict[str, int] = {}
    for at, name in enumerate(header):
        if _CODE.match(name):
            if name in found:
                raise refuse(path, "a column stands twice in the header")
            found[name] = at
        elif ":" in name or at == 0 or not _CODE.match(header[at - 1]):
            raise refuse(path, "a column's name is no code", "fetch it with codes, not labels")
    if "TIME_PERIOD" not in found or "OBS_VALUE" not in found or header[0] not in _HEAD:
        raise refuse(path, "the header is not that of an SDMX-CSV file")
    return found


def read_oecd_csv(path: Path) -> pl.DataFrame:
    """Observations of an SDMX-CSV file of the OECD, UTF-8 with or without byte order mark.

    The frame is that of `oecd_frame`. Refused with a `VarantoError`: a damaged header, a row of
    another length, codes with labels in one cell, several dataflows or one of another agency, an
    attribute that is not known, deletions, and what `oecd_frame` refuses.
    """
    text = file_text(path)
    header, data = table(path, text, ",")
    header, *data = [[cell.strip() for cell in row] for row in (header, *data)]
    at = _columns(path, header)
    last = header[-1]
    if not text.endswith(("\n", "\r")) and (last in TAKEN or last == "OBS_VALUE"):
        # Cut within its last number a file would still be whole in form.
        raise refuse(path, "does not end with a line break: it may be cut")
    dimensions = [n for n in at if at[n] < at["TIME_PERIOD"] and n not in _HEAD | {"OBS_VALUE"}]
    later = [n for n in at if at[n] > at["TIME_PERIOD"] and n not in _HEAD | {"OBS_VALUE"}]
    moved = [n for n in dimensions if n in _NEVER_A_DIMENSION]
    dimensions = [n for n in dimensions if n not in moved]
    if not set(later) <= ATTRIBUTES:
        raise refuse(path, "has an attribute after TIME_PERIOD that is not known")
    flow = "DATAFLOW" if "DATAFLOW" in at else "STRUCTURE_ID"
    if flow not in at:
        raise refuse(path, "the header is not that of an SDMX-CSV file")
    named = {row[at[flow]] for row in data}
    match = _DATAFLOW.match(next(iter(named)))
    kinds = {row[at["STRUCTURE"]].lower() for row in data} if "STRUCTURE" in at else {"dataflow"}
    if len(named) != 1 or match is None or kinds != {"dataflow"}:
        raise refuse(path, "does not name one dataflow with its version")
    actions = {row[at["ACTION"]] for row in data} if "ACTION" in at else set()
    if not actions <= {"I", "A", "M", "R"}:
        raise refuse(path, "holds deletions or another action than observations")
    taken = {n: [row[at[n]] for row in data] for n in TAKEN if n in (*later, *moved)}
    dataset = dataflow_id(path, match["agency"], match["flow"])
    coded = {n: place for n, place in at.items() if n in (*dimensions, *taken)}
    check_names(dataset, _names(path, header, data, coded))
    chosen = [at[name] for name in (*dimensions, "TIME_PERIOD", "OBS_VALUE")]
    rows = [[row[n] for n in chosen] for row in data]
    return oecd_frame(path, dataset, dimensions, rows, taken)


def refuse_better_life_index(path: Path) -> pl.DataFrame:
    """Refuses the Better Life Index of the OECD's former service: its rows bear no year."""
    todo = "fetch OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB, which took its place"
    raise refuse(path, "is the old Better Life Index, whose figures bear no year", todo)
