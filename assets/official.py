"""The assets of official statistics: one a provider, and the rows that stand beside ours."""

from collections.abc import Iterator, Sequence

import dagster as dg
import polars as pl

from assets.deliveries import RETRY, acceptance_metadata, contract_result, facts_key, summary
from assets.guard import guarded
from assets.official_rows import (
    OfficialRows,
    accept_official,
    official_contract,
    official_in_force,
    official_inputs,
    official_is_stale,
    write_official,
)
from assets.reserves import INDICATORS
from quality.acceptance import acceptances, in_force, pending
from quality.reconciliation import unbalanced_official
from sources.declarations import Indicator, Source, SourceKind
from sources.home import Home
from sources.landing.delivery import Delivery, deliveries
from sources.official import OBSERVATION_SCHEMA

OFFICIAL_ROWS = dg.AssetKey(["official", "rows"])
"""The asset of the official rows of all reserves."""

GROUP = "official_statistics"


def official(sources: Sequence[Source]) -> list[Source]:
    """The sources that are providers of published statistics."""
    return [s for s in sources if s.kind is SourceKind.OFFICIAL]


def pending_official(home: Home, source: Source) -> list[Delivery]:
    """The provider's deliveries that are not judged yet, in order of arrival."""
    return pending(home, source.id, official_contract(), deliveries(home.landing, source.id))


def stale_official(home: Home, indicators: Sequence[Indicator] = INDICATORS) -> bool:
    """Whether the official rows must be made anew from what is in force."""
    return official_is_stale(home, indicators)


def official_delivered(home: Home) -> bool:
    """Whether any delivery of published statistics is in force."""
    return bool(official_in_force(home))


def official_todo(home: Home, sources: Sequence[Source]) -> tuple[dg.AssetKey, ...]:
    """The assets that a refresh has to make: providers with new deliveries, then the rows."""
    waiting = tuple(facts_key(s) for s in official(sources) if pending_official(home, s))
    return (*waiting, OFFICIAL_ROWS) if waiting or stale_official(home) else ()


def official_assets(
    sources: Sequence[Source], indicators: Sequence[Indicator] = INDICATORS
) -> list[dg.AssetsDefinition]:
    """An asset for each provider, and the one that makes rows of their observations."""
    providers = official(sources)
    return [*(_provider_asset(s) for s in providers), _rows_asset(providers, indicators)]


def _provider_asset(source: Source) -> dg.AssetsDefinition:
    key = facts_key(source)

    @dg.asset(
        key=key,
        group_name=GROUP,
        description=(
            f"**{source.title}** ({source.title_fi})\n\n{source.description}\n\n"
            f"Provider: {source.provider}. Licence: {source.licence}. Legal basis: "
            f"{source.legal_basis}."
        ),
        kinds={"polars", "parquet"},
        tags={"layer": "facts", "kind": source.kind.value},
        metadata={"dagster/column_schema": _schema()},
        code_version=official_contract(),
        retry_policy=RETRY,
        owners=["team:wellbeing"],
        check_specs=[
            dg.AssetCheckSpec(
                "rows_reconcile",
                asset=key,
                blocking=True,
                description="Observations read = kept + excluded, counted in the files.",
            ),
            dg.AssetCheckSpec(
                "contract",
                asset=key,
                description="A file that cannot be read whole refuses its delivery; the last "
                "good one of the dataset stays in force.",
            ),
        ],
    )
    def observations(context: dg.AssetExecutionContext) -> Iterator[object]:
        home = Home.from_environment()
        judged = []
        with guarded(f"observations of {source.id}"):
            for delivery in pending_official(home, source):
                judged.append(accept_official(home, source, delivery))
                context.log.info(summary(judged[-1]))
            current = list(in_force(acceptances(home, source.id)).values())
            lost = unbalanced_official(home, current)
        yield dg.MaterializeResult(
            metadata={
                **acceptance_metadata(current, judged),
                "excluded by reason": dg.MetadataValue.md(
                    _counted(
                        (r.delivery, reason, n)
                        for r in current
                        for t in r.tables.values()
                        for reason, n in t.excluded.items()
                    )
                ),
            },
            data_version=dg.DataVersion(
                " ".join(sorted(f"{r.period}:{r.delivery}" for r in current)) or "none"
            ),
            check_results=[
                dg.AssetCheckResult(
                    check_name="rows_reconcile",
                    passed=not lost,
                    severity=dg.AssetCheckSeverity.ERROR,
                    metadata={"out of balance": ", ".join(lost) or "none"},
                ),
                contract_result(judged, current),
            ],
        )

    return observations


def _rows_asset(
    providers: Sequence[Source], indicators: Sequence[Indicator]
) -> dg.AssetsDefinition:
    declared = [(i, s) for i in indicators for s in i.official]
    listed = "\n".join(f"- `{i.id}`: {s.provider} `{s.dataset}`" for i, s in declared)

    @dg.asset(
        key=OFFICIAL_ROWS,
        retry_policy=RETRY,
        deps=[facts_key(s) for s in providers],
        group_name=GROUP,
        description="Published figures of our indicators, in the shape of the reserve tables."
        f"\n\n{listed}",
        kinds={"polars", "parquet"},
        tags={"layer": "official"},
        owners=["team:wellbeing"],
        check_specs=[
            dg.AssetCheckSpec(
                "series_fit",
                asset=OFFICIAL_ROWS,
                description="Each declared series is answered by the dataset that came.",
            )
        ],
    )
    def official_rows(context: dg.AssetExecutionContext) -> Iterator[object]:
        home = Home.from_environment()
        with guarded("official rows"):
            made = write_official(home, indicators)
            inputs = official_inputs(home, indicators)
        for line in made.misfits:
            context.log.warning(line)
        yield dg.MaterializeResult(
            metadata=_rows_metadata(made),
            data_version=dg.DataVersion(inputs or "none"),
            check_results=[
                dg.AssetCheckResult(
                    check_name="series_fit",
                    passed=not made.misfits,
                    severity=dg.AssetCheckSeverity.WARN,
                    metadata={"misfits": "; ".join(made.misfits) or "none"},
                )
            ],
        )

    return official_rows


def _rows_metadata(made: OfficialRows) -> dict[str, dg.MetadataValue | int]:
    rows = pl.concat([f.select("indicator_id", "source_id") for f in made.rows.values()])
    left = made.excluded.group_by("provider", "reason").agg(pl.col("n").sum()).sort(pl.all())
    return {
        "dagster/row_count": rows.height,
        "indicators": rows["indicator_id"].n_unique(),
        "rows by reserve": dg.MetadataValue.md(
            _counted(("", reserve.value, f.height) for reserve, f in made.rows.items())
        ),
        "excluded by reason": dg.MetadataValue.md(_counted(left.iter_rows())),
        "series without a dataset": made.excluded.filter(pl.col("reason") == "not received").height,
    }


def _counted(rows: Iterator[tuple[str, str, int]]) -> str:
    lines = [
        "| of | what | rows |",
        "|---|---|--:|",
        *(f"| {a} | {b} | {n:,} |" for a, b, n in rows),
    ]
    return "\n".join(lines) if len(lines) > 2 else "None."


def _schema() -> dg.TableSchema:
    return dg.TableSchema(
        columns=[dg.TableColumn(name=n, type=str(t)) for n, t in OBSERVATION_SCHEMA.items()]
    )
