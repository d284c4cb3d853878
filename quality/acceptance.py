"""`Acceptance`: the record of a judged delivery, and which deliveries are in force."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sources.corrections import corrections
from sources.declarations import Source
from sources.declarations.fingerprint import fingerprint
from sources.errors import VarantoError, clause
from sources.home import Home, write_text
from sources.landing.delivery import Delivery

ACCEPTED = "accepted"
REFUSED = "refused"

STAYS = "The last good delivery stays in force."
"""What a refusal changes: nothing."""

REPLACED, REMOVED, REMOVAL = "replaced", "removed", "removal"
MERGED = (REPLACED, REMOVED, REMOVAL)
"""Why rows are left out when deltas are merged: a later one brings the row anew, or takes it away,
or is the row that says so."""


@dataclass(frozen=True)
class TableCounts:
    """Rows of one table: read = accepted + quarantined + excluded, always.

    `faults` counts (column, reason) pairs as "reason|column" (a row may have several);
    `cascades` are quarantined rows whose only fault is their parent's.
    """

    read: int
    accepted: int
    quarantined: int
    cascades: int
    excluded: dict[str, int]
    faults: dict[str, int]

    @property
    def balanced(self) -> bool:
        """Whether no row is lost and none is counted twice."""
        return self.read == self.accepted + self.quarantined + sum(self.excluded.values())


@dataclass(frozen=True)
class Acceptance:
    """What accept made of a delivery; written last, so a delivery without it isn't judged."""

    source: str
    delivery: str
    period: str
    number: int
    status: str
    contract: str
    tables: dict[str, TableCounts]
    persons: int = 0
    seconds: float = 0.0
    bytes: int = 0
    why: str = ""
    synthetic: bool = False
    extra: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    """What was let pass and a person should know, one line each; never a value of a row."""
    corrected: dict[str, int] = field(default_factory=dict)
    """Correction → rows in which it found the wrong value."""

    @property
    def read(self) -> int:
        """Rows read, all tables."""
        return sum(t.read for t in self.tables.values())

    @property
    def accepted(self) -> int:
        """Rows accepted, all tables."""
        return sum(t.accepted for t in self.tables.values())

    @property
    def quarantined(self) -> int:
        """Rows quarantined, all tables, cascades included."""
        return sum(t.quarantined for t in self.tables.values())

    @property
    def excluded(self) -> int:
        """Rows left out on purpose, all tables, for whichever reason."""
        return sum(sum(t.excluded.values()) for t in self.tables.values())


def contract_version(source: Source, home: Home | None = None) -> str:
    """A digest of all that decides about a delivery: rules, limit, known errors of the source.

    With `home`, the home's own corrections are among them.
    """
    return fingerprint(
        source.tables,
        source.format,
        source.reject_limit,
        source.tolerance.of_acceptance,
        corrections(source, home),
    )


def record_path(home: Home, source: str, delivery: str) -> Path:
    """Where the record of an acceptance lies."""
    return home.facts / source / "acceptances" / f"{delivery}.json"


def write_acceptance(home: Home, record: Acceptance) -> None:
    """Write the record; from here on the delivery counts as judged."""
    path = record_path(home, record.source, record.delivery)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_text(path, json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n")


def read_acceptance(path: Path) -> Acceptance:
    """A record; VarantoError if it is damaged."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        tables = {name: TableCounts(**t) for name, t in record.pop("tables").items()}
        return Acceptance(tables=tables, **record)
    except (ValueError, KeyError, TypeError):
        raise VarantoError(
            f"The acceptance record {path.name} of {path.parent.parent.name} is damaged. "
            "Delete it: the next refresh judges the delivery again."
        ) from None


def acceptances(home: Home, source: str) -> list[Acceptance]:
    """The source's records in order of arrival."""
    folder = home.facts / source / "acceptances"
    return sorted((read_acceptance(p) for p in folder.glob("*.json")), key=lambda a: a.number)


def in_force(records: Iterable[Acceptance]) -> dict[str, Acceptance]:
    """Period → the newest accepted delivery; a refused one leaves the last good one in force."""
    newest: dict[str, Acceptance] = {}
    for record in sorted(records, key=lambda a: a.number):
        if record.status == ACCEPTED:
            newest[record.period] = record
    return newest


def not_made_good(records: Iterable[Acceptance]) -> dict[str, Acceptance]:
    """Period → its newest refused delivery, where no newer one was accepted."""
    known = sorted(records, key=lambda a: a.number)
    good = {period: r.number for period, r in in_force(known).items()}
    return {r.period: r for r in known if r.status == REFUSED and r.number > good.get(r.period, 0)}


def refusal(record: Acceptance) -> str:
    """Why the delivery was refused and what to do, in whole sentences; empty where it was not."""
    if record.status != REFUSED:
        return ""
    # Some records repeat what was wrong before what to do.
    todo = record.extra.get("todo", "").removeprefix(f"{record.why}. ")
    return f"{clause(record.why)}. {todo}".strip()


def followed(home: Home, delivery: Delivery) -> Acceptance | None:
    """What a delivery follows: that in force for its period, else for the latest one before it.

    Never itself, when it is judged again.
    """
    current = {
        period: record
        for period, record in in_force(acceptances(home, delivery.source)).items()
        if record.delivery != delivery.id and period <= delivery.period
    }
    return current[max(current)] if current else None


def facts_path(home: Home, source: str, table: str, year: str, delivery: str) -> Path:
    """Where the accepted rows of a delivery's table lie."""
    return home.facts / source / table / f"year={year}" / f"{delivery}.parquet"


def facts_in_force(home: Home, source: Source, year: int) -> dict[str, Path] | None:
    """Table → its facts of a year, from the delivery in force; None if not delivered."""
    record = in_force(acceptances(home, source.id)).get(str(year))
    if record is None:
        return None
    return {
        t.name: facts_path(home, source.id, t.name, str(year), record.delivery)
        for t in source.tables
    }


def pending(
    home: Home, source: str, contract: str, all_deliveries: list[Delivery]
) -> list[Delivery]:
    """Deliveries not judged yet under this contract, leaving out superseded ones."""
    judged = {a.delivery: a for a in acceptances(home, source)}
    newest = {d.period: d.id for d in all_deliveries}
    return [
        d
        for d in all_deliveries
        if d.id not in judged or (judged[d.id].contract != contract and newest[d.period] == d.id)
    ]
