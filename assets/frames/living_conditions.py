"""The frame of the living conditions survey, Finland: members of sampled households.

Household items are given to every member, with the person weight; personal items stand on the row
of the selected respondent, who alone has a respondent weight. Income by M2, the line by M3,
deprivation by M7, work intensity by M8.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from assets.estimators.arrays import Booleans, Floats, Integers
from assets.estimators.deprivation import PERSONAL_ITEM_AGE, lack_count, with_children
from assets.estimators.equivalence import equivalised_income
from assets.estimators.poverty import poor, poverty_threshold
from assets.estimators.work_intensity import OLD_AGE, counts_for_work, months_worked, very_low
from sources.declarations.columns import MONEY_UNITS

ARREARS = ("arrears_housing", "arrears_utilities", "arrears_loans")

HOUSEHOLD_ITEMS = (
    *ARREARS,
    "affords_holiday",
    "affords_protein_meal",
    "affords_unexpected_expense",
    "affords_warm_home",
    "has_car",
    "replaces_furniture",
    "making_ends_meet",
    "noise",
    "pollution",
    "crime_in_area",
)
"""Answers for the household, the same on the row of every member."""

PERSONAL_LACKS = (
    "has_internet",
    "replaces_clothes",
    "has_two_pairs_of_shoes",
    "has_pocket_money",
    "has_leisure_activity",
    "meets_friends",
)

PERSONAL_ITEMS = (
    "in_education",
    "education",
    "economic_status",
    "months_full_time_employee",
    "months_unemployed",
    *PERSONAL_LACKS,
    "self_rated_health",
    "activity_limitation",
    "unmet_need_examination",
    "need_examination_flag",
    "reason_unmet_need",
    "life_satisfaction",
    "job_satisfaction",
    "time_use_satisfaction",
    "trust_political_system",
    "trust_legal_system",
    "trust_police",
    "relationship_satisfaction",
    "help_available",
    "trust_others",
    "feeling_safe",
    "loneliness",
    "cinema",
    "performances",
    "cultural_sites",
    "sport_events",
    "sees_kin",
    "sees_friends",
    "contacts_kin",
    "contacts_friends",
    "formal_volunteering",
)
"""Facts about persons of 16 and over; answers to questions come from the respondent only."""

WORK = (
    "months_part_time_employee",
    "months_full_time_self_employed",
    "months_part_time_self_employed",
    "usual_hours",
)
"""What M8 asks beside the items: it stays in the frame's making."""

PENSIONS = ("private_pensions", "old_age_benefits", "disability_benefits", "survivors_benefits")
_OTHERS_PENSION = "survivors_benefits"
"""A pension that one gets for another's death says nothing of whether one could work."""

_NO = ("affords_unexpected_expense", "affords_holiday", "affords_protein_meal", "affords_warm_home")
_CANNOT_AFFORD = ("has_car", "replaces_furniture")


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a member of a sampled household, in the order of household and person.

    `disposable_income` and `housing_allowance` in EUR a year of the household, `housing_cost` in
    EUR a month, `equivalised_income` in EUR a year; `material_lacks` is the number (0–13) of
    things that the person lacks for want of money. `at_risk_of_poverty` is income below the
    national line of the frame, `very_low_work_intensity` a household that hardly works, for
    persons under 65. Items are null where there is no answer, measures where they aren't known.
    """
    return _with_measures(_members(facts)).drop(
        "person_id", "household_size", "gross_income", *WORK, *PENSIONS
    )


def _members(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """The four tables side by side; a household without an interview has nulls for its data."""
    households = facts["household_register"].select(
        "household",
        "cluster",
        "stratum",
        pl.col("country").alias("COUNTRY"),
        pl.col("region").alias("REGION"),
        pl.col("county").alias("COUNTY"),
    )
    income = pl.col("disposable_income") / MONEY_UNITS
    data = facts["household_data"].select(
        "household",
        "household_size",
        (income * pl.col("income_inflation_factor").fill_null(1.0)).alias("disposable_income"),
        "gross_income",
        (pl.col("housing_cost") / MONEY_UNITS).alias("housing_cost"),
        (pl.col("housing_allowance") / MONEY_UNITS).alias("housing_allowance"),
        *HOUSEHOLD_ITEMS,
    )
    persons = facts["personal_data"].select(
        "person_id", "respondent_weight", *PERSONAL_ITEMS, *WORK, *PENSIONS
    )
    return (
        facts["personal_register"]
        .select("person_id", "household", "weight", "sex", "age")
        .join(households, on="household", how="inner")
        .join(data, on="household", how="left")
        .join(persons, on="person_id", how="left")
        .sort("household", "person_id")
        .collect()
    )


def _with_measures(members: pl.DataFrame) -> pl.DataFrame:
    """`members` with income, poverty, lacks and work intensity."""
    household = members["household"].rank("dense").cast(pl.Int64).to_numpy()
    age = members["age"].cast(pl.Float64).to_numpy()
    income = equivalised_income(household, age, _floats(members["disposable_income"]))
    # A household of which a member's row is missing would look too small, and so too rich.
    complete = members.select(
        (pl.len().over("household") == pl.col("household_size")).fill_null(False).alias("complete")
    )["complete"].to_numpy()
    personal = _matrix(members, [_answer(c, "cannot_afford") for c in PERSONAL_LACKS])
    # Only one adult is asked: the others of the household share the answer, as children do.
    unasked: Booleans = np.asarray(np.isnan(personal).all(axis=1))
    lacks = with_children(personal, household, np.where(unasked, PERSONAL_ITEM_AGE - 1.0, age))
    income = np.where(complete, income, np.nan)
    line = poverty_threshold(income, _floats(members["weight"]))
    below = np.where(np.isnan(income), np.nan, poor(income, line).astype(np.float64))
    idle = np.where(
        complete | (age >= OLD_AGE), _very_low_intensity(members, household, age), np.nan
    )
    return members.with_columns(
        pl.Series("equivalised_income", income).fill_nan(None),
        _known("at_risk_of_poverty", below),
        _known("very_low_work_intensity", idle),
        pl.Series("material_lacks", lack_count(_household_lacks(members), lacks))
        .fill_nan(None)
        .cast(pl.Int64),
    )


def _known(name: str, flags: Floats) -> pl.Series:
    """1 and 0 as yes and no, NaN as not known."""
    return pl.Series(name, flags).fill_nan(None).cast(pl.Boolean)


def _very_low_intensity(members: pl.DataFrame, household: Integers, age: Floats) -> Floats:
    """M8 by person; who has no row of personal data may have worked any number of months."""
    status = pl.col("economic_status")
    own = [pl.col(c) for c in PENSIONS if c != _OTHERS_PENSION]
    all_pensions = pl.sum_horizontal(*PENSIONS).sum().over("household")
    told = members.select(
        student=(status == "student").fill_null(False),
        retired=(status == "retired").fill_null(False),
        inactive=(~status.is_in(["employed", "unemployed"])).fill_null(False),
        own_pension=pl.max_horizontal(*own).fill_null(0) > 0,
        lives_on_pensions=(2 * all_pensions > pl.col("gross_income")).fill_null(False),
        full_time=pl.col("months_full_time_employee") + pl.col("months_full_time_self_employed"),
        part_time=pl.col("months_part_time_employee") + pl.col("months_part_time_self_employed"),
    )
    flags = {c: told[c].to_numpy() for c in told.columns if told[c].dtype == pl.Boolean}
    counted = counts_for_work(age, **flags)
    worked = months_worked(
        _floats(told["full_time"]), _floats(told["part_time"]), _floats(members["usual_hours"])
    )
    return very_low(household, age, counted, worked)


def _household_lacks(members: pl.DataFrame) -> Floats:
    """The seven lacks of the household; arrears of any kind are one, loans not had are none."""
    arrears = pl.max_horizontal(pl.col(c).is_in(["once", "twice_or_more"]) for c in ARREARS)
    return _matrix(
        members,
        [
            *(_answer(c, "no") for c in _NO),
            arrears,
            *(_answer(c, "cannot_afford") for c in _CANNOT_AFFORD),
        ],
    )


def _answer(column: str, lacking: str) -> pl.Expr:
    return pl.col(column) == lacking


def _matrix(members: pl.DataFrame, lacks: list[pl.Expr]) -> Floats:
    """Rows × lacks: 1 lack, 0 none, NaN no answer."""
    columns = [members.select(lack.cast(pl.Float64)).to_series() for lack in lacks]
    return np.column_stack([_floats(c) for c in columns])


def _floats(column: pl.Series) -> Floats:
    return np.asarray(column.cast(pl.Float64).fill_null(np.nan).to_numpy(), dtype=np.float64)
