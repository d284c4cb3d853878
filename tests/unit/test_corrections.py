"""Known errors as data: applied where they are, red when the source has mended them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from border_deliveries import CLIENTS, Row, care, client, csv_bytes, deliver, facts, judge, person

from assets.deliveries import corrections_result
from quality.acceptance import Acceptance, contract_version
from sources import corrections as corrections_module
from sources.corrections import corrections
from sources.declarations import CsvFormat
from sources.errors import VarantoError
from sources.home import Home

SOURCE = care(CsvFormat(), tables=(CLIENTS,))
ENTRY = """
- id: sex-9
  table: clients
  column: sex
  from: "9"
  to: "2"
  periods: ["2023"]
  where: {born: "19750301"}
  expect: 2
  synthetic: true
  reason: Wrong code in the extract
  provider: The county
  date: 2026-03-01
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.setattr(corrections_module, "IN_PROJECT", folder)
    return folder / "care.yaml"


def send(home: Home, *rows: Row, period: str = "2023") -> Acceptance:
    files = {"clients.csv": csv_bytes(rows)}
    return judge(home, deliver(home, files, source=SOURCE, period=period), SOURCE)


WRONG = (client(1, SUKUPUOLI="9"), client(2, SUKUPUOLI="9"), client(3, SUKUPUOLI="1"))


def test_the_wrong_value_becomes_the_right_one_in_the_rows_that_are_meant(
    home: Home, project: Path
) -> None:
    project.write_text(ENTRY)
    other = client(4, SUKUPUOLI="9", SYNTPV="19760101")
    record = send(home, *WRONG, other)
    assert facts(home, record)["sex"].to_list() == ["F", "F", "M"]
    assert record.quarantined == 1  # not among those that are meant
    assert record.corrected == {"sex-9": 2}
    assert corrections_result([record]).passed
    assert send(home, *WRONG, period="2022").quarantined == 2  # another year


def test_a_correction_turns_red_once_the_source_has_mended_its_error(
    home: Home, project: Path
) -> None:
    project.write_text(ENTRY)
    mended = send(home, *(client(n) for n in (1, 2, 3)))
    assert mended.status == "accepted"
    assert mended.corrected == {"sex-9": 0}
    assert "correction sex-9 found 0 wrong rows in clients.sex and expects 2" in mended.remarks[0]
    assert not corrections_result([mended]).passed
    half = send(home, *WRONG[1:])
    assert not corrections_result([half]).passed


def test_an_entry_of_the_project_is_for_deliveries_of_one_kind(home: Home, project: Path) -> None:
    """No home is told that another one's error is mended."""
    project.write_text(ENTRY.replace("  synthetic: true\n", ""))
    record = send(home, *WRONG)
    assert (record.quarantined, record.corrected) == (2, {})
    assert corrections_result([record]).passed
    assert [c.synthetic for c in corrections(SOURCE)] == [False]


def test_an_entry_of_the_home_is_for_what_comes_to_it(home: Home, project: Path) -> None:
    (home.path / "corrections").mkdir(parents=True)
    (home.path / "corrections" / "care.yaml").write_text(ENTRY.replace("  synthetic: true\n", ""))
    assert send(home, *WRONG).corrected == {"sex-9": 2}


def test_a_row_number_of_a_file_is_for_the_home_alone(home: Home, project: Path) -> None:
    checksum = hashlib.sha256(csv_bytes(WRONG)).hexdigest()
    located = ENTRY.replace('where: {born: "19750301"}', f"file: {checksum}\n  rows: [2]")
    located = located.replace("expect: 2", "expect: 1")
    (home.path / "corrections").mkdir(parents=True)
    (home.path / "corrections" / "care.yaml").write_text(located)
    record = send(home, *WRONG)
    assert facts(home, record)["sex"].to_list() == ["F", "M"]
    again = send(home, *WRONG, client(5))  # another file: it may be mended there
    assert not corrections_result([again]).passed
    project.write_text(located.replace("sex-9", "other"))
    with pytest.raises(VarantoError, match="a row number leads to a person"):
        corrections(SOURCE)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("column: sex", "column: person"), "person tells who a person is"),
        (('{born: "19750301"}', f'{{person: "{person(1)}"}}'), "person tells who a person is"),
        (('{born: "19750301"}', '{dwelling: "9"}'), "dwelling tells who a person is"),
        (("column: sex", "column: gender"), "there is no column clients.gender"),
        (("table: clients", "table: x"), "there is no column x.sex"),
        (("  reason: Wrong code in the extract\n", ""), "lacks reason"),
        (("expect: 2", "expects: 2"), "has unknown expects"),
        (("- id: sex-9", "id: sex-9"), "can't be read"),
        (("expect: 2", "expect: two"), "can't be read"),
        (("synthetic: true", "synthetic: perhaps"), "synthetic is true or false"),
    ],
)
def test_an_entry_that_is_not_valid_is_refused_without_a_value(
    project: Path, change: tuple[str, str], said: str
) -> None:
    project.write_text(ENTRY.replace(*change))
    with pytest.raises(VarantoError, match=said) as error:
        corrections(SOURCE)
    assert person(1) not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_new_correction_is_a_new_contract(home: Home, project: Path) -> None:
    before = contract_version(SOURCE, home)
    project.write_text(ENTRY)
    with_it = contract_version(SOURCE, home)
    assert before != with_it
    (home.path / "corrections").mkdir(parents=True)
    (home.path / "corrections" / "care.yaml").write_text(ENTRY.replace("sex-9", "sex-8"))
    assert contract_version(SOURCE, home) not in (before, with_it)
    (home.path / "corrections" / "care.yaml").write_text(ENTRY)
    with pytest.raises(VarantoError, match="two corrections have one id"):
        corrections(SOURCE, home)
