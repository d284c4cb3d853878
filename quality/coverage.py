"""Whether the population register knows the persons of a register's deliveries.

Judged from the deliveries in force, never when one is accepted: the population of the year may
come before the register or after it, and the same deliveries must give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from quality.acceptance import Acceptance, acceptances, facts_in_force, in_force
from quality.drift import BLOCK, WARN
from sources.declarations import Kind, Source, Tolerance
from sources.home import Home
from sources.identity.registry import read_aliases
from sources.landing.said import CHANGED

LEAST_PERSONS = 100
"""Of fewer persons nothing is concluded: one unknown would be more than a percent."""


@dataclass(frozen=True)
class Coverage:
    """Persons of a delivery beside those of the population register."""

    persons: int
    in_frame: int
    frame: int

    @property
    def share(self) -> float:
        """Share (0–1) of the delivery's persons whom the population register knows."""
        return self.in_frame / self.persons if self.persons else 1.0

    def level(self, tolerance: Tolerance) -> str:
        """BLOCK, WARN or nothing."""
        if self.persons < LEAST_PERSONS:
            return ""
        if self.share < tolerance.coverage_block:
            return BLOCK
        return WARN if self.share < tolerance.coverage_warn else ""


class Frames:
    """The persons whom the population register knows; each set of years is read once."""

    def __init__(self, home: Home, population: Source) -> None:
        """`population` is the register's source."""
        self.home, self.population = home, population
        self.aliases = read_aliases(home.identity)
        self._known: dict[tuple[int, ...], pl.DataFrame | None] = {}

    def known(self, years: tuple[int, ...]) -> pl.DataFrame | None:
        """Persons of the years' registers together; None where one isn't delivered."""
        if years not in self._known:
            paths = [path for year in years if (path := self._of(year)) is not None]
            parts = [_column(path, "person") for path in paths]
            whole = len(parts) == len(years)
            self._known[years] = _persons(parts, self.aliases) if whole else None
        return self._known[years]

    def _of(self, year: int) -> Path | None:
        facts = facts_in_force(self.home, self.population, year)
        return facts["persons"] if facts is not None and _whole(facts) else None


def coverage_of(
    home: Home, source: Source, population: Source, year: int, frames: Frames | None = None
) -> Coverage | None:
    """Coverage of the delivery in force of a year; `frames` spares reading them again.

    None where it holds no persons by identity code, or a population that it is to be held against
    isn't delivered.
    """
    columns = _person_columns(source)
    facts = facts_in_force(home, source, year)
    if not columns or source.id == population.id or facts is None or not _whole(facts):
        return None
    frames = frames or Frames(home, population)
    known = frames.known(tuple(year + n for n in source.tolerance.frame_years))
    if known is None:
        return None
    named = _persons([_column(facts[table], name) for table, name in columns], frames.aliases)
    inside = named.join(known, on="person", how="semi").height
    return Coverage(named.height, inside, known.height)


def coverages(
    home: Home, sources: Sequence[Source], population: Source
) -> Iterator[tuple[Source, Acceptance, Coverage]]:
    """Every delivery in force whose coverage can be judged."""
    frames = Frames(home, population)
    for source in sources:
        if not _person_columns(source):
            continue
        for period, record in in_force(acceptances(home, source.id)).items():
            found = coverage_of(home, source, population, int(period), frames)
            if found is not None:
                yield source, record, found


def waits(coverage: Coverage, record: Acceptance, tolerance: Tolerance) -> bool:
    """Whether no release is made of the delivery until its sender has confirmed it."""
    return coverage.level(tolerance) == BLOCK and CHANGED not in record.extra


def _person_columns(source: Source) -> list[tuple[str, str]]:
    return [(t.name, c.name) for t in source.tables for c in t.kept if c.kind is Kind.PERSON]


def _whole(facts: Mapping[str, Path]) -> bool:
    """Whether the files are there; where one isn't, the audit says so by another check."""
    return all(path.exists() for path in facts.values())


def _column(path: Path, name: str) -> pl.LazyFrame:
    return pl.scan_parquet(path, hive_partitioning=False).select(pl.col(name).alias("person"))


def _persons(parts: Sequence[pl.LazyFrame], aliases: pl.DataFrame) -> pl.DataFrame:
    """Distinct persons under the numbers that stand for them now."""
    return (
        pl.concat([p.unique() for p in parts])
        .drop_nulls()
        .join(aliases.lazy(), on="person", how="left")
        .select(pl.coalesce("canonical", "person").alias("person"))
        .unique()
        .collect(engine="streaming")
    )
