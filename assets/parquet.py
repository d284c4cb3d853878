"""Results as Parquet files, which nobody ever sees half written."""

from __future__ import annotations

from pathlib import Path

import polars as pl


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write the frame aside and move it into place; its folder is made, closed to others."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}")
    frame.write_parquet(aside, compression="zstd", compression_level=3, statistics=True)
    aside.replace(path)
