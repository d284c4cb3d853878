"""The counts of areas as assets: residents, and what each source counts, by area, sex and age."""

from collections.abc import Sequence

import dagster as dg

from assets.annual import write_counts
from assets.counts import COUNTS
from assets.deliveries import RETRY, facts_key
from assets.inputs import counted_sources, counts_inputs, counts_path
from assets.partitions import ONE_RUN, YEARS
from assets.person_years.contributions import POPULATION
from assets.registers import PERSON_YEARS
from assets.remaking import remake
from sources.declarations import Source


def counts_key(source_id: str) -> dg.AssetKey:
    """The asset of a source's counts of areas."""
    return dg.AssetKey(["counts", source_id])


def counts_asset(source: Source) -> dg.AssetsDefinition:
    """A source's counts by municipality, sex and age; the population's from the person-years."""
    residents = source.id == POPULATION
    columns = {} if residents else COUNTS[source.id].columns
    listed = "\n".join(f"- `{name}`: {what}" for name, what in columns.items())

    @dg.asset(
        key=counts_key(source.id),
        deps=[PERSON_YEARS if residents else facts_key(source)],
        partitions_def=YEARS,
        backfill_policy=ONE_RUN,
        retry_policy=RETRY,
        group_name="counts",
        description=(
            "Residents by municipality, sex and age at the end of the year and of the year before."
            if residents
            else f"{source.title}: counts by municipality, sex and age.\n\n{listed}"
        )
        + " Exact, internal.",
        owners=[source.owner],
        kinds={"duckdb", "polars", "parquet"},
        tags={"layer": "counts"},
    )
    def counts(context: dg.AssetExecutionContext) -> None:
        remake(
            context,
            f"counts of {source.id},",
            inputs=lambda home, year: counts_inputs(home, source.id, year),
            path=lambda home, year: counts_path(home, source.id, year),
            write=lambda home, year: write_counts(home, source, year),
            says_delivered=True,
        )

    return counts


def count_assets(sources: Sequence[Source]) -> list[dg.AssetsDefinition]:
    """The counts of every source that an indicator is formed of, the population's among them."""
    used = counted_sources()
    return [counts_asset(s) for s in sources if s.id in used]
