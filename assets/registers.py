"""The yearly assets of the registers: person-years, and the exact cells counted from them."""

import time
from collections.abc import Mapping, Sequence

import dagster as dg

from assets.annual import rows_in, write_cells, write_person_year
from assets.deliveries import RETRY, facts_key
from assets.guard import guarded
from assets.inputs import (
    cells_inputs,
    cells_path,
    person_year_inputs,
    person_year_path,
)
from assets.partitions import ONE_RUN, YEARS, only_stale, years_of
from assets.person_years.contributions import REGISTERS
from sources.declarations import Source
from sources.home import Home
from warehouse.versions import is_fresh

PERSON_YEARS = dg.AssetKey(["person_years"])
REGISTER_CELLS = dg.AssetKey(["register_cells"])
OWNER = "team:wellbeing"


def register_assets(sources: Sequence[Source]) -> list[dg.AssetsDefinition]:
    """Person-years of population and income register, and their cells."""
    declared: Mapping[str, Source] = {s.id: s for s in sources}

    @dg.asset(
        key=PERSON_YEARS,
        retry_policy=RETRY,
        deps=[facts_key(declared[s]) for s in REGISTERS],
        partitions_def=YEARS,
        backfill_policy=ONE_RUN,
        group_name="person_years",
        description=(
            "One row a resident at 31 December: sex, age, area, household, incomes of the year, "
            "poverty now and in the three years before. Internal."
        ),
        owners=[OWNER],
        kinds={"duckdb", "parquet"},
        tags={"layer": "person_years"},
    )
    def person_years(context: dg.AssetExecutionContext) -> None:
        home = Home.from_environment()
        for year in years_of(context):
            inputs = person_year_inputs(home, year)
            path = person_year_path(home, year)
            fresh = only_stale(context) and is_fresh(path, inputs)
            with guarded(f"person-year {year}"):
                started = time.monotonic()
                rows = rows_in(path) if fresh else write_person_year(home, declared, year)
            context.add_asset_metadata(_made(rows, started, fresh), partition_key=str(year))

    @dg.asset(
        key=REGISTER_CELLS,
        retry_policy=RETRY,
        deps=[PERSON_YEARS],
        partitions_def=YEARS,
        backfill_policy=ONE_RUN,
        group_name="person_years",
        description=(
            "Exact counts by area, sex and age group of every register indicator. Internal, and "
            "never shown: what is published comes from the protected counts."
        ),
        owners=[OWNER],
        kinds={"duckdb", "polars", "parquet"},
        tags={"layer": "cells"},
    )
    def register_cells(context: dg.AssetExecutionContext) -> None:
        home = Home.from_environment()
        for year in years_of(context):
            inputs = cells_inputs(home, year)
            path = cells_path(home, year)
            fresh = only_stale(context) and is_fresh(path, inputs)
            with guarded(f"register cells {year}"):
                started = time.monotonic()
                rows = rows_in(path) if fresh else write_cells(home, year)
            context.add_asset_metadata(_made(rows, started, fresh), partition_key=str(year))

    return [person_years, register_cells]


def _made(rows: int, started: float, fresh: bool) -> dict[str, int | float | bool]:
    seconds = round(time.monotonic() - started, 2)
    return {"dagster/row_count": rows, "seconds": seconds, "made anew": not fresh}
