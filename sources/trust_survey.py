"""Survey on drivers of trust in public institutions (OECD Trust Survey kind), the Finnish sample.

Every second year since 2021. In Finland the sample is drawn from the population register, not from
a panel, so that its intervals mean what they say. Answers run from 0 (not at all) to 10
(completely); 97 is "do not know" and 98 no answer: neither is a 5, both read as no value.
"""

from __future__ import annotations

from sources.code_lists import NUTS2, SEX_1_2
from sources.declarations import Column, CsvFormat, Kind, Source, SourceKind, Table, Tolerance
from sources.survey_columns import scale, weight

DO_NOT_KNOW, NO_ANSWER = "97", "98"


def _scale(name: str, original: str, description: str) -> Column:
    return scale(name, original, 0, 10, description, missing=(DO_NOT_KNOW, NO_ANSWER))


_RESPONDENTS = Table(
    name="respondents",
    grain="one row a person who answered",
    file_pattern=r"trust_survey_fin_\d{4}\.csv",
    columns=(
        Column("respondent", "RESPID", Kind.RECORD, "Respondent's number within the wave"),
        Column("year", "YEAR", Kind.INTEGER, "Year of the wave", minimum=2021, maximum=2100,
               unit="year"),
        Column("nuts2", "REGION", Kind.CODE, "NUTS 2 area of residence", codes=NUTS2),
        Column("sex", "GENDER", Kind.CODE, "Sex", codes=SEX_1_2),
        Column("age", "AGE", Kind.INTEGER, "Age at the interview", minimum=18, maximum=120,
               unit="years"),
        weight("respondent_weight", "WEIGHT", "Weight to age, sex, education and region"),
        _scale("trust_national_government", "TRUST_NATGOV", "Trust in the national government"),
        _scale("trust_local_government", "TRUST_LOCALGOV", "Trust in the local government"),
        _scale(
            "political_voice", "POL_VOICE",
            "The political system lets people like oneself have a say in what the government does",
        ),
    ),
    unique=(("respondent",),),
    year_of="year",
)  # fmt: skip

SOURCE: Source = Source(
    id="trust_survey",
    title="Survey on drivers of trust in public institutions (OECD Trust Survey kind)",
    title_fi="OECD:n luottamuskyselyn tyyppinen kysely",
    description=(
        "Trust in the national and the local government, and whether people feel that they have a "
        "say, by adults of 18 and over. For the country: the sample is too small for less."
    ),
    sector="governance",
    kind=SourceKind.SURVEY,
    provider="OECD; Ministry of Finance",
    owner="survey-owner@example.fi",
    licence="Restricted: research under the OECD's terms of use; own aggregates may be published",
    legal_basis="Regulation (EU) 2016/679, Article 89: research and statistics",
    tables=(_RESPONDENTS,),
    format=CsvFormat(delimiter=",", encoding="utf-8", decimal="."),
    expected_by="12-31",
    every_years=2,
    since=2021,
    tolerance=Tolerance(exempt=("respondents.respondent_weight",)),
)
