"""One mutated answer of every kind: the same observations, the cells that it means, or refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from official_rest_mutations import GOOD
from official_rest_specimens import Oecd, dumped, in_series, message, ordered
from official_rest_support import FORMATS, judge, read
from polars.testing import assert_frame_equal


@pytest.mark.parametrize(("form", "kind"), [(f, k) for f, kinds in FORMATS.items() for k in kinds])
def test_a_mutated_answer_is_never_read_silently_wrong(
    tmp_path: Path, form: str, kind: str
) -> None:
    judge(tmp_path, FORMATS[form][kind](random.Random(f"{form} {kind}")))


def test_the_specimens_themselves_are_read(tmp_path: Path) -> None:
    assert_frame_equal(ordered(read(tmp_path, GOOD.files())), GOOD.observations())
    rows = Oecd().rows
    for number, made in enumerate((message(rows), in_series(rows))):
        found = read(tmp_path / str(number), {"hsl.json": dumped(made)})
        assert_frame_equal(ordered(found), Oecd().observations(), check_exact=True)


def test_every_format_has_mutants_of_each_outcome() -> None:
    for form, kinds in FORMATS.items():
        made = [make(random.Random(f"{form} {kind}")) for kind, make in kinds.items()]
        refused = sum(mutant.expected is None for mutant in made)
        assert 5 < refused < len(made) - 5, form
