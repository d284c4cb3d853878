"""A delivery of Sotkanet's three files and one of the OECD through the house."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from cli_support import varanto
from official_oecd_mutations import BODY
from official_rest_specimens import DATA, METADATA, Figure, Sotkanet

from assets.official_rows import accept_official, rows_path, write_official
from quality.acceptance import ACCEPTED, REFUSED, Acceptance
from quality.reconciliation import unbalanced_official
from sources.catalogue import source
from sources.declarations import Direction, Indicator, Nature, OfficialSeries, Reserve
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.landing.receive import receive

EXPORT = '"Keksityt rikokset / 1 000 asukasta";"3113";"Espoo";"049";"yhteensä";{year};{value};9\n'

CRIMES = Indicator(
    id="made_up_crimes",
    reserve=Reserve.SAFETY,
    label_en="Made up",
    label_fi="Keksitty",
    definition="made up for the test",
    nature=Nature.OBJECTIVE,
    direction=Direction.HIGHER_IS_WORSE,
    unit="per 1000",
    plausible=(0, 1000),
    series=(),
    official=(OfficialSeries("sotkanet", "3113", {"title": "Keksityt rikokset*"}),),
)


def delivered(
    home: Home, folder: Path, files: dict[str, bytes], provider: str = "sotkanet"
) -> Acceptance:
    folder.mkdir(exist_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    paths = [folder / name for name in files]
    receipt = receive(home, source(provider), paths, period=paths[0].name.partition(".")[0])
    return accept_official(home, source(provider), receipt.delivery)


def espoo(home: Home) -> list[tuple[object, ...]]:
    write_official(home, [CRIMES])
    frame = pl.read_parquet(rows_path(home, Reserve.SAFETY))
    return frame.filter(pl.col("area_code") == "KU049").select("year", "value").rows()


def test_three_files_are_one_delivery_and_what_is_not_ours_is_counted(
    home: Home, tmp_path: Path
) -> None:
    record = delivered(home, tmp_path / "a", Sotkanet().files())
    assert record.status == ACCEPTED
    counts = record.tables["observations"]
    assert (counts.read, counts.accepted) == (9, 8)
    assert counts.excluded == {"area outside our tables": 1}
    assert not unbalanced_official(home, [record])
    assert espoo(home) == [(2015, 4.9), (2016, 5.1)]


def test_a_delivery_without_one_of_the_three_is_refused_in_one_line(
    home: Home, tmp_path: Path
) -> None:
    files = Sotkanet().files()
    del files[METADATA]
    record = delivered(home, tmp_path / "a", files)
    assert record.status == REFUSED
    assert record.why == f"{DATA}: the indicator's metadata is not with it"
    assert record.extra["todo"].startswith("Deliver the data, metadata and regions of one indi")


@pytest.mark.parametrize("first", ["export", "rest"])
def test_of_an_export_and_an_answer_of_one_indicator_the_newer_counts(
    home: Home, tmp_path: Path, first: str
) -> None:
    exported = EXPORT.format(year=2015, value=4.7) + EXPORT.format(year=2014, value=4.6)
    parts = {
        "export": {"export.csv": exported.encode()},
        "rest": Sotkanet(figures=(Figure(28, 2015, "total", 4.9, 1315),)).files(),
    }
    order = sorted(parts, key=lambda name: name != first)
    for name in order:
        assert delivered(home, tmp_path / name, parts[name]).status == ACCEPTED
    newest = 4.9 if order[-1] == "rest" else 4.7
    assert espoo(home) == [(2014, 4.6), (2015, newest)]


def test_a_number_that_means_another_indicator_now_gives_no_rows(
    home: Home, tmp_path: Path
) -> None:
    other = replace(Sotkanet(), titles={"fi": "Aivan muu osoitin", "en": "Something else"})
    assert delivered(home, tmp_path / "a", other.files()).status == ACCEPTED
    made = write_official(home, [CRIMES])
    assert made.rows[Reserve.SAFETY].is_empty()
    (misfit,) = made.misfits
    assert "title is another than the declaration expects" in misfit


def test_a_file_of_the_oecd_is_accepted_as_its_own_only(home: Home, tmp_path: Path) -> None:
    record = delivered(home, tmp_path / "a", {"hsl.csv": BODY}, provider="oecd")
    assert record.status == ACCEPTED
    assert record.tables["observations"].excluded == {
        "aggregate of countries": 1,
        "area outside our tables": 1,
    }
    record = delivered(home, tmp_path / "b", {"hsl2.csv": BODY}, provider="eurostat")
    assert record.status == REFUSED
    assert "is a file of oecd" in record.why


def test_the_three_files_are_received_by_one_command_and_named_after_the_data(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = Sotkanet().files()
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    varanto(capsys, "receive", "sotkanet", *(tmp_path / name for name in reversed(files)))
    (delivery,) = deliveries(home.landing, "sotkanet")
    assert delivery.period == "sotkanet_3113"
    assert {file.name for file in delivery.files} == set(files)
    assert accept_official(home, source("sotkanet"), delivery).status == ACCEPTED
