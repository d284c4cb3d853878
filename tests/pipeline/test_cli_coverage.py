"""`varanto coverage`: a page on the current release, closed to others, and led to by the index."""

from __future__ import annotations

import json

import pytest
from cli_support import varanto
from test_documentation_pages import small_release

from assets.reserves import INDICATORS
from sources.catalogue import SOURCES
from sources.home import Home
from warehouse.release import publish, write_candidate

Capture = pytest.CaptureFixture[str]


def test_without_a_release_it_says_what_to_do(home: Home, capsys: Capture) -> None:
    home.prepare()
    answer = varanto(capsys, "coverage")
    assert answer.code == 1
    assert "Run varanto refresh first" in answer.err
    assert varanto(capsys, "quality").code == 0


def test_the_release_is_drawn_counted_and_linked_from_the_sources_pages(
    home: Home, capsys: Capture
) -> None:
    home.prepare()
    home.fix_kind(synthetic=True)
    write_candidate(home, small_release(), INDICATORS, SOURCES)
    publish(home)
    page = home.reports / "quality" / "coverage.html"
    answer = varanto(capsys, "coverage")
    assert (answer.code, f"Page: {page}" in answer.out) == (0, True)
    assert page.stat().st_mode & 0o077 == 0
    text = page.read_text(encoding="utf-8")
    assert "needs test data" in text
    assert "living_conditions: " in text
    rows = json.loads(varanto(capsys, "coverage", "--json").out)
    (towns,) = [r for r in rows if r["area_level"] == "MUNICIPALITY" and r["cells_hidden"]]
    assert (towns["cells"], towns["cells_with_value"], towns["areas"]) == (3, 2, 3)
    page.unlink()
    assert varanto(capsys, "quality").code == 0
    assert 'href="coverage.html"' in (page.parent / "index.html").read_text(encoding="utf-8")
    assert page.exists()
