"""Alerts: a run failed, a delivery was refused, a delivery is missing; by webhook and by mail.

Where they go is set in the environment, and nothing goes anywhere before it is:

VARANTO_ALERT_WEBHOOK    URL that takes a JSON POST (`text`, `kind`, `subject`)
VARANTO_ALERT_MAIL_TO    addresses, separated by commas
VARANTO_ALERT_MAIL_FROM  the sender's address
VARANTO_ALERT_SMTP       host:port of the mail relay (default localhost:25)

What is told once stands in `reports/alerts.json` by target: a target that could not be reached is
tried again next time, the others hear it once. A text names source, delivery, rule and counts,
never a value of a row; it never names the webhook's URL either, which is a secret.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from pipelines.alert_targets import Alert, AlertKind, Target, Unreachable, targets_from_environment
from quality.acceptance import (
    STAYS,
    Acceptance,
    acceptances,
    in_force,
    not_made_good,
    refusal,
)
from quality.shrinkage import SWOLLEN
from sources.catalogue import SOURCES
from sources.declarations import Source
from sources.errors import clause
from sources.home import Home, today, write_text
from sources.landing.delivery import deliveries


class Failing(Protocol):
    """What is told of a refresh's outcome."""

    @property
    def failures(self) -> Sequence[str]:
        """One line a failure."""


@dataclass
class Told:
    """What became of the alerts: those that are outstanding, where each went, what went wrong."""

    sent: list[tuple[Alert, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unaddressed: list[Alert] = field(default_factory=list)
    """New findings that nobody was told of, because no target is set."""


def alert_on_outcome(home: Home, outcome: Failing) -> Told:
    """Tell of what a refresh met: failures, and deliveries refused, unusually large or missing.

    Never raises.
    """
    return alert(home, [failed(text) for text in outcome.failures])


def alert(home: Home, now: Sequence[Alert] = ()) -> Told:
    """Send `now` and whatever is outstanding and untold; a target that fails is reported."""
    targets, told = targets_from_environment(), Told()
    home.reports.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _ledger(home) as ledger:
        for item in now:
            _send(item, targets, told)
        outstanding = [*refused(home), *swollen(home), *missing(home, today())]
        for item in outstanding:
            heard = ledger.setdefault(item.key, [])
            reached = _send(item, [t for t in targets if t.name not in heard], told)
            ledger[item.key] = heard + reached
        if not targets:
            told.unaddressed = [*now, *outstanding]
        keep = {item.key for item in outstanding}
        for key in [k for k in ledger if k not in keep]:
            del ledger[key]
    return told


def failed(text: str) -> Alert:
    """A run that ended with a failure; `text` is the failure's own line."""
    return Alert(AlertKind.FAILURE, f"failure {text}", "A run failed", text)


def refused(home: Home, sources: Sequence[Source] = SOURCES) -> list[Alert]:
    """Refused deliveries that no later one of the same period has made good."""
    found = []
    for source in sources:
        for record in not_made_good(acceptances(home, source.id)).values():
            text = f"{clause(refusal(record))}."
            if STAYS not in text:
                text += f" {STAYS}"
            found.append(
                Alert(
                    AlertKind.REFUSAL,
                    f"refused {source.id} {record.delivery} {record.contract}",
                    f"{source.id}: a delivery was refused",
                    f"{source.id}, delivery {record.delivery}, year {record.period}: {text}",
                )
            )
    return found


def swollen(home: Home, sources: Sequence[Source] = SOURCES) -> list[Alert]:
    """Deliveries in force many times the usual size: they are in use, and somebody should look."""
    return [
        Alert(
            AlertKind.SIZE,
            f"size {source.id} {record.delivery}",
            f"{source.id}: a delivery is unusually large",
            f"{source.id}, delivery {record.delivery}, year {record.period}: "
            f"{record.extra[SWOLLEN]}. It is in force; ask {source.provider} whether it is right.",
        )
        for source in sources
        for record in in_force(acceptances(home, source.id)).values()
        if SWOLLEN in record.extra
    ]


def missing(home: Home, as_of: date, sources: Sequence[Source] = SOURCES) -> list[Alert]:
    """Sources that have delivered before, and whose delivery for last year is overdue.

    Invented data is awaited from nobody: see `invented_overdue`.
    """
    return [
        Alert(
            AlertKind.MISSING,
            f"missing {source.id} {as_of.year - 1}",
            f"{source.id}: the delivery for {as_of.year - 1} is missing",
            f"{source.title} for {as_of.year - 1} was expected by "
            f"{deadline(source, as_of.year).isoformat()} and is not in force. Ask "
            f"{source.provider}; newest year in force: {newest.period}.",
        )
        for source, newest in _overdue(home, as_of, sources)
        if not newest.synthetic
    ]


def invented_overdue(home: Home, as_of: date, sources: Sequence[Source] = SOURCES) -> int:
    """How many sources would be overdue by now if what they delivered were not invented."""
    return sum(newest.synthetic for _, newest in _overdue(home, as_of, sources))


def _overdue(
    home: Home, as_of: date, sources: Sequence[Source]
) -> Iterator[tuple[Source, Acceptance]]:
    """Sources whose day has passed without last year's delivery, each with its newest one."""
    year = str(as_of.year - 1)
    for source in sources:
        if source.expected_by is None or as_of <= deadline(source, as_of.year):
            continue
        if not source.is_due(as_of.year - 1):
            continue
        records = acceptances(home, source.id)
        judged = {r.delivery for r in records}
        arrived = {d.period for d in deliveries(home.landing, source.id) if d.id not in judged}
        held = in_force(records)
        if held and year not in held and year not in arrived:
            yield source, held[max(held)]


def deadline(source: Source, year: int) -> date:
    """The day of `year` by which the delivery on the year before should have come."""
    assert source.expected_by is not None
    month, day = map(int, source.expected_by.split("-"))
    return date(year, month, day)


def _send(item: Alert, targets: Sequence[Target], told: Told) -> list[str]:
    reached = []
    for target in targets:
        try:
            target.send(item)
        except Unreachable as error:
            told.problems.append(f"{item.subject}: {error}")
        else:
            reached.append(target.name)
            told.sent.append((item, target.name))
    return reached


@contextmanager
def _ledger(home: Home) -> Iterator[dict[str, list[str]]]:
    """Key of an outstanding alert → targets that have heard it; written back at the end.

    Sensors and a refresh may come at once, so it is held under a lock of its own.
    """
    path = home.reports / "alerts.json"
    with (home.reports / ".alerts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ledger = _read(path)
        yield ledger
        write_text(path, json.dumps(ledger, indent=2, sort_keys=True) + "\n")


def _read(path: Path) -> dict[str, list[str]]:
    try:
        return {key: list(heard) for key, heard in json.loads(path.read_text()).items()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        # Lost or damaged: better to tell twice than not at all.
        return {}
