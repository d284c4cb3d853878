"""A release isn't made of a register whose persons nobody knows, nor of one far too late."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from audit_support import YEAR, accepted, candidate

from quality.acceptance import (
    Acceptance,
    acceptances,
    facts_path,
    read_acceptance,
    record_path,
    write_acceptance,
)
from quality.audit.candidate import Candidate
from quality.audit.result import Audit, Severity
from quality.audit.run import own_checks
from quality.coverage import Coverage, coverage_of
from quality.drift import BLOCK, WARN
from quality.overview import quality_of
from sources import population
from sources.catalogue import SECTOR_SOURCES, SOURCES, source
from sources.declarations import Kind, Source, Tolerance
from sources.home import Home
from sources.landing.receive import receive
from sources.landing.said import CHANGED

DEGREES, DEATHS = source("degrees"), source("causes_of_death")
COVERAGE = {"persons_in_population", "persons_expected_in_population"}


def deliver(home: Home, of: Source, persons: Sequence[int], year: int = YEAR) -> None:
    """An accepted delivery of these persons, one row each in its first table."""
    home.prepare()
    accepted(home, of.id)
    path = record_path(home, of.id, "one")
    record = replace(
        read_acceptance(path), period=str(year), delivery=f"{year}-a", number=year, synthetic=True
    )
    path.unlink()
    write_acceptance(home, record)
    for nth, table in enumerate(of.tables):
        named = [c.name for c in table.columns if c.kind is Kind.PERSON] or ["person"]
        target = facts_path(home, of.id, table.name, str(year), record.delivery)
        target.parent.mkdir(parents=True, exist_ok=True)
        rows = list(persons) if nth == 0 else []
        pl.DataFrame(
            dict.fromkeys(named, rows), schema=dict.fromkeys(named, pl.Int64)
        ).write_parquet(target)


def record_of(home: Home, of: Source) -> Acceptance:
    return acceptances(home, of.id)[-1]


def found(judged: Candidate) -> dict[str, list[str]]:
    """Check on deliveries → sources in which it found something."""
    wanted = {*COVERAGE, "deliveries_in_time"}
    return {
        c.name: [f.table for f in c.findings]
        for c in own_checks(judged)
        if c.name in wanted and not c.passed
    }


@pytest.mark.parametrize(
    ("known", "expected"),
    [(980, {}), (979, "persons_expected_in_population"), (899, "persons_in_population")],
)
def test_unknown_persons_are_told_and_too_many_forbid_the_release(
    home: Home, known: int, expected: str
) -> None:
    deliver(home, population.SOURCE, range(2000))
    deliver(home, DEGREES, range(2000 - known, 3000 - known))
    judged = candidate(home)
    assert found(judged) == ({expected: ["degrees"]} if expected else {})
    audit = Audit("one", "content", tuple(c for c in own_checks(judged) if c.name in COVERAGE))
    assert audit.passed == (known >= 900)
    if not audit.passed:
        assert "First: degrees: the population register knows 89% of the persons" in audit.line
        assert "receive it again with --changed" in audit.line


def test_the_same_deliveries_are_judged_alike_in_whatever_order_they_came(home: Home) -> None:
    deliver(home, DEGREES, range(1500, 2500))
    assert found(candidate(home)) == {}  # no population of the year: nothing to be held against
    deliver(home, population.SOURCE, range(2000))
    assert found(candidate(home)) == {"persons_in_population": ["degrees"]}


def test_a_delivery_that_its_sender_confirmed_is_released_and_told(home: Home) -> None:
    deliver(home, population.SOURCE, range(2000))
    deliver(home, DEGREES, range(1500, 2500))
    remarks = quality_of(home, DEGREES, population.SOURCE).deliveries[0].remarks
    assert remarks == [
        "50.0% of its persons are not in the population register: no release is made of it until "
        "its sender confirms it."
    ]
    record = record_of(home, DEGREES)
    write_acceptance(home, replace(record, extra={CHANGED: "confirmed"}))
    assert found(candidate(home)) == {"persons_expected_in_population": ["degrees"]}
    remarks = quality_of(home, DEGREES, population.SOURCE).deliveries[0].remarks
    assert remarks == ["50.0% of its persons are not in the population register."]


def test_the_limits_are_each_sources_own(home: Home) -> None:
    deliver(home, population.SOURCE, range(2000))
    deliver(home, DEGREES, range(1500, 2500))
    lenient = replace(DEGREES, tolerance=Tolerance(coverage_warn=0.4, coverage_block=0.3))
    others = [s for s in SOURCES if s is not DEGREES]
    judged = candidate(home)
    assert found(replace(judged, sources=[*others, lenient])) == {}
    assert Coverage(1000, 500, 2000).level(DEGREES.tolerance) == BLOCK
    assert Coverage(1000, 950, 2000).level(DEGREES.tolerance) == WARN
    assert Coverage(99, 0, 2000).level(DEGREES.tolerance) == ""


def test_the_dead_are_known_to_the_register_of_the_year_before(home: Home) -> None:
    deliver(home, population.SOURCE, range(1000, 2000))
    deliver(home, DEATHS, range(800, 1200))
    # One year's register isn't all that the dead are to be held against.
    assert coverage_of(home, DEATHS, population.SOURCE, YEAR) is None
    deliver(home, population.SOURCE, range(1500), YEAR - 1)
    assert coverage_of(home, DEATHS, population.SOURCE, YEAR) == Coverage(400, 400, 2000)
    only_now = replace(DEATHS, tolerance=Tolerance())
    assert coverage_of(home, only_now, population.SOURCE, YEAR) == Coverage(400, 200, 1000)


def test_surveys_counts_and_the_population_itself_are_held_against_nothing(home: Home) -> None:
    deliver(home, population.SOURCE, range(200))
    without = [s for s in SECTOR_SOURCES if not s.identified or s.id == "population"]
    assert {"wellbeing_survey", "elections", "living_conditions"} <= {s.id for s in without}
    for each in without:
        if each.id != "population":
            deliver(home, each, range(5000, 6000))
        assert coverage_of(home, each, population.SOURCE, YEAR) is None


def late(home: Home, tmp_path: Path, *, synthetic: bool = False) -> None:
    """Degrees of the year, due on 31 October of the next, received thirty days later."""
    file = tmp_path / f"tutkintorekisteri_{YEAR}.csv"
    file.write_text("made up\n", encoding="utf-8")
    table = replace(DEGREES.tables[0], file_pattern=file.name)
    delivery = receive(
        home, replace(DEGREES, tables=(table,)), [file], period=str(YEAR), synthetic=True,
        received=datetime(YEAR + 1, 11, 30, tzinfo=UTC),
    ).delivery  # fmt: skip
    deliver(home, DEGREES, range(10))
    record = record_of(home, DEGREES)
    record_path(home, DEGREES.id, record.delivery).unlink()
    moved = facts_path(home, DEGREES.id, table.name, str(YEAR), record.delivery)
    moved.rename(moved.with_name(f"{delivery.id}.parquet"))
    write_acceptance(home, replace(record, delivery=delivery.id, synthetic=synthetic))


def test_lateness_stops_a_release_only_where_that_is_declared(home: Home, tmp_path: Path) -> None:
    late(home, tmp_path)
    judged = candidate(home)
    assert found(judged) == {}

    def with_limit(days: int) -> Candidate:
        tolerance = Tolerance(late_blocks_after=days)
        others = [s for s in SOURCES if s is not DEGREES]
        return replace(judged, sources=[*others, replace(DEGREES, tolerance=tolerance)])

    assert found(with_limit(30)) == {}
    assert found(with_limit(29)) == {"deliveries_in_time": ["degrees"]}
    write_acceptance(home, replace(record_of(home, DEGREES), extra={CHANGED: "confirmed"}))
    assert found(with_limit(29)) == {}


def test_lateness_is_told_beyond_the_days_declared_and_never_of_invented_data(
    home: Home, tmp_path: Path
) -> None:
    def remarks(days: int) -> list[str]:
        patient = replace(DEGREES, tolerance=Tolerance(late_warns_after=days))
        return quality_of(home, patient, population.SOURCE).deliveries[0].remarks

    late(home, tmp_path)
    assert remarks(0) == remarks(29) == ["It came 30 days after the day that it was due."]
    assert remarks(30) == []
    write_acceptance(home, replace(record_of(home, DEGREES), synthetic=True))
    assert remarks(0) == []


def test_findings_give_whole_percents_and_count_no_person(home: Home) -> None:
    deliver(home, population.SOURCE, range(2000))
    deliver(home, DEGREES, range(1037, 2037))
    judged = own_checks(candidate(home))
    (check,) = [c for c in judged if c.name in COVERAGE and not c.passed]
    assert check.severity is Severity.WARNING
    assert [f.count for f in check.findings] == [1]
    assert "963" not in json.dumps([f.what for f in check.findings])
