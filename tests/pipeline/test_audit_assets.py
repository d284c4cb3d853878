"""Candidate and release in Dagster: a failed check is told in one line and stops the release."""

from __future__ import annotations

import dagster as dg
import polars as pl
import pytest
from audit_support import INDICATORS, frame, rows

import assets.published as published
from assets.official import OFFICIAL_ROWS
from quality.audit.run import DESCRIPTIONS
from sources.catalogue import SOURCES
from sources.declarations import Reserve
from sources.errors import VarantoError
from sources.home import Home
from warehouse.release import publish_audited, releases


@pytest.fixture
def filled(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A synthetic home whose protected rows are there already."""
    monkeypatch.setattr(published, "INDICATORS", INDICATORS)
    home.prepare().fix_kind(synthetic=True)
    write(home, "health", frame(rows(Reserve.HEALTH)))
    return home


def write(home: Home, table: str, given: pl.DataFrame) -> None:
    (home.protected / table).mkdir(exist_ok=True)
    given.write_parquet(home.protected / table / "year=2024.parquet")


def run() -> dg.ExecuteInProcessResult:
    return dg.materialize(published.published_assets(SOURCES), raise_on_error=False)


def made(result: dg.ExecuteInProcessResult) -> list[str]:
    keys = [e.asset_key for e in result.get_asset_materialization_events()]
    return [k.to_user_string() for k in keys if k is not None]


def report_links(result: dg.ExecuteInProcessResult) -> set[str]:
    """Where assets and checks say that the quality report lies."""
    shown = [c.metadata for c in result.get_asset_check_evaluations()]
    shown += [
        e.step_materialization_data.materialization.metadata
        for e in result.get_asset_materialization_events()
    ]
    return {str(m["Data Docs"].value) for m in shown}


def test_a_good_candidate_is_published_with_its_quality_report(filled: Home) -> None:
    result = run()
    assert result.success
    assert made(result) == ["candidate", "release"]
    checks = result.get_asset_check_evaluations()
    assert {c.check_name for c in checks} == set(DESCRIPTIONS)
    assert all(c.passed for c in checks)
    assert report_links(result) == {str(filled.current / "quality" / "index.html")}
    assert (filled.current / "quality" / "index.html").exists()
    assert (filled.current / "quality" / "audit.json").exists()


def test_a_failed_check_stops_the_release_and_says_why_in_one_line(filled: Home) -> None:
    assert run().success
    before = filled.current.resolve()
    given = [
        r | {"value": 101.0} if r["source_id"] == "eurostat" else r for r in rows(Reserve.HEALTH)
    ]
    write(filled, "health", frame(given))
    result = run()
    assert not result.success
    assert made(result) == ["candidate"]
    assert filled.current.resolve() == before
    failed = [c for c in result.get_asset_check_evaluations() if not c.passed]
    assert [c.check_name for c in failed] == ["percentages_in_bounds"]
    assert failed[0].severity is dg.AssetCheckSeverity.ERROR
    assert failed[0].metadata["found"].value == 1
    assert report_links(result) == {str(filled.candidate / "quality" / "index.html")}
    assert (filled.candidate / "quality" / "index.html").exists()
    told = [
        e.step_failure_data.user_failure_data.description
        for e in result.all_events
        if e.is_step_failure and e.step_failure_data.user_failure_data
    ]
    assert len(told) == 1
    assert "percentages_in_bounds" in str(told[0])
    assert "health_all" in str(told[0])
    with pytest.raises(VarantoError, match="failed its audit"):
        publish_audited(filled)


def test_a_home_without_a_row_gets_no_release(home: Home) -> None:
    home.prepare()
    result = run()
    assert not result.success
    failed = [c.check_name for c in result.get_asset_check_evaluations() if not c.passed]
    assert failed == ["has_rows"]
    assert releases(home) == []
    assert not home.current.exists()


def test_every_check_blocks_and_the_candidate_waits_for_official_rows() -> None:
    candidate = published.published_assets(SOURCES)[0]
    assert all(s.blocking for s in candidate.check_specs)
    assert OFFICIAL_ROWS in candidate.dependency_keys


def test_an_unexplained_difference_warns_and_stops_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "INDICATORS", INDICATORS)
    home.prepare().fix_kind(synthetic=False)
    real = [r | {"synthetic": False} for r in rows(Reserve.HEALTH)]
    (foreign,) = [r for r in real if r["source_kind"] == "official"]
    # Women of the survey: 20 ± 2 beside 30.
    far = {"area_code": "SSS", "sex": "F", "value": 30.0, "note": "made_up; terms"}
    write(home, "health", frame([*real, foreign | far]))
    result = run()
    assert result.success
    assert made(result) == ["candidate", "release"]
    (warned,) = [c for c in result.get_asset_check_evaluations() if not c.passed]
    assert warned.check_name == "unexplained_differences"
    assert warned.severity is dg.AssetCheckSeverity.WARN
    assert warned.metadata["found"].value == 1
