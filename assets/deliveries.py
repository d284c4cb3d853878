"""One asset a source: its deliveries judged, its facts in force, its quarantine counted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import dagster as dg

from assets.guard import guarded
from quality.acceptance import REFUSED, Acceptance, acceptances, contract_version, in_force, pending
from quality.beside import beside_earlier
from quality.process import accept_deliveries
from quality.reconciliation import unbalanced
from quality.shrinkage import SWOLLEN
from sources.corrections import OUT_OF_DATE
from sources.declarations import Source, Table
from sources.errors import clause
from sources.home import Home, today
from sources.landing.delivery import deliveries

RETRY = dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL)


def freshness(source: Source) -> dg.FreshnessPolicy | None:
    """Late when the year's delivery has not been judged by the day it is expected.

    The day is the declaration's; whatever was judged since 1 January counts. None for a source
    that doesn't come every year: Dagster's policy knows days of the year only.
    """
    if source.expected_by is None or source.every_years > 1:
        return None
    month, day = map(int, source.expected_by.split("-"))
    # Any year that isn't a leap year: the days since New Year are the same in each.
    since_new_year = date(2023, month, day) - date(2023, 1, 1)
    return dg.FreshnessPolicy.cron(
        deadline_cron=f"59 23 {day} {month} *",
        lower_bound_delta=since_new_year + timedelta(hours=23, minutes=59),
        timezone="Europe/Helsinki",
    )


def facts_key(source: Source) -> dg.AssetKey:
    """The asset of a source's facts."""
    return dg.AssetKey(["facts", source.id])


def group_of(source: Source) -> str:
    """Group by sector, as the graph shows it."""
    return source.sector.replace(" ", "_")


def accept_pending(home: Home, source: Source) -> Iterator[Acceptance]:
    """Judge what is not judged yet, in order of arrival, yielding each record."""
    waiting = pending(
        home,
        source.id,
        contract_version(source, home),
        deliveries(home.landing, source.id),
    )
    if waiting:
        yield from accept_deliveries(home, source, [d.id for d in waiting], today())


def facts_asset(source: Source) -> dg.AssetsDefinition:
    """The Dagster asset that judges a person-level source's deliveries."""
    key = facts_key(source)

    @dg.asset(
        key=key,
        group_name=group_of(source),
        description=describe(source),
        owners=[source.owner],
        kinds={"polars", "pandera", "parquet"},
        tags={"layer": "facts", "kind": source.kind.value},
        metadata={"dagster/column_schema": column_schema(source.tables)},
        code_version=contract_version(source),
        retry_policy=RETRY,
        freshness_policy=freshness(source),
        pool="accept",
        check_specs=[
            dg.AssetCheckSpec(
                "rows_reconcile",
                asset=key,
                blocking=True,
                description="Rows read = accepted + quarantined + excluded, by the files.",
            ),
            dg.AssetCheckSpec(
                "contract",
                asset=key,
                description="Rows that break the contract; above the source's limit a delivery "
                "is refused whole and the last good one stays in force.",
            ),
            dg.AssetCheckSpec(
                "usual_size",
                asset=key,
                description="Deliveries in force of many times the rows of those before them.",
            ),
            dg.AssetCheckSpec(
                "corrections",
                asset=key,
                description="Known errors of the source are still as its corrections say.",
            ),
            dg.AssetCheckSpec(
                "resembles_last",
                asset=key,
                description="Rows, empty values, codes and distributions beside the last good "
                "delivery. A delivery that hardly resembles it is refused; this warns of less.",
            ),
        ],
    )
    def facts(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        home = Home.from_environment()
        judged = []
        with guarded(f"facts of {source.id}"):
            for record in accept_pending(home, source):
                judged.append(record)
                context.log.info(summary(record))
            current = in_force(acceptances(home, source.id))
            lost = unbalanced(home, source, list(current.values()))
        return dg.MaterializeResult(
            metadata=acceptance_metadata(list(current.values()), judged),
            data_version=dg.DataVersion(
                " ".join(r.delivery for r in sorted(current.values(), key=lambda r: r.period))
                or "none"
            ),
            check_results=[
                dg.AssetCheckResult(
                    check_name="rows_reconcile",
                    passed=not lost,
                    severity=dg.AssetCheckSeverity.ERROR,
                    metadata={"out of balance": ", ".join(lost) or "none"},
                ),
                contract_result(judged, list(current.values())),
                size_result(list(current.values())),
                corrections_result(list(current.values())),
                drift_result(home, source, current),
            ],
        )

    return facts


def contract_result(
    judged: Sequence[Acceptance], current: Sequence[Acceptance]
) -> dg.AssetCheckResult:
    """Refusal is an error, quarantined rows are a warning; the last good delivery stays."""
    refused = [r for r in judged if r.status == REFUSED]
    quarantined = sum(r.quarantined for r in current)
    return dg.AssetCheckResult(
        check_name="contract",
        passed=not refused and not quarantined,
        severity=dg.AssetCheckSeverity.ERROR if refused else dg.AssetCheckSeverity.WARN,
        metadata={
            "refused deliveries": "; ".join(f"{r.delivery}: {r.why}" for r in refused) or "none",
            "rows quarantined": quarantined,
        },
    )


def size_result(current: Sequence[Acceptance]) -> dg.AssetCheckResult:
    """A warning: a delivery many times the usual size is in use, and somebody should look."""
    large = [f"{r.delivery}: {r.extra[SWOLLEN]}" for r in current if SWOLLEN in r.extra]
    return dg.AssetCheckResult(
        check_name="usual_size",
        passed=not large,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"unusually large": "; ".join(large) or "none"},
    )


def drift_result(
    home: Home, source: Source, current: Mapping[str, Acceptance]
) -> dg.AssetCheckResult:
    """A warning where a delivery in force differs from the one of the period before it."""
    lines = [
        f"- {period} beside {beside.earlier}: {finding.what}"
        for period, beside in beside_earlier(home, source, current).items()
        for finding in beside.findings
    ]
    return dg.AssetCheckResult(
        check_name="resembles_last",
        passed=not lines,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "differences": dg.MetadataValue.md("\n".join(lines) or "None."),
            "page": f"varanto quality {source.id}",
        },
    )


def corrections_result(current: Sequence[Acceptance]) -> dg.AssetCheckResult:
    """An error: a correction found other than it expects, so the source has mended its error."""
    told = [f"{r.delivery}: {r.extra[OUT_OF_DATE]}" for r in current if OUT_OF_DATE in r.extra]
    return dg.AssetCheckResult(
        check_name="corrections",
        passed=not told,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"out of date": "; ".join(told) or "none"},
    )


def acceptance_metadata(
    current: Sequence[Acceptance], judged: Sequence[Acceptance]
) -> dict[str, dg.MetadataValue | str | int | float]:
    """What the asset page shows: rows by fate, bytes, seconds, deliveries, refusals by rule."""
    excluded = sum(r.excluded for r in current)
    return {
        "dagster/row_count": sum(r.accepted for r in current),
        "rows read": sum(r.read for r in current),
        "rows accepted": sum(r.accepted for r in current),
        "rows quarantined": sum(r.quarantined for r in current),
        "rows excluded": excluded,
        "deliveries refused": sum(r.status == REFUSED for r in judged),
        "bytes": sum(r.bytes for r in current),
        "seconds": round(sum(r.seconds for r in judged), 2),
        "deliveries": dg.MetadataValue.md(_deliveries_table([*current, *judged])),
        "refused": "; ".join(f"{r.delivery}: {r.why}" for r in judged if r.status == REFUSED)
        or "none",
        "remarks": "; ".join(f"{r.delivery}: {line}" for r in current for line in r.remarks)
        or "none",
        "quarantine by rule": dg.MetadataValue.md(_rules_table(current)),
    }


def _deliveries_table(records: Sequence[Acceptance]) -> str:
    unique = {(r.number, r.delivery): r for r in records}
    lines = [
        "| delivery | period | status | read | accepted | quarantined |",
        "|---|---|---|--:|--:|--:|",
    ]
    lines += [
        f"| {r.delivery} | {r.period} | {r.status} | {r.read:,} | {r.accepted:,} "
        f"| {r.quarantined:,} |"
        for _, r in sorted(unique.items())
    ]
    return "\n".join(lines) if unique else "Not delivered."


def _rules_table(records: Sequence[Acceptance]) -> str:
    """Which table, column and rule, and how many rows in each delivery; never a value."""
    newest = sorted(records, key=lambda r: (r.period, r.number), reverse=True)
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for record in newest:
        for name, table in record.tables.items():
            for fault, count in table.faults.items():
                rule, column = fault.split("|")[:2]
                by_delivery = counts.setdefault((name, column, rule), {})
                by_delivery[record.delivery] = by_delivery.get(record.delivery, 0) + count
    if not counts:
        return "No row is quarantined."
    lines = [
        f"| table | column | rule | {' | '.join(r.delivery for r in newest)} |",
        "|---|---|---|" + "--:|" * len(newest),
    ]
    lines += [
        f"| {table} | {column} | {rule} "
        f"| {' | '.join(f'{found.get(r.delivery, 0):,}' for r in newest)} |"
        for (table, column, rule), found in sorted(counts.items())
    ]
    return "\n".join(lines)


def summary(record: Acceptance) -> str:
    """One line on a judged delivery."""
    if record.status == REFUSED:
        return f"{record.source} {record.delivery}: refused, {clause(record.why)}."
    return (
        f"{record.source} {record.delivery}: {record.read:,} rows read, {record.accepted:,} "
        f"accepted, {record.quarantined:,} quarantined, in {record.seconds:.1f} s."
    )


def describe(source: Source) -> str:
    """The asset's description, from the declaration."""
    tables = "\n".join(f"- `{t.name}`: {t.grain}" for t in source.tables)
    return (
        f"**{source.title}** ({source.title_fi})\n\n{source.description}\n\n{tables}\n\n"
        f"Provider: {source.provider}. Licence: {source.licence}. Legal basis: "
        f"{source.legal_basis}."
    )


def column_schema(tables: tuple[Table, ...]) -> dg.TableSchema:
    """The facts' columns as Dagster shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=f"{t.name}.{c.name}" if len(tables) > 1 else c.name,
                type=str(c.fact_type),
                description=c.description,
                constraints=dg.TableColumnConstraints(
                    nullable=not c.required, unique=(c.name,) in t.unique
                ),
            )
            for t in tables
            for c in t.kept
        ]
    )


def judged(sources: Sequence[Source]) -> list[Source]:
    """The sources whose deliveries pass a contract into facts."""
    return [s for s in sources if s.judged]
