"""Living conditions survey (EU-SILC, Finland) in the four files of the EU-SILC user database.

D household register, H household data, R personal register, P personal data of those aged 16 and
over. One person a household, the selected respondent, answers the personal questions: only that
person has a respondent weight. Answers on a scale are integers as asked; other answers are words.
"""

from __future__ import annotations

from sources.declarations import CsvFormat, Source, SourceKind, Tolerance
from sources.living_conditions.households import HOUSEHOLD_DATA, HOUSEHOLD_REGISTER
from sources.living_conditions.participation import PARTICIPATION
from sources.living_conditions.persons import PERSONAL_DATA, PERSONAL_REGISTER

SOURCE: Source = Source(
    id="living_conditions",
    title="Statistics on living conditions (EU-SILC), Finland",
    title_fi="Elinolotilasto (EU-SILC), Suomi",
    description=(
        "A sample of households: income, deprivation, housing and, from one selected respondent "
        "of each, health, trust, relationships and satisfaction. Persons in institutions are not "
        "in it."
    ),
    sector="living conditions",
    kind=SourceKind.SURVEY,
    provider="Statistics Finland",
    owner="survey-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Regulation (EU) 2019/1700 on social statistics; Statistics Act (280/2004)",
    tables=(HOUSEHOLD_REGISTER, HOUSEHOLD_DATA, PERSONAL_REGISTER, PERSONAL_DATA),
    format=CsvFormat(delimiter=",", encoding="utf-8", decimal="."),
    expected_by="12-15",
    # Weights change with each sample's design and answering, a module's answers with its years.
    tolerance=Tolerance(
        exempt=(
            "household_register.household_weight",
            "personal_register.weight",
            "personal_data.respondent_weight",
            *(f"{PERSONAL_DATA.name}.{c.name}" for c in PARTICIPATION),
        )
    ),
)
