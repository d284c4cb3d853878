"""A hundred mutated answers of each format of Sotkanet's REST interface and of the OECD."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from official_rest_support import FORMATS, judge

pytestmark = pytest.mark.deep
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
