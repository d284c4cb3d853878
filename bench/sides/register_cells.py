"""Register cells through expressions, and the same counts by hand-written GROUPING SETS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from assets.cells.register import register_cells, register_series
from assets.inputs import delivered, person_year_path
from assets.person_years.contributions import COUNTED
from assets.reserves import INDICATORS
from bench.pairs import YEAR
from sources.home import Home
from warehouse.engine import MEMORY_LIMIT, DuckDBEngine

Config = dict[str, str | bool | int | float | list[str]]

KEY = ("indicator_id", "area_level", "area_code", "sex", "age_group")

# (where, among, whether age groups are given), said again by hand.
BY_HAND = {
    "at_risk_of_poverty_rate_register": ("poor", "poor IS NOT NULL", True),
    "disability_pension_share_25_64": (
        "disability_pension > 0",
        "age BETWEEN 25 AND 64 AND disability_pension IS NOT NULL",
        False,
    ),
    "sickness_benefit_recipient_share_18_64": (
        "sickness_benefit > 0",
        "age BETWEEN 18 AND 64 AND sickness_benefit IS NOT NULL",
        False,
    ),
    "study_benefit_recipient_share_18_24": (
        "study_benefit > 0",
        "age BETWEEN 18 AND 24 AND study_benefit IS NOT NULL",
        False,
    ),
    "wage_earner_share_20_64": ("wages > 0", "age BETWEEN 20 AND 64 AND wages IS NOT NULL", False),
    "unemployment_benefit_recipient_share_18_64": (
        "unemployment_benefit > 0",
        "age BETWEEN 18 AND 64 AND unemployment_benefit IS NOT NULL",
        False,
    ),
    "living_alone_share": ("lives_alone", "household IS NOT NULL", True),
    "persistent_poverty_rate_register": (
        "persistently_poor",
        "persistently_poor IS NOT NULL",
        True,
    ),
}
AREAS = {"COUNTRY": "", "REGION": "region", "COUNTY": "county", "MUNICIPALITY": "municipality"}


def ours(work: Path) -> Callable[[], object]:
    home = Home(work / "home")
    there = {s for s in COUNTED if delivered(home, s, YEAR)}
    series = register_series(INDICATORS, there)

    def run() -> None:
        with DuckDBEngine(work / "spill") as engine:
            people = engine.scan([person_year_path(home, YEAR)])
            cells = register_cells(engine, people, series, YEAR)
        cells.write_parquet(work / "cells-ours.parquet")

    return run


def minimum(work: Path) -> Callable[[], object]:
    statement = _statement(person_year_path(Home(work / "home"), YEAR))

    def run() -> None:
        config: Config = {
            "memory_limit": MEMORY_LIMIT,
            "threads": 2,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(config=config) as connection:
            connection.execute(
                f"COPY ({statement}) TO '{work}/cells-minimum.parquet' (FORMAT parquet)"
            )

    return run


def _statement(people: Path) -> str:
    sets = ", ".join(
        f"({', '.join(c for c in (area, *more) if c)})"
        for area in AREAS.values()
        for more in ((), ("sex",), ("age_group",), ("sex", "age_group"))
    )
    counts = ", ".join(
        f"count(*) FILTER (({among}) AND ({where})) AS n{place}, "
        f"count(*) FILTER ({among}) AS d{place}"
        for place, (where, among, _) in enumerate(BY_HAND.values())
    )
    level = " ".join(
        f"WHEN grouping({column}) = 0 THEN '{name}'" for name, column in AREAS.items() if column
    )
    series = " UNION ALL ".join(
        f"SELECT '{name}' AS indicator_id, area_level, area_code, sex, age_group, "
        f"n{place} AS numerator, d{place} AS denominator FROM counted WHERE d{place} > 0"
        + ("" if by_age else " AND age_group = 'TOTAL'")
        for place, (name, (_, _, by_age)) in enumerate(BY_HAND.items())
    )
    return f"""
        WITH people AS (
            SELECT *, CASE WHEN age < 16 THEN 'Y_LT16' WHEN age < 25 THEN 'Y16-24'
                WHEN age < 50 THEN 'Y25-49' WHEN age < 65 THEN 'Y50-64'
                WHEN age <= 130 THEN 'Y_GE65' END AS age_group
            FROM read_parquet('{people}', hive_partitioning = false)
        ),
        grouped AS (
            SELECT CASE {level} ELSE 'COUNTRY' END AS area_level,
                CASE {level} END IS NULL AS whole,
                coalesce(region, county, municipality) AS area,
                CASE WHEN grouping(sex) = 1 THEN '_T' ELSE sex END AS sex,
                CASE WHEN grouping(age_group) = 1 THEN 'TOTAL' ELSE age_group END AS age_group,
                {counts}
            FROM people GROUP BY GROUPING SETS ({sets})
        ),
        counted AS MATERIALIZED (
            SELECT *, CASE WHEN whole THEN 'SSS' ELSE area END AS area_code FROM grouped
            WHERE (whole OR area IS NOT NULL) AND sex <> 'U' AND age_group IS NOT NULL
        )
        {series}
    """


def check(work: Path) -> str:
    made = pl.read_parquet(work / "cells-ours.parquet").filter(pl.col("denominator") > 0)
    bare = pl.read_parquet(work / "cells-minimum.parquet")
    both = made.join(bare, on=KEY, how="full", suffix="_bare", coalesce=True)
    for column in ("numerator", "denominator"):
        assert both.filter(pl.col(column).ne_missing(pl.col(f"{column}_bare"))).is_empty(), column
    return f"{both.height:,} cells that are not empty, equal counts"
