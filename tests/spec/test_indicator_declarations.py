"""What every declaration must hold to: a spec, columns that exist, bases, levels, natures."""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from indicator_tables import Spec, computed

from assets.counts import COUNTS
from assets.frames import FRAMES, crime_victims, labour_force, school_health, time_use
from assets.frames.living_conditions import HOUSEHOLD_ITEMS, PERSONAL_ITEMS
from assets.frames.trust_survey import ITEMS as TRUST_ITEMS
from assets.frames.wellbeing_survey import ITEMS
from assets.reserves import INDICATORS, of_reserve
from assets.reserves.series import REGISTER_AREAS, SURVEY_AREAS
from sources.catalogue import SOURCES
from sources.declarations import (
    CountShare,
    CountStatistic,
    EventRate,
    Indicator,
    Mean,
    Nature,
    RegisterStatistic,
    Reserve,
    SexGap,
    Share,
    Weight,
)
from sources.reference.framework import framework

HERE = Path(__file__).parent
METHODS = HERE.parents[1] / "docs" / "methods.md"
FRAMEWORK = set(framework()["indicator_id"])
COMPUTED = [i for i in INDICATORS if computed(i)]
MEASURES = {"living_conditions": ("age", "housing_cost", "housing_allowance", "disposable_income")}
LIVING_MEASURES = ("material_lacks", "at_risk_of_poverty", "very_low_work_intensity")
COLUMNS = {
    "living_conditions": {
        *MEASURES["living_conditions"],
        *HOUSEHOLD_ITEMS,
        *PERSONAL_ITEMS,
        *LIVING_MEASURES,
    },
    "labour_force": {"age", *labour_force.ITEMS},
    "crime_victims": {"age", *crime_victims.ITEMS},
    "school_health": {*school_health.ITEMS},
    "wellbeing_survey": {"age", *ITEMS, "mhi5", "eurohis_mean"},
    "time_use": {"age", *time_use.ITEMS},
    "trust_survey": {"age", *TRUST_ITEMS},
}
HOUSEHOLD_COLUMNS = {*HOUSEHOLD_ITEMS, *MEASURES["living_conditions"], *LIVING_MEASURES} - {"age"}


def specs() -> dict[str, Spec]:
    """Every spec of the files beside this one, by indicator."""
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    found: dict[str, Spec] = {}
    for path in sorted(HERE.glob("test_indicator_*_spec.py")):
        tables: dict[str, Spec] = getattr(importlib.import_module(path.stem), "SPECS", {})
        assert not found.keys() & tables.keys(), "an indicator has two specs"
        found |= tables
    return found


def test_every_computed_indicator_has_a_spec_and_every_spec_an_indicator() -> None:
    assert set(specs()) == {i.id for i in COMPUTED}


def test_no_two_indicators_have_the_same_id() -> None:
    assert [n for n, times in Counter(i.id for i in INDICATORS).items() if times > 1] == []


def test_fifty_of_the_frameworks_indicators_are_computed() -> None:
    assert len([i for i in COMPUTED if i.id in FRAMEWORK]) >= 50


@pytest.mark.parametrize("reserve", [r for r in Reserve if r is not Reserve.OVERALL_EXPERIENCE])
def test_every_reserve_computes_five_of_the_frameworks_and_sees_both_sides(
    reserve: Reserve,
) -> None:
    """What is so and how it is felt; what persons report of the facts is neither."""
    mine = [i for i in of_reserve(reserve) if computed(i)]
    assert len([i for i in mine if i.id in FRAMEWORK]) >= 5
    assert {Nature.OBJECTIVE, Nature.SUBJECTIVE} <= {i.nature for i in mine}


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)
def test_an_indicator_says_what_it_is(indicator: Indicator) -> None:
    assert indicator.series or indicator.official
    assert indicator.definition.endswith(".")
    assert indicator.label_en != indicator.label_fi
    low, high = indicator.plausible
    assert low < high
    if indicator.unit == "PC":
        assert 0 <= low < high <= 100
    if indicator.unit == "RTG":
        assert 0 <= low < high <= 10
    for series in indicator.series:
        assert series.source_id in {s.id for s in SOURCES}
        if isinstance(series.statistic, CountStatistic):
            finest = len(series.levels)
            assert series.levels == REGISTER_AREAS[:finest]
            assert series.source_id in COUNTS
            continue
        register = isinstance(series.statistic, RegisterStatistic)
        levels = REGISTER_AREAS if register else SURVEY_AREAS
        if series.census:
            levels = REGISTER_AREAS
        if series.source_id == "offence_victims":
            levels = SURVEY_AREAS  # victims in a municipality are few and known to their neighbours
        if series.source_id in ("trust_survey", "crime_victims", "time_use"):
            levels = SURVEY_AREAS[:1]  # too few are asked for anything smaller than the country
        assert series.levels == levels or series.source_id == "eu_silc"


@pytest.mark.parametrize("indicator", COMPUTED, ids=lambda i: i.id)
def test_a_survey_indicator_asks_only_for_columns_of_its_frame(indicator: Indicator) -> None:
    for series in indicator.series:
        statistic = series.statistic
        if isinstance(statistic, RegisterStatistic | CountStatistic):
            continue
        assert series.source_id in FRAMES
        if isinstance(statistic, Share | Mean | SexGap):
            counted = statistic.where if isinstance(statistic, Share) else statistic.of
            names = {*counted.meta.root_names(), *statistic.among.meta.root_names()}
            assert names <= COLUMNS[series.source_id]


@pytest.mark.parametrize("indicator", COMPUTED, ids=lambda i: i.id)
def test_household_items_go_with_the_person_weight_and_personal_ones_with_the_respondents(
    indicator: Indicator,
) -> None:
    for series in indicator.series:
        statistic = series.statistic
        if not isinstance(statistic, Share | Mean | SexGap):
            continue
        counted = statistic.where if isinstance(statistic, Share) else statistic.of
        household = series.source_id == "living_conditions" and (
            set(counted.meta.root_names()) <= HOUSEHOLD_COLUMNS
        )
        assert statistic.weight is (Weight.PERSON if household else Weight.RESPONDENT)


@pytest.mark.parametrize("indicator", COMPUTED, ids=lambda i: i.id)
def test_an_id_that_names_an_age_band_is_given_for_the_total_only(indicator: Indicator) -> None:
    parts = indicator.id.split("_")
    band = any(a.isdigit() and b.isdigit() and int(a) < int(b) for a, b in pairwise(parts))
    for series in indicator.series:
        if not isinstance(series.statistic, CountStatistic):
            assert series.by_age is not band


@pytest.mark.parametrize("indicator", COMPUTED, ids=lambda i: i.id)
def test_a_statistic_of_counts_asks_only_for_columns_that_its_source_counts(
    indicator: Indicator,
) -> None:
    for series in indicator.series:
        statistic = series.statistic
        if isinstance(statistic, CountStatistic):
            named = {statistic.of}
            if isinstance(statistic, CountShare):
                named.add(statistic.among)
            else:
                assert not series.by_age or isinstance(statistic, EventRate)
            assert named <= set(COUNTS[series.source_id].columns)


def test_the_method_book_has_every_method_and_names_only_tests_that_exist() -> None:
    book = METHODS.read_text(encoding="utf-8")
    described = set(re.findall(r"^## (M\d+) ", book, flags=re.MULTILINE))
    # M2 gives the income that M1 and M3 to M6 stand on; M25 compares what others gave.
    assert described - {"M2", "M25"} == {s.method_id for i in INDICATORS for s in i.series}
    named = set(re.findall(r"`(test_\w+)`", book))
    written = {
        name
        for path in HERE.parent.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), flags=re.MULTILINE)
    }
    assert named - written == set()
