"""Where a value comes from: row → series, method, definition → rows that went in → deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from quality.acceptance import Acceptance, acceptances, in_force
from sources import population
from sources.declarations import (
    Indicator,
    PopulationStatistic,
    Series,
    Source,
)
from sources.home import Home
from sources.landing.delivery import Delivery, deliveries
from warehouse.release import Manifest

TOTALS = {"sex": "_T", "age_group": "TOTAL", "breakdown_by": "_T", "breakdown_value": "_T"}


@dataclass(frozen=True)
class RowsIn:
    """Rows of one table of a delivery, by fate."""

    source: str
    period: str
    table: str
    read: int
    accepted: int
    quarantined: int
    excluded: int


@dataclass(frozen=True)
class Explanation:
    """What stands behind a value of the current release.

    `row` is the recommended row (column → value), `others` the rows of other series under the
    same key. `rows_in` and `deliveries` are those in force now; `since_published` names sources
    whose delivery is newer than the release.
    """

    release: Manifest
    indicator: Indicator
    row: dict[str, object]
    others: tuple[dict[str, object], ...]
    series: Series | None
    rows_in: tuple[RowsIn, ...]
    deliveries: tuple[Delivery, ...]
    since_published: tuple[str, ...] = field(default=())


def find_row(
    home: Home, indicator: Indicator, area: str, year: int, where: dict[str, str]
) -> tuple[dict[str, object] | None, tuple[dict[str, object], ...]]:
    """The recommended row of a key and the other series' rows; None where there is no row.

    `where` names sex, age group and breakdown; what it leaves out is the total.
    """
    key: dict[str, object] = {"indicator_id": indicator.id, "area_code": area, "year": year}
    key |= TOTALS | where
    row = _matching(home, indicator.reserve.value, key)
    everything = _matching(home, f"{indicator.reserve.value}_all", key)
    same = ("source_kind", "source_id", "definition_version", "vintage", "period")
    if not row:
        return None, tuple(everything)
    others = [r for r in everything if any(r[n] != row[0][n] for n in same)]
    return row[0], tuple(others)


def years_with_a_row(home: Home, indicator: Indicator, area: str) -> list[int]:
    """The years for which the current release has a total of the indicator for the area."""
    key: dict[str, object] = {"indicator_id": indicator.id, "area_code": area, **TOTALS}
    return sorted({int(str(r["year"])) for r in _matching(home, indicator.reserve.value, key)})


def explain(
    home: Home,
    release: Manifest,
    indicator: Indicator,
    sources: Sequence[Source],
    row: dict[str, object],
    others: tuple[dict[str, object], ...],
    years_before: int = 0,
    registers: Sequence[str] = (),
) -> Explanation:
    """Put together what stands behind `row`, a row of the current release.

    `years_before` is how many earlier years' deliveries went into a computed value, `registers`
    are the sources that a value counted from the person-year rests on.
    """
    series = next((s for s in indicator.series if s.source_id == row["source_id"]), None)
    if row["source_kind"] == "official":
        records = _official_records(home, indicator, row)
    else:
        records = _computed_from(home, series, sources, row, years_before, registers)
    known = {(d.source, d.id): d for d in deliveries(home.landing)}
    came_from = [known[r.source, r.delivery] for r in records if (r.source, r.delivery) in known]
    return Explanation(
        release=release,
        indicator=indicator,
        row=row,
        others=others,
        series=None if row["source_kind"] == "official" else series,
        rows_in=tuple(rows for record in records for rows in _rows_in(record)),
        deliveries=tuple(came_from),
        since_published=tuple(
            dict.fromkeys(d.source for d in came_from if d.received > release.created)
        ),
    )


def _matching(home: Home, table: str, key: dict[str, object]) -> list[dict[str, object]]:
    year = key.get("year", "*")
    files = sorted((home.current / "reserves").glob(f"{table}-{year}.parquet"))
    if not files:
        return []
    rows = pl.concat([pl.scan_parquet(f, hive_partitioning=False) for f in files])
    return rows.filter(**key).collect().to_dicts()


def _computed_from(
    home: Home,
    series: Series | None,
    sources: Sequence[Source],
    row: dict[str, object],
    years_before: int,
    registers: Sequence[str],
) -> list[Acceptance]:
    """Acceptances of the years' deliveries: of the series' source, and what else it rests on."""
    wanted = {row["source_id"], *registers}
    if series is not None and isinstance(series.statistic, PopulationStatistic):
        wanted.add(population.SOURCE.id)
    last = int(str(row["year"]))
    current = [in_force(acceptances(home, s.id)) for s in sources if s.id in wanted]
    return [
        records[str(year)]
        for records in current
        for year in range(last - years_before, last + 1)
        if str(year) in records
    ]


def _official_records(home: Home, indicator: Indicator, row: dict[str, object]) -> list[Acceptance]:
    """Acceptances of the deliveries that hold the indicator's datasets of that provider."""
    provider = str(row["source_id"])
    datasets = {s.dataset for s in indicator.official if s.provider == provider}
    found = []
    for record in in_force(acceptances(home, provider)).values():
        path = home.official / "observations" / provider / f"{record.delivery}.parquet"
        if path.exists():
            held = pl.scan_parquet(path).select(pl.col("dataset").unique()).collect()
            if datasets & set(held["dataset"]):
                found.append(record)
    return sorted(found, key=lambda r: r.number)


def _rows_in(record: Acceptance) -> list[RowsIn]:
    return [
        RowsIn(
            source=record.source,
            period=record.period,
            table=name,
            read=t.read,
            accepted=t.accepted,
            quarantined=t.quarantined,
            excluded=sum(t.excluded.values()),
        )
        for name, t in record.tables.items()
    ]
