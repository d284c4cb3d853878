"""The Population Information System (VTJ) as a yearly extract: persons, residence, identity codes.

Reference date 31 December: persons alive then, and those who died or emigrated during the year.
A household-dwelling unit is the persons of one dwelling at the reference date.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import MUNICIPALITIES
from sources.declarations import (
    Column,
    CsvFormat,
    Kind,
    Reference,
    Rule,
    Source,
    SourceKind,
    Table,
    UnknownCode,
)

_DATE = "%Y%m%d"

_NO_MUNICIPALITY = ("198", "199", "200")
"""VTJ's own codes in the municipality's field: no municipality of residence, unknown, abroad.

They stay as they are: not areas, and so never a row of a table, but not errors either.
"""

_PERSONS = Table(
    name="persons",
    grain="one row a person: alive at the end of the year, or dead or emigrated during it",
    file_pattern=r"vtj_henkilo_\d{4}\.csv",
    columns=(
        Column(
            "person",
            "HENKILOTUNNUS",
            Kind.PERSON,
            "The person, by the identity code in force",
        ),
        Column(
            "sex",
            "SUKUPUOLI",
            Kind.CODE,
            "Sex as registered; never derived from the identity code. U is not recorded",
            codes={"MIES": "M", "NAINEN": "F", "PUUTTUU": "U"},
        ),
        Column(
            "birth_date",
            "SYNTYMAPV",
            Kind.DATE,
            "Date of birth; where month or day is unknown, the earliest possible day",
            date_format=_DATE,
            incomplete_dates=True,
        ),
        Column(
            "birth_date_precision",
            "SYNTYMAPV_TARKKUUS",
            Kind.CODE,
            "How exactly the date of birth is known: to the day, the month or the year",
            codes={"PAIVA": "day", "KUUKAUSI": "month", "VUOSI": "year"},
        ),
        Column(
            "death_date",
            "KUOLINPV",
            Kind.DATE,
            "Date of death; empty for the living",
            required=False,
            date_format=_DATE,
        ),
        Column(
            "language",
            "AIDINKIELI",
            Kind.TEXT,
            "Registered mother tongue, ISO 639 (fi, sv, se for the Sámi languages, …)",
            required=False,
            pattern=r"^[a-z]{2,3}$",
        ),
        Column(
            "citizenship",
            "KANSALAISUUS",
            Kind.TEXT,
            "Citizenship, ISO 3166 numeric (246 Finland); Finnish if the person has several",
            required=False,
            pattern=r"^[0-9]{3}$",
        ),
        Column(
            "marital_status",
            "SIVIILISAATY",
            Kind.CODE,
            "Marital status at the end of the year",
            codes={
                "1": "unmarried",
                "2": "married",
                "3": "separated",
                "4": "divorced",
                "5": "widowed",
                "6": "registered_partnership",
                "7": "divorced_from_registered_partnership",
                "8": "widowed_from_registered_partnership",
                "9": "unknown",
            },
        ),
        Column(
            "non_disclosure",
            "TURVAKIELTO",
            Kind.CODE,
            "Non-disclosure for personal safety: the person's whereabouts may not be given out",
            codes={"0": "no", "1": "yes"},
        ),
        Column(
            "religious_community",
            "USKONTOKUNTALAJI",
            Kind.TEXT,
            "Religious community: special category of personal data, never read",
            required=False,
            special_category=True,
        ),
    ),
    unique=(("person",),),
    rules=(
        # The earliest possible day of birth never condemns a death that may be right.
        Rule(
            name="death_before_birth",
            holds=pl.col("death_date") >= pl.col("birth_date"),
            columns=("death_date", "birth_date"),
            explanation="The date of death is earlier than the date of birth.",
        ),
        Rule(
            name="birth_date_finer_than_precision",
            holds=(
                pl.when(pl.col("birth_date_precision") == "year")
                .then((pl.col("birth_date").dt.month() == 1) & (pl.col("birth_date").dt.day() == 1))
                .when(pl.col("birth_date_precision") == "month")
                .then(pl.col("birth_date").dt.day() == 1)
                .otherwise(True)
            ),
            columns=("birth_date", "birth_date_precision"),
            explanation="The date of birth names a month or day that is said to be unknown.",
        ),
    ),
)

_RESIDENCES = Table(
    name="residences",
    grain="one row a person and spell of residence in a municipality and dwelling",
    file_pattern=r"vtj_kotikunta_\d{4}\.csv",
    columns=(
        Column("person", "HENKILOTUNNUS", Kind.PERSON, "The resident"),
        Column(
            "municipality",
            "KUNTAKOODI",
            Kind.CODE,
            "Municipality of residence, by the division of its time; 198–200 are no municipality",
            codes={**MUNICIPALITIES, **{code: code for code in _NO_MUNICIPALITY}},
            unknown_code=UnknownCode.REFUSE,
        ),
        Column(
            "moved_in",
            "KUNTAANMUUTTOPV",
            Kind.DATE,
            "First day of the spell",
            date_format=_DATE,
        ),
        Column(
            "moved_out",
            "KUNNASTAPOISMUUTTOPV",
            Kind.DATE,
            "Last day of the spell; empty while it lasts",
            required=False,
            date_format=_DATE,
        ),
        Column(
            "dwelling",
            "ASUINPAIKANTUNNUS",
            Kind.DWELLING,
            "Dwelling: permanent building code and dwelling part; empty without a dwelling "
            "(institutions, no fixed abode)",
            required=False,
            # Building: 10 characters, a check character last; then address number, staircase,
            # dwelling number and letter, blank-filled.
            pattern=r"^[19][0-9]{8}[0-9A-FHJ-NPR-Y][0-9A-Za-zÅÄÖåäö ]{0,6}$",
        ),
        Column(
            "building",
            "ASUINPAIKANTUNNUS",
            Kind.BUILDING,
            "Building: the first ten characters of the dwelling's id; joins the building stock",
            required=False,
        ),
    ),
    unique=(("person", "moved_in"),),
    references=(Reference(("person",), "persons", ("person",)),),
    rules=(
        Rule(
            name="moved_out_before_in",
            holds=pl.col("moved_out") >= pl.col("moved_in"),
            columns=("moved_out", "moved_in"),
            explanation="The spell of residence ends before it begins.",
        ),
    ),
)

# No reference to persons: a code may be corrected for somebody who has died or moved away.
_IDENTITY_CHANGES = Table(
    name="identity_changes",
    grain="one row a personal identity code that was replaced by another",
    file_pattern=r"vtj_hetukorjaus_\d{4}\.csv",
    columns=(
        Column(
            "former_person",
            "MUUTETTUHENKILOTUNNUS",
            Kind.PERSON,
            "The person by the code that was replaced; other registers may still carry it",
        ),
        Column(
            "person",
            "AKTIIVINENHENKILOTUNNUS",
            Kind.PERSON,
            "The person by the code in force",
        ),
        Column(
            "changed_on",
            "MUUTOSPV",
            Kind.DATE,
            "Date of the change",
            date_format=_DATE,
        ),
        Column(
            "validity",
            "VOIMASSAOLO",
            Kind.CODE,
            "Whether the replaced code is still active or passive",
            codes={"AKTIIVI": "active", "PASSIIVI": "passive"},
        ),
    ),
    unique=(("former_person",),),
    # Judged on the codes as delivered: inside, both become the same person number.
    rules=(
        Rule(
            name="identity_change_to_itself",
            holds=pl.col("former_person") != pl.col("person"),
            columns=("former_person", "person"),
            explanation="The replaced code and the code in force are the same.",
        ),
    ),
    corrects=("former_person", "person"),
    may_be_empty=True,  # a small area has years without a correction
)

SOURCE: Source = Source(
    id="population",
    title="Population Information System, yearly extract",
    title_fi="Väestötietojärjestelmä, vuosipoiminta",
    description=(
        "Everyone with a place of residence in Finland: sex, dates of birth and death, language, "
        "citizenship, marital status, the history of residence and of identity codes. The frame "
        "that every register is joined to."
    ),
    sector="population",
    kind=SourceKind.REGISTER,
    provider="Digital and Population Data Services Agency (DVV)",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Statistics Act (280/2004); Act on the Population Information System (661/2009)",
    tables=(_PERSONS, _RESIDENCES, _IDENTITY_CHANGES),
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
    expected_by="02-28",
)
