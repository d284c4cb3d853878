"""From a survey's own file to its frame, by the pipeline's own way: landing, contract, facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from assets.frames import FRAMES
from quality.accept import Accept
from quality.acceptance import Acceptance, facts_in_force
from sources.declarations import Source
from sources.home import Home, today
from sources.landing.receive import receive


def journey(
    home: Home, folder: Path, source: Source, period: str, files: dict[str, str]
) -> tuple[pl.DataFrame, Acceptance]:
    """The frame of a delivery whose `files` (name → text) are given, and what was made of it."""
    source = replace(source, reject_limit=0.5)  # one bad row of a few is no reason to refuse all
    paths = []
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    delivery = receive(home, source, paths, period=period, synthetic=True).delivery
    record = Accept(home, today()).accept(source, delivery)
    facts = facts_in_force(home, source, int(period))
    assert facts is not None, record.status
    tables = {n: pl.scan_parquet(p, hive_partitioning=False) for n, p in facts.items()}
    return FRAMES[source.id](tables), record
