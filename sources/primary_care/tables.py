"""The tables of primary care: visits, and the codes given at them, each in a table of its own.

A record is sent again when it changes, under the same id: the last one counts, and the rows of
the other tables are those of the record in force. They name no person: the visit does.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import CONTACT_MODES
from sources.declarations import Column, Exclusion, Kind, Reference, Rule, Table
from sources.diagnoses import ICD10

_MOMENT = "%d.%m.%Y %H:%M"


def _moment(name: str, original: str, description: str, *, required: bool = False) -> Column:
    return Column(name, original, Kind.MOMENT, description, required=required, date_format=_MOMENT)


def _not_before(name: str, late: str, *early: str, explanation: str) -> Rule:
    """`late` isn't before any of `early`, as far as they are given."""
    return Rule(
        name=name,
        holds=pl.col(late) >= pl.max_horizontal(*early),
        columns=(late, *early),
        explanation=explanation,
    )


_VISIT = Column("visit_id", "AVOHILMO_ID", Kind.RECORD, "Id of the record")

VISITS = Table(
    name="visits",
    grain="one row a version of a record: a contact, from the asking for help to its end",
    file_pattern=r"avohilmo_\d{4}\.csv",
    columns=(
        _VISIT,
        Column("person", "TNRO", Kind.PERSON, "The client, by personal identity code"),
        _moment("updated", "SEURANTATIETUE_PAIVITETTY", "When the record was sent", required=True),
        _moment("contacted", "YHTEYDENOTTO_AJANKOHTA", "When the client asked for help"),
        _moment("need_assessed", "HOIDONTARVE_AJANKOHTA", "When the need for care was assessed"),
        _moment("booked", "AJANVARAUS_AJANKOHTA", "When the appointment was made"),
        _moment("booked_for", "AJANVARAUS_VARATTU", "The time that was booked"),
        _moment("began", "KAYNTI_ALKOI", "When the visit began; empty if there was none"),
        _moment("ended", "KAYNTI_LOPPUI", "When the visit ended"),
        _moment("cancelled", "PERUUTUS_AJANKOHTA", "When the appointment was cancelled"),
        Column(
            "contact_mode",
            "KAYNTI_YHTEYSTAPA",
            Kind.CODE,
            "How the contact took place (R10 visit, R51 by telephone, …)",
            required=False,
            codes={code: code for code in CONTACT_MODES},
        ),
        Column(
            "service_form",
            "KAYNTI_PALVELUMUOTO",
            Kind.TEXT,
            "Service form (T11 outpatient care, T60 oral health care, T71 mental health work, …)",
            required=False,
            pattern=r"^T[0-9]{2}$",
        ),
        Column(
            "profession",
            "KAYNTI_AMMATTI",
            Kind.TEXT,
            "Profession of who gave the care, Classification of Occupations 2001",
            required=False,
            pattern=r"^[0-9]{3,5}$",
        ),
    ),
    unique=(("visit_id", "updated"),),
    latest_of=(("visit_id",), "updated"),
    rules=(
        _not_before(
            "need_assessed_before_contact",
            "need_assessed",
            "contacted",
            explanation="The need for care was assessed before the client asked for help.",
        ),
        _not_before(
            "booked_before_contact",
            "booked",
            "contacted",
            "need_assessed",
            explanation="The appointment was made before help was asked for or its need assessed.",
        ),
        # Not against the booked time: a client may be called in early.
        _not_before(
            "began_before_contact",
            "began",
            "contacted",
            "need_assessed",
            "booked",
            explanation="The visit began before help was asked for or the appointment made.",
        ),
        _not_before(
            "ended_before_began",
            "ended",
            "began",
            explanation="The visit ended before it began.",
        ),
    ),
    exclusions=(
        Exclusion(
            "cancelled",
            pl.col("cancelled").is_not_null(),
            "The appointment was cancelled.",
        ),
        Exclusion(
            "not_realised",
            pl.col("began").is_null(),
            "Help was asked for or an appointment made, and no visit came of it.",
        ),
    ),
)


def _codes(name: str, file: str, *columns: Column, what: str) -> Table:
    return Table(
        name=name,
        grain=f"one row a {what} of a record, in their order",
        file_pattern=rf"avohilmo_{file}_\d{{4}}\.csv",
        columns=(
            _VISIT,
            Column("nth", "JARJESTYS", Kind.INTEGER, "Order within the record", minimum=1),
            *columns,
        ),
        unique=(("visit_id", "nth"),),
        references=(Reference(("visit_id",), VISITS.name, ("visit_id",)),),
    )


DIAGNOSES = _codes(
    "visit_diagnoses",
    "icd10",
    Column(
        "icd10", "ICD10", Kind.TEXT, "Diagnosis, ICD-10 without the dot", pattern=ICD10, bare=True
    ),
    what="diagnosis",
)

REASONS = _codes(
    "visit_reasons",
    "icpc2",
    Column(
        "icpc2",
        "ICPC2",
        Kind.TEXT,
        "Reason for the encounter, ICPC-2 (-30 to -69 are process codes of every chapter)",
        pattern=r"^([A-Z]|-)[0-9]{2}$",
        bare=True,
    ),
    what="reason for encounter",
)

PROCEDURES = _codes(
    "visit_procedures",
    "toimenpide",
    Column(
        "procedure",
        "TOIMENPIDE",
        Kind.TEXT,
        "Procedure of primary care (SPAT1000 …)",
        pattern=r"^SPAT[0-9]{4}$",
        bare=True,
    ),
    what="procedure",
)

VACCINATIONS = _codes(
    "vaccinations",
    "rokotus",
    Column(
        "atc",
        "LAAKEAINE",
        Kind.TEXT,
        "Vaccine, ATC code",
        pattern=r"^J07[A-Z]{2}[0-9]{2}$",
        bare=True,
    ),
    Column(
        "given_on",
        "ROKOTE_ANTOPVM",
        Kind.DATE,
        "Day on which the vaccine was given",
    ),
    Column(
        "dose",
        "ANNOS_JARJESTYSNRO",
        Kind.INTEGER,
        "Which dose of its series it was",
        required=False,
        minimum=1,
        maximum=20,
    ),
    what="vaccination",
)

TABLES: tuple[Table, ...] = (VISITS, DIAGNOSES, REASONS, PROCEDURES, VACCINATIONS)
