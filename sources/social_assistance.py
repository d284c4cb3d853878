"""THL's register of social assistance: who received it in a year, in which months, how much.

One row a reference person; those who live with her aren't named, so that persons in recipient
households are found by the dwelling that they share.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import MUNICIPALITIES
from sources.declarations import (
    Column,
    CsvFormat,
    Kind,
    Rule,
    Source,
    SourceKind,
    Table,
    UnknownCode,
)
from sources.register_columns import euros

MONTHS = {
    "january": "TAMMI",
    "february": "HELMI",
    "march": "MAALIS",
    "april": "HUHTI",
    "may": "TOUKO",
    "june": "KESA",
    "july": "HEINA",
    "august": "ELO",
    "september": "SYYS",
    "october": "LOKA",
    "november": "MARRAS",
    "december": "JOULU",
}
"""Month → its column in the register."""


def _month(name: str, original: str) -> Column:
    return Column(
        name,
        original,
        Kind.INTEGER,
        f"Whether assistance was received in {name.capitalize()}: 1 yes, 0 no",
        minimum=0,
        maximum=1,
    )


_PAID = ("basic", "supplementary", "preventive")

_RECIPIENTS = Table(
    name="recipients",
    grain="one row a reference person of a household that received social assistance in the year",
    file_pattern=r"toimeentulotuki_\d{4}\.csv",
    columns=(
        Column("person", "TNRO", Kind.PERSON, "The reference person, who applied"),
        Column(
            "statistics_year",
            "TILASTOVUOSI",
            Kind.INTEGER,
            "Year of the assistance",
            minimum=1985,
            maximum=2100,
        ),
        Column(
            "municipality",
            "KUNTA",
            Kind.CODE,
            "Municipality of the household, by the division of its time",
            codes=MUNICIPALITIES,
            unknown_code=UnknownCode.REFUSE,
        ),
        *(_month(name, original) for name, original in MONTHS.items()),
        Column(
            "months",
            "TUKIKUUKAUSIA",
            Kind.INTEGER,
            "Months with assistance",
            minimum=1,
            maximum=12,
            unit="months",
        ),
        euros("basic", "PERUS_TOIMEENTULOTUKI_EUR", "Basic social assistance"),
        euros(
            "supplementary",
            "TAYD_TOIMEENTULOTUKI_EUR",
            "Supplementary social assistance",
            required=False,
        ),
        euros(
            "preventive",
            "EHKAISEVA_TOIMEENTULOTUKI_EUR",
            "Preventive social assistance",
            required=False,
        ),
        Column("children", "LAPSIA", Kind.INTEGER, "Children under 18", minimum=0, maximum=30),
        Column(
            "socioeconomic_status",
            "SOSIOEKOASEMA",
            Kind.TEXT,
            "Socio-economic status of the reference person; THL's code, as delivered",
            required=False,
            pattern=r"^[0-9]{1,2}$",
        ),
    ),
    unique=(("person",),),
    rules=(
        Rule(
            name="months_do_not_add_up",
            holds=pl.sum_horizontal(pl.col(m) for m in MONTHS) == pl.col("months"),
            columns=("months", *MONTHS),
            explanation="The months marked are not as many as the months with assistance.",
        ),
        Rule(
            name="assistance_without_amount",
            holds=pl.col("basic")
            + pl.sum_horizontal(pl.col(kind).fill_null(0) for kind in _PAID[1:])
            > 0,
            columns=_PAID,
            explanation="The household is listed as a recipient, but nothing was paid.",
        ),
    ),
    year_of="statistics_year",
)

SOURCE: Source = Source(
    id="social_assistance",
    title="Register of social assistance",
    title_fi="Toimeentulotukirekisteri",
    description=(
        "Households that received basic, supplementary or preventive social assistance in the "
        "year, by their reference person, with months and amounts. Basic assistance has been "
        "granted by Kela since 2017, the rest by municipalities and wellbeing services counties."
    ),
    sector="social protection",
    kind=SourceKind.REGISTER,
    provider="Finnish Institute for Health and Welfare (THL)",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Act on the Finnish Institute for Health and Welfare (668/2008)",
    tables=(_RECIPIENTS,),
    # Euros and cents: with two decimals, neither mark can be taken for one of thousands.
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=",."),
    expected_by="06-30",
)
