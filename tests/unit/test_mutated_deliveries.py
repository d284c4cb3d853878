"""One specimen of each way in which a file goes wrong: refused or quarantined, never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from mutated_forms import CSV, FORMATS, GTFS, HEADERLESS, JSON, Form, Mutant, mutant
from mutated_support import EDITS, Edit, deliver_mutant, edited

from sources.home import Home

KINDS = [(form, kind) for form, made in FORMATS.items() for kind in made.kinds]
TAKEN = {
    "as it should be", "columns in another order", "rows in another order", "blank lines", "CRLF",
    "mixed line ends", "more columns", "rows twice", "dictionary", "LF alone",
    "no semicolon at the ends", "one row alone", "lines",
    "lines with CRLF", "one after the other", "spread over lines", "documents in another order",
    "mark", "unknown names", "rights twice", "stored", "many members", "members in another order",
    "all members with a mark", "member with a mark", "member with CRLF", "other member lacking",
}  # fmt: skip
"""What loses nothing: it must be taken, or the test would be content with refusing everything."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("form", "kind"), KINDS)
def test_a_mutated_file_is_refused_or_its_rows_are_all_accounted_for(
    home: Home, tmp_path: Path, form: str, kind: str
) -> None:
    outcome = deliver_mutant(home, mutant(form, kind, 0), tmp_path)
    if kind in TAKEN:
        assert outcome == "accepted"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@given(edits=EDITS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edit_of_a_file_is_refused_or_accounted_for(
    home: Home, tmp_path: Path, edits: list[Edit]
) -> None:
    deliver_mutant(home, Mutant(edited(CSV.good, edits), CSV), tmp_path)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", [HEADERLESS, GTFS, JSON], ids=lambda form: form.name)
@given(edits=EDITS)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edit_of_the_other_formats_too(
    home: Home, tmp_path: Path, form: Form, edits: list[Edit]
) -> None:
    deliver_mutant(home, Mutant(edited(form.good, edits), form), tmp_path)
