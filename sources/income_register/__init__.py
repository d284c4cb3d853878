"""The Incomes Register (tulorekisteri): every wage, pension and benefit paid, as reported."""

from __future__ import annotations

from sources.declarations import CsvFormat, Source, SourceKind
from sources.income_register.tables import TABLES

__all__ = ["SOURCE"]

SOURCE: Source = Source(
    id="income_register",
    title="Incomes Register: wages and benefits",
    title_fi="Tulorekisteri: palkat ja etuudet",
    description=(
        "Wages since 2019, pensions and benefits since 2021, by payer, person, day of payment and "
        "income type, in the relational form of Statistics Finland. Superseded report versions "
        "and cancelled reports are left out with their income types."
    ),
    sector="income and work",
    kind=SourceKind.REGISTER,
    provider="Tax Administration, Incomes Register Unit",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Act on the Incomes Information System (53/2018); Statistics Act (280/2004)",
    tables=TABLES,
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal=","),
    # Reports of December come within days, their corrections within weeks: 45 days.
    expected_by="02-14",
)
