"""Each of our own checks goes red, and only it, when the candidate is broken in one way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import duckdb
import polars as pl
import pytest
from audit_support import (
    AROUND,
    COUNTRY,
    COUNTY,
    INDICATORS,
    OFFICIAL,
    SURVEY,
    TOWN,
    WOMEN,
    Row,
    accepted,
    all_rows,
    candidate,
    few_rows,
    frame,
    rewrite,
    rows,
)

from quality.audit.candidate import Candidate
from quality.audit.result import Audit, Severity
from quality.audit.run import CHECKS, own_checks
from quality.expectations import judge
from sources.declarations import Reserve
from sources.home import Home
from warehouse.release import DATABASE
from warehouse.shape import SCHEMA

HEALTH = Reserve.HEALTH
IDENTITY_CODE = "131052-998" + "T"
SUPPRESSED: Row = {"area_code": "KU108"}
MERGED = "KU099"  # Honkajoki, part of Kankaanpää since 2021


def matches(row: Row, where: Row) -> bool:
    return all(row.get(k) == v for k, v in where.items())


def changed(reserve: Reserve, where: Row, change: Row) -> pl.DataFrame:
    """The reserve's rows with those that match `where` changed."""
    given = rows(reserve)
    assert any(matches(r, where) for r in given)
    return frame([{**r, **change} if matches(r, where) else r for r in given])


ROW_DEFECTS: list[tuple[Reserve, str, Row, Row]] = [
    (HEALTH, "known_areas", OFFICIAL, {"area_code": "KU837"}),
    (Reserve.MATERIAL_LIVING_STANDARDS, "known_areas", SUPPRESSED, {"area_code": MERGED}),
    (Reserve.EDUCATION, "known_series", OFFICIAL, {"source_id": "sotkanet"}),
    (Reserve.SAFETY, "known_series", OFFICIAL, {"indicator_id": "made_up_health"}),
    (
        Reserve.ENVIRONMENT,
        "plausible_totals",
        COUNTRY,
        {"value": 50.5, "ci_low": 45.0, "ci_high": 55.0},
    ),
    (Reserve.ACTIVITIES_AND_WORK, "levels_nest", TOWN, {"n": 640}),
    (
        Reserve.VOICE_AND_GOVERNANCE,
        "levels_nest",
        COUNTY,
        dict.fromkeys(("value", "ci_low", "ci_high", "n"))
        | {"conf_status": "A", "obs_status": "Q"},
    ),
    (Reserve.SOCIAL_CONNECTIONS, "synthetic_is_said", WOMEN, {"synthetic": False}),
    (Reserve.SAFETY, "synthetic_is_said", AROUND, {"synthetic": False}),
    (Reserve.OVERALL_EXPERIENCE, "no_identity_codes", OFFICIAL, {"note": f"see {IDENTITY_CODE}."}),
]
"""Reserve, the check that goes red, which row, what is changed in it."""


def red(judged: Candidate) -> set[str]:
    return {c.name for c in own_checks(judged) if not c.passed}


@pytest.mark.parametrize(
    ("reserve", "check", "where", "change"),
    ROW_DEFECTS,
    ids=[f"{d[1]}-{d[0]}" for d in ROW_DEFECTS],
)
def test_a_wrong_row_turns_one_check_red(
    home: Home, reserve: Reserve, check: str, where: Row, change: Row
) -> None:
    assert red(candidate(home, all_rows(**{reserve: changed(reserve, where, change)}))) == {check}


def test_parts_of_pooled_years_are_no_parts_of_one_year(home: Home) -> None:
    pooled = changed(Reserve.ACTIVITIES_AND_WORK, TOWN, {"n": 640, "period": "2022/2024"})
    assert red(candidate(home, all_rows(activities_and_work=pooled))) == set()


def test_no_expectation_goes_red_for_what_our_own_checks_find(home: Home) -> None:
    everything = all_rows(**{r: changed(r, where, change) for r, _, where, change in ROW_DEFECTS})
    judged = judge(candidate(home, everything), home.candidate / "quality")
    assert {c.name for c in judged if not c.passed} == set()


def in_database(home: Home, sql: str) -> Candidate:
    made = candidate(home)
    with duckdb.connect(str(home.candidate / DATABASE)) as connection:
        connection.execute(sql)
    return made


def other_rows_in_manifest(home: Home) -> Candidate:
    made = candidate(home)
    return replace(made, recorded_rows={**made.recorded_rows, "health": 1})


def other_digest_in_manifest(home: Home) -> Candidate:
    made = candidate(home)
    return replace(made, recorded_digests={**made.recorded_digests, "health_all": "0"})


def recommended_changed(home: Home) -> Candidate:
    table = candidate(home).tables["health"]
    return rewrite(home, "health", table.with_columns(note=pl.lit("changed")))


def old_definition_recommended(home: Home) -> Candidate:
    """A row of an earlier definition, rightly among all rows, wrongly among the recommended."""
    old = [r | {"definition_version": "0.9", "year": 2023} for r in rows(HEALTH) if
           matches(r, SURVEY)]  # fmt: skip
    made = candidate(home, all_rows(health=frame([*rows(HEALTH), *old])))
    assert made.tables["health"]["year"].unique().to_list() == [2024]
    return rewrite(home, "health", pl.concat([made.tables["health"], frame(old)]))


def other_type(home: Home) -> Candidate:
    table = candidate(home).tables["health_all"]
    return rewrite(home, "health_all", table.with_columns(pl.col("n").cast(pl.Int32)))


def recommended_lost(home: Home) -> Candidate:
    table = candidate(home).tables["health"]
    return rewrite(home, "health", table.filter(pl.col("area_code") != "KU837"))


def no_rows(home: Home) -> Candidate:
    return candidate(home, {r.value: pl.DataFrame(schema=SCHEMA) for r in Reserve})


def real_registers(home: Home, source_id: str = "population") -> Candidate:
    home.prepare()
    (home.path / "home.json").write_text(json.dumps({"kind": "real"}))
    accepted(home, source_id)
    real = {r.value: frame([x | {"synthetic": False} for x in rows(r)]) for r in Reserve}
    return candidate(home, real)


def lost_rows(home: Home) -> Candidate:
    home.prepare()
    accepted(home, "wellbeing_survey", read=5)
    return candidate(home)


def lost_observations(home: Home) -> Candidate:
    home.prepare()
    accepted(home, "eurostat", read=5)
    return candidate(home)


CONTRADICTED: Row = {**OFFICIAL, "area_code": "SSS", "sex": "F", "value": 30.0, "note": "made_up;"}
"""Women of the survey: 20 ± 2. Ten points are five standard errors."""


def beside(home: Home, published: Row, *, synthetic: bool = False) -> Candidate:
    """A home of a survey with this published row beside it."""
    home.prepare()
    if not synthetic:
        (home.path / "home.json").write_text(json.dumps({"kind": "real"}))
        accepted(home, "wellbeing_survey")
    given = [x | {"synthetic": synthetic and x["source_kind"] == "computed"} for x in rows(HEALTH)]
    (foreign,) = [x for x in given if matches(x, OFFICIAL)]
    more = foreign | {"area_level": "COUNTRY"} | published
    return candidate(home, few_rows(health=frame([*given, more])))


def synthetic_official(home: Home) -> Candidate:
    return candidate(home, all_rows(health=changed(HEALTH, OFFICIAL, {"synthetic": True})))


FILE_DEFECTS: list[tuple[str, str, Callable[[Home], Candidate]]] = [
    ("no rows at all", "has_rows", no_rows),
    ("another row count in the manifest", "as_recorded", other_rows_in_manifest),
    ("another digest in the manifest", "as_recorded", other_digest_in_manifest),
    (
        "another value in the database",
        "database_equals_files",
        lambda home: in_database(home, "UPDATE reserves.health SET value = value + 1e-9"),
    ),
    (
        "a row less in the database",
        "database_equals_files",
        lambda home: in_database(home, "DELETE FROM reserves.safety_all WHERE area_code = 'AT'"),
    ),
    (
        "another type in the database",
        "database_equals_files",
        lambda home: in_database(home, "ALTER TABLE reserves.education ALTER n TYPE INTEGER"),
    ),
    ("a narrower type in Parquet", "column_types", other_type),
    ("a recommended row missing", "every_key_recommended", recommended_lost),
    (
        "one table more in the database",
        "no_other_tables",
        lambda home: in_database(home, "CREATE TABLE reserves.more AS SELECT 1 AS cell"),
    ),
    (
        "an identity code in the catalogue",
        "no_identity_codes",
        lambda home: in_database(
            home, f"UPDATE catalog.sources SET description = 'as {IDENTITY_CODE}'"
        ),
    ),
    (
        "an identity code in the reference tables",
        "no_identity_codes",
        lambda home: in_database(home, f"UPDATE reference.lists SET source = 'as {IDENTITY_CODE}'"),
    ),
    (
        "a schema more in the database",
        "no_other_tables",
        lambda home: in_database(
            home, "CREATE SCHEMA other; CREATE TABLE other.more AS SELECT 1 AS cell"
        ),
    ),
    ("a recommended row of no series", "recommended_is_in_all", recommended_changed),
    ("an old definition recommended", "one_definition", old_definition_recommended),
    (
        "a person number in a table",
        "no_internal_columns",
        lambda home: in_database(home, "CREATE TABLE catalog.extra (person BIGINT)"),
    ),
    (
        "an identity code's original name in a table",
        "no_internal_columns",
        lambda home: in_database(home, "CREATE TABLE catalog.extra (Henkilotunnus VARCHAR)"),
    ),
    ("a real population", "registers_may_be_released", real_registers),
    (
        "a real income register",
        "registers_may_be_released",
        lambda home: real_registers(home, "income_register"),
    ),
    ("rows of a survey that are nowhere", "deliveries_reconcile", lost_rows),
    ("observations that are nowhere", "deliveries_reconcile", lost_observations),
    (
        "a published figure far from ours",
        "unexplained_differences",
        lambda home: beside(home, CONTRADICTED),
    ),
    ("a published figure called synthetic", "synthetic_is_said", synthetic_official),
]

OF_DELIVERIES = {
    "persons_in_population",
    "persons_expected_in_population",
    "deliveries_in_time",
}
"""Checks of the deliveries behind a candidate: broken one by one in test_audit_deliveries."""


@pytest.mark.parametrize(
    ("check", "broken"), [d[1:] for d in FILE_DEFECTS], ids=[d[0] for d in FILE_DEFECTS]
)
def test_a_wrong_file_or_home_turns_one_check_red(
    home: Home, check: str, broken: Callable[[Home], Candidate]
) -> None:
    assert red(broken(home)) == {check}


def test_every_own_check_has_a_defect() -> None:
    assert {d[1] for d in (*ROW_DEFECTS, *FILE_DEFECTS)} | OF_DELIVERIES == {c.name for c in CHECKS}


def test_good_rows_turn_nothing_red(home: Home) -> None:
    assert red(candidate(home)) == set()


def test_a_whole_of_which_too_little_is_covered_hides_nothing(home: Home) -> None:
    lacking = {"value": None, "ci_low": None, "ci_high": None, "n": None, "obs_status": "M"}
    assert red(candidate(home, all_rows(health=changed(HEALTH, COUNTRY, lacking)))) == set()


@pytest.mark.parametrize(("synthetic", "found"), [(True, {"synthetic_is_said"}), (False, set())])
def test_invented_surroundings_of_real_persons_must_be_said(
    home: Home, synthetic: bool, found: set[str]
) -> None:
    home.prepare()
    accepted(home, "air_quality", synthetic=synthetic)
    assert red(real_registers(home, "wellbeing_survey")) == found


def test_real_surveys_and_published_figures_may_be_released(home: Home) -> None:
    assert red(real_registers(home, "wellbeing_survey")) == set()


@pytest.mark.parametrize(
    "near", [{"value": 24.0}, {"obs_status": "P"}, {"period": "2022/2024"}, {"sex": "M"}]
)
def test_a_difference_that_is_explained_is_no_finding(home: Home, near: Row) -> None:
    assert red(beside(home, CONTRADICTED | near)) == set()


def test_invented_persons_may_differ_from_the_published_country(home: Home) -> None:
    assert red(beside(home, CONTRADICTED, synthetic=True)) == set()


def test_an_unexplained_difference_is_named_without_its_values_and_only_warns(home: Home) -> None:
    (told,) = [c for c in own_checks(beside(home, CONTRADICTED)) if not c.passed]
    (finding,) = told.findings
    assert (told.severity, finding.count) == (Severity.WARNING, 1)
    assert finding.what == (
        "made_up_health differs unexplained from what is published; largest: "
        "SSS 2024 F eurostat made_up"
    )
    assert Audit("one", "content", (told,)).passed


def test_findings_hold_counts_and_names_but_no_value_of_a_row(home: Home) -> None:
    wrong = changed(HEALTH, OFFICIAL, {"note": IDENTITY_CODE})
    results = own_checks(candidate(home, all_rows(health=wrong)))
    assert IDENTITY_CODE not in str(results)
    assert len(INDICATORS) == len(Reserve)
