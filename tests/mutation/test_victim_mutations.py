"""Does the round trip of victims notice a wrong rule of the person-year?"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from assets.person_years import build, offence_victims
from sources.home import Home

ROOT = Path(__file__).resolve().parents[2]
ROUND_TRIP = "test_victims_of_violence_come_through_from_the_polices_own_file"

# what is wrong, the text, and the text in its place
MUTANTS = (
    ("all offences", ".is_between(*AGAINST_LIFE_AND_HEALTH)", ".is_between(101, 603)"),
    ("one code more above", "(*AGAINST_LIFE_AND_HEALTH)", "(201, 224)"),
    ("one code more below", "(*AGAINST_LIFE_AND_HEALTH)", "(200, 223)"),
    ("without the last code", "(*AGAINST_LIFE_AND_HEALTH)", "(201, 222)"),
    ("without the first code", "(*AGAINST_LIFE_AND_HEALTH)", "(202, 223)"),
    ("reports", '"person", "report", "nth"', '"person", "report"'),
)


@pytest.mark.parametrize(("old", "new"), [m[1:] for m in MUTANTS], ids=[m[0] for m in MUTANTS])
def test_the_round_trip_notices(
    old: str, new: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(ROOT / "tests" / "spec")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    spec = importlib.import_module("test_offence_victims_spec")
    text = Path(str(offence_victims.__file__)).read_text(encoding="utf-8")
    assert text.count(old) == 1, "the text must occur exactly once"
    mutated = ModuleType("mutated")
    exec(compile(text.replace(old, new), "mutated", "exec"), mutated.__dict__)
    wrong = {offence_victims.VIOLENCE.source: mutated.VIOLENCE}
    contributions = tuple(wrong.get(c.source, c) for c in build.CONTRIBUTIONS)
    monkeypatch.setattr(build, "CONTRIBUTIONS", contributions)
    with pytest.raises(AssertionError):
        getattr(spec, ROUND_TRIP)(home)
