"""Put the person-year together: residents, households, incomes, the poverty line, its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import narwhals.stable.v2 as nw
import polars as pl

from assets.estimators.quantile import weighted_median
from assets.person_years.incomes import BENEFITS, MONEY_COLUMNS, benefits, wages
from assets.person_years.residents import households, one_row_each, residents
from sources.errors import VarantoError
from sources.reference.areas import municipalities, successor
from warehouse.engine import Engine, Rows

NO_FIXED_ABODE = "198"
HISTORY = 3
"""Earlier years that a persistent risk of poverty looks at."""


@dataclass(frozen=True)
class YearFacts:
    """Facts in force of one year, by table; `incomes` is None when not delivered."""

    population: Mapping[str, Path]
    incomes: Mapping[str, Path] | None
    aliases: pl.DataFrame
    earlier: Sequence[Path]


def build_person_year(engine: Engine, facts: YearFacts, year: int, target: Path) -> int:
    """Write the person-year of `year`; gives its rows. `facts.earlier` are the years before.

    Money is in 1e-4 EUR; income columns are null when the register was not delivered. The poverty
    line is 60 % of the median over persons of the whole country (M3).
    """
    people = residents(
        one_row_each(_canonical(engine, facts, facts.population["persons"])),
        _canonical(engine, facts, facts.population["residences"]),
        engine.table(_areas(year)),
        year,
    )
    people = people.join(households(people), on="household", how="left")
    people = _with_incomes(engine, people, facts)
    # One pass into a file: the line and the history read it instead of the whole plan again.
    working = target.with_name(f".working-{target.name}")
    engine.sink(people, working, ["person"])
    written = engine.scan([working])
    written = _with_poverty(engine, written, known=facts.incomes is not None)
    written = _with_history(engine, written, facts)
    rows = engine.sink(
        written.select(*COLUMNS),
        target,
        ["person"],
    )
    working.unlink()
    persons = engine.fetch(engine.scan([target]).select(nw.col("person").n_unique())).item()
    if persons != rows:
        raise VarantoError(
            f"The person-year {year} has {rows - persons} persons in more than one row. This is a "
            "defect: nothing is counted from it."
        )
    return rows


COLUMNS: tuple[str, ...] = (
    "person",
    "sex",
    "age",
    "municipality",
    "county",
    "region",
    "household",
    "household_size",
    "lives_alone",
    *MONEY_COLUMNS,
    "disposable_income",
    "household_income",
    "equivalised_income",
    "poor",
    "persistently_poor",
)


def _canonical(engine: Engine, facts: YearFacts, path: Path) -> Rows:
    """Facts with the person number that stands for the person now (identity corrections)."""
    return _with_aliases(engine, facts, engine.scan([path]))


def _with_aliases(engine: Engine, facts: YearFacts, rows: Rows) -> Rows:
    if facts.aliases.is_empty():
        return rows
    return (
        rows.join(engine.table(facts.aliases), on="person", how="left")
        .with_columns(person=nw.coalesce(nw.col("canonical"), nw.col("person")))
        .drop("canonical")
    )


def _areas(year: int) -> pl.DataFrame:
    """Every municipality code that may stand in a residence → its areas at the reference date."""
    current = municipalities(year).select("municipality", "area_code", "county", "region")
    codes = pl.concat(
        [municipalities(y).select("municipality") for y in range(2013, year + 1)]
    ).unique()
    placed = (
        codes.with_columns(
            now=pl.col("municipality").map_elements(
                lambda code: successor(code, year), return_dtype=pl.String
            )
        )
        .join(current.rename({"municipality": "now"}), on="now", how="inner")
        .select(
            pl.format("KU{}", "municipality").alias("municipality"), "area_code", "county", "region"
        )
    )
    nowhere = pl.DataFrame(
        {"municipality": [NO_FIXED_ABODE], "area_code": [None], "county": [None], "region": [None]},
        schema=placed.schema,
    )
    return pl.concat([placed, nowhere]).sort("municipality")


def _with_incomes(engine: Engine, people: Rows, facts: YearFacts) -> Rows:
    if facts.incomes is None:
        nothing = nw.lit(None).cast(nw.Int64)
        return people.with_columns(**dict.fromkeys(MONEY_COLUMNS, nothing))
    incomes = facts.incomes
    earned = wages(
        _canonical(engine, facts, incomes["wage_reports"]),
        engine.scan([incomes["wage_transactions"]]),
    )
    received = benefits(
        _canonical(engine, facts, incomes["benefit_reports"]),
        engine.scan([incomes["benefit_transactions"]]),
    )
    joined = people.join(earned, on="person", how="left").join(received, on="person", how="left")
    amounts = ["wages", *BENEFITS, "wage_taxes", "benefit_taxes"]
    return joined.with_columns(
        **{c: nw.coalesce(nw.col(c), nw.lit(0)).cast(nw.Int64) for c in amounts}
    ).with_columns(taxes=nw.col("wage_taxes") + nw.col("benefit_taxes"))


def _with_poverty(engine: Engine, people: Rows, *, known: bool) -> Rows:
    """Disposable, household and equivalised income, and whether it is below the line."""
    people = people.with_columns(lives_alone=nw.col("household_size") == 1)
    if not known:
        nothing = nw.lit(None).cast(nw.Int64)
        return people.with_columns(
            disposable_income=nothing,
            household_income=nothing,
            equivalised_income=nothing,
            poor=nw.lit(None).cast(nw.Boolean),
        )
    received = nw.col("wages") - nw.col("taxes")
    for column in BENEFITS:
        received = received + nw.col(column)
    people = people.with_columns(disposable_income=received)
    of_household = (
        people.filter(~nw.col("household").is_null())
        .group_by("household")
        .agg(household_income=nw.col("disposable_income").sum().cast(nw.Int64))
    )
    people = people.join(of_household, on="household", how="left")
    people = people.with_columns(equivalised_income=_equivalised())
    line = _poverty_line(engine, people)
    return people.with_columns(poor=nw.col("equivalised_income") < nw.lit(line))


def _equivalised() -> nw.Expr:
    """Household income over the scale, rounded towards zero alike in every engine."""
    income, scale = nw.col("household_income") * 10, nw.col("scale_tenths")
    return nw.when(income >= 0).then(income // scale).otherwise(-((-income) // scale))


def _poverty_line(engine: Engine, people: Rows) -> int:
    """60 % of the median over persons, in 1e-4 EUR, rounded up: below it is strictly below 60 %."""
    values = engine.fetch(
        people.filter(~nw.col("equivalised_income").is_null())
        .group_by("equivalised_income")
        .agg(persons=nw.len().cast(nw.Int64))
        .sort("equivalised_income")
    )
    if values.is_empty():
        return 0
    median = weighted_median(
        values["equivalised_income"].cast(pl.Float64).to_numpy(),
        values["persons"].cast(pl.Float64).to_numpy(),
    )
    twice = round(2 * median)  # a median may lie half-way between two integers
    return -(-twice * 3 // 10)


def _with_history(engine: Engine, people: Rows, facts: YearFacts) -> Rows:
    """Poor now and in at least two of the three years before (M3, persistent).

    The earlier years were written under the person numbers of their day, so corrections since are
    applied here too; one who was two persons then was poor if either was.
    """
    if len(facts.earlier) < HISTORY:
        return people.with_columns(persistently_poor=nw.lit(None).cast(nw.Boolean))
    was_poor = nw.when(nw.col("poor")).then(nw.lit(1)).otherwise(nw.lit(0))
    past = people.select("person").with_columns(years=nw.lit(0), poor_years=nw.lit(0))
    for nth, path in enumerate(facts.earlier):
        year = (
            _with_aliases(engine, facts, engine.scan([path]).select("person", "poor"))
            .filter(~nw.col("poor").is_null())
            .with_columns(was_poor=was_poor)
            .group_by("person")
            .agg(nw.col("was_poor").max().cast(nw.Int64).alias(f"poor_{nth}"))
        )
        past = past.join(year, on="person", how="left").with_columns(
            years=nw.col("years")
            + nw.when(nw.col(f"poor_{nth}").is_null()).then(nw.lit(0)).otherwise(nw.lit(1)),
            poor_years=nw.col("poor_years") + nw.coalesce(nw.col(f"poor_{nth}"), nw.lit(0)),
        )
    past = past.select("person", "years", "poor_years")
    return people.join(past, on="person", how="left").with_columns(
        # Somebody not observed in all four years is outside the base.
        persistently_poor=nw.when(nw.col("years") == HISTORY)
        .then(nw.col("poor") & (nw.col("poor_years") >= 2))
        .otherwise(None)
    )
