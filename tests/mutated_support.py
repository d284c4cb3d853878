"""What must hold of every mutated delivery, whatever became of it."""

from __future__ import annotations

from pathlib import Path

from border_deliveries import judge, person, tree
from mutations import CANARY, ROWS, Mutant, source

from quality.reconciliation import unbalanced
from sources.errors import VarantoError
from sources.home import Home
from sources.landing.receive import receive

PERSONS = [person(n).encode() for n in range(1, len(ROWS) + 1)]


def deliver_mutant(home: Home, mutant: Mutant, folder: Path) -> str:
    """Receive and judge; gives `turned away`, `refused` or `accepted` when all of it holds."""
    path = folder / mutant.name
    path.write_bytes(mutant.content)
    declared = source(mutant.form)
    try:
        delivery = receive(home, declared, [path], period="2023", synthetic=True).delivery
    except VarantoError as error:
        silent(str(error).encode())
        return "turned away"
    record = judge(home, delivery, declared)
    said = "\n".join([record.why, *record.extra.values(), *record.remarks])
    silent(said.encode(), *tree(home.quarantine, home.facts / "care" / "acceptances").values())
    assert "\n" not in record.why
    if record.status == "refused":
        assert record.why
        assert record.extra["todo"]
        facts = home.facts / "care" / "clients" / "year=2023" / f"{delivery.id}.parquet"
        assert not facts.exists()
        return "refused"
    assert unbalanced(home, declared, [record]) == []
    assert all(t.balanced for t in record.tables.values())
    if mutant.name == "clients.csv" and mutant.content[:4] != b"PAR1":
        # A carriage return ends a line too, with a line feed or without.
        assert record.read == sum(1 for line in mutant.content.splitlines() if line) - 1
    return "accepted"


def silent(*texts: bytes) -> None:
    """No value of a row is told."""
    told = b"\n".join(texts)
    assert CANARY.encode() not in told
    assert not [p for p in PERSONS if p in told]
