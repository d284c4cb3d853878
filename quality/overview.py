"""What is known of the quality of a source's deliveries: on time, whole, about whom, as before.

Exact figures: internal, for the source's owner and for whoever runs the home.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from quality.acceptance import (
    Acceptance,
    acceptances,
    facts_in_force,
    in_force,
    not_made_good,
)
from quality.beside import beside_earlier
from quality.drift import Finding
from quality.profile import Profile
from sources.declarations import Kind, Source
from sources.home import Home
from sources.identity.registry import read_aliases
from sources.landing.delivery import deliveries

LEAST_IN_FRAME = 0.98
"""Of a register's persons, at least so many should be in the population register."""


@dataclass(frozen=True)
class Coverage:
    """Persons of a delivery beside those of the population register of the year."""

    persons: int
    in_frame: int
    frame: int

    @property
    def share(self) -> float:
        """Share (0–1) of the delivery's persons whom the population register knows."""
        return self.in_frame / self.persons if self.persons else 1.0


@dataclass(frozen=True)
class DeliveryQuality:
    """One delivery in force, `received` on a day (None once it has left landing).

    `days_late` counts from the day it was due (negative: early; None for invented data or where no
    day is agreed); `compared_with` is the period that `findings` compare it with; `coverage`
    is None where no population is delivered or rows aren't persons.
    """

    record: Acceptance
    received: date | None
    days_late: int | None
    profile: Profile | None
    compared_with: str | None
    findings: tuple[Finding, ...]
    coverage: Coverage | None

    @property
    def remarks(self) -> list[str]:
        """What somebody should look at, in sentences; empty when all is as expected."""
        found = [f.what for f in self.findings]
        if self.days_late is not None and self.days_late > 0:
            found.append(f"It came {self.days_late} days after the day that it was due.")
        if self.coverage is not None and self.coverage.share < LEAST_IN_FRAME:
            found.append(
                f"{1 - self.coverage.share:.1%} of its persons are not in the population register "
                "of the year."
            )
        return found


@dataclass(frozen=True)
class SourceQuality:
    """A source's deliveries in force, newest period first, and the refused ones not made good."""

    source: Source
    deliveries: tuple[DeliveryQuality, ...]
    refused: tuple[Acceptance, ...]


def quality_of(home: Home, source: Source, population: Source) -> SourceQuality:
    """All that is known of a source's deliveries; reads profiles, records and person numbers."""
    records = acceptances(home, source.id)
    current = in_force(records)
    arrived = {d.id: d.received for d in deliveries(home.landing, source.id)}
    made = []
    for period, beside in beside_earlier(home, source, current).items():
        record = current[period]
        received = _day(arrived.get(record.delivery))
        made.append(
            DeliveryQuality(
                record=record,
                received=received,
                days_late=None if record.synthetic else _days_late(source, period, received),
                profile=beside.profile,
                compared_with=beside.earlier,
                findings=beside.findings,
                coverage=_coverage(home, source, population, int(period)),
            )
        )
    refused = not_made_good(records)
    return SourceQuality(source, tuple(reversed(made)), tuple(refused.values()))


def _day(received: str | None) -> date | None:
    if received is None:
        return None  # retention has taken it from landing
    return datetime.fromisoformat(received).astimezone(UTC).date()


def _days_late(source: Source, period: str, received: date | None) -> int | None:
    """Days after the day of the following year on which the delivery was due."""
    if source.expected_by is None or received is None:
        return None
    month, day = map(int, source.expected_by.split("-"))
    return (received - date(int(period) + 1, month, day)).days


def _coverage(home: Home, source: Source, population: Source, year: int) -> Coverage | None:
    frame = facts_in_force(home, population, year)
    facts = facts_in_force(home, source, year)
    columns = [(t.name, c.name) for t in source.tables for c in t.kept if c.kind is Kind.PERSON]
    if frame is None or facts is None or not columns or source.id == population.id:
        return None
    aliases = read_aliases(home.identity)
    known = _persons([pl.scan_parquet(frame["persons"], hive_partitioning=False)], aliases)
    named = _persons(
        [
            pl.scan_parquet(facts[table], hive_partitioning=False).select(
                pl.col(column).alias("person")
            )
            for table, column in columns
        ],
        aliases,
    )
    inside = named.join(known, on="person", how="semi").height
    return Coverage(named.height, inside, known.height)


def _persons(parts: Sequence[pl.LazyFrame], aliases: pl.DataFrame) -> pl.DataFrame:
    """Distinct persons under the numbers that stand for them now."""
    return (
        pl.concat([p.select("person").unique() for p in parts])
        .drop_nulls()
        .join(aliases.lazy(), on="person", how="left")
        .select(pl.coalesce("canonical", "person").alias("person"))
        .unique()
        .collect(engine="streaming")
    )
