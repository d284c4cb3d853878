"""`catalog.*`: what the release holds, where it came from and how it was made.

Exact row counts of deliveries are internal; the catalogue names deliveries without them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from quality.acceptance import acceptances, in_force
from sources.declarations import (
    CountShare,
    EventRate,
    IncomeMeasure,
    Indicator,
    LifeExpectancy,
    Mean,
    RegisterMean,
    RegisterShare,
    SexGap,
    Share,
    Source,
    SourceKind,
    StandardisedRate,
    Statistic,
)
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.reference.areas import areas
from warehouse.catalogue_indicators import indicator_rows
from warehouse.catalogue_texts import TEXTS
from warehouse.comparisons import comparison_rows
from warehouse.coverage import coverage_rows
from warehouse.shape import COLUMNS


@dataclass(frozen=True)
class CatalogTable:
    """A table of the catalogue, or of another schema beside it, with what its columns mean."""

    name: str
    comment: str
    rows: pl.DataFrame
    comments: dict[str, str]
    schema: str = "catalog"


_SERIES_SCHEMA: dict[str, pl.DataType] = {
    "indicator_id": pl.String(),
    "preference": pl.Int64(),
    **dict.fromkeys(
        ("source_kind", "source_id", "dataset", "statistic", "method_id", "levels", "differs",
         "evidence", "note"),
        pl.String(),
    ),
}  # fmt: skip


def _table(name: str, rows: pl.DataFrame) -> CatalogTable:
    comment, comments = TEXTS[name]
    return CatalogTable(name, comment, rows, dict(comments))


def catalogue(
    home: Home,
    indicators: Sequence[Indicator],
    sources: Sequence[Source],
    tables: dict[str, pl.DataFrame],
) -> list[CatalogTable]:
    """All catalogue tables; `tables` are the reserve tables by name."""
    return [
        _indicators(home, indicators, sources, tables),
        _series(indicators),
        _sources(home, sources),
        _deliveries(home, sources),
        _columns(sources),
        _areas(),
        _table("coverage", coverage_rows(tables)),
        _table("comparisons", comparison_rows(tables, indicators)),
    ]


def _indicators(
    home: Home,
    indicators: Sequence[Indicator],
    sources: Sequence[Source],
    tables: dict[str, pl.DataFrame],
) -> CatalogTable:
    delivered = [s.id for s in sources if in_force(acceptances(home, s.id))]
    return _table("indicators", indicator_rows(indicators, tables, delivered))


_STATISTICS: Mapping[type[Statistic], str] = {
    Share: "survey share",
    Mean: "survey mean",
    SexGap: "survey mean, women minus men",
    RegisterShare: "register share",
    RegisterMean: "register mean",
    CountShare: "share of counts",
    EventRate: "events per mean population",
    StandardisedRate: "age-standardised rate",
    LifeExpectancy: "period life table",
}


def _kind(statistic: Statistic) -> str:
    if isinstance(statistic, IncomeMeasure):
        return f"income distribution: {statistic.measure.value}"
    return _STATISTICS[type(statistic)]


def _series(indicators: Sequence[Indicator]) -> CatalogTable:
    ours = [
        {
            "indicator_id": i.id,
            "preference": place,
            "source_kind": "computed",
            "source_id": s.source_id,
            "dataset": None,
            "statistic": _kind(s.statistic),
            "method_id": s.method_id,
            "levels": ", ".join(s.levels),
            "differs": None,
            "evidence": None,
            "note": s.note,
        }
        for i in indicators
        for place, s in enumerate(i.series, start=1)
    ]
    published = [
        {
            "indicator_id": i.id,
            "preference": place,
            "source_kind": "official",
            "source_id": s.provider,
            "dataset": s.dataset,
            "statistic": "published figure",
            "method_id": None,
            "levels": None,
            "differs": s.differs.value if s.differs else None,
            "evidence": s.evidence.value,
            "note": s.note,
        }
        for i in indicators
        for place, s in enumerate(i.official, start=len(i.series) + 1)
    ]
    rows = pl.DataFrame([*ours, *published], schema=_SERIES_SCHEMA)
    return _table("series", rows.sort("indicator_id", "preference"))


def _sources(home: Home, sources: Sequence[Source]) -> CatalogTable:
    rows = pl.DataFrame(
        [
            {
                "source_id": s.id,
                "title": s.title,
                "title_fi": s.title_fi,
                "description": s.description,
                "sector": s.sector,
                "kind": s.kind.value,
                "provider": s.provider,
                "owner": s.owner,
                "licence": s.licence,
                "legal_basis": s.legal_basis,
                "periods": ", ".join(sorted(in_force(acceptances(home, s.id)))) or None,
                "status": "delivered" if in_force(acceptances(home, s.id)) else "not delivered",
            }
            for s in sources
        ],
        schema_overrides={"periods": pl.String},
    )
    return _table("sources", rows)


def _deliveries(home: Home, sources: Sequence[Source]) -> CatalogTable:
    names = ("source_id", "period", "delivery_id", "address", "retrieved", "licence")
    rows = []
    for s in sources:
        fetched = {d.id: d.addresses for d in deliveries(home.landing, s.id)} if s.published else {}
        for period, record in sorted(in_force(acceptances(home, s.id)).items()):
            came = list(fetched.get(record.delivery, {}).values())
            address, retrieved = came[0] if came else (None, None)
            rows.append((s.id, period, record.delivery, address, retrieved, s.licence))
    return _table(
        "deliveries",
        pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"),
    )


def _columns(sources: Sequence[Source]) -> CatalogTable:
    reserve = [
        {
            "table_name": "reserves.*",
            "column_name": c.name,
            "original_name": None,
            "type": c.sql,
            "unit": None,
            "description": c.comment,
        }
        for c in COLUMNS
    ]
    source = [
        {
            "table_name": f"{s.id}.{t.name}",
            "column_name": c.name,
            "original_name": c.original,
            "type": c.kind.value,
            "unit": c.unit,
            "description": c.description,
        }
        for s in sources
        if s.kind is not SourceKind.OFFICIAL
        for t in s.tables
        for c in t.kept
    ]
    return _table(
        "columns",
        pl.DataFrame(
            [*reserve, *source],
            schema_overrides={"original_name": pl.String, "unit": pl.String},
        ),
    )


def _areas() -> CatalogTable:
    return _table("areas", areas().sort("area_level", "area_code"))
