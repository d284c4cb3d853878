"""Wellbeing survey of the Healthy Finland (Terve Suomi) kind: adults of 20 and over, by county.

The sample is drawn by wellbeing services county and age (20–74, 75 and over), older people over-
represented; every estimate needs the weight. Answers are integers as asked; "no answer" (9, or 99
on scales to 10) and "not asked" (empty) both read as no value.
"""

from __future__ import annotations

from dataclasses import replace

from sources.code_lists import COUNTIES, COUNTY_IN_REGION, REGIONS, SEX_1_2, YES_NO
from sources.declarations import (
    Column,
    CsvFormat,
    FormerName,
    Kind,
    Source,
    SourceKind,
    Table,
    Tolerance,
)
from sources.survey_columns import answer, scale, weight

_NO_ANSWER = ("9",)
_NO_ANSWER_TO_10 = ("99",)  # 9 is an answer there


def _scale(name: str, original: str, low: int, high: int, description: str) -> Column:
    missing = _NO_ANSWER if high < int(_NO_ANSWER[0]) else _NO_ANSWER_TO_10
    return scale(name, original, low, high, description, missing=missing)


def _yes_no(name: str, original: str, description: str) -> Column:
    return answer(name, original, YES_NO, description, missing=_NO_ANSWER)


def _mhi(name: str, original: str, feeling: str) -> Column:
    return _scale(
        name,
        original,
        1,
        6,
        f"MHI-5, how often in four weeks {feeling}: 1 all of the time … 6 none of the time",
    )


_EUROHIS = (
    ("quality_of_life", "Overall quality of life"),
    ("health_satisfaction", "Satisfaction with own health"),
    ("energy", "Enough energy for everyday life"),
    ("daily_activities_satisfaction", "Satisfaction with the ability to perform daily activities"),
    ("self_satisfaction", "Satisfaction with oneself"),
    ("relationship_satisfaction", "Satisfaction with personal relationships"),
    ("money_enough", "Enough money to meet one's needs"),
    ("living_place_satisfaction", "Satisfaction with the conditions of one's living place"),
)

_RESPONDENTS = Table(
    name="respondents",
    grain="one row a person who answered",
    file_pattern=r"terve_suomi_\d{4}\.csv",
    columns=(
        Column("respondent", "VASTAAJA", Kind.RECORD, "Respondent's number within the year"),
        Column(
            "stratum",
            "OSITE",
            Kind.TEXT,
            "Stratum of the sample: county by age 20–74 or 75 and over",
        ),
        Column(
            "county",
            "HVA",
            Kind.CODE,
            "Wellbeing services county of residence; Helsinki and Åland stand beside them",
            codes=COUNTIES,
        ),
        Column("region", "MAAKUNTA", Kind.CODE, "Region of residence", codes=REGIONS),
        Column("sex", "SUKUPUOLI", Kind.CODE, "Sex", codes=SEX_1_2),
        Column(
            "age",
            "IKA",
            Kind.INTEGER,
            "Age when the sample was drawn",
            minimum=20,
            maximum=120,
            unit="years",
        ),
        weight(
            "respondent_weight",
            "PAINO",
            "Weight by inverse probability of selection and answering",
        ),
        _scale("self_rated_health", "KOETTU_TERVEYS", 1, 5, "General health: 1 good … 5 poor"),
        _mhi("mhi_nervous", "MHI_HERMOSTUNUT", "very nervous"),
        _mhi("mhi_down_in_dumps", "MHI_MASENTUNUT", "so low that nothing could cheer one up"),
        _mhi("mhi_calm", "MHI_RAUHALLINEN", "calm and peaceful"),
        _mhi("mhi_downhearted", "MHI_ALAKULOINEN", "downhearted and sad"),
        _mhi("mhi_happy", "MHI_ONNELLINEN", "happy"),
        _scale("loneliness", "YKSINAISYYS", 1, 5, "Feeling lonely: 1 never … 5 all the time"),
        replace(
            _scale(
                "neighbourhood_satisfaction",
                "ASUINALUE",
                1,
                5,
                "Satisfaction with the neighbourhood: 1 very satisfied … 5 very dissatisfied",
            ),
            formerly=(FormerName("ASUINYMPARISTO", until="2022"),),
        ),
        _scale(
            "safety_by_day",
            "TURVALLISUUS_PAIVA",
            1,
            4,
            "Safety in the neighbourhood by day: 1 very safe … 4 very unsafe",
        ),
        _scale(
            "safety_in_evening",
            "TURVALLISUUS_ILTA",
            1,
            4,
            "Safety in the neighbourhood in the evening: 1 very safe … 4 very unsafe",
        ),
        # Not in every round's form.
        replace(
            _scale(
                "daily_safety",
                "TURVALLISUUS_ARKI",
                1,
                4,
                "Safety of one's daily life: 1 very safe … 4 very unsafe",
            ),
            may_be_absent=True,
        ),
        _scale("trust_government", "LUOTTAMUS_HALLITUS", 0, 10, "Trust in government, 0–10"),
        _scale(
            "trust_municipality",
            "LUOTTAMUS_KUNTA",
            0,
            10,
            "Trust in the decision-making of one's municipality, 0–10",
        ),
        _scale(
            "political_influence",
            "VAIKUTUSMAHDOLLISUUS",
            0,
            10,
            "Belief in one's chances to influence public matters, 0–10",
        ),
        _yes_no("discrimination", "SYRJINTA", "Experienced discrimination in 12 months"),
        _yes_no("violence", "VAKIVALTA", "Experienced violence or its threat in 12 months"),
        _scale(
            "hobby_participation",
            "HARRASTUS",
            1,
            4,
            "Taking part in clubs, associations or hobbies: 1 actively every week … 4 never",
        ),
        _yes_no("volunteering", "VAPAAEHTOISTYO", "Did voluntary work in 12 months"),
        _scale("digital_skills", "DIGITAIDOT", 1, 5, "Own digital skills: 1 very good … 5 poor"),
        _scale(
            "learning_opportunities",
            "OPPIMISMAHDOLLISUUDET",
            1,
            5,
            "Satisfaction with chances to learn: 1 very satisfied … 5 very dissatisfied",
        ),
        *(
            _scale(
                f"eurohis_{name}",
                f"EUROHIS_{number}",
                1,
                5,
                f"EUROHIS-QOL item {number}, {what[0].lower()}{what[1:]}: 1 worst … 5 best",
            )
            for number, (name, what) in enumerate(_EUROHIS, start=1)
        ),
    ),
    unique=(("respondent",),),
    rules=(COUNTY_IN_REGION,),
)

SOURCE: Source = Source(
    id="wellbeing_survey",
    title="Healthy Finland survey (Terve Suomi kind)",
    title_fi="Terve Suomi -tyyppinen hyvinvointikysely",
    description=(
        "Health, relationships, trust, safety and learning of adults aged 20 and over, answered "
        "by themselves, with enough respondents in every wellbeing services county."
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
    tables=(_RESPONDENTS,),
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
    expected_by="06-30",
    # Weights change with each sample's design and answering.
    tolerance=Tolerance(exempt=("respondents.respondent_weight",)),
)
