"""Eurostat's files: SDMX-CSV (1.0 and 2.0) and TSV with flags glued to the values.

Both readers give one row an observation: `dataset` (lower case), the provider's dimensions as
they are named (`freq`, `unit`, `geo`, …; codes as text), `time`, `value` (Float64, null where
missing), `flag` (text as published; a missing TSV cell begins with `:`) and `conf` (the
confidentiality code, null where not given).
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from sources.official.text import (
    MAX_TEXT,
    delimited,
    file_text,
    numbers,
    refuse,
    whole_lines,
)

_HEAD = {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "LAST UPDATE", "LAST_UPDATE"}
_TAIL = {"OBS_VALUE", "OBS_FLAG", "OBS_STATUS", "CONF_STATUS"}
_DATAFLOW = re.compile(r"^(?:[A-Z0-9_]+:)?([A-Za-z0-9_$]+)(?:\([\d.]+\))?$")
_DIMENSION = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")
_CELL = (
    r"^(?P<number>:|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(?P<flag>[a-z]*)\s*(?:@(?P<conf>[A-Z]))?$"
)
_UNLABELLED = "fetch it with codes, not labels"


def dimension_names(path: Path, names: list[str]) -> list[str]:
    """Names in lower case; labels in place of codes or no `geo`: `VarantoError`."""
    if not all(_DIMENSION.match(name) for name in names):
        raise refuse(path, "a column's name is not a dimension code", _UNLABELLED)
    if "geo" not in (lowered := [name.lower() for name in names]):
        raise refuse(path, "has no geo dimension", "fetch the dataset with its area dimension")
    if len(set(lowered)) != len(lowered):
        raise refuse(path, "a dimension stands twice")
    return lowered


def _no_blank_codes(path: Path, frame: pl.DataFrame, columns: list[str]) -> None:
    for name in columns:
        blank = frame[name].str.strip_chars().eq("")
        if blank.any():
            raise refuse(path, f"{name} is empty in row {int(blank.arg_true()[0]) + 1} of the data")


def read_sdmx_csv(path: Path) -> pl.DataFrame:
    """Observations of an SDMX-CSV file, UTF-8 with or without byte order mark, LF or CRLF.

    Refused with a `VarantoError`: a damaged header, a row of another length, labels in place of
    codes, no or an empty `geo`, several datasets in one file, a value that is not a number.
    """
    text = file_text(path)
    rows = delimited(path, text, ",")
    header = [name.strip() for name in next(rows)[1]]
    if "TIME_PERIOD" not in header or "OBS_VALUE" not in header or header[0] not in _HEAD:
        raise refuse(path, "the header is not that of an SDMX-CSV file")
    if len(set(header)) != len(header):
        raise refuse(path, "a column stands twice in the header")
    split = header.index("TIME_PERIOD")
    if not set(header[split + 1 :]) <= _TAIL | _HEAD:
        raise refuse(path, "has a column after TIME_PERIOD that is not known")
    data: list[list[str]] = []
    for line, row in rows:
        if len(row) != len(header):
            raise refuse(path, f"line {line} has {len(row)} fields, the header {len(header)}")
        data.append([field.strip() for field in row])
    if not data:
        raise refuse(path, "has a header but no observations")
    frame = pl.DataFrame(data, schema=dict.fromkeys(header, pl.String), orient="row")
    originals = [name for name in header[:split] if name not in _HEAD | _TAIL]
    dimensions = dimension_names(path, originals)
    _no_blank_codes(path, frame, [*originals, "TIME_PERIOD"])
    flow = frame["DATAFLOW" if "DATAFLOW" in header else "STRUCTURE_ID"]
    named = _DATAFLOW.match(flow[0])
    if flow.n_unique() != 1 or named is None:
        raise refuse(path, "does not name one dataset in its first column")
    values = numbers(path, frame["OBS_VALUE"].replace(":", ""))
    whole_lines(path, text)
    flag = "OBS_FLAG" if "OBS_FLAG" in header else "OBS_STATUS"
    return frame.select(
        pl.lit(named.group(1).lower()).alias("dataset"),
        *(pl.col(old).alias(new) for old, new in zip(originals, dimensions, strict=True)),
        pl.col("TIME_PERIOD").alias("time"),
        values.alias("value"),
        (pl.col(flag).str.strip_chars() if flag in header else pl.lit("")).alias("flag"),
        (
            pl.col("CONF_STATUS").replace("", None)
            if "CONF_STATUS" in header
            else pl.lit(None, dtype=pl.String)
        ).alias("conf"),
    )


def _stem(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz").removesuffix(".tsv")
    return name.removeprefix("estat_")


def read_eurostat_tsv(path: Path, dataset: str | None = None) -> pl.DataFrame:
    r"""Observations of a TSV file, one for each cell, missing cells (`:`) included.

    A TSV does not say which dataset it holds: it is `dataset`, or the file's name as Eurostat
    gives it (`demo_mlexpec.tsv`, `estat_demo_mlexpec.tsv.gz`). Cells such as `16.9 b`, `79.6e`,
    `:`, `: c` and `: @C` are split in value, flag and confidentiality. Refused with a
    `VarantoError`: a damaged header, a row of another length, no `geo`, a cell of another form.
    """
    text = file_text(path)
    lines = [line for line in text.replace("\r", "").split("\n") if line.strip()]
    header = [name.strip() for name in lines[0].split("\t")]
    keys, backslash, _ = header[0].partition("\\")
    periods = header[1:]
    if not backslash or not periods:
        raise refuse(path, "the header is not that of a Eurostat TSV file")
    if len(set(periods)) != len(periods) or "" in periods:
        raise refuse(path, "a period stands twice or is empty in the header")
    dimensions = dimension_names(path, [name.strip() for name in keys.split(",")])
    data: list[list[str]] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        codes = [code.strip() for code in cells[0].split(",")]
        if len(cells) != len(header) or len(codes) != len(dimensions):
            raise refuse(path, f"row {number} has another number of fields than the header")
        data.append([*codes, *cells[1:]])
    if not data:
        raise refuse(path, "has a header but no observations")
    if max(len(field) for row in data for field in row) > MAX_TEXT:
        raise refuse(path, f"a field is longer than {MAX_TEXT:,} characters")
    # Periods are prefixed while wide: a dimension could bear a period's name.
    columns = [*dimensions, *(f"period {period}" for period in periods)]
    wide = pl.DataFrame(data, schema=dict.fromkeys(columns, pl.String), orient="row")
    _no_blank_codes(path, wide, dimensions)
    long = wide.unpivot(index=dimensions, variable_name="time", value_name="cell").with_columns(
        pl.col("time").str.strip_prefix("period "),
        pl.col("cell").str.strip_chars().str.extract_groups(_CELL).alias("parts"),
    )
    parts = long["parts"].struct.unnest()
    if parts["number"].null_count():
        at = long.filter(parts["number"].is_null()).row(0, named=True)
        raise refuse(path, f"a cell of {at['geo']}, {at['time']} is neither a number nor ':'")
    whole_lines(path, text)
    missing = parts["number"] == ":"
    return long.select(
        pl.lit(dataset or _stem(path)).alias("dataset"),
        *dimensions,
        "time",
        numbers(path, parts["number"].replace(":", "")).alias("value"),
        (
            pl.when(missing).then(pl.lit(":")).otherwise(pl.lit("")) + parts["flag"].fill_null("")
        ).alias("flag"),
        parts["conf"].alias("conf"),
    )
