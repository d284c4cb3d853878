"""A county on its first day: all is fetched, nothing delivered, and all reserves have figures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import duckdb
import pytest
import yaml
from cli_support import varanto
from provider_server import QUICK
from provider_twins import all_providers

from assets.reserves import INDICATORS
from sources.declarations import Explanation, Reserve
from sources.home import HOME_VARIABLE, Home
from sources.official.declared import OFFICIAL_SOURCES
from sources.services.settings import VARIABLE

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def interfaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The server of all providers, with a `services.yaml` that leads there."""
    with all_providers() as (server, settings):
        told = {"services": {n: {"address": s.address, "interval": 0}
                             for n, s in settings.services.items()}}  # fmt: skip
        path = tmp_path / "services.yaml"
        path.write_text(yaml.safe_dump(told), encoding="utf-8")
        monkeypatch.setenv(VARIABLE, str(path))
        yield server


def test_fetch_all_and_refresh_give_all_reserves(
    home: Home, interfaces: object, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(home.path))
    fetched = varanto(capsys, "fetch", "all", "--json")
    outcomes = json.loads(fetched.out)
    assert Counter(o["outcome"] for o in outcomes)["failed"] == 0, fetched.err
    assert {o["provider"] for o in outcomes} == {*OFFICIAL_SOURCES, "elections"}
    refreshed = varanto(capsys, "refresh")
    assert refreshed.code == 0, refreshed.err
    assert "(published figures only, nothing to protect)" in refreshed.out + refreshed.err
    with duckdb.connect(str(home.database), read_only=True) as connection:
        for reserve in Reserve:
            finland = connection.execute(
                f"select count(*) from reserves.{reserve.value} "
                "where area_code = 'SSS' and value is not null"
            ).fetchall()[0][0]
            assert finland > 0, reserve
        # Cited row by row: dataset, and the licence of its provider.
        uncited = connection.execute(
            "select count(*) from reserves.everything where source_kind = 'official' and "
            "not exists (from catalog.sources s where s.source_id = everything.source_id and "
            "contains(everything.note, s.licence))"
        ).fetchall()[0][0]
        assert uncited == 0
        published = {
            row[0]
            for row in connection.execute(
                "select distinct indicator_id from reserves.everything where value is not null"
            ).fetchall()
        }
        unaddressed = connection.execute(
            "select source_id from catalog.deliveries where address is null or licence is null "
            "or not address like 'http%' or retrieved is null"
        ).fetchall()
        assert unaddressed == []
    other = (Explanation.CONCEPT, Explanation.POPULATION)
    own = {i.id for i in INDICATORS if any(s.differs not in other for s in i.official)}
    assert own <= published
    explained = varanto(capsys, "explain", "life_expectancy_at_birth", "Suomi", "2023")
    assert "/eurostat/statistics/1.0/data/DEMO_MLEXPEC?format=JSON" in explained.out
    assert "licence: Eurostat re-use with attribution" in explained.out
    key = ("life_expectancy_at_birth", "SSS", "2023")
    told = json.loads(varanto(capsys, "explain", *key, "--json").out)
    assert all(d["addresses"] and d["licence"] for d in told["deliveries"])
    again = varanto(capsys, "fetch", "eurostat", "statfin", "sotkanet")
    assert again.code == 0
    assert " 0 " in again.out.splitlines()[1]  # nothing new of Eurostat
    assert varanto(capsys, "coverage").code == 0


def test_one_indicators_series_are_fetched_whole(
    home: Home, interfaces: object, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(home.path))
    answer = varanto(capsys, "fetch", "all", "--indicator", "gini_disposable_income", "--json")
    wanted = next(i for i in INDICATORS if i.id == "gini_disposable_income").official
    assert {(o["provider"], o["dataset"]) for o in json.loads(answer.out)} == {
        (s.provider, s.dataset) for s in wanted
    }


def test_an_indicator_of_elections_is_fetched_by_its_years(
    home: Home, interfaces: object, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(home.path))
    answer = varanto(capsys, "fetch", "elections", "--indicator", "voter_turnout_county", "--json")
    assert answer.code == 0
    assert "2025" in {o["dataset"] for o in json.loads(answer.out)}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["fetch", "oecd", "--since", "2030"], "--since 2030 is yet to come"),
        (["fetch", "unicef"], "unicef is no provider. There are: eurostat, statfin"),
        (["fetch", "oecd", "--indicator", "green_access_300m_share"], "is declared"),
    ],
)
def test_wrong_usage_is_told(capsys: Capture, home: Home, arguments: list[str], told: str) -> None:
    answer = varanto(capsys, *arguments)
    assert answer.code == 2
    assert told in answer.err


def test_offline_is_a_clear_line_and_code_1(
    home: Home, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(home.path))
    monkeypatch.setattr("sources.services.fetch.LIMITS", QUICK)
    path = tmp_path / "services.yaml"
    path.write_text("services: {eurostat: {address: 'http://127.0.0.1:9'}}", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    answer = varanto(capsys, "fetch", "eurostat", "--indicator", "life_expectancy_at_birth")
    assert answer.code == 1
    assert "can't be reached" in answer.err
    assert "The last good deliveries stay in force." in answer.err.splitlines()[-1]


def test_ctrl_c_says_what_stays(
    home: Home, interfaces: object, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(home.path))

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sources.services.fetch.receive", stopped)
    answer = varanto(capsys, "fetch", "eurostat", "--indicator", "life_expectancy_at_birth")
    assert answer.code == 130
    assert answer.err.splitlines()[-1].startswith("varanto: stopped. What was finished stays;")
