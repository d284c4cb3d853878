"""The yearly assets: survey frames and the reserves' protected rows. Thin: read, call, report."""

import time
from collections.abc import Sequence

import dagster as dg
import polars as pl

from assets.annual import write_frame, write_protected
from assets.counted import counts_key
from assets.deliveries import RETRY, facts_key
from assets.frames import FRAMES
from assets.guard import guarded
from assets.inputs import (
    count_sources,
    frame_inputs,
    frame_path,
    protected_inputs,
    protected_path,
    survey_sources,
    uses_registers,
)
from assets.lineage import column_lineage
from assets.partitions import ONE_RUN, YEARS, only_stale, years_of
from assets.registers import REGISTER_CELLS
from assets.remaking import remake
from assets.reserves import of_reserve
from sources.declarations import Reserve, Source
from sources.home import Home
from warehouse.database import TABLE_COMMENTS
from warehouse.shape import COLUMNS
from warehouse.versions import is_fresh


def frame_key(source_id: str) -> dg.AssetKey:
    """The asset of a survey's frame."""
    return dg.AssetKey(["frames", source_id])


def reserve_key(reserve: Reserve) -> dg.AssetKey:
    """The asset of a reserve's protected rows."""
    return dg.AssetKey(["reserves", reserve.value])


def frame_asset(source: Source) -> dg.AssetsDefinition:
    """A survey's frame: respondents of a year with weights, households and items."""

    @dg.asset(
        key=frame_key(source.id),
        deps=[facts_key(source)],
        partitions_def=YEARS,
        backfill_policy=ONE_RUN,
        retry_policy=RETRY,
        group_name="survey_frames",
        description=f"Respondents of {source.title}: one row a person and year. Internal.",
        owners=[source.owner],
        kinds={"polars", "parquet"},
        tags={"layer": "frames"},
    )
    def frame(context: dg.AssetExecutionContext) -> None:
        remake(
            context,
            f"frame of {source.id},",
            inputs=lambda home, year: frame_inputs(home, source.id, year),
            path=lambda home, year: frame_path(home, source.id, year),
            write=lambda home, year: write_frame(home, source, year),
            says_delivered=True,
        )

    return frame


def reserve_asset(reserve: Reserve) -> dg.AssetsDefinition:
    """A reserve's protected rows of a year."""
    indicators = of_reserve(reserve)
    title = reserve.value.replace("_", " ").capitalize()
    lineage = column_lineage(indicators, frame_key, REGISTER_CELLS, counts_key)
    listed = "\n".join(f"- `{i.id}`: {i.label_en}" for i in indicators)

    @dg.asset(
        key=reserve_key(reserve),
        deps=[
            *(frame_key(s) for s in survey_sources(reserve)),
            *([REGISTER_CELLS] if uses_registers(reserve) else []),
            *(counts_key(s) for s in count_sources(reserve)),
        ],
        partitions_def=YEARS,
        backfill_policy=ONE_RUN,
        retry_policy=RETRY,
        group_name="reserves",
        description=f"{TABLE_COMMENTS[reserve.value]}\n\n{listed}",
        owners=["team:wellbeing"],
        kinds={"polars", "parquet"},
        tags={"layer": "reserves"},
        metadata={
            "dagster/table_name": f"reserves.{reserve.value}",
            "dagster/column_schema": dg.TableSchema(
                columns=[
                    dg.TableColumn(name=c.name, type=c.sql, description=c.comment) for c in COLUMNS
                ]
            ),
            "dagster/column_lineage": lineage,
        },
    )
    def rows_of_year(context: dg.AssetExecutionContext) -> None:
        # Here, not above: a night without news has no use for matplotlib.
        from assets.plots import as_markdown, reserve_plot

        home, years = Home.from_environment(), years_of(context)
        inputs = {year: protected_inputs(home, reserve, year) for year in years}
        # A picture takes the better part of a second: the newest year's stands for the run.
        pictured = max((year for year in years if inputs[year]), default=None)
        for year in years:
            path = protected_path(home, reserve, year)
            fresh = only_stale(context) and is_fresh(path, inputs[year])
            with guarded(f"reserve {reserve.value}, {year}"):
                started = time.monotonic()
                rows = pl.read_parquet(path) if fresh else write_protected(home, reserve, year)
                seconds = round(time.monotonic() - started, 2)
                plot = reserve_plot(title, indicators, rows) if year == pictured else None
            context.add_asset_metadata(
                {
                    "dagster/row_count": rows.height,
                    "cells with a value": int(rows["value"].is_not_null().sum()),
                    "indicators": rows["indicator_id"].n_unique(),
                    "seconds": seconds,
                    "made anew": not fresh,
                    "dagster/column_lineage": lineage,
                    "preview": dg.MetadataValue.md(preview(rows)),
                    **({"plot": dg.MetadataValue.md(as_markdown(plot))} if plot else {}),
                },
                partition_key=str(year),
            )

    return rows_of_year


INLINE_CHARACTERS = 1000
"""Longer Markdown is not shown on the asset's page itself, but behind a link."""


def preview(rows: pl.DataFrame) -> str:
    """Protected totals of whole countries as a Markdown table, as many as the page shows.

    Where no country has a value, those of other areas.
    """
    totals = rows.filter(
        (pl.col("sex") == "_T")
        & (pl.col("age_group") == "TOTAL")
        & (pl.col("breakdown_by") == "_T")
        & pl.col("value").is_not_null()
    )
    if totals.is_empty():
        return "No cell has a value."
    # Of the many areas of an indicator there is the plot.
    countries = totals.filter(pl.col("area_level") == "COUNTRY")
    lines = ["| indicator | area | value | 95 % interval |", "|---|---|--:|---|"]
    for row in (totals if countries.is_empty() else countries).iter_rows(named=True):
        line = (
            f"| {row['indicator_id']} | {row['area_name_en'] or row['area_code']} "
            f"| {row['value']:,.2f}\N{NO-BREAK SPACE}{row['unit']} "
            f"| {_interval(row['ci_low'], row['ci_high'])} |"
        )
        if len("\n".join([*lines, line])) >= INLINE_CHARACTERS:
            break
        lines.append(line)
    return "\n".join(lines)


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "–"
    return f"{low:,.2f} – {high:,.2f}".replace(" ", "\N{NO-BREAK SPACE}")


def yearly_assets(sources: Sequence[Source]) -> list[dg.AssetsDefinition]:
    """Frames of all surveys, and the reserves."""
    frames = [frame_asset(s) for s in sources if s.id in FRAMES]
    return [*frames, *(reserve_asset(r) for r in Reserve)]
