"""`catalog.*`: what the release holds, where it came from and how it was made.

Exact row counts of deliveries are internal; the catalogue names deliveries without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from quality.acceptance import acceptances, in_force
from sources.declarations import (
    IncomeMeasure,
    Indicator,
    Mean,
    RegisterShare,
    Share,
    Source,
    SourceKind,
)
from sources.home import Home
from sources.reference.areas import areas
from warehouse.shape import COLUMNS, TABLES


@dataclass(frozen=True)
class CatalogTable:
    """A catalogue table with what its columns mean."""

    name: str
    comment: str
    rows: pl.DataFrame
    comments: dict[str, str]


def catalogue(
    home: Home,
    indicators: Sequence[Indicator],
    sources: Sequence[Source],
    tables: dict[str, pl.DataFrame],
) -> list[CatalogTable]:
    """All catalogue tables; `tables` are the reserve tables by name."""
    return [
        _indicators(indicators, tables),
        _series(indicators),
        _sources(home, sources),
        _deliveries(home, sources),
        _columns(sources),
        _areas(),
        _coverage(tables),
        _comparisons(tables),
    ]


def _indicators(indicators: Sequence[Indicator], tables: dict[str, pl.DataFrame]) -> CatalogTable:
    present = set().union(*(rows["indicator_id"].unique().to_list() for rows in tables.values()))
    rows = pl.DataFrame(
        [
            {
                "indicator_id": i.id,
                "reserve": i.reserve.value,
                "label_en": i.label_en,
                "label_fi": i.label_fi,
                "definition": i.definition,
                "nature": i.nature.value,
                "direction": i.direction.value,
                "unit": i.unit,
                "decimals": i.decimals,
                "plausible_low": float(i.plausible[0]),
                "plausible_high": float(i.plausible[1]),
                "definition_version": i.definition_version,
                "status": "measured" if i.id in present else "not delivered",
            }
            for i in indicators
        ]
    )
    return CatalogTable(
        "indicators",
        "One row an indicator: what it measures and how to show it.",
        rows,
        {
            "indicator_id": "Id, never renamed.",
            "reserve": "The reserve table that holds it.",
            "label_en": "Name in English.",
            "label_fi": "Name in Finnish.",
            "definition": "What is counted, among whom.",
            "nature": "objective, self_report or subjective.",
            "direction": "+ higher is better, - higher is worse, context neither.",
            "unit": "Unit of the value.",
            "decimals": "Decimals to show.",
            "plausible_low": "Lowest plausible value for a country.",
            "plausible_high": "Highest plausible value for a country.",
            "definition_version": "Version of the definition in force.",
            "status": "measured, or not delivered in this home.",
        },
    )


def _kind(statistic: Share | Mean | IncomeMeasure | RegisterShare) -> str:
    names = {Share: "survey share", Mean: "survey mean", RegisterShare: "register share"}
    if isinstance(statistic, IncomeMeasure):
        return f"income distribution: {statistic.measure.value}"
    return names[type(statistic)]


def _series(indicators: Sequence[Indicator]) -> CatalogTable:
    rows = pl.DataFrame(
        [
            {
                "indicator_id": i.id,
                "preference": place + 1,
                "source_id": s.source_id,
                "statistic": _kind(s.statistic),
                "method_id": s.method_id,
                "levels": ", ".join(s.levels),
                "note": s.note,
            }
            for i in indicators
            for place, s in enumerate(i.series)
        ],
        schema_overrides={"note": pl.String},
    )
    return CatalogTable(
        "series",
        "The ways in which an indicator is computed, most preferred first.",
        rows,
        {
            "indicator_id": "The indicator.",
            "preference": "1 is the series that reserves.<table> gives.",
            "source_id": "The source it is computed from.",
            "statistic": "Kind of statistic.",
            "method_id": "Rule of the method book.",
            "levels": "Area levels that it is given for.",
            "note": "What else to know.",
        },
    )


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
    return CatalogTable(
        "sources",
        "One row a source that the pipeline knows.",
        rows,
        {
            "source_id": "Id of the source.",
            "title": "Name in English.",
            "title_fi": "Name in Finnish.",
            "description": "What it holds.",
            "sector": "Sector of administration or of statistics.",
            "kind": "register, survey or official.",
            "provider": "Who produces the data.",
            "owner": "Who answers for them.",
            "licence": "Terms of use.",
            "legal_basis": "Ground on which they are processed.",
            "periods": "Periods in force in this release.",
            "status": "delivered or not delivered.",
        },
    )


def _deliveries(home: Home, sources: Sequence[Source]) -> CatalogTable:
    rows = pl.DataFrame(
        [
            {"source_id": s.id, "period": period, "delivery_id": record.delivery}
            for s in sources
            for period, record in sorted(in_force(acceptances(home, s.id)).items())
        ],
        schema={"source_id": pl.String, "period": pl.String, "delivery_id": pl.String},
    )
    return CatalogTable(
        "deliveries",
        "The deliveries that this release is made of.",
        rows,
        {
            "source_id": "The source.",
            "period": "Period that the delivery describes.",
            "delivery_id": "Id of the delivery in landing.",
        },
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
    return CatalogTable(
        "columns",
        "The dictionary: columns of the reserve tables, and of the sources that they come from.",
        pl.DataFrame(
            [*reserve, *source],
            schema_overrides={"original_name": pl.String, "unit": pl.String},
        ),
        {
            "table_name": "reserves.* or <source>.<table> (internal).",
            "column_name": "Name of the column.",
            "original_name": "Its name in the delivery.",
            "type": "Type, or kind of content.",
            "unit": "Unit, where there is one.",
            "description": "What it holds.",
        },
    )


def _areas() -> CatalogTable:
    return CatalogTable(
        "areas",
        "Every area that the tables may name, with its parent. Source: Statistics Finland's "
        "classifications (CC BY 4.0); NUTS and countries: Eurostat.",
        areas().sort("area_level", "area_code"),
        {
            "area_level": "Level of the area.",
            "area_code": "Prefixed code.",
            "name_fi": "Name in Finnish.",
            "name_sv": "Name in Swedish.",
            "name_en": "Name in English.",
            "parent_code": "The area of the next level up.",
            "valid_from": "First year of validity, null if before all years held.",
            "valid_to": "Last year of validity, null while in force.",
        },
    )


def _coverage(tables: dict[str, pl.DataFrame]) -> CatalogTable:
    parts = [
        rows.filter(
            (pl.col("sex") == "_T")
            & (pl.col("age_group") == "TOTAL")
            & (pl.col("breakdown_by") == "_T")
        )
        .group_by("indicator_id", "source_kind", "source_id", "area_level", "year")
        .agg(pl.len().alias("areas"), pl.col("value").is_not_null().sum().alias("with_value"))
        .select(pl.lit(name).alias("reserve"), pl.all())
        for name, rows in tables.items()
        if name in TABLES and rows.height
    ]
    schema = {
        "reserve": pl.String,
        "indicator_id": pl.String,
        "source_kind": pl.String,
        "source_id": pl.String,
        "area_level": pl.String,
        "year": pl.Int32,
        "areas": pl.UInt32,
        "with_value": pl.UInt32,
    }
    rows = pl.concat([pl.DataFrame(schema=schema), *parts], how="vertical_relaxed")
    return CatalogTable(
        "coverage",
        "How many areas of a level have a value, by indicator and year (totals of sex and age).",
        rows.sort("reserve", "indicator_id", "area_level", "year"),
        {
            "reserve": "Reserve table.",
            "indicator_id": "The indicator.",
            "source_kind": "computed or official.",
            "source_id": "The source.",
            "area_level": "Level of the areas.",
            "year": "Year.",
            "areas": "Areas with a row.",
            "with_value": "Areas whose value is not suppressed or missing.",
        },
    )


def _comparisons(tables: dict[str, pl.DataFrame]) -> CatalogTable:
    """Own and official value side by side, where both stand under the same key."""
    key = ["indicator_id", "area_level", "area_code", "year", "sex", "age_group"]
    own_columns = ["value", "se", "source_id"]
    parts = []
    for name, rows in tables.items():
        if not name.endswith("_all"):
            continue
        named = rows.filter(pl.col("value").is_not_null())
        own = named.filter(pl.col("source_kind") == "computed").select(*key, *own_columns)
        official = named.filter(pl.col("source_kind") == "official").select(
            *key,
            pl.col("value").alias("official_value"),
            pl.col("source_id").alias("official_source_id"),
        )
        parts.append(own.join(official, on=key))
    both = pl.concat(parts) if parts else pl.DataFrame()
    if both.width:
        both = both.with_columns(
            difference=pl.col("value") - pl.col("official_value")
        ).with_columns(difference_in_se=pl.col("difference") / pl.col("se"))
    return CatalogTable(
        "comparisons",
        "Own value beside the official one for the same key.",
        both.sort(pl.col("difference").abs(), *key, descending=[True] + [False] * len(key)),
        {
            "value": "Own value.",
            "se": "Its standard error.",
            "source_id": "Source of the own value.",
            "official_value": "The published value.",
            "official_source_id": "Who published it.",
            "difference": "Own minus official.",
            "difference_in_se": "Difference in standard errors of the own value.",
        },
    )
