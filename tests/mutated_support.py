"""What must hold of every mutated delivery, whatever became of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from border_deliveries import judge, person, tree
from hypothesis import strategies as st
from mutated_forms import Mutant
from mutations import CANARY, ROWS

from quality.reconciliation import unbalanced
from sources.errors import VarantoError
from sources.home import Home
from sources.landing.receive import receive

PERSONS = [person(n).encode() for n in range(1, len(ROWS) + 1)]
Edit = tuple[float, int, bytes]
"""Where in the file, how many bytes go there, and what comes instead."""
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=12)), min_size=1, max_size=4
)
LONGEST = 500
"""Characters of a refusal: one reads it, or one doesn't."""


def deliver_mutant(home: Home, mutant: Mutant, folder: Path) -> str:
    """Receive and judge; gives `turned away`, `refused` or `accepted` when all of it holds.

    The home is made anew: whether a file resembles the one before it is another matter.
    """
    shutil.rmtree(home.path, ignore_errors=True)
    path = folder / mutant.form.name
    path.write_bytes(mutant.content)
    declared = mutant.form.source
    before = tree(folder)
    try:
        delivery = receive(
            home, declared, [path], period=mutant.form.period, synthetic=True
        ).delivery
    except VarantoError as error:
        _clear(str(error))
        return "turned away"
    record = judge(home, delivery, declared)
    said = "\n".join([record.why, *record.extra.values(), *record.remarks])
    records = home.facts / declared.id / "acceptances"
    silent(said.encode(), *tree(home.quarantine, records).values())
    nothing_else(home, folder, before)
    if record.status == "refused":
        _clear(record.why)
        _clear(record.extra["todo"])
        assert not list(home.facts.rglob(f"{delivery.id}.parquet"))
        return "refused"
    assert record.why == ""
    assert unbalanced(home, declared, [record]) == []
    assert all(t.balanced for t in record.tables.values())
    for table, rows in mutant.form.counted(mutant.content).items():
        assert record.tables[table].read == rows, table
    return "accepted"


def edited(content: bytes, edits: list[Edit]) -> bytes:
    """The file after the edits, one after the other."""
    for where, length, new in edits:
        at = int(where * len(content))
        content = content[:at] + new + content[at + length :]
    return content


def _clear(line: str) -> None:
    assert line
    assert line.isprintable()
    assert len(line) < LONGEST
    assert ".." not in line, "a sentence ends once"
    silent(line.encode())


def silent(*texts: bytes) -> None:
    """No value of a row is told."""
    told = b"\n".join(texts)
    assert CANARY.encode() not in told
    assert not [p for p in PERSONS if p in told]


def nothing_else(home: Home, folder: Path, before: dict[str, bytes]) -> None:
    """No file is left on the way, and none where the delivery wanted one."""
    assert tree(home.spool) == {}
    assert not [p for p in tree(home.facts, home.landing) if "/.incoming" in p]
    beside = {p: c for p, c in tree(folder).items() if not p.startswith(str(home.path))}
    assert {p: c for p, c in beside.items() if p not in before} == {}
