"""Hospital care (Hilmo): stays on wards and outpatient visits, each told when it ends."""

from __future__ import annotations

from sources.declarations import CsvFormat, Source, SourceKind
from sources.hospital_care.tables import TABLES

__all__ = ["SOURCE"]

SOURCE: Source = Source(
    id="hospital_care",
    title="Care Register for Health Care",
    title_fi="Terveydenhuollon hoitoilmoitusrekisteri (Hilmo)",
    description=(
        "Spells of care in hospitals and specialised care: arrival, discharge, branch of service, "
        "mode of contact, specialty, diagnoses and procedures. A spell is of the year in which it "
        "ended. Outpatient visits are more fully told from 2019 on: a break in the series."
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
    # Complete after some ninety days.
    expected_by="03-31",
)
