"""The command on a published home: query, explain, diff, releases, indicators, wrong usage."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_support import NEEDS, publish_official, sdmx, varanto

import assets.reserves
from sources.home import HOME_VARIABLE, Home

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two homes, made once: `one` release, and `two`.

    The second has Finland 2021 revised, Austria gone and Sweden come.
    """
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(HOME_VARIABLE, str(folder / "one"))
        patched.setattr(assets.reserves, "INDICATORS", (*assets.reserves.INDICATORS, NEEDS))
        one = Home(folder / "one")
        first = ("FI,2020,4.0,", "FI,2021,4.5,", "AT,2021,0.4,b")
        publish_official(one, sdmx(folder / "made_up.csv", *first))
        shutil.copytree(one.path, folder / "two", symlinks=True)
        patched.setenv(HOME_VARIABLE, str(folder / "two"))
        time.sleep(1.1)  # releases are ordered by the second of their making
        second = ("FI,2020,4.0,", "FI,2021,5.4,", "SE,2021,1.5,")
        publish_official(Home(folder / "two"), sdmx(folder / "made_up.csv", *second))
    return folder


@pytest.fixture
def published(home: Home, made: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of one's own with one release: Finland 2020–2021 and Austria 2021."""
    monkeypatch.setattr(assets.reserves, "INDICATORS", (*assets.reserves.INDICATORS, NEEDS))
    shutil.copytree(made / "one", home.path, symlinks=True)
    return home


@pytest.fixture
def republished(home: Home, made: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of one's own with two releases."""
    monkeypatch.setattr(assets.reserves, "INDICATORS", (*assets.reserves.INDICATORS, NEEDS))
    shutil.copytree(made / "two", home.path, symlinks=True)
    return home


def test_a_query_answers_in_duckdbs_own_short_form(
    published: Home, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    answer = varanto(capsys, "query", "from reserves.health where area_code = 'SSS' limit 5")
    assert answer.code == 0
    assert "made_up_need" in answer.out
    assert "4.5" in answer.out  # the value is shown, of thirty columns
    assert answer.out.count("made_up_need") == 2
    assert "--csv" in answer.err


def test_on_a_narrow_screen_what_where_when_and_the_value_are_shown(
    published: Home, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    answer = varanto(
        capsys, "query", "from reserves.health where area_code = 'SSS' and year = 2021"
    )
    assert all(len(line) <= 80 for line in answer.out.splitlines())
    (row,) = (line for line in answer.out.splitlines() if "made_up_need" in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells[:3] == ["made_up_need", "SSS", "2021"]
    assert cells[-2:] == ["4.5", "PC"]


def test_a_query_is_one_statement(published: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "query", "select 1; select 2")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "varanto: varanto query takes one statement; these are 2.\n"
    assert varanto(capsys, "query", "select 1;").code == 0


def test_a_query_gives_csv_and_json_of_all_rows(published: Home, capsys: Capture) -> None:
    sql = "select area_code, year, value, se from reserves.health order by all"
    read = list(csv.reader(io.StringIO(varanto(capsys, "query", "--csv", sql).out)))
    assert read == [
        ["area_code", "year", "value", "se"],
        ["AT", "2021", "0.4", ""],
        ["SSS", "2020", "4.0", ""],
        ["SSS", "2021", "4.5", ""],
    ]
    rows = json.loads(varanto(capsys, "query", "--json", sql).out)
    assert rows[0] == {"area_code": "AT", "year": 2021, "value": 0.4, "se": None}


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("selec 1", "Parser Error"),
        ("from reserves.helth", "Did you mean"),
        ("create table reserves.mine (a int)", "read-only"),
        ("from read_csv('/etc/hosts')", "Permission Error"),
        ("attach '/tmp/other.duckdb'", "Permission Error"),
        ("copy (select 1) to '/tmp/varanto_escape.csv'", "Permission Error"),
        ("set enable_external_access = true", "Error"),
        ("from home", "home does not exist"),
    ],
)
def test_a_bad_query_is_one_line_and_code_1(
    published: Home, capsys: Capture, sql: str, told: str
) -> None:
    answer = varanto(capsys, "query", sql)
    assert answer.code == 1
    assert answer.out == ""
    assert told in answer.err
    assert len(answer.err.splitlines()) == 1


def test_explain_goes_from_the_value_to_the_delivery(published: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "explain", "made_up_need", "Suomi", "2021")
    assert answer.code == 0
    for told in (
        "Made-up need, Finland (SSS), 2021",
        "Value: 4.5 PC",
        "made up for the test",
        "Published by eurostat: made_up; Eurostat re-use with attribution",
        "from the test",
        "made_up.csv",
        "sha256",
    ):
        assert told in answer.out
    told = json.loads(varanto(capsys, "explain", "made_up_need", "SSS", "2021", "--json").out)
    assert told["row"]["value"] == 4.5
    assert told["rows_in"][0]["accepted"] == 3
    assert len(told["deliveries"][0]["files"][0]["sha256"]) == 64


def test_explain_says_when_a_delivery_is_newer_than_the_release(
    published: Home, tmp_path: Path, capsys: Capture
) -> None:
    import dagster as dg

    from assets.official import official_assets
    from sources.catalogue import SOURCES, source
    from sources.landing.receive import receive

    time.sleep(1.1)
    receive(published, source("eurostat"), [sdmx(tmp_path / "made_up.csv", "FI,2021,9.0,")])
    dg.materialize(official_assets(SOURCES, [NEEDS]))
    answer = varanto(capsys, "explain", "made_up_need", "SSS", "2021")
    assert "Value: 4.5 PC" in answer.out
    assert "Newer than the release: eurostat" in answer.out


def test_a_missing_row_is_told_with_the_years_there_are(published: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "explain", "Made-up need", "sss", "1999")
    assert answer.code == 1
    assert answer.err.endswith("in 1999. There is one for 2020, 2021.\n")


def test_what_is_not_delivered_is_told_so(published: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "explain", "gini_disposable_income", "Pirkanmaa", "2021")
    assert answer.code == 1
    assert "Pirkanmaa (MK06)" in answer.err
    assert "Not delivered: living_conditions, eu_silc" in answer.err
    answer = varanto(capsys, "indicators")
    assert answer.code == 0
    assert "2020–2021" in answer.out
    assert "not delivered" in answer.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("explain", "made_up_ned", "SSS", "2021"), "Did you mean made_up_need"),
        (("explain", "made_up_need", "Pirkanma", "2021"), "Did you mean Pirkanmaa"),
        (("explain", "made_up_need", "SSS", "twenty"), "Invalid value"),
        (("diff", "nothing", "current"), "varanto releases"),
        (("quarantine", "eurostaf"), "Did you mean eurostat"),
        (("quarantine", "eurostat", "--delivery", "none"), "made_up-"),
        (("receive", "nowhere", "file"), "Known sources: population"),
        (("receive", "eurostat", "no_such_file.csv"), "is not a file"),
        (("receive", "population", "no_such_file.csv"), "is not a file"),
        (("synth", "--out", "x", "--years", "soon"), "2021-2024"),
        (("query",), "Missing argument"),
        (("no_such_command",), "No such command"),
    ],
)
def test_wrong_usage_is_told_with_what_is_right_and_code_2(
    published: Home, capsys: Capture, arguments: tuple[str, ...], told: str
) -> None:
    answer = varanto(capsys, *arguments)
    assert answer.code == 2
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_releases_are_listed_oldest_first(republished: Home, capsys: Capture) -> None:
    rows = json.loads(varanto(capsys, "releases", "--json").out)
    assert [r["current"] for r in rows] == [False, True]
    assert all(r["release"].startswith("official-") for r in rows)
    assert varanto(capsys, "releases").out.splitlines()[2].endswith("*")


def test_diff_tells_what_came_went_and_changed(republished: Home, capsys: Capture) -> None:
    told = json.loads(varanto(capsys, "diff", "--json").out)
    health = next(t for t in told["tables"] if t["table"] == "health")
    assert (health["added"], health["removed"], health["changed"], health["same"]) == (1, 1, 1, 1)
    (change,) = told["largest"]
    assert (change["older"], change["newer"]) == (4.5, 5.4)
    assert change["per_cent"] == pytest.approx(20)
    answer = varanto(capsys, "diff", "previous", "current")
    assert answer.code == 0
    assert "+20.0 %" in answer.out
    assert "made_up_need" in answer.out


def test_a_release_and_itself_are_the_same(republished: Home, capsys: Capture) -> None:
    name = json.loads(varanto(capsys, "releases", "--json").out)[0]["release"]
    assert "hold the same rows" in varanto(capsys, "diff", name, name.rpartition("-")[2]).out


def test_status_tells_each_source_and_what_is_in_force(published: Home, capsys: Capture) -> None:
    told = json.loads(varanto(capsys, "status", "--json").out)
    by_source = {s["source"]: s for s in told["sources"]}
    assert by_source["eurostat"]["periods"] == ["made_up"]
    assert (by_source["eurostat"]["read"], by_source["eurostat"]["accepted"]) == (3, 3)
    assert by_source["population"]["periods"] == []
    answer = varanto(capsys, "status")
    assert answer.code == 0
    assert "not delivered" in answer.out


def test_a_refused_delivery_stands_in_the_status_until_it_is_made_good(
    republished: Home, tmp_path: Path, capsys: Capture
) -> None:
    import dagster as dg

    from assets.official import official_assets
    from sources.catalogue import SOURCES

    damaged = sdmx(tmp_path / "made_up.csv", "FI,2021,many,")
    assert varanto(capsys, "receive", "eurostat", damaged).code == 0
    assert "1 delivery waits" in varanto(capsys, "status").out
    dg.materialize(official_assets(SOURCES, [NEEDS]), raise_on_error=False)
    answer = varanto(capsys, "status")
    assert "Refused: eurostat, made_up-" in answer.out
    assert "not numbers" in answer.out
    publish_official(republished, sdmx(tmp_path / "made_up.csv", "FI,2021,4.8,"))
    assert "Refused" not in varanto(capsys, "status").out


def test_published_files_are_deliveries_of_their_own_name(
    home: Home, tmp_path: Path, capsys: Capture
) -> None:
    first, second = sdmx(tmp_path / "a-b.csv", "FI,2021,1,"), sdmx(tmp_path / "c.csv", "AT,2021,1,")
    receipts = json.loads(varanto(capsys, "receive", "eurostat", first, second, "--json").out)
    assert [r["period"] for r in receipts] == ["a_b", "c"]
    again = varanto(capsys, "receive", "eurostat", first)
    assert "nothing changed" in again.out
    other = varanto(capsys, "receive", "sotkanet", first)
    assert other.code == 2
    assert "is a file of eurostat" in other.err
    plain = tmp_path / "plain.csv"
    plain.write_text("a,b\n1,2\n")
    assert "in no format that is read" in varanto(capsys, "receive", "eurostat", plain).err


@pytest.mark.parametrize("command", ["status", "releases", "indicators", "doctor"])
def test_an_empty_home_is_no_error(home: Home, capsys: Capture, command: str) -> None:
    answer = varanto(capsys, command)
    assert answer.code == 0, answer.err
    assert not home.path.exists()


@pytest.mark.parametrize(
    "arguments", [("query", "from reserves.health"), ("explain", "made_up_need", "SSS", "2021")]
)
def test_without_a_release_the_reader_is_told_to_refresh(
    home: Home, capsys: Capture, arguments: tuple[str, ...]
) -> None:
    answer = varanto(capsys, *arguments)
    assert answer.code == 1
    assert "There is no release yet. Run varanto refresh first." in answer.err


@pytest.mark.deep
def test_help_and_a_query_start_within_a_second(published: Home) -> None:
    environment = {**os.environ}
    command = [sys.executable, "-m", "pipelines.cli.main"]
    for arguments in (["--help"], ["query", "--csv", "select count(*) as n from reserves.health"]):
        fastest = 99.0
        for _ in range(3):
            started = time.monotonic()
            done = subprocess.run(
                [*command, *arguments],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                cwd=Path(__file__).parents[2],
            )
            fastest = min(fastest, time.monotonic() - started)
        assert done.returncode == 0, done.stderr
        assert fastest < 1.0
    assert done.stdout == "n\n3\n"


def test_a_failed_process_ends_with_its_code_and_one_line(home: Home) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", "query", "select 1"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 1
    assert done.stderr == "varanto: There is no release yet. Run varanto refresh first.\n"
