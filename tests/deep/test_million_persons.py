"""A million persons fit into four gigabytes, and memory grows less than the population does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from process_tree import Ended, run_watched

from sources.home import AS_OF_VARIABLE, HOME_VARIABLE

pytestmark = pytest.mark.deep

MOST_MB = 4 * 1024
SMALL, LARGE = 50_000, 200_000
MOST_GROWTH = 2.0
"""Peak at four times the persons, as a multiple of the small one's (first measured: 1.5)."""


def _refresh(folder: Path, persons: int) -> Ended:
    """A first refresh of an empty home: generator, every sector's four years, and the release."""
    folder.mkdir()
    environment = {k: v for k, v in os.environ.items() if k != "DAGSTER_HOME"} | {
        HOME_VARIABLE: str(folder / "home"),
        "VARANTO_KEYS": str(folder / "keys"),
        AS_OF_VARIABLE: "2026-11-24",
    }
    return run_watched(
        [sys.executable, "-m", "pipelines.cli.main", "refresh", "--persons", str(persons)],
        folder,
        environment,
    )


def _done(ended: Ended, folder: Path, persons: int) -> None:
    print(f"{persons:,} persons: peak {ended.peak:,.0f} MB")  # noqa: T201  shown by pytest -s
    assert ended.code == 0, ended.output[-2_000:]
    assert (folder / "home" / "releases" / "current" / "wellbeing.duckdb").is_file()


def test_memory_grows_less_than_in_proportion_to_the_persons(tmp_path: Path) -> None:
    peaks = []
    for persons in (SMALL, LARGE):
        ended = _refresh(tmp_path / str(persons), persons)
        _done(ended, tmp_path / str(persons), persons)
        peaks.append(ended.peak)
    assert max(peaks) <= MOST_MB
    assert peaks[1] <= MOST_GROWTH * peaks[0]


def test_a_million_persons_are_refreshed_within_four_gigabytes(tmp_path: Path) -> None:
    ended = _refresh(tmp_path / "million", 1_000_000)
    _done(ended, tmp_path / "million", 1_000_000)
    assert ended.peak <= MOST_MB
