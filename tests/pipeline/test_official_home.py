"""Published statistics through the house: file → delivery → observations → rows → release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest

from assets.official import (
    OFFICIAL_ROWS,
    official_assets,
    official_delivered,
    official_todo,
    pending_official,
    stale_official,
)
from assets.official_rows import UNFIT, excluded_path, observations_path, rows_path
from assets.reserves import INDICATORS
from quality.acceptance import acceptances, in_force
from quality.reconciliation import unbalanced_official
from sources.catalogue import SOURCES, source
from sources.declarations import Direction, Indicator, Nature, OfficialSeries, Reserve
from sources.home import Home
from sources.landing.receive import receive
from warehouse.release import build_candidate, publish

EUROSTAT = source("eurostat")

HEADER = "DATAFLOW,LAST UPDATE,freq,unit,reason,age,sex,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
ROWS = (
    "FI,2021,4.5,",
    "FI,2022,,u",
    "AT,2021,0.4,b",
    "EU27_2020,2021,2.0,",
    "FI1,2021,4.4,",
)

NEEDS = Indicator(
    id="made_up_need",
    reserve=Reserve.HEALTH,
    label_en="Made up",
    label_fi="Keksitty",
    definition="made up for the test",
    nature=Nature.SELF_REPORT,
    direction=Direction.HIGHER_IS_WORSE,
    unit="PC",
    plausible=(0, 50),
    series=(),
    official=(
        OfficialSeries(
            "eurostat",
            "made_up",
            {"unit": "PC", "reason": "TOOEFW", "age": "Y_GE16", "sex": "T"},
        ),
    ),
)


def sdmx(path: Path, rows: tuple[str, ...] = ROWS, *, reason: str = "TOOEFW") -> Path:
    lines = [f"ESTAT:MADE_UP(1.0),11/07/23 23:00:00,A,PC,{reason},Y_GE16,T,{row}" for row in rows]
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def run(indicators: tuple[Indicator, ...] = (NEEDS,)) -> dg.ExecuteInProcessResult:
    return dg.materialize(official_assets(SOURCES, indicators), raise_on_error=False)


def rows(home: Home) -> list[tuple[object, ...]]:
    frame = pl.read_parquet(rows_path(home, Reserve.HEALTH))
    return frame.select("area_code", "year", "value", "obs_status").rows()


def passed(result: dg.ExecuteInProcessResult, check: str, asset: str = "eurostat") -> bool:
    (found,) = [
        c.passed
        for c in result.get_asset_check_evaluations()
        if (c.check_name, c.asset_key.path[-1]) == (check, asset)
    ]
    return found


@pytest.fixture
def delivered(home: Home, tmp_path: Path) -> Home:
    receive(home, EUROSTAT, [sdmx(tmp_path / "made_up.csv")])
    assert run().success
    return home


def test_published_figures_become_rows_beside_ours(delivered: Home) -> None:
    assert rows(delivered) == [
        ("AT", 2021, 0.4, "B"),
        ("SSS", 2021, 4.5, "A"),
        ("SSS", 2022, None, "Q"),
    ]
    frame = pl.read_parquet(rows_path(delivered, Reserve.HEALTH))
    finland = frame.filter(pl.col("area_code") == "SSS").row(0, named=True)
    assert finland["area_name_fi"] == "Suomi"
    assert finland["source_kind"] == "official"
    assert finland["source_id"] == "eurostat"
    assert finland["experimental"] is False
    assert finland["synthetic"] is False
    assert "re-use with attribution" in finland["note"]


def test_every_observation_is_accounted_for_by_reason(delivered: Home) -> None:
    (record,) = acceptances(delivered, "eurostat")
    counts = record.tables["observations"]
    assert (counts.read, counts.accepted) == (5, 3)
    assert counts.excluded == {"aggregate of countries": 1, "area outside our tables": 1}
    assert counts.balanced
    assert unbalanced_official(delivered, [record]) == []


def test_a_lost_observation_is_noticed(delivered: Home) -> None:
    (record,) = acceptances(delivered, "eurostat")
    path = observations_path(delivered, "eurostat", record.delivery)
    pl.read_parquet(path).head(2).write_parquet(path)
    assert unbalanced_official(delivered, [record]) != []
    assert passed(run(), "rows_reconcile") is False


def test_what_is_made_once_is_not_stale_until_something_new_comes(
    delivered: Home, tmp_path: Path
) -> None:
    assert official_delivered(delivered)
    assert not stale_official(delivered, [NEEDS])
    assert pending_official(delivered, EUROSTAT) == []
    receive(delivered, EUROSTAT, [sdmx(tmp_path / "made_up.csv", ("FI,2021,4.6,",))])
    assert official_todo(delivered, SOURCES)[-1] == OFFICIAL_ROWS
    assert run().success
    assert rows(delivered) == [("SSS", 2021, 4.6, "A")]
    assert not stale_official(delivered, [NEEDS])


def test_a_changed_declaration_makes_the_rows_stale(delivered: Home) -> None:
    thousandths = replace(NEEDS, official=(replace(NEEDS.official[0], factor=10.0),))
    assert stale_official(delivered, [thousandths])


def test_slices_of_a_dataset_stand_together_and_the_newer_one_counts(
    delivered: Home, tmp_path: Path
) -> None:
    newer = ("FI,2021,4.7,", "SE,2021,1.5,")
    receive(delivered, EUROSTAT, [sdmx(tmp_path / "made_up_north.csv", newer)])
    assert run().success
    assert rows(delivered) == [
        ("AT", 2021, 0.4, "B"),
        ("SE", 2021, 1.5, "A"),
        ("SSS", 2021, 4.7, "A"),
        ("SSS", 2022, None, "Q"),
    ]


def test_a_damaged_file_is_refused_and_the_last_good_one_stays(
    delivered: Home, tmp_path: Path
) -> None:
    before = rows(delivered)
    damaged = sdmx(tmp_path / "made_up.csv")
    damaged.write_text(damaged.read_text() + "ESTAT:MADE_UP(1.0),cut off he", encoding="utf-8")
    receive(delivered, EUROSTAT, [damaged])
    result = run()
    refused = acceptances(delivered, "eurostat")[-1]
    assert refused.status == "refused"
    assert refused.why == "made_up.csv: line 7 has 2 fields, the header 11"
    assert refused.extra["todo"].startswith("Fetch the file again.")
    assert passed(result, "contract") is False
    assert rows(delivered) == before
    assert in_force(acceptances(delivered, "eurostat"))["made_up"].status == "accepted"


def test_a_file_of_another_provider_is_refused(home: Home, tmp_path: Path) -> None:
    receive(home, source("sotkanet"), [sdmx(tmp_path / "made_up.csv")])
    run()
    (record,) = acceptances(home, "sotkanet")
    assert record.why == "made_up.csv is a file of eurostat"
    assert not official_delivered(home)


def test_a_series_that_the_dataset_does_not_answer_is_told_and_the_others_stand(
    home: Home, tmp_path: Path
) -> None:
    other = replace(NEEDS.official[0], where={**NEEDS.official[0].where, "reason": "RENAMED"})
    receive(home, EUROSTAT, [sdmx(tmp_path / "made_up.csv")])
    result = run((replace(NEEDS, id="misfit", official=(other,)), NEEDS))
    assert result.success
    checks = {c.check_name: c for c in result.get_asset_check_evaluations()}
    assert checks["series_fit"].passed is False
    assert "RENAMED" in str(checks["series_fit"].metadata["misfits"].value)
    assert len(rows(home)) == 3


def test_of_an_indicator_with_several_series_the_one_that_misfits_is_left_out_alone(
    home: Home, tmp_path: Path
) -> None:
    other = replace(NEEDS.official[0], where={**NEEDS.official[0].where, "reason": "RENAMED"})
    receive(home, EUROSTAT, [sdmx(tmp_path / "made_up.csv")])
    result = run((replace(NEEDS, official=(other, NEEDS.official[0])),))
    checks = {c.check_name: c for c in result.get_asset_check_evaluations()}
    assert checks["series_fit"].passed is False
    assert len(rows(home)) == 3
    left = pl.read_parquet(excluded_path(home)).filter(pl.col("reason") == UNFIT)
    assert left.select("indicator_id", "dataset").rows() == [(NEEDS.id, "made_up")]


def test_periods_within_a_year_are_left_out_and_counted(home: Home, tmp_path: Path) -> None:
    path = sdmx(tmp_path / "m.csv", ("FI,2021-03,4.5,", "FI,2021,4.0,"))
    monthly = path.read_text(encoding="utf-8").replace(",A,", ",M,", 1)
    path.write_text(monthly, encoding="utf-8")
    receive(home, EUROSTAT, [path])
    assert run().success
    assert rows(home) == [("SSS", 2021, 4.0, "A")]
    left = pl.read_parquet(excluded_path(home)).select("reason", "n").rows()
    assert left == [("period within a year", 1)]


def test_a_home_of_official_statistics_alone_gives_a_release(delivered: Home) -> None:
    build_candidate(delivered, [*INDICATORS, NEEDS], SOURCES)
    manifest, new = publish(delivered)
    assert new
    assert manifest.kind == "official"
    with duckdb.connect(str(delivered.database), read_only=True) as connection:
        found = connection.sql(
            "select area_code, value, source_kind from reserves.health where year = 2021"
        ).fetchall()
    assert found == [("AT", 0.4, "official"), ("SSS", 4.5, "official")]


@pytest.mark.reference_data
def test_the_genuine_files_are_accepted_whole(home: Home, reference: Path) -> None:
    folder = reference / "open_statistics"
    files = {
        "eurostat": [*(folder / "eurostat").glob("*.csv"), *(folder / "eurostat").glob("*.tsv")],
        "statfin": list((folder / "statfin").glob("*.px")),
        "sotkanet": [folder / "sotkanet" / "sotkanet.csv"],
    }
    for provider, paths in files.items():
        for path in paths:
            receive(home, source(provider), [path])
    assert run().success
    for provider, paths in files.items():
        records = acceptances(home, provider)
        assert len(records) == len(paths)
        assert {r.status for r in records} == {"accepted"}
        assert all(t.balanced for r in records for t in r.tables.values())
