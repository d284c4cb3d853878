"""Living conditions survey (EU-SILC, Finland) in the four files of the EU-SILC user database.

D household register, H household data, R personal register, P personal data of those aged 16 and
over. One person a household, the selected respondent, answers the personal questions: only that
person has a respondent weight. Answers on a scale are integers as asked; other answers are words.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import (
    COUNTIES,
    COUNTY_IN_REGION,
    NUTS2,
    REGION_IN_NUTS2,
    REGIONS,
    SEX_1_2,
    YES_NO,
)
from sources.declarations import (
    Column,
    CsvFormat,
    Kind,
    Reference,
    Rule,
    Source,
    SourceKind,
    Table,
    Tolerance,
)
from sources.survey_columns import answer, scale, weight

_DOES_NOT_KNOW = "99"

_AFFORDS = {"1": "yes", "2": "cannot_afford", "3": "other_reason"}
_ARREARS = {"1": "once", "2": "twice_or_more", "3": "no"}


def _year(original: str) -> Column:
    return Column("year", original, Kind.INTEGER, "Year of the survey", minimum=2004, maximum=2100)


def _country(original: str) -> Column:
    return Column("country", original, Kind.CODE, "Country of the survey", codes={"FI": "SSS"})


def _household(original: str) -> Column:
    return Column("household", original, Kind.RECORD, "Household id within the year")


def _person(original: str) -> Column:
    return Column("person_id", original, Kind.RECORD, "Person id within the year")


def _wellbeing(name: str, original: str, low: int, high: int, description: str) -> Column:
    return scale(name, original, low, high, description, missing=(_DOES_NOT_KNOW,))


_HOUSEHOLD_REGISTER = Table(
    name="household_register",
    grain="one row a household of the sample",
    file_pattern=r"silc_\d{4}_d\.csv",
    columns=(
        _year("DB010"),
        _country("DB020"),
        _household("DB030"),
        Column("nuts2", "DB040", Kind.CODE, "NUTS 2 area of residence", codes=NUTS2),
        Column("region", "FI_MK", Kind.CODE, "Region of residence (maakunta)", codes=REGIONS),
        Column(
            "county",
            "FI_HVA",
            Kind.CODE,
            "Wellbeing services county of residence; Helsinki and Åland stand beside them",
            codes=COUNTIES,
        ),
        Column("stratum", "DB050", Kind.TEXT, "Stratum of the sample, for standard errors"),
        Column(
            "cluster",
            "DB060",
            Kind.RECORD,
            "Primary sampling unit, for standard errors; the household in Finland",
        ),
        weight("household_weight", "DB090", "Household cross-sectional weight"),
    ),
    unique=(("household",),),
    rules=(COUNTY_IN_REGION, REGION_IN_NUTS2),
)

_HOUSEHOLD_DATA = Table(
    name="household_data",
    grain="one row a household that was interviewed",
    file_pattern=r"silc_\d{4}_h\.csv",
    columns=(
        _year("HB010"),
        _country("HB020"),
        _household("HB030"),
        Column(
            "disposable_income",
            "HY020",
            Kind.MONEY,
            "Disposable income of the household in the year before the survey; may be negative",
            unit="EUR a year",
        ),
        weight(
            "income_inflation_factor",
            "HY025",
            "Factor for members without an interview, by which disposable income is multiplied",
            required=False,
        ),
        Column(
            "household_size",
            "HX040",
            Kind.INTEGER,
            "Members of the household",
            minimum=1,
            maximum=50,
        ),
        Column(
            "equivalent_size",
            "HX050",
            Kind.NUMBER,
            "Household size on the modified OECD scale: 1, 0.5 from 14 years of age, 0.3 under",
            minimum=1,
            maximum=30,
        ),
        answer("arrears_housing", "HS011", _ARREARS, "Arrears on mortgage or rent in 12 months"),
        answer("arrears_utilities", "HS021", _ARREARS, "Arrears on utility bills in 12 months"),
        answer("arrears_loans", "HS031", _ARREARS, "Arrears on other loans in 12 months"),
        answer("affords_holiday", "HS040", YES_NO, "Can afford a week's holiday away from home"),
        answer("affords_protein_meal", "HS050", YES_NO, "Can afford a proper meal every 2nd day"),
        answer("affords_unexpected_expense", "HS060", YES_NO, "Can meet an unexpected expense"),
        answer("affords_warm_home", "HH050", YES_NO, "Can keep the home adequately warm"),
        answer("has_car", "HS110", _AFFORDS, "Has a car, or why not"),
        answer("replaces_furniture", "HD080", _AFFORDS, "Replaces worn-out furniture, or why not"),
        scale(
            "making_ends_meet",
            "HS120",
            1,
            6,
            "Making ends meet: 1 with great difficulty … 6 very easily",
        ),
        Column(
            "housing_cost",
            "HH070",
            Kind.MONEY,
            "Total housing cost",
            required=False,
            minimum=0,
            unit="EUR a month",
        ),
        Column(
            "housing_allowance",
            "HY070G",
            Kind.MONEY,
            "Housing allowances of the household, gross",
            required=False,
            minimum=0,
            unit="EUR a year",
        ),
        answer("noise", "HS170", YES_NO, "Noise from neighbours or the street at home"),
        answer("pollution", "HS180", YES_NO, "Pollution, grime or other environmental problems"),
        answer("crime_in_area", "HS190", YES_NO, "Crime, violence or vandalism in the area"),
    ),
    unique=(("household",),),
    references=(Reference(("household",), _HOUSEHOLD_REGISTER.name, ("household",)),),
    rules=(
        Rule(
            name="equivalent_size_over_household_size",
            holds=pl.col("equivalent_size") <= pl.col("household_size") + 1e-9,
            columns=("equivalent_size", "household_size"),
            explanation="The household is larger on the equivalence scale than in persons.",
        ),
    ),
)

_PERSONAL_REGISTER = Table(
    name="personal_register",
    grain="one row a member of a sampled household, children included",
    file_pattern=r"silc_\d{4}_r\.csv",
    columns=(
        _year("RB010"),
        _country("RB020"),
        _person("RB030"),
        _household("RB040"),
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
    references=(Reference(("household",), _HOUSEHOLD_REGISTER.name, ("household",)),),
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

_PERSONAL_DATA = Table(
    name="personal_data",
    grain="one row a person aged 16 or over; personal answers of the selected respondent only",
    file_pattern=r"silc_\d{4}_p\.csv",
    columns=(
        _year("PB010"),
        _country("PB020"),
        _person("PB030"),
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
        scale(
            "months_unemployed",
            "PL080",
            0,
            12,
            "Months unemployed in the income year",
            unit="months",
        ),
        answer("replaces_clothes", "PD020", _AFFORDS, "Replaces worn-out clothes, or why not"),
        answer("has_two_pairs_of_shoes", "PD030", _AFFORDS, "Two pairs of shoes, or why not"),
        answer("meets_friends", "PD050", _AFFORDS, "Gets together monthly for a drink or meal"),
        answer("has_leisure_activity", "PD060", _AFFORDS, "Regular leisure activity, or why not"),
        answer("has_pocket_money", "PD070", _AFFORDS, "Spends a little on oneself every week"),
        answer("has_internet", "PD080", _AFFORDS, "Internet connection at home, or why not"),
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
        _wellbeing("life_satisfaction", "PW010", 0, 10, "Overall life satisfaction, 0–10"),
        _wellbeing("job_satisfaction", "PW100", 0, 10, "Job satisfaction, 0–10"),
        _wellbeing("time_use_satisfaction", "PW120", 0, 10, "Satisfaction with time use, 0–10"),
        _wellbeing("trust_political_system", "PW130", 0, 10, "Trust in political system, 0–10"),
        _wellbeing("trust_legal_system", "PW140", 0, 10, "Trust in legal system, 0–10"),
        _wellbeing("trust_police", "PW150", 0, 10, "Trust in the police, 0–10"),
        _wellbeing(
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
            missing=(_DOES_NOT_KNOW,),
        ),
        _wellbeing("trust_others", "PW191", 0, 10, "Trust in other people, 0–10"),
        _wellbeing(
            "feeling_safe",
            "PW220",
            1,
            4,
            "Safety when walking alone after dark: 1 very safe … 4 very unsafe",
        ),
        _wellbeing(
            "loneliness",
            "PW230",
            1,
            5,
            "Feeling lonely over four weeks: 1 all of the time … 5 none of the time",
        ),
    ),
    unique=(("person_id",),),
    references=(Reference(("person_id",), _PERSONAL_REGISTER.name, ("person_id",)),),
    rules=(
        Rule(
            name="months_over_twelve",
            holds=pl.col("months_full_time_employee") + pl.col("months_unemployed") <= 12,
            columns=("months_full_time_employee", "months_unemployed"),
            explanation="The months in work and unemployed are more than a year.",
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

SOURCE: Source = Source(
    id="living_conditions",
    title="Statistics on living conditions (EU-SILC), Finland",
    title_fi="Elinolotilasto (EU-SILC), Suomi",
    description=(
        "A sample of households: income, deprivation, housing and, from one selected respondent "
        "of each, health, trust, relationships and satisfaction. Persons in institutions are not "
        "in it."
    ),
    sector="income and living conditions",
    kind=SourceKind.SURVEY,
    provider="Statistics Finland",
    owner="survey-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Regulation (EU) 2019/1700 on social statistics; Statistics Act (280/2004)",
    tables=(_HOUSEHOLD_REGISTER, _HOUSEHOLD_DATA, _PERSONAL_REGISTER, _PERSONAL_DATA),
    format=CsvFormat(delimiter=",", encoding="utf-8", decimal="."),
    expected_by="12-15",
    # Weights change with each sample's design and answering.
    tolerance=Tolerance(
        exempt=(
            "household_register.household_weight",
            "personal_register.weight",
            "personal_data.respondent_weight",
        )
    ),
)
