"""Victims of offences: persons whom the police recorded as injured parties, one row an offence.

Suspects and witnesses stand in the same system and aren't asked for: a row of theirs is refused,
and a delivery that is full of them whole. Nor is the report's free text. The place of the offence
comes with the extract and is dropped before anything is written: place, offence and victim
together tell who it was, and where offences happen is known from counts of places.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import SEX_1_2
from sources.declarations import Column, CsvFormat, Kind, Rule, Source, SourceKind, Table

AGAINST_LIFE_AND_HEALTH = (201, 223)
"""First and last code of that group (201T223 of the published statistics)."""

_VICTIMS = Table(
    name="victims",
    grain="one row an offence and person who was its victim",
    file_pattern=r"rikosten_uhrit_\d{4}\.csv",
    columns=(
        Column("report", "ilmoitus_nro", Kind.IDENTIFIER, "Number of the report of the offence"),
        Column("nth", "rikos_nro", Kind.INTEGER, "Which of the report's offences it is",
               minimum=1, maximum=9999),
        Column("offence", "rikosnimike", Kind.INTEGER,
               "Offence, by the codes of the statistics on offences",
               minimum=101, maximum=603),
        Column("committed_from", "tekoaika_alku", Kind.DATE, "Day on which the offence began"),
        Column("committed_to", "tekoaika_loppu", Kind.DATE,
               "Day on which it ended; empty where that isn't known", required=False),
        Column("reported", "ilmoituspvm", Kind.DATE, "Day on which the offence became known"),
        Column("place", "tekokunta", Kind.TEXT,
               "Municipality in which the offence was committed; dropped", required=False,
               special_category=True),
        Column("role", "rooli", Kind.CODE, "The person's part in the offence: victims only",
               codes={"asianomistaja": "victim"}),
        Column("person", "hetu", Kind.PERSON, "The victim"),
        Column("age", "ika", Kind.INTEGER, "Age when the offence began", required=False,
               minimum=0, maximum=120, unit="years"),
        Column("sex", "sukup", Kind.CODE, "Sex", codes=SEX_1_2),
        Column("cleared", "selvitetty", Kind.CODE, "Whether the offence has been cleared up",
               codes={"0": "no", "1": "yes"}),
    ),
    unique=(("report", "nth", "person"),),
    rules=(
        Rule(
            name="offence_backwards",
            holds=pl.col("committed_to") >= pl.col("committed_from"),
            columns=("committed_to", "committed_from"),
            explanation="The offence ends before it begins.",
        ),
        Rule(
            name="reported_before_committed",
            holds=pl.col("reported") >= pl.max_horizontal("committed_from", "committed_to"),
            columns=("committed_to", "committed_from", "reported"),
            explanation="The offence became known before it was committed.",
        ),
    ),
    year_of="reported",
)  # fmt: skip

SOURCE: Source = Source(
    id="offence_victims",
    title="Victims of offences known to the police",
    title_fi="Poliisin tietoon tulleiden rikosten uhrit",
    description=(
        "Persons with an identity code who were recorded as victims of offences that became known "
        "in the year. Victims are recorded for some offences only, those against persons above "
        "all; who never told the police isn't in it."
    ),
    sector="safety",
    kind=SourceKind.REGISTER,
    provider="Police of Finland (data system for police matters)",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Act on the Processing of Personal Data by the Police (616/2019)",
    tables=(_VICTIMS,),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal=","),
    expected_by="06-30",
)
