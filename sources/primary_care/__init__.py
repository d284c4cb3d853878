"""Primary care (Avohilmo): contacts with health centres, as their systems send them every day."""

from __future__ import annotations

from sources.declarations import CsvFormat, Source, SourceKind
from sources.primary_care.tables import TABLES

__all__ = ["SOURCE"]

SOURCE: Source = Source(
    id="primary_care",
    title="Register of Primary Health Care Visits",
    title_fi="Perusterveydenhuollon avohoidon hoitoilmoitukset (Avohilmo)",
    description=(
        "Contacts with outpatient primary care since 2011: when help was asked for, given and "
        "ended, how and by whom, with diagnoses, reasons for encounter, procedures and "
        "vaccinations. Updated records count in their last form; those that were cancelled or "
        "never came to a visit are left out."
    ),
    sector="health",
    kind=SourceKind.REGISTER,
    provider="Finnish Institute for Health and Welfare (THL)",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis=(
        "Act on the Finnish Institute for Health and Welfare (668/2008); Act on the Secondary Use "
        "of Health and Social Data (552/2019)"
    ),
    tables=TABLES,
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
    # Records of December are complete after some sixty days.
    expected_by="02-28",
)
