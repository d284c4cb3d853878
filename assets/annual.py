"""Yearly results, made from the ones below and stamped with their inputs.

Survey frames and person-years from facts, register cells from person-years, and the reserves'
protected rows from cells and frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from assets.cells.counts import count_cells, needs_population, years_of
from assets.cells.register import register_cells, register_series
from assets.cells.survey import survey_cells
from assets.counts import COUNTS
from assets.counts.declared import counted
from assets.counts.residents import residents
from assets.frames import FRAMES
from assets.inputs import (
    cells_inputs,
    cells_path,
    count_series,
    counts_inputs,
    counts_path,
    delivered,
    frame_inputs,
    frame_path,
    person_year_inputs,
    person_year_path,
    protected_inputs,
    protected_path,
    surroundings_inputs,
    surroundings_path,
    survey_sources,
    uses_registers,
)
from assets.parquet import write_parquet
from assets.person_years.build import YearFacts, build_person_year, source_tables
from assets.person_years.contributions import COUNTED, POPULATION, REGISTERS
from assets.person_years.poverty import HISTORY
from assets.reserves import INDICATORS, of_reserve
from assets.rows import count_rows, register_rows, survey_rows
from assets.surroundings.build import SOURCES as SURROUNDINGS
from assets.surroundings.build import surroundings
from quality.acceptance import acceptances, facts_in_force, in_force
from sources.declarations import Reserve, Series, Source
from sources.home import SYNTHETIC, Home
from sources.identity.registry import read_aliases
from warehouse.engine import DuckDBEngine
from warehouse.shape import SCHEMA, shaped
from warehouse.versions import stamp


def write_frame(home: Home, source: Source, year: int) -> int:
    """Make a survey's frame of a year from the facts in force; gives its rows, 0 if none."""
    inputs = frame_inputs(home, source.id, year)
    facts = facts_in_force(home, source, year)
    if not inputs or facts is None:
        return 0
    frame = FRAMES[source.id](
        {name: pl.scan_parquet(path, hive_partitioning=False) for name, path in facts.items()}
    )
    _write_stamped(frame, frame_path(home, source.id, year), inputs)
    return frame.height


def write_surroundings(home: Home, sources: Mapping[str, Source], year: int) -> int:
    """Make the surroundings of a year; gives their rows, 0 if no building stock is delivered."""
    inputs = surroundings_inputs(home, year)
    if not inputs:
        return 0
    found = {name: facts_in_force(home, sources[name], year) for name in SURROUNDINGS}
    facts = {name: tables for name, tables in found.items() if tables is not None}
    rows = surroundings(facts, year)
    _write_stamped(rows, surroundings_path(home, year), inputs)
    return rows.height


def write_person_year(home: Home, sources: Mapping[str, Source], year: int) -> int:
    """Make the person-year of a year; gives its rows, 0 if no population is delivered."""
    inputs = person_year_inputs(home, year)
    if not inputs:
        return 0
    found = {register: facts_in_force(home, sources[register], year) for register in REGISTERS}
    facts = YearFacts(
        sources={register: tables for register, tables in found.items() if tables is not None},
        aliases=read_aliases(home.identity),
        earlier=[
            person_year_path(home, y)
            for y in range(year - HISTORY, year)
            if person_year_inputs(home, y) and person_year_path(home, y).exists()
        ],
        surroundings=surroundings_path(home, year) if surroundings_inputs(home, year) else None,
    )
    path = person_year_path(home, year)
    with DuckDBEngine(home.person_years / ".spill") as engine:
        rows = build_person_year(engine, facts, year, path)
    stamp(path, inputs)
    return rows


def write_cells(home: Home, year: int) -> int:
    """Make the exact register cells of a year; gives their number."""
    inputs = cells_inputs(home, year)
    if not inputs:
        return 0
    there = {s for s in COUNTED if delivered(home, s, year)}
    with DuckDBEngine(home.person_years / ".spill") as engine:
        cells = register_cells(
            engine,
            engine.scan([person_year_path(home, year)]),
            register_series(INDICATORS, there),
            year,
        )
    _write_stamped(cells, cells_path(home, year), inputs)
    return cells.height


def write_counts(home: Home, source: Source, year: int) -> int:
    """Make a source's counts of areas of a year; gives their rows, 0 if nothing is delivered."""
    inputs = counts_inputs(home, source.id, year)
    if not inputs:
        return 0
    with DuckDBEngine(home.person_years / ".spill") as engine:
        if source.id == POPULATION:
            before = (
                engine.scan([person_year_path(home, year - 1)])
                if person_year_inputs(home, year - 1) and person_year_path(home, year - 1).exists()
                else None
            )
            found = residents(engine, engine.scan([person_year_path(home, year)]), before, year)
        else:
            facts = facts_in_force(home, source, year)
            assert facts is not None
            tables = source_tables(engine, facts, engine.table(read_aliases(home.identity)))
            found = counted(engine, COUNTS[source.id], tables, year)
    _write_stamped(found, counts_path(home, source.id, year), inputs)
    return found.height


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
    parts += _register_parts(home, reserve, year, synthetic=synthetic)
    parts += _count_parts(home, reserve, year)
    rows = shaped(pl.concat(parts))
    _write_stamped(rows, protected_path(home, reserve, year), inputs)
    return rows


def _register_parts(
    home: Home, reserve: Reserve, year: int, *, synthetic: bool
) -> list[pl.DataFrame]:
    if not (uses_registers(reserve) and cells_inputs(home, year)):
        return []
    cells = pl.read_parquet(cells_path(home, year), hive_partitioning=False)
    return [
        register_rows(
            cells.filter(
                (pl.col("indicator_id") == indicator.id) & (pl.col("source_id") == series.source_id)
            ),
            indicator,
            series,
            year=year,
            synthetic=synthetic or _invented(home, series.source_id, [year]),
        )
        for indicator, series in register_series(of_reserve(reserve), set(COUNTED))
    ]


def _count_parts(home: Home, reserve: Reserve, year: int) -> list[pl.DataFrame]:
    """Rows formed of counts; those of places alone are synthetic where their deliveries are."""
    parts = []
    for indicator, series in count_series(reserve):
        years = range(year - years_of(series.statistic) + 1, year + 1)
        own = _counts(home, series.source_id, years)
        if year not in own:
            continue
        # Only what the reserve's asset waits for: a share of votes is made without residents.
        people = _counts(home, POPULATION, years) if needs_population(series.statistic) else {}
        cells = count_cells(own, people, indicator, series, year)
        published, synthetic = _of_places(home, series, years)
        parts.append(
            count_rows(
                cells, indicator, series, year=year, synthetic=synthetic, published=published
            )
        )
    return parts


def _counts(home: Home, source: str, years: range) -> dict[int, pl.DataFrame]:
    return {
        y: pl.read_parquet(counts_path(home, source, y), hive_partitioning=False)
        for y in years
        if counts_inputs(home, source, y)
    }


def _of_places(home: Home, series: Series, years: range) -> tuple[bool, bool]:
    """Whether the counts are published figures of places, and whether they are invented."""
    published = COUNTS[series.source_id].open
    if needs_population(series.statistic) or not published:
        return published, home.kind == SYNTHETIC
    return published, _invented(home, series.source_id, years)


def _invented(home: Home, source: str, years: Iterable[int]) -> bool:
    """Whether a delivery in force of these years is synthetic."""
    records = in_force(acceptances(home, source))
    return any(records[str(y)].synthetic for y in years if str(y) in records)


def rows_in(path: Path) -> int:
    """Rows of a result that is there already."""
    count: int = pl.scan_parquet(path).select(pl.len()).collect().item()
    return count


def _write_stamped(frame: pl.DataFrame, path: Path, inputs: str) -> None:
    write_parquet(frame, path)
    stamp(path, inputs)
