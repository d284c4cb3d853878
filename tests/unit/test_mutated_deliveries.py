"""One specimen of each way in which a file goes wrong: refused or quarantined, never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutated_forms import CSV, FORMATS, GTFS, HEADERLESS, JSON, Form, Mutant, mutant
from mutated_support import deliver_mutant
from mutations import zipped
from mutations_gtfs import GOOD_MEMBERS, READ

from sources.home import Home

KINDS = [(form, kind) for form, made in FORMATS.items() for kind in made.kinds]
TAKEN = {
    "as it should be", "columns in another order", "rows in another order", "blank lines", "CRLF",
    "mixed line ends", "more columns", "rows twice", "dictionary", "LF alone",
    "no semicolon at the ends", "one row alone", "lines in any order of rows", "lines",
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


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=12)), min_size=1, max_size=4
)
"""Where in the file, how many bytes go there, and what comes instead."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", [CSV, HEADERLESS, GTFS, JSON], ids=lambda form: form.name)
@given(edits=EDITS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edit_of_a_file_is_refused_or_accounted_for(
    home: Home, tmp_path: Path, form: Form, edits: list[tuple[float, int, bytes]]
) -> None:
    deliver_mutant(home, Mutant(edited(form.good, edits), form), tmp_path)


@given(member=st.sampled_from(READ), edits=EDITS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edit_of_an_archives_member_is_refused_or_accounted_for(
    home: Home, tmp_path: Path, member: str, edits: list[tuple[float, int, bytes]]
) -> None:
    members = GOOD_MEMBERS | {member: edited(GOOD_MEMBERS[member], edits)}
    deliver_mutant(home, Mutant(zipped(*members.items()), GTFS), tmp_path)


def edited(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, new in edits:
        at = int(where * len(content))
        content = content[:at] + new + content[at + length :]
    return content
