"""Labour force survey (EU-LFS, Finland): interviews of a year, every quarter with its own weights.

A person is interviewed up to five times in fifteen months, so a year's file has some people two or
three times. Variables are named as in the EU-LFS, statuses are those of the ILO.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import COUNTIES, COUNTY_IN_REGION, REGIONS, SEX_1_2, YES_NO
from sources.declarations import Column, CsvFormat, Kind, Rule, Source, SourceKind, Table
from sources.survey_columns import answer, scale, weight

_NOT_APPLICABLE = "9"

_ILO_STATUS = {"1": "employed", "2": "unemployed", "3": "outside_labour_force"}

_DURATION = {
    "0": "search_not_started",
    "1": "under_1_month",
    "2": "1_2_months",
    "3": "3_5_months",
    "4": "6_11_months",
    "5": "12_17_months",
    "6": "18_23_months",
    "7": "24_47_months",
    "8": "48_months_or_longer",
}

_INTERVIEWS = Table(
    name="interviews",
    grain="one row an interview: a person in a reference week of a quarter",
    file_pattern=r"tyovoimatutkimus_\d{4}\.csv",
    columns=(
        Column("year", "REFYEAR", Kind.INTEGER, "Reference year", minimum=1995, maximum=2100),
        Column("quarter", "REFQUARTER", Kind.INTEGER, "Quarter", minimum=1, maximum=4),
        Column("week", "REFWEEK", Kind.INTEGER, "Reference week, ISO", minimum=1, maximum=53),
        Column("wave", "INTWAVE", Kind.INTEGER, "Wave of the person", minimum=1, maximum=5),
        Column("person_id", "IDENT", Kind.RECORD, "Person's number, the same in all quarters"),
        Column("household", "HHNUM", Kind.RECORD, "Household's number"),
        Column("stratum", "STRATUM", Kind.TEXT, "Stratum of the sample"),
        weight("quarter_weight", "COEFFQ", "Weight of the quarter: persons stood for"),
        Column("region", "FI_MK", Kind.CODE, "Region of residence", codes=REGIONS),
        Column("county", "FI_HVA", Kind.CODE, "Wellbeing services county", codes=COUNTIES),
        Column("sex", "SEX", Kind.CODE, "Sex", codes=SEX_1_2),
        Column(
            "age",
            "AGE",
            Kind.INTEGER,
            "Age in the reference week",
            minimum=15,
            maximum=89,
            unit="years",
        ),
        Column("ilo_status", "ILOSTAT", Kind.CODE, "ILO working status", codes=_ILO_STATUS),
        scale(
            "usual_hours",
            "HWUSUAL",
            1,
            98,
            "Hours usually worked a week in the main job; none where they vary",
            missing=("0", "00", "99"),
            unit="hours a week",
        ),
        answer(
            "unemployment_duration",
            "DURUNE",
            _DURATION,
            "How long unemployed: the shorter of search and time since the last job",
            missing=(_NOT_APPLICABLE,),
        ),
        answer(
            "formal_education",
            "EDUCFED4",
            YES_NO,
            "Formal education or training in the last four weeks",
            missing=(_NOT_APPLICABLE,),
        ),
        answer(
            "non_formal_education",
            "EDUCNFE4",
            YES_NO,
            "Non-formal education or training in the last four weeks",
            missing=(_NOT_APPLICABLE,),
        ),
        answer(
            "attainment",
            "HATLEV1D",
            {"L": "low", "M": "medium", "H": "high"},
            "Highest education: ISCED 2011 0–2 low, 3–4 medium, 5–8 high",
            missing=(_NOT_APPLICABLE,),
        ),
    ),
    unique=(("person_id", "quarter"),),
    rules=(
        COUNTY_IN_REGION,
        Rule(
            name="week_outside_quarter",
            # Thirteen weeks a quarter; a year's 53rd week belongs to the fourth.
            holds=pl.min_horizontal((pl.col("week") - 1) // 13 + 1, 4) == pl.col("quarter"),
            columns=("week", "quarter"),
            explanation="The reference week isn't one of the quarter.",
        ),
        Rule(
            name="hours_without_work",
            holds=pl.col("usual_hours").is_null() | (pl.col("ilo_status") == "employed"),
            columns=("usual_hours", "ilo_status"),
            explanation="Working hours are given for a person who isn't employed.",
        ),
        Rule(
            name="duration_without_unemployment",
            holds=pl.col("unemployment_duration").is_null()
            | (pl.col("ilo_status") == "unemployed"),
            columns=("unemployment_duration", "ilo_status"),
            explanation="A duration of unemployment is given for a person who isn't unemployed.",
        ),
    ),
)

SOURCE: Source = Source(
    id="labour_force",
    title="Labour force survey (EU-LFS), Finland",
    title_fi="Työvoimatutkimus (EU-LFS), Suomi",
    description=(
        "A sample of persons aged 15 to 89: work, unemployment, hours, studies and education in a "
        "reference week. Every quarter has weights of its own."
    ),
    sector="income and work",
    kind=SourceKind.SURVEY,
    provider="Statistics Finland",
    owner="survey-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Regulation (EU) 2019/1700 on social statistics; Statistics Act (280/2004)",
    tables=(_INTERVIEWS,),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal="."),
    expected_by="03-31",
)
