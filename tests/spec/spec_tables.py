"""Reads the small tables that the specifications are written in, and finds reference files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data"

needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference files in ../shared/data are not here"
)


class Table(dict[str, NDArray[np.generic]]):
    """Column name → array: float64 where every cell is a number or `.` (null), else text."""

    def numbers(self, name: str) -> NDArray[np.float64]:
        return np.asarray(self[name], dtype=np.float64)


def table(text: str) -> Table:
    """`a | b` on the first line, one row a line below it."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    columns = Table()
    for name, *cells in zip(*rows, strict=True):
        try:
            columns[name] = np.array([np.nan if cell == "." else float(cell) for cell in cells])
        except ValueError:
            columns[name] = np.array(cells)
    return columns


def reference(path: str) -> pl.DataFrame:
    """A reference file with its own column types."""
    return pl.read_csv(REFERENCE / path, null_values="NA", infer_schema_length=None)


def numbers(frame: pl.DataFrame, column: str) -> NDArray[np.float64]:
    return frame[column].cast(pl.Float64).to_numpy()
