"""`varanto quality`: remarks in the terminal, pages on disk that only the owner can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_support import varanto
from test_cli_quarantine import judge, lines_of

from sources.home import Home

Capture = pytest.CaptureFixture[str]


def test_nothing_delivered_gives_an_index_and_no_remarks(home: Home, capsys: Capture) -> None:
    home.prepare()
    said = varanto(capsys, "quality")
    page = home.reports / "quality" / "index.html"
    assert (said.code, f"Page: {page}" in said.out) == (0, True)
    assert "Not delivered" in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o077 == 0
    assert "nothing is delivered yet" in varanto(capsys, "quality", "population").out


def test_a_column_gone_half_empty_is_remarked_and_refused_when_gone(
    home: Home, tmp_path: Path, capsys: Capture
) -> None:
    lines = lines_of(600, spoiled=())
    assert judge(home, tmp_path / "eusilc.csv", lines).status == "accepted"
    names = lines[0].split(",")
    optional = names.index("pl030")

    def emptied(share: int) -> list[str]:
        rows = [line.split(",") for line in lines]
        for nth, row in enumerate(rows[1:]):
            if nth % 100 < share:
                row[optional] = ""
        return [",".join(row) for row in rows]

    assert judge(home, tmp_path / "eusilc.csv", emptied(20), "2007").status == "accepted"
    listed = json.loads(varanto(capsys, "quality", "eu_silc", "--json").out)
    remarks = {d["period"]: d["remarks"] for d in listed[0]["deliveries"]}
    assert [r for r in remarks["2007"] if "has a value in 80.0% of the rows, after 100.0%" in r]
    assert not [r for r in remarks["2006"] if "has a value" in r]
    refused = judge(home, tmp_path / "eusilc.csv", emptied(70), "2008")
    assert refused.status == "refused"
    assert "differs too much from delivery 2007-" in refused.why
    page = home.reports / "quality" / "eu_silc.html"
    assert varanto(capsys, "quality", "eu_silc").code == 0
    assert "differs too much" in page.read_text(encoding="utf-8")


def test_an_unknown_source_is_wrong_usage(home: Home, capsys: Capture) -> None:
    assert varanto(capsys, "quality", "populaton").code == 2
