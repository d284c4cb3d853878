"""The whole command on a home without anything new, and the import of its libraries."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def _process(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run(
        [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL
    )


def ours(work: Path) -> Callable[[], object]:
    return _process("-m", "pipelines.cli.main", "refresh")


def minimum(work: Path) -> Callable[[], object]:
    return _process("-c", "import dagster, polars, duckdb")


def check(work: Path) -> str:
    releases = [p for p in (work / "home" / "releases").iterdir() if p.is_dir()]
    assert len({p.resolve() for p in releases}) == 1, "a refresh with nothing new made a release"
    return "no new release"
