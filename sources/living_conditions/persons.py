"""Files R and P of the living conditions survey: members of households, and what they answered."""

from __future__ import annotations

import polars as pl

from sources.code_lists import SEX_1_2, YES_NO
from sources.declarations import Column, Kind, Reference, Rule, Table
from sources.living_conditions.columns import (
    AFFORDS,
    DOES_NOT_KNOW,
    country,
    household,
    person,
    wellbeing,
    year,
)
from sources.living_conditions.households import HOUSEHOLD_REGISTER
from sources.living_conditions.participation import PARTICIPATION
from sources.survey_columns import answer, scale, weight

PERSONAL_REGISTER = Table(
    name="personal_register",
    grain="one row a member of a sampled household, children included",
    file_pattern=r"silc_\d{4}_r\.csv",
    columns=(
        year("RB010"),
        country("RB020"),
        person("RB030"),
        household("RB040"),
        weight("weight", "RB050", "Personal cross-sectional weight, of every member"),
        Column("birth_year", "RB080", Kind.INTEGER, "Year of birth", minimum=1880, maximum=2100),
        Column("sex", "RB090", Kind.CODE, "Sex", codes=SEX_1_2),
        Column(
            "age",
            "RX020",
            Kind.INTEGER,
            "Age at the end of the income year; -1 for children born after it",
            minimum=-1,
            maximum=120,
            unit="years",
        ),
    ),
    unique=(("person_id",),),
    references=(Reference(("household",), HOUSEHOLD_REGISTER.name, ("household",)),),
    rules=(
        # The income year ends on 31 December before the survey; a year's slack for those whose
        # age was taken on another day.
        Rule(
            name="age_against_birth_year",
            holds=(pl.col("year") - 1 - pl.col("birth_year") - pl.col("age")).abs() <= 1,
            columns=("age", "birth_year"),
            explanation="Age and year of birth differ by more than a year.",
        ),
    ),
)

_EDUCATION = {f"{level}00": str(level) for level in range(9)}

_ECONOMIC_STATUS = {
    "1": "employed",
    "2": "unemployed",
    "3": "retired",
    "4": "unable_to_work",
    "5": "student",
    "6": "domestic_tasks",
    "7": "military_or_civil_service",
    "8": "other",
}

_REASON_UNMET = {
    "1": "too_expensive",
    "2": "waiting_list",
    "3": "no_time",
    "4": "too_far",
    "5": "fear",
    "6": "wait_and_see",
    "7": "knows_no_doctor",
    "8": "other",
}

_MORE_WORK = (
    ("months_part_time_employee", "PL074", "a part-time employee"),
    ("months_full_time_self_employed", "PL075", "a full-time self-employed person"),
    ("months_part_time_self_employed", "PL076", "a part-time self-employed person"),
)

MONTHS = ("months_full_time_employee", *(name for name, _, _ in _MORE_WORK), "months_unemployed")


def _income(name: str, original: str, description: str) -> Column:
    return Column(name, original, Kind.MONEY, description, minimum=0, unit="EUR a year")


PERSONAL_DATA = Table(
    name="personal_data",
    grain="one row a person aged 16 or over; personal answers of the selected respondent only",
    file_pattern=r"silc_\d{4}_p\.csv",
    columns=(
        year("PB010"),
        country("PB020"),
        person("PB030"),
        weight(
            "respondent_weight",
            "PB060",
            "Weight of the selected respondent; empty for the others",
            required=False,
        ),
        answer("in_education", "PE010", YES_NO, "In formal education at the time of interview"),
        answer(
            "education",
            "PE041",
            _EDUCATION,
            "Highest education attained, ISCED 2011 level 0–8",
        ),
        answer("economic_status", "PL032", _ECONOMIC_STATUS, "Self-defined economic status"),
        scale(
            "months_full_time_employee",
            "PL073",
            0,
            12,
            "Months as a full-time employee in the income year",
            unit="months",
        ),
        *(
            scale(name, original, 0, 12, f"Months as {what} in the income year", unit="months")
            for name, original, what in _MORE_WORK
        ),
        scale(
            "months_unemployed",
            "PL080",
            0,
            12,
            "Months unemployed in the income year",
            unit="months",
        ),
        scale(
            "usual_hours",
            "PL060",
            1,
            99,
            "Hours usually worked a week in the main job; none where they vary or nobody works",
            unit="hours a week",
        ),
        _income("private_pensions", "PY080G", "Pensions from individual private plans, gross"),
        _income("old_age_benefits", "PY100G", "Old-age benefits, pensions with them, gross"),
        _income("survivors_benefits", "PY110G", "Survivors' benefits, gross"),
        _income("disability_benefits", "PY130G", "Disability benefits, gross"),
        answer("replaces_clothes", "PD020", AFFORDS, "Replaces worn-out clothes, or why not"),
        answer("has_two_pairs_of_shoes", "PD030", AFFORDS, "Two pairs of shoes, or why not"),
        answer("meets_friends", "PD050", AFFORDS, "Gets together monthly for a drink or meal"),
        answer("has_leisure_activity", "PD060", AFFORDS, "Regular leisure activity, or why not"),
        answer("has_pocket_money", "PD070", AFFORDS, "Spends a little on oneself every week"),
        answer("has_internet", "PD080", AFFORDS, "Internet connection at home, or why not"),
        scale("self_rated_health", "PH010", 1, 5, "General health: 1 very good … 5 very bad"),
        answer(
            "activity_limitation",
            "PH030",
            {"1": "severely_limited", "2": "limited", "3": "not_limited"},
            "Limitation in usual activities because of health for the past six months (GALI)",
        ),
        answer(
            "unmet_need_examination",
            "PH040",
            YES_NO,
            "Went without a medical examination or treatment that was needed, in 12 months",
        ),
        answer(
            "need_examination_flag",
            "PH040_F",
            {"1": "answered", "-1": "no_answer", "-2": "no_need", "-3": "not_selected"},
            "Whether unmet need was answered; no_need: no examination or treatment was needed",
        ),
        answer("reason_unmet_need", "PH050", _REASON_UNMET, "Main reason for the unmet need"),
        wellbeing("life_satisfaction", "PW010", 0, 10, "Overall life satisfaction, 0–10"),
        wellbeing("job_satisfaction", "PW100", 0, 10, "Job satisfaction, 0–10"),
        wellbeing("time_use_satisfaction", "PW120", 0, 10, "Satisfaction with time use, 0–10"),
        wellbeing("trust_political_system", "PW130", 0, 10, "Trust in political system, 0–10"),
        wellbeing("trust_legal_system", "PW140", 0, 10, "Trust in legal system, 0–10"),
        wellbeing("trust_police", "PW150", 0, 10, "Trust in the police, 0–10"),
        wellbeing(
            "relationship_satisfaction",
            "PW160",
            0,
            10,
            "Satisfaction with personal relationships, 0–10",
        ),
        answer(
            "help_available",
            "PW180",
            YES_NO,
            "Can ask relatives, friends or neighbours for help",
            missing=(DOES_NOT_KNOW,),
        ),
        wellbeing("trust_others", "PW191", 0, 10, "Trust in other people, 0–10"),
        wellbeing(
            "feeling_safe",
            "PW220",
            1,
            4,
            "Safety when walking alone after dark: 1 very safe … 4 very unsafe",
        ),
        wellbeing(
            "loneliness",
            "PW230",
            1,
            5,
            "Feeling lonely over four weeks: 1 all of the time … 5 none of the time",
        ),
        *PARTICIPATION,
    ),
    unique=(("person_id",),),
    references=(Reference(("person_id",), PERSONAL_REGISTER.name, ("person_id",)),),
    rules=(
        Rule(
            name="months_over_twelve",
            holds=pl.sum_horizontal(MONTHS) <= 12,
            columns=MONTHS,
            explanation="The months in work and unemployed are more than a year.",
        ),
        Rule(
            name="hours_without_work",
            holds=pl.col("usual_hours").is_null() | (pl.col("economic_status") == "employed"),
            columns=("usual_hours", "economic_status"),
            explanation="Working hours are given for a person who isn't employed.",
        ),
        Rule(
            name="reason_without_unmet_need",
            holds=pl.col("reason_unmet_need").is_null()
            | (pl.col("unmet_need_examination") == "yes"),
            columns=("reason_unmet_need", "unmet_need_examination"),
            explanation="A reason is given for an unmet need that is said not to be.",
        ),
    ),
)
