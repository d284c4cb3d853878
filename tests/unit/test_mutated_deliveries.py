"""One specimen of each way in which a file goes wrong: refused or quarantined, never a crash."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutated_support import deliver_mutant
from mutations import FORMATS, GOOD, Mutant, mutant

from sources.declarations import CsvFormat
from sources.home import Home

KINDS = [(form, kind) for form, kinds in FORMATS.items() for kind in kinds]
TAKEN = {
    "as it should be", "columns in another order", "rows in another order", "blank lines", "CRLF",
    "mixed line ends", "more columns", "rows twice", "dictionary",
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
@given(
    edits=st.lists(
        st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 30), st.binary(max_size=12)),
        min_size=1,
        max_size=4,
    )
)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edit_of_a_file_is_refused_or_accounted_for(
    home: Home, tmp_path: Path, edits: list[tuple[int, int, bytes]]
) -> None:
    content = GOOD
    for at, length, new in edits:
        content = content[:at] + new + content[at + length :]
    shutil.rmtree(home.path, ignore_errors=True)
    deliver_mutant(home, Mutant("clients.csv", content, CsvFormat()), tmp_path)
