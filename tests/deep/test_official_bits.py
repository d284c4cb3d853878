"""A thousand hit bits of each format of official statistics."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from official_forms import FORMS
from official_mutations import check

pytestmark = pytest.mark.deep


@pytest.mark.parametrize("form", FORMS)
def test_a_thousand_bits(tmp_path: Path, form: str) -> None:
    outcomes = Counter(check(FORMS[form], "bit 0", seed, tmp_path) for seed in range(1000))
    assert {"refused", "read"} <= set(outcomes)
