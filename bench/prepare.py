"""What the pairs work on: deliveries of a synthetic Finland, and a home that took them all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.pairs import PERSONS, YEARS

SECTORS = ("population", "income_register", "living_conditions", "wellbeing_survey")
AS_OF = "2026-11-24"


def environment(work: Path, home: str = "home") -> dict[str, str]:
    """The environment of a home in the working folder, apart from any other of the user's."""
    ours = {k: v for k, v in os.environ.items() if k != "DAGSTER_HOME"}
    return ours | {
        "VARANTO_HOME": str(work / home),
        "VARANTO_KEYS": str(work / f"{home}.keys"),
        "VARANTO_AS_OF": AS_OF,
    }


def deliveries(work: Path) -> None:
    """Make the deliveries, unless they are there."""
    if (work / "deliveries").exists():
        return
    aside = work / "deliveries.unfinished"
    subprocess.run(
        [
            sys.executable, "-m", "sources.synthetic", "--quiet",
            "--persons", str(PERSONS), "--years", YEARS, "--out", str(aside),
        ],
        check=True,
    )  # fmt: skip
    aside.rename(work / "deliveries")


def home(work: Path) -> None:
    """Receive all of it and refresh, unless that is done."""
    if (work / "home" / "releases" / "current").exists():
        return
    for sector in SECTORS:
        for year in sorted((work / "deliveries" / sector).iterdir()):
            _varanto(
                work, "receive", sector, *map(str, sorted(year.iterdir())),
                "--period", year.name, "--synthetic",
            )  # fmt: skip
    _varanto(work, "refresh")


def _varanto(work: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", *arguments],
        check=True,
        env=environment(work),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
