"""An empty home, the generator as a process, and what refresh says of refusals."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from cli_support import sdmx, varanto

from pipelines import refresh as refreshing
from pipelines import summary
from pipelines.cli import filling, running
from pipelines.cli.filling import EMBEDDED, SENDER, SyntheticFinland, empty, fill_empty
from quality.acceptance import Acceptance, TableCounts
from sources.catalogue import SECTOR_SOURCES, source
from sources.errors import VarantoError
from sources.home import SYNTHETIC, Home
from sources.landing.delivery import deliveries
from sources.landing.receive import receive

Capture = pytest.CaptureFixture[str]

SMALL = SyntheticFinland(persons=500, first_year=2022, last_year=2023)

GENERATED = {s.id for s in SECTOR_SOURCES if s.id != "eu_silc"}  # that one is Austria's

FAKE = """
import argparse, pathlib, sys
parser = argparse.ArgumentParser()
for name in ("persons", "years", "seed", "out"):
    parser.add_argument("--" + name)
given = parser.parse_args()
first, last = map(int, given.years.split("-"))
for year in range(first, last + 1):
    print(f"{year}: {given.persons} residents", file=sys.stderr)
    folder = pathlib.Path(given.out, "wellbeing_survey", str(year))
    folder.mkdir(parents=True)
    (folder / f"terve_suomi_{year}.csv").write_text(f"VASTAAJA;OSITE\\n{year};1\\n")
pathlib.Path(given.out, "synthetic.json").write_text("{}")
"""


def generator(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str = FAKE) -> None:
    script = folder / "fake_generator.py"
    script.write_text(textwrap.dedent(text))
    monkeypatch.setattr(filling, "GENERATOR", (sys.executable, str(script)))


def told() -> tuple[list[str], filling.Tell]:
    lines: list[str] = []
    return lines, lines.append


def test_an_empty_home_is_filled_once(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator(monkeypatch, tmp_path)
    lines, tell = told()
    assert fill_empty(home, SMALL, tell)
    came = deliveries(home.landing)
    assert [(d.source, d.period) for d in came] == [
        ("wellbeing_survey", "2022"),
        ("wellbeing_survey", "2023"),
    ]
    assert all(d.synthetic and d.sender == SENDER for d in came)
    assert home.kind == SYNTHETIC
    assert "  2022: 500 residents" in lines
    assert "--no-synthetic" in lines[0]
    assert not fill_empty(home, SMALL, tell)
    assert [p.name for p in home.landing.glob(".synthetic*")] == []


def test_a_home_with_any_delivery_is_never_filled(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator(monkeypatch, tmp_path)
    receive(home, source("eurostat"), [sdmx(tmp_path / "made_up.csv", "FI,2021,1,")])
    assert not empty(home)
    assert not fill_empty(home, SMALL, lambda _: None)
    assert [d.source for d in deliveries(home.landing)] == ["eurostat"]


def test_a_home_whose_landing_was_cleared_is_not_empty(home: Home) -> None:
    home.prepare()
    assert empty(home)
    home.fix_kind(synthetic=False)
    assert not empty(home)


def test_changes_come_after_the_year_that_they_change_and_are_received_as_changes(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = """
    import pathlib, sys
    root = pathlib.Path(sys.argv[sys.argv.index("--out") + 1]) / "causes_of_death"
    for folder, name in (("2023-delta", "_muutokset"), ("2023", "")):
        (root / folder).mkdir(parents=True)
        (root / folder / f"kuolemansyyt_2023{name}.csv").write_text(f"{folder};\\n")
    """
    generator(monkeypatch, tmp_path, made)
    assert fill_empty(home, SMALL, lambda _: None)
    came = deliveries(home.landing)
    assert [(d.period, d.files[0].name, d.exchange) for d in came] == [
        ("2023", "kuolemansyyt_2023.csv", {}),
        ("2023", "kuolemansyyt_2023_muutokset.csv", {"delta": "yes"}),
    ]


def test_a_filling_that_was_cut_short_goes_on(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator(monkeypatch, tmp_path)
    one_by_one = filling.receive_synthetic

    def cut_off(home: Home, source_id: str, period: str, files: list[Path], *, delta: bool) -> None:
        if period == "2023":
            raise KeyboardInterrupt
        one_by_one(home, source_id, period, files, delta=delta)

    monkeypatch.setattr(filling, "receive_synthetic", cut_off)
    with pytest.raises(KeyboardInterrupt):
        fill_empty(home, SMALL, lambda _: None)
    assert len(deliveries(home.landing)) == 1
    monkeypatch.setattr(filling, "receive_synthetic", one_by_one)
    generator(monkeypatch, tmp_path, "raise SystemExit(3)")  # what is made is not made again
    assert fill_empty(home, SMALL, lambda _: None)
    assert [d.period for d in deliveries(home.landing)] == ["2022", "2023"]


def test_a_generator_that_fails_leaves_the_home_empty_and_says_why(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator(monkeypatch, tmp_path, "raise SystemExit('no room on the disk')")
    with pytest.raises(VarantoError, match="no room on the disk"):
        fill_empty(home, SMALL, lambda _: None)
    assert empty(home)
    generator(monkeypatch, tmp_path)
    assert fill_empty(home, SMALL, lambda _: None)


def test_synth_writes_deliveries_and_receives_none(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    generator(monkeypatch, tmp_path)
    out = tmp_path / "made"
    answer = varanto(
        capsys, "synth", "--out", out, "--persons", "400", "--years", "2021", "--seed", "7"
    )
    assert answer.code == 0, answer.err
    assert "2021: 400 residents" in answer.err
    assert (out / "wellbeing_survey" / "2021" / "terve_suomi_2021.csv").exists()
    assert not home.path.exists()
    again = varanto(capsys, "synth", "--out", out)
    assert again.code == 2
    assert "not an empty folder" in again.err


def test_the_real_generator_answers_to_the_command(
    home: Home, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "made"
    answer = varanto(capsys, "synth", "--out", out, "--persons", "500", "--years", "2024-2024")
    assert answer.code == 0, answer.err
    made = {p.parent.name for p in out.glob("*/2024")}
    assert made == {name for name in GENERATED if source(name).is_due(2024)}
    refused = varanto(capsys, "synth", "--out", tmp_path / "b", "--persons", "1")
    assert refused.code == 1
    assert "--persons must be between" in refused.err


def test_the_real_generator_fills_an_empty_home(home: Home) -> None:
    assert fill_empty(home, SMALL, lambda _: None)
    held = {(d.source, d.period) for d in deliveries(home.landing)}
    assert held == {
        (name, year)
        for name in GENERATED
        for year in ("2022", "2023")
        if source(name).is_due(int(year))
    }


def test_the_embedded_finland_is_large_enough_to_show_cells() -> None:
    assert EMBEDDED.persons >= 100_000
    assert EMBEDDED.first_year == 2021
    assert EMBEDDED.last_year - EMBEDDED.first_year >= 2


@pytest.fixture
def refused(home: Home, tmp_path: Path) -> Home:
    """A survey's delivery that lacks columns waits in the home."""
    file = tmp_path / "terve_suomi_2023.csv"
    file.write_text("VASTAAJA;OSITE\n1;1\n", encoding="iso-8859-1")
    receive(home, source("wellbeing_survey"), [file], period="2023", synthetic=True)
    return home


def test_refresh_ends_with_code_1_when_a_delivery_is_refused(
    refused: Home, capsys: Capture
) -> None:
    answer = varanto(capsys, "refresh", "--json")
    assert answer.code == 1
    assert "facts/wellbeing_survey" in answer.err
    told = [line for line in answer.err.splitlines() if "lacks the columns" in line]
    assert any(line.startswith("varanto: wellbeing_survey, delivery 2023-") for line in told)
    assert all(line.count("lacks the columns") == 1 for line in told)
    assert json.loads(answer.out)["refused"][0].startswith("wellbeing_survey, delivery 2023-")
    # It was told once; nothing is new the second time.
    again = varanto(capsys, "refresh")
    assert again.code == 0
    assert "Nothing is new" in again.out


def test_what_was_refused_is_said_before_what_was_made(
    home: Home, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = refreshing.Outcome(made=["facts/care"], years=(2023,))
    monkeypatch.setattr(refreshing, "refresh", lambda *_, **__: made)
    monkeypatch.setattr(summary, "refusals", lambda _: ["care, delivery 2023-1: it is empty."])
    said: list[str] = []  # both streams, as a terminal shows them
    monkeypatch.setattr(running, "say", said.append)
    monkeypatch.setattr(running, "mention", said.append)
    answer = varanto(capsys, "refresh", "--no-synthetic")
    assert said[0] == "varanto: care, delivery 2023-1: it is empty."
    assert said[1].startswith("Made 1 asset for 2023 in")
    assert answer.code == 1
    assert (
        answer.err == "varanto: 1 delivery was refused, as said above; what was in force stays.\n"
    )


def test_one_row_in_quarantine_is_one_row() -> None:
    counts = TableCounts(100, 99, 1, 0, {}, {"missing|x": 1})
    record = Acceptance("care", "2023-1", "2023", 1, "accepted", "c", {"clients": counts})
    lines: list[str] = []
    summary.summarise(Home(Path("/nowhere")), refreshing.Outcome(), 1.0, lines.append, [record])
    assert lines[0] == "care: 1 row is in quarantine; see varanto quarantine care."


def test_rows_that_a_delta_lists_again_are_said_once() -> None:
    counts = TableCounts(10, 7, 3, 0, {}, {})
    year = Acceptance("care", "2023-1", "2023", 1, "accepted", "c", {"clients": counts})
    lines: list[str] = []
    judged = [year, replace(year, delivery="2023-2", number=2)]
    summary.summarise(Home(Path("/nowhere")), refreshing.Outcome(), 1.0, lines.append, judged)
    assert lines[0] == "care: 3 rows are in quarantine; see varanto quarantine care."


def test_refresh_leaves_an_empty_home_empty_when_it_is_told_to(home: Home, capsys: Capture) -> None:
    answer = varanto(capsys, "refresh", "--no-synthetic")
    assert answer.code == 0
    assert "There is no release yet" in answer.out
    assert deliveries(home.landing) == []


def test_a_refresh_that_will_not_wait_says_who_runs(home: Home, capsys: Capture) -> None:
    # Another process: within one, a refresh may take the lock that it holds already.
    home.prepare()
    holding = (
        "import sys; from pathlib import Path; from sources.home import Home; "
        "from warehouse.lock import writing\n"
        "with writing(Home(Path(sys.argv[1])), 'the other one'):\n"
        "    sys.stdout.write('held\\n'); sys.stdout.flush(); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(home.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        answer = varanto(capsys, "refresh", "--no-wait", "--no-synthetic")
        other.communicate("")
    assert answer.code == 1
    assert "`the other one`" in answer.err


def test_a_failed_asset_is_one_line_and_code_1(
    home: Home, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = refreshing.Outcome(failures=["first went wrong.", "second went wrong."])
    monkeypatch.setattr(refreshing, "refresh", lambda *_, **__: failed)
    answer = varanto(capsys, "refresh", "--no-synthetic")
    assert answer.code == 1
    assert answer.err == "varanto: first went wrong.\nvaranto: second went wrong.\n"
    assert answer.out == ""


def test_the_summary_names_a_first_query_that_has_rows(home: Home) -> None:
    from warehouse.release import Manifest

    tables = {"education": 12, "education_all": 12, "health": 0, "health_all": 0}
    manifest = Manifest("synthetic-1", "2026-11-24", "synthetic", "interim", "0", tables)
    lines: list[str] = []
    outcome = refreshing.Outcome(made=["release"], years=(2021, 2022), release=manifest)
    summary.summarise(home, outcome, 3.0, lines.append)
    assert lines[0] == "Made 1 asset for 2021–2022 in 3 s."
    assert lines[-1] == 'Try: varanto query "from reserves.education limit 5"'
