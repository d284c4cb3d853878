"""Contacts with primary care in a year: one row a person, from the visits and their codes.

A contact is a visit that began in the year and in which the client took part, in person or from
afar; oral health care is not in it. Mental health is a diagnosis of ICD-10's chapter V, a reason
of ICPC-2's chapter P, or mental health work as the service form.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.flags import one_if
from assets.person_years.contribution import Contribution, Tables
from sources.diagnoses import MENTAL_DISORDERS
from sources.primary_care.codes import (
    DOCTOR,
    MENTAL_HEALTH_WORK,
    MENTAL_REASON,
    NURSE,
    ORAL_HEALTH,
    WITH_CLIENT,
)
from warehouse.engine import Rows


def contacts(tables: Tables, year: int) -> Rows:
    """One row a person with a contact: contacts, those with a doctor or nurse, mental health's."""
    mental = _mental(tables)
    of_year = tables["visits"].filter(
        (nw.col("began").dt.year() == year)
        & nw.col("contact_mode").is_in(WITH_CLIENT)
        & (nw.col("service_form").is_null() | (nw.col("service_form") != ORAL_HEALTH))
    )
    doctor_or_nurse = nw.col("profession").str.contains(f"{DOCTOR}|{NURSE}")
    for_mental_health = ~nw.col("is_mental").is_null() | (
        nw.col("service_form") == MENTAL_HEALTH_WORK
    )
    return (
        of_year.select("visit_id", "person", "service_form", "profession")
        .join(mental, on="visit_id", how="left")
        .with_columns(with_professional=one_if(doctor_or_nurse), mental=one_if(for_mental_health))
        .group_by("person")
        .agg(
            primary_care_contacts=nw.len().cast(nw.Int64),
            doctor_or_nurse_contacts=nw.col("with_professional").sum().cast(nw.Int64),
            primary_mental_contacts=nw.col("mental").sum().cast(nw.Int64),
        )
    )


def _mental(tables: Tables) -> Rows:
    """The visits with a diagnosis or a reason of mental health, once each: `is_mental` 1."""
    diagnosed = tables["visit_diagnoses"].filter(
        nw.col("icd10").str.slice(0, 1).is_in(MENTAL_DISORDERS)
    )
    came_for = tables["visit_reasons"].filter(nw.col("icpc2").str.contains(MENTAL_REASON))
    found = nw.concat([diagnosed.select("visit_id"), came_for.select("visit_id")])
    return found.unique(subset=["visit_id"]).with_columns(is_mental=nw.lit(1))


CONTACTS = Contribution(
    source="primary_care",
    columns={
        "primary_care_contacts": 0,
        "doctor_or_nurse_contacts": 0,
        "primary_mental_contacts": 0,
    },
    of_persons=contacts,
)
