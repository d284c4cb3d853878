"""National crime victim survey (Kansallinen rikosuhritutkimus): violence and the fear of it.

Persons of 15 to 74 from the population register, asked once a year of the last twelve months. Each
form of violence is a question of its own. "No answer" (9) and "not asked" (empty) read as no value.
"""

from __future__ import annotations

from sources.code_lists import NUTS2, SEX_1_2, YES_NO
from sources.declarations import Column, CsvFormat, Kind, Source, SourceKind, Table, Tolerance
from sources.survey_columns import answer, weight

_NO_ANSWER = ("9",)

_FEAR = {"1": "yes", "2": "no", "3": "stays_at_home"}


def _suffered(name: str, original: str, what: str) -> Column:
    return answer(name, original, YES_NO, f"{what} in 12 months", missing=_NO_ANSWER)


_RESPONDENTS = Table(
    name="victims",
    grain="one row a person who answered",
    file_pattern=r"rikosuhritutkimus_\d{4}\.csv",
    columns=(
        Column("year", "VUOSI", Kind.INTEGER, "Year of the survey", minimum=2012, maximum=2100),
        Column("respondent", "VASTAAJA", Kind.RECORD, "Respondent's number within the year"),
        Column("stratum", "OSITE", Kind.TEXT, "Stratum of the sample"),
        Column("nuts2", "SUURALUE", Kind.CODE, "NUTS 2 area of residence", codes=NUTS2),
        Column("sex", "SUKUPUOLI", Kind.CODE, "Sex", codes=SEX_1_2),
        Column(
            "age",
            "IKA",
            Kind.INTEGER,
            "Age when the sample was drawn",
            minimum=15,
            maximum=74,
            unit="years",
        ),
        weight("respondent_weight", "PAINO", "Weight by selection and answering"),
        _suffered("threatened", "UHKAUS", "Threatened with violence"),
        _suffered("held_or_shoved", "TARTTUMINEN", "Kept from moving, grabbed or shoved"),
        _suffered("slapped", "LAIMAYS", "Slapped"),
        _suffered("struck", "ISKU", "Struck with a fist or a hard object"),
        _suffered("kicked_or_strangled", "POTKU", "Kicked, strangled or pulled by the hair"),
        _suffered("weapon_used", "ASE", "Attacked with a knife, gun or another edged tool"),
        answer(
            "feared_violence_outdoors",
            "PELKO_ILTAISIN",
            _FEAR,
            "Feared violence outdoors in the evening in 12 months; some don't go out then",
            missing=_NO_ANSWER,
        ),
    ),
    unique=(("respondent",),),
    year_of="year",
)

SOURCE: Source = Source(
    id="crime_victims",
    title="National crime victim survey, Finland",
    title_fi="Kansallinen rikosuhritutkimus",
    description=(
        "A sample of persons aged 15 to 74: what violence they suffered in twelve months, whether "
        "or not the police came to know of it, and whether they feared it."
    ),
    sector="safety",
    kind=SourceKind.SURVEY,
    provider="University of Helsinki, Institute of Criminology and Legal Policy",
    owner="survey-owner@example.fi",
    licence="Restricted: research under a permit; no redistribution",
    legal_basis="Universities Act (558/2009); Data Protection Act (1050/2018)",
    tables=(_RESPONDENTS,),
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
    expected_by="11-30",
    # Weights change with each sample's design and answering.
    tolerance=Tolerance(exempt=("victims.respondent_weight",)),
)
