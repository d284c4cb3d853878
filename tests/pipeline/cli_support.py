"""The command in the test's own process, and a small published home of official statistics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest

from assets.official import official_assets
from pipelines.cli.main import main
from sources.catalogue import SOURCES, source
from sources.declarations import Direction, Indicator, Nature, OfficialSeries, Reserve
from sources.home import Home
from sources.landing.receive import receive
from warehouse.release import Manifest, build_candidate, publish

NEEDS = Indicator(
    id="made_up_need",
    reserve=Reserve.HEALTH,
    label_en="Made-up need",
    label_fi="Keksitty tarve",
    definition="Share of persons with a need made up for the test.",
    nature=Nature.SELF_REPORT,
    direction=Direction.HIGHER_IS_WORSE,
    unit="PC",
    plausible=(0, 50),
    series=(),
    official=(OfficialSeries("eurostat", "made_up", {"unit": "PC"}),),
)

HEADER = "DATAFLOW,LAST UPDATE,freq,unit,sex,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"


@dataclass(frozen=True)
class Answer:
    """What the command did."""

    code: int
    out: str
    err: str


def varanto(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Answer:
    """Run the command; its exit code and what it wrote."""
    capsys.readouterr()
    code = 0
    try:
        main([str(a) for a in arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    written = capsys.readouterr()
    return Answer(code, written.out, written.err)


def sdmx(path: Path, *rows: str) -> Path:
    """A small SDMX-CSV file of the dataset made_up; a row is `geo,time,value,flag`."""
    lines = [f"ESTAT:MADE_UP(1.0),11/07/23 23:00:00,A,PC,T,{row}" for row in rows]
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def publish_official(home: Home, file: Path) -> Manifest:
    """Receive a file of Eurostat's and publish what the home then holds."""
    receive(home, source("eurostat"), [file], sender="the test")
    assert dg.materialize(official_assets(SOURCES, [NEEDS])).success
    from assets.reserves import INDICATORS

    build_candidate(home, INDICATORS, SOURCES)
    return publish(home)[0]
