"""Kela's deliveries on persons: reimbursed medicines, rights to reimbursement, benefit spells."""

from __future__ import annotations

from sources.declarations import CsvFormat, Source, SourceKind
from sources.kela.tables import TABLES

__all__ = ["SOURCE"]

SOURCE: Source = Source(
    id="kela",
    title="Kela: medicines, reimbursement rights, benefit spells",
    title_fi="Kela: lääkeostot, korvausoikeudet, etuusjaksot",
    description=(
        "Every purchase of a reimbursed medicine in the year, every right to special or limited "
        "basic reimbursement that was in force at some time of it, and the spells for which Kela "
        "paid a benefit. Medicines of hospitals and bought without reimbursement are not in it."
    ),
    sector="social protection",
    kind=SourceKind.REGISTER,
    provider="Social Insurance Institution of Finland (Kela)",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis=(
        "Act on the Secondary Use of Health and Social Data (552/2019); Statistics Act (280/2004)"
    ),
    tables=TABLES,
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
    expected_by="03-31",
)
