"""EU-SILC in the single-file form of the R package laeken (Austria, 2006): one row a person.

The packaged file is synthetic microdata after the Austrian survey; Alfons & Templ (2013, Journal
of Statistical Software 54(15)) print its poverty and inequality figures.
"""

from __future__ import annotations

import polars as pl

from sources.declarations import Column, CsvFormat, Kind, Rule, Source, SourceKind, Table
from sources.reference.nuts import AUSTRIAN_REGIONS

_INCOME = {
    "py010n": ("employee_income", "Employee cash or near-cash income, net"),
    "py050n": ("self_employment_income", "Cash benefits or losses from self-employment, net"),
    "py090n": ("unemployment_benefits", "Unemployment benefits, net"),
    "py100n": ("old_age_benefits", "Old-age benefits, net"),
    "py110n": ("survivor_benefits", "Survivor's benefits, net"),
    "py120n": ("sickness_benefits", "Sickness benefits, net"),
    "py130n": ("disability_benefits", "Disability benefits, net"),
    "py140n": ("education_allowances", "Education-related allowances, net"),
    "hy040n": ("rental_income", "Income of the household from rental, net"),
    "hy050n": ("family_allowances", "Family and children allowances of the household, net"),
    "hy070n": ("housing_allowances", "Housing allowances of the household, net"),
    "hy080n": ("transfers_received", "Regular transfers received by the household, net"),
    "hy090n": ("capital_income", "Interest, dividends and profit of the household, net"),
    "hy110n": ("children_income", "Income of household members under 16, net"),
    "hy130n": ("transfers_paid", "Regular transfers paid by the household, net"),
    "hy145n": ("tax_adjustments", "Repayments or receipts for tax adjustment of the household"),
}


def _income_column(original: str) -> Column:
    name, description = _INCOME[original]
    return Column(name, original, Kind.MONEY, description, required=False, unit="EUR a year")


_PERSONS = Table(
    name="persons",
    grain="one row a member of a sampled household",
    file_pattern=r"eu_?silc.*\.csv",
    columns=(
        Column("household", "db030", Kind.RECORD, "Household id within the file"),
        Column("household_size", "hsize", Kind.INTEGER, "Members of the household", minimum=1),
        Column(
            "nuts2",
            "db040",
            Kind.CODE,
            "Federal state of residence, as NUTS 2 region",
            codes=AUSTRIAN_REGIONS,
        ),
        Column("person", "rb030", Kind.RECORD, "Person id within the file"),
        Column(
            "age",
            "age",
            Kind.INTEGER,
            "Age at the end of the income reference period; -1 for children born after it",
            minimum=-1,
            maximum=120,
            unit="years",
        ),
        Column("sex", "rb090", Kind.CODE, "Sex", codes={"female": "F", "male": "M"}),
        Column(
            "economic_status",
            "pl030",
            Kind.CODE,
            "Self-defined economic status (persons aged 16 and over)",
            required=False,
            codes={
                "1": "full_time",
                "2": "part_time",
                "3": "unemployed",
                "4": "student",
                "5": "retired",
                "6": "disabled",
                "7": "domestic",
            },
        ),
        Column(
            "citizenship",
            "pb220a",
            Kind.CODE,
            "Citizenship (persons aged 16 and over)",
            required=False,
            codes={"AT": "AT", "EU": "EU", "Other": "OTHER"},
        ),
        *(_income_column(original) for original in _INCOME),
        Column(
            "equivalent_size",
            "eqSS",
            Kind.NUMBER,
            "Household size on the modified OECD scale",
            minimum=1,
        ),
        Column(
            "equivalised_income",
            "eqIncome",
            Kind.MONEY,
            "Equivalised disposable household income, as delivered",
            unit="EUR a year",
        ),
        Column(
            "household_weight",
            "db090",
            Kind.NUMBER,
            "Household cross-sectional weight",
            minimum=1e-9,
        ),
        Column(
            "weight",
            "rb050",
            Kind.NUMBER,
            "Personal cross-sectional weight",
            minimum=1e-9,
        ),
    ),
    unique=(("person",),),
    rules=(
        Rule(
            name="weights_of_household_and_person_differ",
            holds=(pl.col("weight") - pl.col("household_weight")).abs() < 1e-6,
            columns=("weight", "household_weight"),
            explanation="Every member of a household carries the household's weight.",
        ),
    ),
)

SOURCE = Source(
    id="eu_silc",
    title="EU-SILC, single-file form",
    title_fi="EU-SILC yhtenä tiedostona",
    description=(
        "Persons of sampled households with incomes, equivalised disposable income and weights, "
        "in the form in which the R package laeken ships them."
    ),
    sector="living conditions",
    kind=SourceKind.SURVEY,
    provider="Statistics Austria (synthetic after the Austrian EU-SILC)",
    owner="survey-owner@example.fi",
    licence="GPL-2.0-or-later (package laeken)",
    legal_basis="Regulation (EU) 2019/1700 on social statistics",
    tables=(_PERSONS,),
    format=CsvFormat(delimiter=",", encoding="utf-8", decimal="."),
    reject_limit=0.02,
)
