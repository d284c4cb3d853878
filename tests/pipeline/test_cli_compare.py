"""`varanto compare`: pairs in the terminal, as JSON and CSV, and as a page closed to others."""

from __future__ import annotations

import csv
import io
import json

import duckdb
import pytest
from audit_support import few_rows, frame
from cli_support import varanto
from test_documentation_pages import OFFICIAL, Row, row, small_release

from assets.reserves import INDICATORS
from sources.catalogue import SOURCES
from sources.home import Home
from warehouse.comparisons import COMPARED
from warehouse.release import publish, write_candidate

Capture = pytest.CaptureFixture[str]
HEALTH = "self_rated_health_good_share"


def pair(area: str, level: str, year: int, published: float, **other: object) -> list[Row]:
    """Ours is 68.0 with a standard error of 0.5."""
    theirs = {**OFFICIAL, "value": published, "note": "sdg_03_20; age Y_GE16; terms", **other}
    return [row(HEALTH, area, level, year, value=68.0), row(HEALTH, area, level, year, **theirs)]


@pytest.fixture
def released(home: Home) -> Home:
    health = [
        *pair("SSS", "COUNTRY", 2022, 68.4),  # 0.8 standard errors
        *pair("SSS", "COUNTRY", 2023, 72.0),  # 8
        *pair("SSS", "COUNTRY", 2024, 71.0, obs_status="P"),
        *pair("MK06", "REGION", 2024, 70.5),  # 5
    ]
    home.prepare().fix_kind(synthetic=True)
    write_candidate(home, few_rows(health=frame(health)), INDICATORS, SOURCES)
    publish(home)
    return home


def test_without_a_release_it_says_what_to_do(home: Home, capsys: Capture) -> None:
    home.prepare()
    answer = varanto(capsys, "compare")
    assert answer.code == 1
    assert "Run varanto refresh first" in answer.err


def test_all_indicators_are_counted_by_reason(released: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "compare")
    assert answer.code == 0
    names, counts = answer.out.splitlines()[:2]
    found = dict(zip(names.split(), counts.split(), strict=True))
    assert (found["indicator"], found["against"]) == (HEALTH, "eurostat")
    assert {n: found[n] for n in ("pairs", "agree", "sampling", "revision", "unexplained")} == {
        "pairs": "4", "agree": "1", "sampling": "1", "revision": "1", "unexplained": "2",
    }  # fmt: skip
    assert "The persons are invented" in answer.err


def test_the_largest_unexplained_comes_first(released: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "compare", HEALTH)
    lines = [line.split() for line in answer.out.splitlines()[1:5]]
    assert [(line[1], line[2], line[-3]) for line in lines] == [
        ("SSS", "2023", "unexplained"),
        ("MK06", "2024", "unexplained"),
        ("SSS", "2024", "revision"),
        ("SSS", "2022", "sampling"),
    ]
    assert lines[0][5:9] == ["68", "72", "-4", "-8"]
    assert lines[0][-2:] == ["eurostat", "sdg_03_20"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), 4),
        (("--area", "SSS"), 3),
        (("--area", "Pirkanmaa"), 1),
        (("--year", "2024"), 2),
        ((HEALTH, "--area", "SSS", "--year", "2024"), 1),
        (("at_risk_of_poverty_rate",), 0),
    ],
)
def test_json_and_csv_give_all_of_what_was_asked(
    released: Home, capsys: Capture, options: tuple[str, ...], found: int
) -> None:
    rows = json.loads(varanto(capsys, "compare", *options, "--json").out)
    assert len(rows) == found
    assert [r["rank"] for r in rows] == sorted(r["rank"] for r in rows)
    lines = list(csv.DictReader(io.StringIO(varanto(capsys, "compare", *options, "--csv").out)))
    assert [int(line["rank"]) for line in lines] == [r["rank"] for r in rows]
    assert all(set(r) == set(COMPARED) for r in (*rows, *lines))


def test_where_nothing_is_to_be_compared_it_says_so(released: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "compare", "at_risk_of_poverty_rate")
    assert (answer.code, "No own value here has a published figure" in answer.out) == (0, True)
    assert varanto(capsys, "compare", "no_such_thing").code == 2
    assert varanto(capsys, "compare", "--area", "Atlantis").code == 2


def test_the_page_is_closed_to_others_and_led_to(
    released: Home, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("pipelines.cli.comparing.webbrowser.open", opened.append)
    page = released.reports / "quality" / "comparisons.html"
    answer = varanto(capsys, "compare", "--open")
    assert f"Page: {page}" in answer.out
    assert opened == [page.as_uri()]
    assert page.stat().st_mode & 0o077 == 0
    assert "The persons are invented" in page.read_text(encoding="utf-8")
    page.unlink()
    assert varanto(capsys, "quality").code == 0
    assert 'href="comparisons.html"' in (page.parent / "index.html").read_text(encoding="utf-8")
    assert page.exists()


def test_an_older_release_says_that_it_must_be_made_anew(home: Home, capsys: Capture) -> None:
    home.prepare().fix_kind(synthetic=True)
    write_candidate(home, small_release(), INDICATORS, SOURCES)
    with duckdb.connect(str(home.candidate / "wellbeing.duckdb")) as database:
        database.execute("ALTER TABLE catalog.comparisons DROP COLUMN rank")
    publish(home)
    answer = varanto(capsys, "compare")
    assert answer.code == 1
    assert "made by an older version" in answer.err
