"""The one shape of the eight tables: column, type, and what a reader needs to know about it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sources.declarations import Reserve


@dataclass(frozen=True)
class ReserveColumn:
    """A column of every reserve table. `sql` is its DuckDB type."""

    name: str
    type: pl.DataType
    sql: str
    comment: str


def _column(name: str, sql: str, comment: str) -> ReserveColumn:
    types: dict[str, pl.DataType] = {
        "VARCHAR": pl.String(),
        "DOUBLE": pl.Float64(),
        "INTEGER": pl.Int32(),
        "BIGINT": pl.Int64(),
        "BOOLEAN": pl.Boolean(),
    }
    return ReserveColumn(name, types[sql], sql, comment)


COLUMNS: tuple[ReserveColumn, ...] = (
    _column("indicator_id", "VARCHAR", "What is measured; see catalog.indicators."),
    _column(
        "area_level",
        "VARCHAR",
        "COUNTRY, REGION (maakunta), COUNTY (wellbeing services county), MUNICIPALITY; NUTS2 in "
        "other countries.",
    ),
    _column(
        "area_code",
        "VARCHAR",
        "Statistics Finland's prefixed code: SSS Finland, MK06, HVA08, KU837; elsewhere ISO or "
        "NUTS.",
    ),
    _column("area_name_fi", "VARCHAR", "Name of the area in Finnish."),
    _column("area_name_sv", "VARCHAR", "Name of the area in Swedish."),
    _column("area_name_en", "VARCHAR", "Name of the area in English."),
    _column("year", "INTEGER", "The year that the value describes."),
    _column("period", "VARCHAR", "The period in the source's own words (2024, 2022/2024, …)."),
    _column("sex", "VARCHAR", "_T both, F female, M male."),
    _column("age_group", "VARCHAR", "TOTAL (the indicator's whole base) or an age group, Y16-24."),
    _column("breakdown_by", "VARCHAR", "A further breakdown, or _T for none."),
    _column("breakdown_value", "VARCHAR", "The category of that breakdown, or _T."),
    _column(
        "value",
        "DOUBLE",
        "The value in `unit`; NULL when suppressed or missing, never 0 for that. Surveys are "
        "unrounded here: show catalog.indicators.decimals.",
    ),
    _column(
        "unit",
        "VARCHAR",
        "PC per cent, P_THAB per 1,000 inhabitants, P_HTHAB per 100,000, RTG mean on the stated "
        "scale, EUR a year, RATIO, GINI 0 to 100, YR years.",
    ),
    _column("se", "DOUBLE", "Standard error in the value's unit; NULL for counts of a register."),
    _column("ci_low", "DOUBLE", "Lower end of the 95 % interval."),
    _column("ci_high", "DOUBLE", "Upper end of the 95 % interval."),
    _column(
        "n",
        "BIGINT",
        "Persons (register, protected) or respondents (survey, rounded to 10) that it rests on.",
    ),
    _column(
        "n_effective",
        "DOUBLE",
        "Survey: respondents divided by the design effect, rounded to 10.",
    ),
    _column(
        "obs_status",
        "VARCHAR",
        "SDMX observation status: A normal, B break in the series, D definition differs, E "
        "estimated, P provisional, U low reliability, N not significant; without a value: Q "
        "suppressed, M cannot exist, L not collected, O missing.",
    ),
    _column(
        "conf_status",
        "VARCHAR",
        "SDMX confidentiality: F free, A primary suppression of a small count, C confidential.",
    ),
    _column("experimental", "BOOLEAN", "True until an authority endorses the figure."),
    _column("synthetic", "BOOLEAN", "True when the persons are invented."),
    _column("source_kind", "VARCHAR", "computed (by this pipeline) or official (published)."),
    _column("source_id", "VARCHAR", "Where the data come from; see catalog.sources."),
    _column("method_id", "VARCHAR", "The method book's rule; see docs/methods.md."),
    _column("definition_version", "VARCHAR", "Version of the indicator's definition."),
    _column("area_vintage", "INTEGER", "Year of the area classification."),
    _column("vintage", "INTEGER", "1 first publication of the period, then its revisions."),
    _column("note", "VARCHAR", "What else a reader must know."),
)

NAMES: tuple[str, ...] = tuple(c.name for c in COLUMNS)
SCHEMA: dict[str, pl.DataType] = {c.name: c.type for c in COLUMNS}

KEY: tuple[str, ...] = (
    "indicator_id",
    "area_level",
    "area_code",
    "year",
    "sex",
    "age_group",
    "breakdown_by",
    "breakdown_value",
)
"""One row a key in `reserves.<table>`."""

KEY_ALL: tuple[str, ...] = (*KEY, "period", "source_kind", "source_id", "definition_version",
                            "vintage")  # fmt: skip
"""One row a key in `reserves.<table>_all`."""

TABLES: tuple[str, ...] = tuple(r.value for r in Reserve)


def shaped(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows in the tables' columns, types and order, sorted by the full key.

    Columns that `rows` lacks become null.
    """
    missing = [pl.lit(None).alias(n) for n in NAMES if n not in rows.columns]
    return (
        rows.with_columns(missing)
        .select(pl.col(n).cast(t) for n, t in SCHEMA.items())
        .sort(KEY_ALL, nulls_last=True)
    )
