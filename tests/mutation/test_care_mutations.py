"""Does the round trip of care notice a wrong rule? Each mutant changes one line."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sources.home import Home

ROOT = Path(__file__).resolve().parents[2]

# module of the person-year, what is wrong, the text, and the text in its place
MUTANTS = (
    ("primary_care", "of any year", '(nw.col("began").dt.year() == year)', 'nw.lit(True)'),
    ("primary_care", "without the client", '& nw.col("contact_mode").is_in(WITH_CLIENT)', ""),
    ("primary_care", "oral health too", "!= ORAL_HEALTH", "!= MENTAL_HEALTH_WORK"),
    ("primary_care", "doctors alone", '(f"{DOCTOR}|{NURSE}")', "(DOCTOR)"),
    ("primary_care", "nurses alone", '(f"{DOCTOR}|{NURSE}")', "(NURSE)"),
    ("primary_care", "diagnoses alone", '(MENTAL_REASON)', '("^X$")'),
    ("primary_care", "reasons alone", '.is_in(MENTAL_DISORDERS)', '.is_in(("Q",))'),
    ("primary_care", "no mental health work", "== MENTAL_HEALTH_WORK", '== "T99"'),
    ("primary_care", "a visit as often as coded", '.unique(subset=["visit_id"])', ""),
    ("hospital_care", "no day of the same", "> 1)", ">= 0)"),
    ("hospital_care", "days of visits too", "nw.when(ward)", 'nw.when(nw.col("ward") >= 0)'),
    ("hospital_care", "visits for injuries", "one_if(ward & first.is", "one_if(first.is"),
    ("hospital_care", "diagnoses alone", '("70", "74", "75")', '("71",)'),
    ("hospital_care", "psychiatry alone", "first.is_in(MENTAL_DISORDERS) | ", ""),
    ("hospital_care", "any stay", "& sensitive)", ")"),
    ("hospital_care", "by the old rule", "inpatient(year)", "inpatient(2018)"),
    ("hospital_care", "poisonings for asthma", "is_in(AMBULATORY_SENSITIVE)", "is_in(INJURIES)"),
)  # fmt: skip

CHECKS = {
    "primary_care": "test_known_contacts_with_primary_care_come_through",
    "hospital_care": "test_known_spells_of_hospital_care_come_through",
}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [(name, old, new) for name, _, old, new in MUTANTS],
    ids=[f"{name}: {wrong}" for name, wrong, *_ in MUTANTS],
)
def test_the_round_trip_notices(
    name: str, old: str, new: str, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(ROOT / "tests" / "spec")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    spec = importlib.import_module("test_care_person_year_spec")
    text = (ROOT / "assets" / "person_years" / f"{name}.py").read_text(encoding="utf-8")
    assert text.count(old) == 1, "the text must occur exactly once"
    mutated = ModuleType("mutated")
    exec(compile(text.replace(old, new), "mutated", "exec"), mutated.__dict__)
    monkeypatch.setattr(spec, name, mutated)
    with pytest.raises(AssertionError):
        getattr(spec, CHECKS[name])(home, tmp_path)
