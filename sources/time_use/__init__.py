"""Time use survey (Ajankäyttötutkimus; HETUS): persons of 10 and over, and their diaries of a day.

A household is drawn, and each of its members keeps a diary on a weekday and on a day of the
weekend: the main activity of each ten minutes from 4 in the morning. One row is a diary with its
144 slots, as HETUS delivers them: a day can then neither have a gap nor two activities at once,
and a slot that isn't filled in makes the whole day wait.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import NUTS2, SEX_1_2
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
from sources.survey_columns import weight
from sources.time_use.codes import ACTIVITIES

__all__ = ["SLOTS", "SLOT_MINUTES", "SOURCE"]

SLOT_MINUTES = 10
SLOTS = tuple(f"slot_{n:03}" for n in range(1, 24 * 60 // SLOT_MINUTES + 1))
"""The day's slots, from 4:00 to 4:00: together 1,440 minutes."""

_SATURDAY = 6


def _year(name: str, original: str) -> Column:
    return Column(name, original, Kind.INTEGER, "Year of the survey", minimum=2000, maximum=2100)


def _begins(n: int) -> str:
    """The time of day at which the n-th slot begins."""
    hour, minute = divmod(4 * 60 + (n - 1) * SLOT_MINUTES, 60)
    return f"{hour % 24:02}:{minute:02}"


_PERSONS = Table(
    name="persons",
    grain="one row a person of 10 or over who kept a diary",
    file_pattern=r"ajankaytto_henkilot_\d{4}\.csv",
    columns=(
        _year("year", "VUOSI"),
        Column("respondent", "VASTAAJA", Kind.RECORD, "Respondent's number within the survey"),
        Column("household", "KOTITALOUS", Kind.RECORD, "Household's number within the survey"),
        Column("stratum", "OSITE", Kind.TEXT, "Stratum of the sample"),
        Column("nuts2", "SUURALUE", Kind.CODE, "NUTS 2 area of residence", codes=NUTS2),
        Column("sex", "SUKUPUOLI", Kind.CODE, "Sex", codes=SEX_1_2),
        Column("age", "IKA", Kind.INTEGER, "Age at the interview", minimum=10, maximum=120,
               unit="years"),
        weight("person_weight", "HENKILOPAINO", "Weight of the person"),
    ),
    unique=(("respondent",),),
    year_of="year",
)  # fmt: skip

_DIARIES = Table(
    name="diaries",
    grain="one row a diary: a respondent's day in 144 slots of ten minutes",
    file_pattern=r"ajankaytto_paivat_\d{4}\.csv",
    columns=(
        _year("year", "TUTKIMUSVUOSI"),
        Column("respondent", "VASTAAJA", Kind.RECORD, "Respondent's number within the survey"),
        Column("diary", "PAIVAKIRJA", Kind.INTEGER, "Which of the respondent's diaries",
               minimum=1, maximum=2),
        Column("date", "PVM", Kind.DATE, "Day on which the diary begins, at 4:00"),
        Column("weekday", "VIIKONPAIVA", Kind.INTEGER, "Day of the week: 1 Monday, 7 Sunday",
               minimum=1, maximum=7),
        weight("diary_weight", "PAIVAPAINO",
               "Weight of the diary: weekdays stand for 5/7, weekends for 2/7 of the persons"),
        *(
            Column(slot, f"MACT{n}", Kind.CODE, f"Main activity from {_begins(n)}",
                   codes=ACTIVITIES)
            for n, slot in enumerate(SLOTS, start=1)
        ),
    ),
    unique=(("respondent", "diary"),),
    references=(Reference(("respondent",), "persons", ("respondent",)),),
    rules=(
        Rule(
            name="weekday_not_of_date",
            holds=pl.col("date").dt.weekday() == pl.col("weekday"),
            columns=("weekday", "date"),
            explanation="The day of the week isn't that of the date.",
        ),
        Rule(
            name="day_outside_survey",
            # Diaries are kept for a year that begins in the autumn before.
            holds=pl.col("date").dt.year().is_between(pl.col("year") - 1, pl.col("year")),
            columns=("date", "year"),
            explanation="The day is neither of the survey's year nor of the year before.",
        ),
        Rule(
            name="not_its_kind_of_day",
            holds=(pl.col("diary") == 2) == (pl.col("weekday") >= _SATURDAY),
            columns=("diary", "weekday"),
            explanation="The first diary is of a weekday, the second of a Saturday or Sunday.",
        ),
    ),
    year_of="year",
)  # fmt: skip

SOURCE: Source = Source(
    id="time_use",
    title="Time use survey (HETUS), Finland",
    title_fi="Ajankäyttötutkimus (HETUS), Suomi",
    description=(
        "What persons of 10 and over do with their days, ten minutes by ten minutes: diaries of a "
        "weekday and a day of the weekend, kept by all members of the households drawn. Once in "
        "ten years."
    ),
    sector="time use",
    kind=SourceKind.SURVEY,
    provider="Statistics Finland",
    owner="survey-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Statistics Act (280/2004)",
    tables=(_PERSONS, _DIARIES),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal=","),
    expected_by="12-31",
    every_years=10,
    since=2021,
    tolerance=Tolerance(exempt=("persons.person_weight", "diaries.diary_weight")),
)
