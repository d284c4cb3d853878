"""School health survey (Kouluterveyskysely): what pupils answer, in the spring of odd years.

All pupils of certain grades are asked, so that nobody stands for another: there are no weights.
A school lies in a municipality, which need not be the pupil's own. Nobody is named. Answers are
integers as asked; "no answer" (9) and "not asked" (empty) both read as no value.
"""

from __future__ import annotations

from sources.code_lists import (
    MUNICIPALITIES,
    SEX_1_2,
)
from sources.declarations import Column, CsvFormat, Kind, Source, SourceKind, Table
from sources.survey_columns import answer, scale

_NO_ANSWER = ("9",)

_GRADES = {
    "4": "grade_4",
    "5": "grade_5",
    "8": "grade_8",
    "9": "grade_9",
    "L1": "general_upper_secondary_1",
    "L2": "general_upper_secondary_2",
    "A1": "vocational_1",
    "A2": "vocational_2",
}

_FRIENDS = {"1": "none", "2": "one", "3": "two", "4": "several"}

_PUPILS = Table(
    name="pupils",
    grain="one row a pupil who answered",
    file_pattern=r"kouluterveyskysely_\d{4}\.csv",
    columns=(
        Column("year", "VUOSI", Kind.INTEGER, "Year of the survey", minimum=1996, maximum=2100),
        Column("respondent", "VASTAAJA", Kind.RECORD, "Pupil's number within the year"),
        Column("school", "KOULU", Kind.RECORD, "School's number, as the survey gives it"),
        Column(
            "municipality",
            "KUNTA",
            Kind.CODE,
            "Municipality in which the school lies",
            codes=MUNICIPALITIES,
        ),
        Column("grade", "LUOKKA", Kind.CODE, "Grade, or year of upper secondary", codes=_GRADES),
        Column(
            "sex",
            "SUKUPUOLI",
            Kind.CODE,
            "Sex as the pupil says; none where the pupil doesn't",
            required=False,
            codes=SEX_1_2,
            missing=_NO_ANSWER,
        ),
        scale(
            "likes_school",
            "KOULUSTA_PITAMINEN",
            1,
            4,
            "Likes going to school: 1 strongly agrees … 4 strongly disagrees",
            missing=_NO_ANSWER,
        ),
        answer(
            "close_friends",
            "LAHEISET_YSTAVAT",
            _FRIENDS,
            "Close friends with whom nearly everything can be talked over",
            missing=_NO_ANSWER,
        ),
    ),
    unique=(("respondent",),),
    year_of="year",
)

SOURCE: Source = Source(
    id="school_health",
    title="School health survey (Kouluterveyskysely)",
    title_fi="Kouluterveyskysely",
    description=(
        "Pupils of grades 8 and 9, and of others, on school, friends and wellbeing: everyone who "
        "was at school and answered, by the school's municipality. Asked every second year."
    ),
    sector="health and wellbeing",
    kind=SourceKind.SURVEY,
    provider="Finnish Institute for Health and Welfare (THL)",
    owner="survey-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis=(
        "Act on the Finnish Institute for Health and Welfare (668/2008); "
        "Act on the Secondary Use of Health and Social Data (552/2019)"
    ),
    tables=(_PUPILS,),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal=","),
    expected_by="01-31",
    every_years=2,
    since=2017,
)
