"""What is sent back: file, row, column and rule in the supplier's terms; never a value."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from cli_support import varanto

from quality.accept import Accept
from quality.acceptance import Acceptance
from quality.contract import HETU_REASONS
from quality.reasons import REASONS, explanation
from sources.catalogue import SECTOR_SOURCES, source
from sources.declarations import Kind
from sources.home import Home, today
from sources.landing.receive import receive

Capture = pytest.CaptureFixture[str]

EU_SILC = source("eu_silc")
SECRET = "98765.4321"


def lines_of(persons: int, spoiled: tuple[int, ...] = (3, 5)) -> list[str]:
    """A header and persons; the first of `spoiled` has no number for an age, others no region."""
    names = [c.original for c in EU_SILC.tables[0].columns]
    genuine = {c.original: c for c in EU_SILC.tables[0].columns}
    lines = [",".join(names)]
    for nth in range(1, persons + 1):
        row = {name: next(iter(c.codes), "30") for name, c in genuine.items()}
        row |= {n: str(nth) for n, c in genuine.items() if c.kind is Kind.RECORD}
        if nth in spoiled[:1]:
            row["age"] = f"{SECRET}x"
        if nth in spoiled[1:]:
            row["db040"] = SECRET
        lines.append(",".join(row[name] for name in names))
    return lines


def judge(home: Home, file: Path, lines: list[str], period: str = "2006") -> Acceptance:
    file.write_text("\n".join(lines) + "\n")
    delivery = receive(home, EU_SILC, [file], period=period).delivery
    return Accept(home, today()).accept(EU_SILC, delivery)


@pytest.fixture
def judged(home: Home, tmp_path: Path) -> Home:
    """A delivery of 200 persons: an unreadable number in row 3, an unknown region in row 5."""
    judge(home, tmp_path / "eusilc.csv", lines_of(200))
    return home


def test_after_a_refused_delivery_what_is_in_force_still_waits(
    judged: Home, tmp_path: Path, capsys: Capture
) -> None:
    before = json.loads(varanto(capsys, "quarantine", "eu_silc", "--json").out)
    record = judge(judged, tmp_path / "eusilc.csv", ["age,sex", "1,2"])
    assert record.status == "refused"
    assert json.loads(varanto(capsys, "quarantine", "eu_silc", "--json").out) == before
    assert {r["status"] for r in before} == {"in force"}


def test_a_newer_refused_delivery_with_rows_stands_below_under_its_own_name(
    judged: Home, tmp_path: Path, capsys: Capture
) -> None:
    (good,) = (p.stem for p in (judged.quarantine / "eu_silc").iterdir())
    bad = judge(judged, tmp_path / "eusilc.csv", lines_of(200, tuple(range(1, 101))))
    assert bad.status == "refused"
    rows = json.loads(varanto(capsys, "quarantine", "eu_silc", "--json").out)
    assert list(dict.fromkeys((r["delivery"], r["status"]) for r in rows)) == [
        (good, "in force"),
        (bad.delivery, "refused"),
    ]
    told = varanto(capsys, "quarantine", "eu_silc").out
    assert told.index(f"Delivery {good}, in force:") < told.index(
        f"Delivery {bad.delivery}, refused:"
    )
    # Made good by a later one, it needs no sending back.
    mended = judge(judged, tmp_path / "eusilc.csv", lines_of(201))
    rows = json.loads(varanto(capsys, "quarantine", "eu_silc", "--json").out)
    assert {r["delivery"] for r in rows} == {mended.delivery}


def test_the_list_names_file_row_column_and_rule(
    judged: Home, tmp_path: Path, capsys: Capture
) -> None:
    rows = json.loads(varanto(capsys, "quarantine", "eu_silc", "--json").out)
    found = {(r["file"], r["row"], r["column"], r["rule"]) for r in rows}
    assert ("eusilc.csv", 3, "age", "not_a_number") in found
    assert ("eusilc.csv", 5, "db040", "unknown_code") in found
    assert {r[1] for r in found} == {3, 5}
    assert rows[0]["explanation"] == "The field must hold a number and holds something else."
    out = tmp_path / "back.csv"
    assert varanto(capsys, "quarantine", "eu_silc", "--csv", out).code == 0
    with out.open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert [int(r["row"]) for r in read] == [r["row"] for r in rows]
    assert out.stat().st_mode & 0o077 == 0


def test_no_value_of_a_row_is_told(judged: Home, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "back.csv"
    shown = [
        varanto(capsys, "quarantine", "eu_silc").out,
        varanto(capsys, "quarantine", "eu_silc", "--json").out,
        varanto(capsys, "quarantine", "eu_silc", "--csv", out).out + out.read_text(),
        varanto(capsys, "status", "--json").out,
    ]
    assert all(shown)
    assert not any(SECRET in text for text in shown)


def test_people_see_counts_by_rule_first(judged: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "quarantine", "eu_silc")
    assert answer.code == 0
    assert re.search(r"^file +column +rule +rows +explanation", answer.out, re.MULTILINE)
    told = json.loads(varanto(capsys, "status", "--json").out)
    silc = next(s for s in told["sources"] if s["source"] == "eu_silc")
    assert silc["read"] == 200
    assert silc["accepted"] + silc["quarantined"] + silc["excluded"] == 200


def test_a_source_without_delivery_has_nothing_to_send_back(home: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "quarantine", "population")
    assert (answer.code, answer.out) == (0, "population: nothing is in quarantine.\n")


def test_a_file_that_cannot_be_written_is_told(
    judged: Home, tmp_path: Path, capsys: Capture
) -> None:
    answer = varanto(capsys, "quarantine", "eu_silc", "--csv", tmp_path / "no" / "where.csv")
    assert answer.code == 2
    assert "can't be written" in answer.err


def test_every_reason_has_its_own_sentence() -> None:
    """The codes that contract and settling write, read from their code, and the sources' rules."""
    quality = Path(__file__).parents[2] / "quality"
    written = set(HETU_REASONS.values())
    for name in ("contract.py", "spool.py", "spooling.py", "accept.py"):
        text = (quality / name).read_text()
        written |= set(re.findall(r'_check\(\s*"(\w+)"', text))
        written |= set(re.findall(r'"quarantined", "(\w+)"', text))
        written |= set(re.findall(r'\("_?best[^"]*", "(\w+)"\)', text))
        written |= set(re.findall(r'"reason": \["(\w+)"\]', text))
        written |= set(re.findall(r'Kind\.\w+: "(\w+)"', text))
    written |= {"ambiguous_date", "ambiguous_number"}  # made of the names of the others
    cut = quality.parent / "sources" / "landing" / "json_documents.py"
    written |= set(re.findall(r'Document\(\{\}, "(\w+)"\)', cut.read_text()))
    assert {"too_deep", "duplicate_name", "malformed_document"} <= written
    assert {"missing", "duplicate", "orphan", "malformed_row", "not_a_date"} <= written
    assert written <= set(REASONS)
    for declared in SECTOR_SOURCES:
        for table in declared.tables:
            for rule in table.rules:
                assert explanation(declared, table.name, rule.name) == rule.explanation
