"""Sotkanet's CSV export: no header, `;`, text quoted, decimal point, UTF-8.

Eight fields a row: title of the indicator; its number; name of the area; code of the area;
gender in Finnish (or English); year; value; absolute number behind the value (may be empty).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from sources.official.text import delimited, file_text, numbers, refuse

FIELDS = ("indicator", "dataset", "region", "code", "gender", "time", "value", "absolute")


def read_sotkanet(path: Path) -> pl.DataFrame:
    """Observations of a Sotkanet export; one file may hold several indicators.

    Columns: indicator (title), dataset (the indicator's number, text), region (name of the area),
    code (of the area; municipalities, sub-regions and regions share codes, so it says nothing
    without the name), gender, time, value, absolute (Float64, null where empty), flag (always
    empty: Sotkanet gives none). Refused with a `VarantoError`: a row of another length, a number
    or year that is none, an empty name or code.
    """
    data: list[list[str]] = []
    for line, row in delimited(path, file_text(path), ";"):
        if len(row) != len(FIELDS):
            raise refuse(path, f"line {line} has {len(row)} fields, not {len(FIELDS)}")
        if not row[1].isdigit() or not (row[5].isdigit() and len(row[5]) == 4):
            raise refuse(path, f"line {line} has no indicator number or no year where it should")
        data.append([field.strip() for field in row])
    frame = pl.DataFrame(data, schema=dict.fromkeys(FIELDS, pl.String), orient="row")
    for name in ("region", "code", "gender"):
        blank = frame[name].eq("")
        if blank.any():
            raise refuse(path, f"{name} is empty in row {int(blank.arg_true()[0]) + 1}")
    return frame.with_columns(
        numbers(path, frame["value"]).alias("value"),
        numbers(path, frame["absolute"]).alias("absolute"),
        pl.lit("").alias("flag"),
    )
