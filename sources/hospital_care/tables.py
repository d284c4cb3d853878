"""The tables of hospital care: spells, and their diagnoses and procedures."""

from __future__ import annotations

import polars as pl

from sources.code_lists import CONTACT_MODES
from sources.declarations import Column, Kind, Reference, Rule, Table
from sources.diagnoses import ICD10

_SPELL = Column("spell_id", "HILMO_ID", Kind.RECORD, "Id of the spell")


def _diagnosis(name: str, original: str, description: str) -> Column:
    return Column(
        name,
        original,
        Kind.TEXT,
        f"{description}, ICD-10 without the dot",
        required=False,
        pattern=ICD10,
        bare=True,
    )


SPELLS = Table(
    name="spells",
    grain="one row a spell of care: a stay in a specialty of a hospital, or an outpatient visit",
    file_pattern=r"hilmo_\d{4}\.csv",
    columns=(
        _SPELL,
        Column("person", "TNRO", Kind.PERSON, "The patient, by personal identity code"),
        Column(
            "year",
            "VUOSI",
            Kind.INTEGER,
            "Statistical year: that of the discharge",
            minimum=1967,
            maximum=2100,
        ),
        Column(
            "service_branch",
            "PALA",
            Kind.TEXT,
            "Branch of service (1 ward, 2 day surgery, 83 day hospital, 91–94 outpatient visit, …)",
            required=False,
            pattern=r"^[0-9]{1,2}$",
        ),
        Column(
            "specialty",
            "EA",
            Kind.TEXT,
            "Medical specialty (10 internal medicine, 20 surgery, 70 psychiatry, …)",
            required=False,
            pattern=r"^[0-9]{2}[A-Z]?$",
        ),
        Column("arrived", "TUPVA", Kind.DATE, "Day of arrival"),
        Column("discharged", "LPVM", Kind.DATE, "Day of discharge"),
        _diagnosis("main_diagnosis", "PDGO", "Main diagnosis, or the cause of a pair"),
        _diagnosis("main_symptom", "PDGE", "The symptom of a pair of codes"),
        Column(
            "contact_mode",
            "YHTEYSTAPA",
            Kind.CODE,
            "How the contact took place (R10 visit, R80 care on a ward, …); since 2019",
            required=False,
            codes={code: code for code in CONTACT_MODES},
        ),
        Column(
            "urgency",
            "KIIREELLISYYS",
            Kind.TEXT,
            "Whether the care was planned or urgent, as the register codes it",
            required=False,
            pattern=r"^[0-9]{1,2}$",
        ),
    ),
    unique=(("spell_id",),),
    rules=(
        Rule(
            name="discharged_before_arrival",
            holds=pl.col("discharged") >= pl.col("arrived"),
            columns=("discharged", "arrived"),
            explanation="The patient was discharged before the arrival.",
        ),
        Rule(
            name="year_not_of_discharge",
            holds=pl.col("year") == pl.col("discharged").dt.year(),
            columns=("year", "discharged"),
            explanation="The statistical year is not that of the discharge.",
        ),
        Rule(
            name="symptom_without_cause",
            holds=pl.col("main_symptom").is_null() | pl.col("main_diagnosis").is_not_null(),
            columns=("main_symptom", "main_diagnosis"),
            explanation="A pair of codes has a symptom and no cause.",
        ),
    ),
)

DIAGNOSES = Table(
    name="spell_diagnoses",
    grain="one row a diagnosis of a spell, by field and order",
    file_pattern=r"hilmo_diagnoosit_\d{4}\.csv",
    columns=(
        _SPELL,
        Column(
            "field",
            "KENTTA",
            Kind.CODE,
            "Which field of the notice it stood in: side diagnosis or external cause",
            codes={
                "SDGO": "other_diagnosis",
                "SDGE": "other_symptom",
                "ULKSYY": "external_cause",
            },
        ),
        Column("nth", "N", Kind.INTEGER, "Order within the field", minimum=0, maximum=99),
        Column(
            "icd10",
            "KOODI",
            Kind.TEXT,
            "Diagnosis, ICD-10 without the dot",
            pattern=ICD10,
            bare=True,
        ),
    ),
    unique=(("spell_id", "field", "nth"),),
    references=(Reference(("spell_id",), SPELLS.name, ("spell_id",)),),
)

PROCEDURES = Table(
    name="spell_procedures",
    grain="one row a procedure of a spell, in their order",
    file_pattern=r"hilmo_toimenpiteet_\d{4}\.csv",
    columns=(
        _SPELL,
        Column("nth", "N", Kind.INTEGER, "Order within the spell", minimum=0, maximum=99),
        Column(
            "procedure",
            "TOIMP",
            Kind.TEXT,
            "Procedure, Nordic classification (NCSP) in its Finnish issue",
            pattern=r"^[A-Z]{2}[A-Z0-9][0-9]{2}$",
            bare=True,
        ),
    ),
    unique=(("spell_id", "nth"),),
    references=(Reference(("spell_id",), SPELLS.name, ("spell_id",)),),
)

TABLES: tuple[Table, ...] = (SPELLS, DIAGNOSES, PROCEDURES)
