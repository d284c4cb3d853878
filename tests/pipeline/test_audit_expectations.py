"""Each rule of the Great Expectations suite goes red, and only it, for one wrong row.

A run costs seconds, so each run judges nine tables, each broken in one way of its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from audit_support import (
    AROUND,
    COUNTRY,
    HIDDEN,
    INDICATORS,
    OFFICIAL,
    SURVEY,
    TOWN,
    WOMEN,
    Row,
    all_rows,
    candidate,
    few_rows,
    frame,
    rows,
)

from quality.audit.candidate import Candidate
from quality.audit.result import CheckResult
from quality.audit.run import own_checks
from quality.expectations import RULES, judge
from sources.catalogue import SOURCES
from sources.declarations import Reserve
from sources.home import Home
from warehouse.release import RESERVES, audit_candidate

MEN: Row = {**SURVEY, "sex": "M"}
BOTH: Row = {**SURVEY, "sex": "_T"}

RUNS: list[dict[str, tuple[str, Row, Row]]] = [
    {
        "material_living_standards": ("no_gaps", OFFICIAL, {"period": None}),
        "health": ("known_codes", BOTH, {"obs_status": "X"}),
        "education": ("known_codes", WOMEN, {"age_group": "Y15-19"}),
        "activities_and_work": ("percentages_in_bounds", OFFICIAL, {"value": 100.01}),
        "voice_and_governance": ("errors_not_negative", BOTH, {"se": -0.1}),
        "social_connections": ("interval_holds_value", BOTH, {"ci_low": 20.1}),
        "environment": ("nothing_behind_suppression", HIDDEN, {"ci_low": 1.0}),
        "safety": ("value_or_reason", OFFICIAL, {"value": None}),
        "overall_experience": ("register_counts_protected", AROUND, {"n": 895}),
    },
    {
        "material_living_standards": ("no_gaps", WOMEN, {"method_id": None}),
        "health": ("register_counts_protected", TOWN, {"n": None}),
        "education": (
            "register_counts_protected",
            TOWN,
            {"value": 2.4, "ci_low": 1.0, "ci_high": 4.0},
        ),
        "activities_and_work": (
            "register_counts_protected",
            TOWN,
            {"value": 97.6, "ci_low": 96.0, "ci_high": 99.0},
        ),
        "voice_and_governance": ("survey_respondents_enough", BOTH, {"n": None}),
        "social_connections": ("survey_respondents_enough", BOTH, {"n": 105}),
        "environment": ("survey_respondents_enough", WOMEN, {"n": 20}),
        "safety": ("survey_respondents_enough", WOMEN, {"obs_status": "A"}),
        "overall_experience": ("known_codes", OFFICIAL, {"conf_status": "X", "value": None}),
    },
    {"health": ("survey_respondents_enough", BOTH, {"n_effective": 84.5})},
]
"""Reserve → the rule that goes red, which row, what is changed in it."""


def wrong(reserve: Reserve, where: Row, change: Row) -> pl.DataFrame:
    found = [r for r in rows(reserve) if all(r.get(k) == v for k, v in where.items())]
    assert found
    return frame([{**r, **change} if r is found[0] or r == found[0] else r for r in rows(reserve)])


def red_rules(results: list[CheckResult]) -> dict[str, set[str]]:
    """Reserve → rules that went red in its tables."""
    red = defaultdict(set)
    for check in results:
        for finding in check.findings:
            red[finding.table.removesuffix("_all")].add(check.name)
    return dict(red)


def judged(made: Candidate) -> list[CheckResult]:
    return judge(made, made.home.candidate / "quality")


@pytest.mark.parametrize("run", RUNS, ids=["first", "second", "third"])
def test_a_wrong_row_turns_one_rule_red_and_no_check_of_our_own(
    home: Home, run: dict[str, tuple[str, Row, Row]]
) -> None:
    defects = {r: wrong(Reserve(r), where, change) for r, (_, where, change) in run.items()}
    made = candidate(home, all_rows(**defects))
    assert red_rules(judged(made)) == {r: {rule} for r, (rule, _, _) in run.items()}
    assert [c.name for c in own_checks(made) if not c.passed] == []


def test_columns_out_of_order_and_a_key_twice_are_found(home: Home) -> None:
    twice = [*rows(Reserve.SAFETY), rows(Reserve.SAFETY)[-1]]
    made = candidate(home, few_rows(safety=frame(twice), health=frame(rows(Reserve.HEALTH))))
    file = home.candidate / RESERVES / "health_all-2024.parquet"
    table = pl.read_parquet(file)
    table.select(sorted(table.columns)).write_parquet(file)
    made = replace(made, files=dict(made.files))  # read anew
    assert red_rules(judged(made)) == {"health": {"columns_in_order"}, "safety": {"one_row_a_key"}}


def test_every_rule_has_a_defect() -> None:
    shown = {rule for run in RUNS for rule, _, _ in run.values()}
    assert shown | {"columns_in_order", "one_row_a_key"} == set(RULES)


def test_good_rows_pass_and_leave_readable_data_docs(home: Home) -> None:
    made = candidate(home, few_rows(health=frame(rows(Reserve.HEALTH))))
    assert COUNTRY["area_code"] in made.tables["health"]["area_code"].to_list()
    audit = audit_candidate(home, INDICATORS, SOURCES)
    assert audit.passed
    assert audit.line == f"The candidate passed {len(audit.checks)} checks."
    page = (home.candidate / "quality" / "index.html").read_text()
    assert "health_all" in page
    assert (home.candidate / "quality" / "audit.json").exists()


def test_great_expectations_is_loaded_only_when_tables_are_judged() -> None:
    program = (
        "import sys, assets.published, quality.audit.run\n"
        "sys.exit('great_expectations' in sys.modules)"
    )
    root = Path(__file__).resolve().parent.parent.parent
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
