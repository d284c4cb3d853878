"""A hundred mutated responses of each format: refused, or read as they must be."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from official_forms import FORMS
from official_mutations import check
from official_rest_support import FORMATS, judge

HUNDRED = 100


@pytest.mark.parametrize("form", FORMATS)
def test_a_hundred_mutated_answers(tmp_path: Path, form: str) -> None:
    kinds = list(FORMATS[form])
    outcomes = Counter(
        judge(
            tmp_path / str(n),
            FORMATS[form][kinds[n % len(kinds)]](random.Random(f"{form} {n}")),
        )
        for n in range(HUNDRED)
    )
    assert sum(outcomes.values()) == HUNDRED
    assert set(outcomes) == {"read", "refused"}


@pytest.mark.parametrize("form", FORMS)
def test_hundreds_of_each_kind(tmp_path: Path, form: str) -> None:
    outcomes = Counter(
        check(FORMS[form], kind, seed, tmp_path)
        for kind in FORMS[form].kinds
        for seed in range(1, 4)
    )
    assert outcomes.total() >= 100
    assert {"refused", "read"} <= set(outcomes)
