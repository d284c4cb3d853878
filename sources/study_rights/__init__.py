"""Study rights (KOSKI): who has the right to study what, when present, and what was completed."""

from __future__ import annotations

from sources.declarations import JsonDocuments, Source, SourceKind
from sources.study_rights.tables import TABLES

__all__ = ["SOURCE"]

SOURCE: Source = Source(
    id="study_rights",
    title="National register of study rights and completed studies (KOSKI)",
    title_fi="Koski-tietovaranto: opiskeluoikeudet ja suoritukset",
    description=(
        "One JSON document a learner: study rights from pre-primary to higher education, as the "
        "register shows them with the higher education that it fetches, their state spells and "
        "main achievements. Partial achievements, names and support needs are never read."
    ),
    sector="education",
    kind=SourceKind.REGISTER,
    provider="Finnish National Agency for Education (OPH)",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Act on National Study and Degree Registers (884/2017); Statistics Act (280/2004)",
    tables=TABLES,
    format=JsonDocuments(),
    # Schools report within days; 60 days let December's states come in.
    expected_by="03-01",
)
