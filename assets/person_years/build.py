"""Put the person-year together: residents, households, what each register adds, poverty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import narwhals.stable.v2 as nw
import polars as pl

from assets.person_years.contribution import Contribution, Tables
from assets.person_years.contributions import CONTRIBUTIONS, POPULATION
from assets.person_years.incomes import WAGES
from assets.person_years.poverty import COLUMNS as POVERTY_COLUMNS
from assets.person_years.poverty import with_history, with_poverty
from assets.person_years.residents import households, one_row_each, residents
from assets.person_years.surroundings import with_surroundings
from assets.places import placed
from assets.surroundings.build import COLUMNS as AROUND
from sources.errors import VarantoError
from warehouse.engine import Engine, Rows

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
    *(column for c in CONTRIBUTIONS for column in (*c.columns, *c.of_household)),
    *POVERTY_COLUMNS,
    "has_building",
    *AROUND,
)

INCOMES = WAGES.source


@dataclass(frozen=True)
class YearFacts:
    """Facts in force of one year: source → table → file. A source not delivered isn't there.

    `earlier` are the person-years of the three years before, as far as there are any;
    `surroundings` has one row a building, where a building stock is delivered.
    """

    sources: Mapping[str, Mapping[str, Path]]
    aliases: pl.DataFrame
    earlier: Sequence[Path]
    surroundings: Path | None = None


def build_person_year(engine: Engine, facts: YearFacts, year: int, target: Path) -> int:
    """Write the person-year of `year`; gives its rows.

    Money is in 1e-4 EUR; a register's columns are null when it was not delivered. The poverty line
    is 60 % of the median over persons of the whole country (M3).
    """
    # First and once: after a new table DuckDB binds anew all that is planned already.
    areas, aliases = engine.table(placed(year)), engine.table(facts.aliases)
    tables = {
        source: source_tables(engine, files, aliases) for source, files in facts.sources.items()
    }
    around = engine.scan([facts.surroundings]) if facts.surroundings else None
    earlier = [
        _with_aliases(engine.scan([p]).select("person", "poor"), aliases) for p in facts.earlier
    ]
    population = tables[POPULATION]
    # Kept, as what follows looks at them several times: at households, at the poverty line.
    homes = engine.keep(
        residents(one_row_each(population["persons"]), population["residences"], areas, year)
    )
    people = homes.join(households(homes), on="household", how="left").with_columns(
        lives_alone=nw.col("household_size") == 1
    )
    of_incomes = [c for c in CONTRIBUTIONS if c.source == INCOMES]
    people = engine.keep(_with_each(people, homes, of_incomes, tables, year))
    people = with_poverty(engine, people, known=INCOMES in tables)
    others = [c for c in CONTRIBUTIONS if c.source != INCOMES]
    people = _with_each(people, homes, others, tables, year)
    people = with_history(with_surroundings(people, around), earlier)
    people = _with_nulls(people, [c for c in CONTRIBUTIONS if c.source not in tables])
    rows = engine.sink(people.select(*COLUMNS), target, ["person"])
    persons = engine.fetch(engine.scan([target]).select(nw.col("person").n_unique())).item()
    if persons != rows:
        raise VarantoError(
            f"The person-year {year} has {rows - persons} persons in more than one row. This is a "
            "defect: nothing is counted from it."
        )
    return rows


def source_tables(engine: Engine, files: Mapping[str, Path], aliases: Rows) -> Tables:
    """A source's facts by table, under the person numbers that stand for the persons now."""
    scans = {name: engine.scan([path]) for name, path in files.items()}
    return {
        name: _with_aliases(rows, aliases) if "person" in rows.collect_schema().names() else rows
        for name, rows in scans.items()
    }


def _with_aliases(rows: Rows, aliases: Rows) -> Rows:
    return (
        rows.join(aliases, on="person", how="left")
        .with_columns(person=nw.coalesce(nw.col("canonical"), nw.col("person")))
        .drop("canonical")
    )


def _with_each(
    people: Rows,
    homes: Rows,
    contributions: Sequence[Contribution],
    tables: Mapping[str, Tables],
    year: int,
) -> Rows:
    """People with the columns of the contributions whose register is delivered.

    `homes` are the same persons with their households.
    """
    for contribution in contributions:
        if contribution.source not in tables:
            continue
        columns = contribution.columns
        added = contribution.of_persons(tables[contribution.source], year)
        added = added.select("person", *columns)
        people = _named(people, added, columns)
        if contribution.of_household:
            members = _named(homes, added, columns)
            people = _shared(people, members, contribution.of_household)
    return people


def _named(people: Rows, added: Rows, columns: Mapping[str, int | None]) -> Rows:
    """People with what a register says of them, and what stands for those whom it doesn't name."""
    absent = {c: value for c, value in columns.items() if value is not None}
    return people.join(added, on="person", how="left").with_columns(
        **{c: nw.coalesce(nw.col(c), nw.lit(v)).cast(nw.Int64) for c, v in absent.items()}
    )


def _shared(people: Rows, members: Rows, of_household: Mapping[str, str]) -> Rows:
    """People with the highest value in their household, of each column that members share."""
    highest = (
        members.filter(~nw.col("household").is_null())
        .group_by("household")
        .agg(**{name: nw.col(own).max().cast(nw.Int64) for name, own in of_household.items()})
    )
    return people.join(highest, on="household", how="left").with_columns(
        **{name: nw.coalesce(nw.col(name), nw.col(own)) for name, own in of_household.items()}
    )


def _with_nulls(people: Rows, contributions: Sequence[Contribution]) -> Rows:
    """People with the columns of contributions whose register isn't delivered."""
    nothing = nw.lit(None).cast(nw.Int64)
    columns = [column for c in contributions for column in (*c.columns, *c.of_household)]
    return people.with_columns(**dict.fromkeys(columns, nothing)) if columns else people
