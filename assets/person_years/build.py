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
    tables = {
        source: source_tables(engine, files, facts.aliases)
        for source, files in facts.sources.items()
    }
    population = tables[POPULATION]
    people = residents(
        one_row_each(population["persons"]),
        population["residences"],
        engine.table(placed(year)),
        year,
    )
    people = people.join(households(people), on="household", how="left").with_columns(
        lives_alone=nw.col("household_size") == 1
    )
    for contribution in CONTRIBUTIONS:
        people = _joined(people, contribution, tables.get(contribution.source), year)
    around = engine.scan([facts.surroundings]) if facts.surroundings else None
    people = with_surroundings(people, around)
    # One pass into a file: the line and the history read it instead of the whole plan again.
    working = target.with_name(f".working-{target.name}")
    engine.sink(people, working, ["person"])
    written = with_poverty(engine, engine.scan([working]), known=WAGES.source in facts.sources)
    earlier = [
        _with_aliases(engine, facts.aliases, engine.scan([p]).select("person", "poor"))
        for p in facts.earlier
    ]
    written = with_history(written, earlier)
    rows = engine.sink(written.select(*COLUMNS), target, ["person"])
    working.unlink()
    persons = engine.fetch(engine.scan([target]).select(nw.col("person").n_unique())).item()
    if persons != rows:
        raise VarantoError(
            f"The person-year {year} has {rows - persons} persons in more than one row. This is a "
            "defect: nothing is counted from it."
        )
    return rows


def source_tables(engine: Engine, files: Mapping[str, Path], aliases: pl.DataFrame) -> Tables:
    """A source's facts by table, under the person numbers that stand for the persons now."""
    scans = {name: engine.scan([path]) for name, path in files.items()}
    return {
        name: _with_aliases(engine, aliases, rows)
        if "person" in rows.collect_schema().names()
        else rows
        for name, rows in scans.items()
    }


def _with_aliases(engine: Engine, aliases: pl.DataFrame, rows: Rows) -> Rows:
    if aliases.is_empty():
        return rows
    return (
        rows.join(engine.table(aliases), on="person", how="left")
        .with_columns(person=nw.coalesce(nw.col("canonical"), nw.col("person")))
        .drop("canonical")
    )


def _joined(people: Rows, contribution: Contribution, tables: Tables | None, year: int) -> Rows:
    """People with the contribution's columns; null where the register isn't delivered."""
    if tables is None:
        nothing = nw.lit(None).cast(nw.Int64)
        columns = (*contribution.columns, *contribution.of_household)
        return people.with_columns(**dict.fromkeys(columns, nothing))
    added = contribution.of_persons(tables, year).select("person", *contribution.columns)
    absent = {c: value for c, value in contribution.columns.items() if value is not None}
    people = people.join(added, on="person", how="left").with_columns(
        **{c: nw.coalesce(nw.col(c), nw.lit(v)).cast(nw.Int64) for c, v in absent.items()}
    )
    return _shared(people, contribution.of_household) if contribution.of_household else people


def _shared(people: Rows, of_household: Mapping[str, str]) -> Rows:
    """People with the highest value in their household, of each column that members share."""
    highest = (
        people.filter(~nw.col("household").is_null())
        .group_by("household")
        .agg(**{name: nw.col(own).max().cast(nw.Int64) for name, own in of_household.items()})
    )
    return people.join(highest, on="household", how="left").with_columns(
        **{name: nw.coalesce(nw.col(name), nw.col(own)) for name, own in of_household.items()}
    )
