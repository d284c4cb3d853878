"""The person-year through Narwhals, and the same in one hand-written statement."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import duckdb
import polars as pl
from polars.testing import assert_frame_equal

from assets.inputs import person_year_path
from assets.person_years.build import YearFacts, build_person_year
from assets.person_years.contributions import CONTRIBUTIONS, POPULATION
from assets.person_years.incomes import BENEFIT_TAXES, BENEFITS, WAGES
from assets.person_years.poverty import HISTORY
from assets.places import placed
from assets.surroundings.build import COLUMNS as AROUND
from bench.pairs import YEAR
from quality.acceptance import facts_in_force
from sources.catalogue import source
from sources.home import Home
from sources.identity.registry import read_aliases
from sources.income_register.codes import (
    BENEFIT_GROUP,
    EMPLOYEE_CONTRIBUTIONS,
    ITEMS,
    TAXES,
    TOTALS,
)
from warehouse.engine import MEMORY_LIMIT, DuckDBEngine

Config = dict[str, str | bool | int | float | list[str]]

STATEMENT = Path(__file__).with_suffix(".sql")
MEASURED = (POPULATION, WAGES.source)
"""The registers that the statement joins; the columns of the others are null on both sides."""


def _facts(home: Home) -> YearFacts:
    return YearFacts(
        sources={s: facts_in_force(home, source(s), YEAR) or {} for s in MEASURED},
        aliases=read_aliases(home.identity),
        earlier=[person_year_path(home, y) for y in range(YEAR - HISTORY, YEAR)],
    )


def ours(work: Path) -> Callable[[], object]:
    facts = _facts(Home(work / "home"))

    def run() -> None:
        with DuckDBEngine(work / "spill") as engine:
            build_person_year(engine, facts, YEAR, work / "person-year-ours.parquet")

    return run


def minimum(work: Path) -> Callable[[], object]:
    facts = _facts(Home(work / "home"))
    statement = _statement(facts, work / "person-year-minimum.parquet")

    def run() -> None:
        config: Config = {
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(work / "spill"),
            "threads": 2,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(config=config) as connection:
            # The lists of areas and of corrected codes are made alike on both sides.
            for name, rows in (("areas", placed(YEAR)), ("aliases", facts.aliases)):
                connection.register("incoming", rows.to_arrow())
                connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM incoming")
                connection.unregister("incoming")
            connection.execute(statement)

    return run


def _statement(facts: YearFacts, target: Path) -> str:
    groups = {
        column: {code for code, group in BENEFIT_GROUP.items() if group in members}
        for column, members in BENEFITS.items()
    }
    sums = groups | {"benefit_taxes": set(BENEFIT_TAXES)}
    others = [c for c in CONTRIBUTIONS if c.source not in MEASURED]
    nulls = [name for c in others for name in (*c.columns, *c.of_household)]
    return STATEMENT.read_text(encoding="utf-8").format(
        **facts.sources["population"],
        **facts.sources["income_register"],
        year=YEAR,
        target=target,
        totals=_listed(TOTALS),
        items=_listed(ITEMS),
        withheld=_listed(TAXES | EMPLOYEE_CONTRIBUTIONS),
        benefit_sums=", ".join(
            f"sum(signed) FILTER (income_type IN ({_listed(codes)})) AS {column}"
            for column, codes in sums.items()
        ),
        benefits=", ".join(f"coalesce({c}, 0) AS {c}" for c in BENEFITS),
        all_benefits=" + ".join(BENEFITS),
        benefit_columns=", ".join(f"{c}::BIGINT AS {c}" for c in BENEFITS),
        nulls=", ".join(f"NULL::BIGINT AS {c}" for c in (*nulls, "has_building", *AROUND)),
        earlier=", ".join(f"'{path}'" for path in facts.earlier),
    )


def _listed(codes: Collection[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


def check(work: Path) -> str:
    made, bare = (
        pl.read_parquet(work / f"person-year-{side}.parquet").sort("person")
        for side in ("ours", "minimum")
    )
    assert_frame_equal(made, bare, check_dtypes=False, check_column_order=False)
    return f"{made.height:,} rows, equal in all {made.width} columns"
