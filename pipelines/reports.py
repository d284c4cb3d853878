"""The report of each night, for the morning: what ran, came, was refused, moved, is missing.

Written to `reports/<time>.md` for people and `.json` for machines. It stays inside the house: rows
read and quarantined are exact there, while everything said of the release is as published.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import dagster as dg

from pipelines.alerts import Told, alert_on_outcome, invented_overdue, missing
from pipelines.assembly import ASSETS
from pipelines.instance import open_instance
from pipelines.moves import Moved, moved
from pipelines.report_text import as_markdown
from quality.acceptance import REFUSED, Acceptance, acceptances, in_force
from sources.catalogue import SOURCES
from sources.home import Home, today, write_text
from warehouse.release import Manifest, releases

FINLAND = ZoneInfo("Europe/Helsinki")
LAST = "last.json"
YEARLY = {a.key.to_user_string() for a in ASSETS if a.partitions_def is not None}

Judged = frozenset[tuple[str, str, str]]


class Result(Protocol):
    """What a report asks of a refresh's outcome."""

    @property
    def made(self) -> Sequence[str]:
        """Assets that were made."""

    @property
    def failures(self) -> Sequence[str]:
        """One line a failure."""


@dataclass(frozen=True)
class Met:
    """The result of a run that no command waited for."""

    made: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """A home at a moment: the current release, and what has been judged under which contract."""

    at: datetime
    release: Manifest | None
    judged: Judged

    @classmethod
    def take(cls, home: Home) -> Snapshot:
        """The home as it is now."""
        judged = frozenset(_identity(r) for s in SOURCES for r in acceptances(home, s.id))
        return cls(datetime.now(FINLAND), Manifest.read(home.current), judged)

    @classmethod
    def nothing(cls, at: datetime) -> Snapshot:
        """An empty home at that moment: everything after it is new."""
        return cls(at.astimezone(FINLAND), None, frozenset())

    @classmethod
    def last(cls, home: Home) -> Snapshot | None:
        """The home as the last report left it; None before the first report."""
        try:
            kept = json.loads((home.reports / LAST).read_text(encoding="utf-8"))
            release = next((m for m in releases(home) if m.release_id == kept["release"]), None)
            return cls(
                datetime.fromisoformat(kept["at"]),
                release,
                frozenset((s, d, c) for s, d, c in kept["judged"]),
            )
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def keep(self, home: Home) -> None:
        """Leave it for the next report."""
        kept = {
            "at": self.at.isoformat(),
            "release": self.release.release_id if self.release else None,
            "judged": sorted(self.judged),
        }
        write_text(home.reports / LAST, json.dumps(kept) + "\n")


@dataclass(frozen=True)
class Step:
    """An asset that ran: in which run, how it ended, seconds."""

    asset: str
    years: str
    status: str
    seconds: float


@dataclass(frozen=True)
class Arrival:
    """What was judged of a source: deliveries, refusals, rows by fate."""

    source: str
    deliveries: int
    refused: tuple[str, ...]
    read: int
    accepted: int
    quarantined: int
    excluded: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Everything that a report says."""

    before: Snapshot
    after: Snapshot
    steps: tuple[Step, ...]
    failures: tuple[str, ...]
    arrivals: tuple[Arrival, ...]
    moved: Moved | None
    not_delivered: tuple[str, ...]
    overdue: tuple[str, ...]
    told: Told
    silent: tuple[str, ...] = ()
    """Sources with deliveries in force of which none was judged this time."""
    invented_overdue: int = 0
    """Sources of invented data that would be overdue: counted, not listed."""

    @property
    def new_release(self) -> bool:
        """Whether the current release is another than before."""
        old, new = self.before.release, self.after.release
        return new is not None and (old is None or old.release_id != new.release_id)


def close_night(home: Home, outcome: Result, before: Snapshot) -> Path:
    """Alert, then report, at the end of a refresh; gives the report's path."""
    told = alert_on_outcome(home, outcome)
    return night_report(home, outcome, before, Snapshot.take(home), told)


def night_report(
    home: Home,
    outcome: Result,
    before: Snapshot,
    after: Snapshot,
    told: Told | None = None,
    *,
    instance: dg.DagsterInstance | None = None,
) -> Path:
    """Write the report of what happened between two snapshots; gives the Markdown file's path.

    Steps and their times are read from `instance` (default: the home's own).
    """
    ran = bool(outcome.made or outcome.failures)
    arrivals = _arrivals(home, before.judged)
    held = {s.id for s in SOURCES if in_force(acceptances(home, s.id))}
    report = Report(
        before=before,
        after=after,
        steps=_steps(home, before.at, instance) if ran else (),
        failures=tuple(outcome.failures),
        arrivals=arrivals,
        moved=_moved(home, before.release, after.release),
        not_delivered=tuple(f"{s.id} ({s.title})" for s in SOURCES if s.id not in held),
        overdue=tuple(a.text for a in missing(home, today())),
        told=told or Told(),
        invented_overdue=invented_overdue(home, today()),
        silent=tuple(s.id for s in SOURCES if s.id in held - {a.source for a in arrivals}),
    )
    home.reports.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _free(home.reports / f"{after.at:%Y-%m-%dT%H%M%S}.md")
    write_text(path.with_suffix(".json"), json.dumps(as_record(report), indent=2) + "\n")
    write_text(path, as_markdown(report))
    after.keep(home)
    return path


def as_record(report: Report) -> dict[str, object]:
    """The report for machines."""
    before, after = report.before.release, report.after.release
    return {
        "started": report.before.at.isoformat(timespec="seconds"),
        "ended": report.after.at.isoformat(timespec="seconds"),
        "release": after.release_id if after else None,
        "release_before": before.release_id if before else None,
        "new_release": report.new_release,
        "assets": [vars(s) for s in report.steps],
        "failures": list(report.failures),
        "deliveries": [vars(a) for a in report.arrivals],
        "moved": report.moved.as_record() if report.moved else None,
        "not_delivered": list(report.not_delivered),
        "nothing_new": list(report.silent),
        "overdue": list(report.overdue),
        "overdue_of_invented": report.invented_overdue,
        "alerts": {
            "sent": [f"{target}: {a.subject}" for a, target in report.told.sent],
            "problems": report.told.problems,
            "nobody told": [a.subject for a in report.told.unaddressed],
        },
    }


def _steps(home: Home, since: datetime, given: dg.DagsterInstance | None) -> tuple[Step, ...]:
    """Steps of the runs that began since then, in order, from the instance's own record."""
    found: list[tuple[float, Step]] = []
    with nullcontext(given) if given is not None else open_instance(home) as instance:
        for record in instance.get_run_records(dg.RunsFilter(created_after=since.astimezone(UTC))):
            run = record.dagster_run
            for step in instance.get_run_step_stats(run.run_id):
                if step.start_time is None or step.end_time is None:
                    continue
                asset = step.step_key.replace("__", "/")
                found.append(
                    (
                        step.start_time,
                        Step(
                            asset,
                            _years(run.tags) if asset in YEARLY else "",
                            step.status.value.lower() if step.status else "unknown",
                            round(step.end_time - step.start_time, 1),
                        ),
                    )
                )
    return tuple(step for _, step in sorted(found, key=lambda f: f[0]))


def _years(tags: Mapping[str, str]) -> str:
    first = tags.get("dagster/asset_partition_range_start")
    last = tags.get("dagster/asset_partition_range_end")
    if first is None or last is None:
        return tags.get("dagster/partition", "")
    return first if first == last else f"{first}–{last}"


def _arrivals(home: Home, before: Judged) -> tuple[Arrival, ...]:
    found = []
    for source in SOURCES:
        records = [r for r in acceptances(home, source.id) if _identity(r) not in before]
        if records:
            # A delta counts the rows of its whole year: not again what it followed.
            good = in_force(records).values()
            found.append(
                Arrival(
                    source=source.id,
                    deliveries=len(records),
                    refused=tuple(f"{r.delivery}: {r.why}" for r in records if r.status == REFUSED),
                    read=sum(r.read for r in good),
                    accepted=sum(r.accepted for r in good),
                    quarantined=sum(r.quarantined for r in good),
                    excluded=sum(r.excluded for r in good),
                    remarks=tuple(f"{r.delivery}: {line}" for r in records for line in r.remarks),
                )
            )
    return tuple(found)


def _moved(home: Home, before: Manifest | None, after: Manifest | None) -> Moved | None:
    if before is None or after is None or before.release_id == after.release_id:
        return None
    return moved(home, before, after)


def _identity(record: Acceptance) -> tuple[str, str, str]:
    return (record.source, record.delivery, record.contract)


def _free(path: Path) -> Path:
    """The path, or the next free one if two reports fall into one second."""
    candidate, nth = path, 1
    while candidate.exists():
        nth += 1
        candidate = path.with_stem(f"{path.stem}-{nth}")
    return candidate
