"""Yearly results, made from the ones below and stamped with their inputs: frames, reserve rows."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from assets.cells.survey import survey_cells
from assets.frames import FRAMES
from assets.inputs import (
    frame_inputs,
    frame_path,
    protected_inputs,
    protected_path,
    survey_sources,
)
from assets.reserves import of_reserve
from assets.rows import survey_rows
from quality.acceptance import acceptances, facts_path, in_force
from sources.declarations import Reserve, Source
from sources.home import SYNTHETIC, Home
from warehouse.shape import SCHEMA, shaped
from warehouse.versions import stamp


def write_frame(home: Home, source: Source, year: int) -> int:
    """Make a survey's frame of a year from the facts in force; gives its rows, 0 if none."""
    inputs = frame_inputs(home, source.id, year)
    record = in_force(acceptances(home, source.id)).get(str(year))
    if not inputs or record is None:
        return 0
    facts = {
        t.name: pl.scan_parquet(
            facts_path(home, source.id, t.name, str(year), record.delivery), hive_partitioning=False
        )
        for t in source.tables
    }
    frame = FRAMES[source.id](facts)
    _write(frame, frame_path(home, source.id, year), inputs)
    return frame.height


def write_protected(home: Home, reserve: Reserve, year: int) -> pl.DataFrame:
    """Make a reserve's protected rows of a year; gives them (no rows if nothing is delivered)."""
    inputs = protected_inputs(home, reserve, year)
    if not inputs:
        return pl.DataFrame(schema=SCHEMA)
    parts = [pl.DataFrame(schema=SCHEMA)]
    synthetic = home.kind == SYNTHETIC
    for source in survey_sources(reserve):
        path = frame_path(home, source, year)
        if not frame_inputs(home, source, year):
            continue
        frame = pl.read_parquet(path, hive_partitioning=False)
        for indicator in of_reserve(reserve):
            for series in indicator.series:
                if series.source_id == source:
                    cells = survey_cells(frame, indicator, series)
                    parts.append(
                        survey_rows(cells, indicator, series, year=year, synthetic=synthetic)
                    )
    rows = shaped(pl.concat(parts))
    _write(rows, protected_path(home, reserve, year), inputs)
    return rows


def _write(frame: pl.DataFrame, path: Path, inputs: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}")
    frame.write_parquet(aside, compression="zstd", compression_level=3, statistics=True)
    aside.replace(path)
    stamp(path, inputs)
