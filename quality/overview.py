"""What is known of the quality of a source's deliveries: on time, whole, about whom, as before.

Exact figures: internal, for the source's owner and for whoever runs the home.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from quality.acceptance import Acceptance, acceptances, in_force, not_made_good
from quality.beside import beside_earlier
from quality.coverage import Coverage, coverage_of, waits
from quality.drift import Finding
from quality.profile import Profile
from quality.timeliness import arrivals, days_late
from sources.declarations import Source, Tolerance
from sources.home import Home


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
    tolerance: Tolerance = field(default_factory=Tolerance)

    @property
    def remarks(self) -> list[str]:
        """What somebody should look at, in sentences; empty when all is as expected."""
        found = [f.what for f in self.findings]
        if self.days_late is not None and self.days_late > self.tolerance.late_warns_after:
            found.append(f"It came {self.days_late} days after the day that it was due.")
        if self.coverage is not None and self.coverage.level(self.tolerance):
            stops = waits(self.coverage, self.record, self.tolerance)
            found.append(
                f"{1 - self.coverage.share:.1%} of its persons are not in the population register"
                + (": no release is made of it until its sender confirms it." if stops else ".")
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
    arrived = arrivals(home, source)
    made = []
    for period, beside in beside_earlier(home, source, current).items():
        record = current[period]
        received = arrived.get(record.delivery)
        made.append(
            DeliveryQuality(
                record=record,
                received=received,
                days_late=days_late(source, record, received),
                profile=beside.profile,
                compared_with=beside.earlier,
                findings=beside.findings,
                coverage=coverage_of(home, source, population, int(period)),
                tolerance=source.tolerance,
            )
        )
    refused = not_made_good(records)
    return SourceQuality(source, tuple(reversed(made)), tuple(refused.values()))
