"""The measure of memory sees children, and what they hold together."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from process_tree import run_watched

pytestmark = pytest.mark.deep

_HOLD = "import time; held = bytearray(b'x') * (300 << 20); time.sleep(1)"
_TWO_CHILDREN = f"""
import subprocess, sys
held = [subprocess.Popen([sys.executable, "-c", {_HOLD!r}]) for _ in range(2)]
sys.exit(max(child.wait() for child in held) or 3)
"""


def test_the_peak_is_the_sum_over_parent_and_children(tmp_path: Path) -> None:
    ended = run_watched([sys.executable, "-c", _TWO_CHILDREN], tmp_path, os.environ)
    assert ended.code == 3
    assert 600 < ended.peak < 700


def test_the_peak_of_one_process_is_its_own(tmp_path: Path) -> None:
    ended = run_watched([sys.executable, "-c", f"{_HOLD}; print('done')"], tmp_path, os.environ)
    assert (ended.code, ended.output) == (0, "done\n")
    assert 300 < ended.peak < 350
