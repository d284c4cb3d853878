"""The yearly assets of the registers: person-years, and the exact cells counted from them."""

from collections.abc import Mapping, Sequence

import dagster as dg

from assets.annual import write_cells, write_person_year, write_surroundings
from assets.deliveries import RETRY, facts_key
from assets.inputs import (
    cells_inputs,
    cells_path,
    person_year_inputs,
    person_year_path,
    surroundings_inputs,
    surroundings_path,
)
from assets.partitions import ONE_RUN, YEARS
from assets.person_years.contributions import REGISTERS
from assets.remaking import remake
from assets.surroundings.build import SOURCES as AROUND
from sources.declarations import Source

SURROUNDINGS = dg.AssetKey(["surroundings"])
PERSON_YEARS = dg.AssetKey(["person_years"])
REGISTER_CELLS = dg.AssetKey(["register_cells"])
OWNER = "team:wellbeing"


def register_assets(sources: Sequence[Source]) -> list[dg.AssetsDefinition]:
    """Surroundings of buildings, person-years of all registers, and their cells."""
    declared: Mapping[str, Source] = {s.id: s for s in sources}

    @dg.asset(
        key=SURROUNDINGS,
        retry_policy=RETRY,
        deps=[facts_key(declared[s]) for s in AROUND],
        partitions_def=YEARS,
        backfill_policy=ONE_RUN,
        group_name="person_years",
        description=(
            "One row a building: what was measured or modelled around it in the year. Joined to "
            "residents by the building's keyed number. Internal."
        ),
        owners=[OWNER],
        kinds={"polars", "numpy", "parquet"},
        tags={"layer": "surroundings"},
    )
    def surroundings(context: dg.AssetExecutionContext) -> None:
        remake(
            context,
            "surroundings",
            inputs=surroundings_inputs,
            path=surroundings_path,
            write=lambda home, year: write_surroundings(home, declared, year),
        )

    @dg.asset(
        key=PERSON_YEARS,
        retry_policy=RETRY,
        deps=[*(facts_key(declared[s]) for s in REGISTERS), SURROUNDINGS],
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
        remake(
            context,
            "person-year",
            inputs=person_year_inputs,
            path=person_year_path,
            write=lambda home, year: write_person_year(home, declared, year),
        )

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
        remake(context, "register cells", inputs=cells_inputs, path=cells_path, write=write_cells)

    return [surroundings, person_years, register_cells]
