"""Incomes of a year from the Incomes Register: one row a person, money in 1e-4 EUR.

A report carries its wages either as the total (101) or split up (2xx); the two are never added.
Amounts recovered from the person are subtracted; payments made in error (unjust enrichment) and
compensations for expenses are no income.
"""

from __future__ import annotations

from collections.abc import Collection

import narwhals.stable.v2 as nw

from assets.person_years.contribution import Contribution
from sources.income_register.codes import (
    BENEFIT_GROUP,
    EMPLOYEE_CONTRIBUTIONS,
    ITEMS,
    TAXES,
    TOTALS,
    BenefitGroup,
)
from warehouse.engine import Rows

_ZERO = nw.lit(0)

BENEFITS: dict[str, tuple[BenefitGroup, ...]] = {
    "old_age_pension": (BenefitGroup.OLD_AGE_PENSION,),
    "disability_pension": (BenefitGroup.DISABILITY_PENSION,),
    "other_pension": (
        BenefitGroup.SURVIVORS_PENSION,
        BenefitGroup.OTHER_PENSION,
        BenefitGroup.FRONT_VETERANS_SUPPLEMENT,
    ),
    "unemployment_benefit": (BenefitGroup.UNEMPLOYMENT,),
    "sickness_benefit": (BenefitGroup.SICKNESS_AND_REHABILITATION,),
    "family_benefit": (BenefitGroup.FAMILY,),
    "study_benefit": (BenefitGroup.STUDY,),
    "housing_benefit": (BenefitGroup.HOUSING,),
    "other_benefit": (BenefitGroup.CARE, BenefitGroup.MILITARY_SERVICE, BenefitGroup.OTHER),
}
"""Column of the person-year → groups of benefits that it sums."""

BENEFIT_TAXES = frozenset({"9901", "9902"})


def wages(reports: Rows, transactions: Rows) -> Rows:
    """One row a person: `wages`, `wage_taxes` (withheld tax and employee contributions)."""
    of_report = (
        _amounts(transactions)
        .filter(nw.col("unjust_enrichment").is_null() | (nw.col("unjust_enrichment") != "yes"))
        .with_columns(
            total=_sum_of(TOTALS),
            parts=_sum_of(ITEMS),
            has_total=nw.when(nw.col("income_type").is_in(sorted(TOTALS)))
            .then(nw.lit(1))
            .otherwise(_ZERO),
            withheld=_sum_of(TAXES | EMPLOYEE_CONTRIBUTIONS),
        )
        .group_by("report_id", "report_version")
        .agg(
            total=nw.col("total").sum().cast(nw.Int64),
            parts=nw.col("parts").sum().cast(nw.Int64),
            has_total=nw.col("has_total").max(),
            withheld=nw.col("withheld").sum().cast(nw.Int64),
        )
    )
    return (
        reports.select("report_id", "report_version", "person")
        .join(of_report, on=["report_id", "report_version"], how="inner")
        .with_columns(
            wages=nw.when(nw.col("has_total") == 1).then(nw.col("total")).otherwise(nw.col("parts"))
        )
        .group_by("person")
        .agg(
            wages=nw.col("wages").sum().cast(nw.Int64),
            wage_taxes=nw.col("withheld").sum().cast(nw.Int64),
        )
    )


def benefits(reports: Rows, transactions: Rows) -> Rows:
    """One row a person: a column for each of `BENEFITS`, and `benefit_taxes`."""
    sums = {
        column: _sum_of({code for code, group in BENEFIT_GROUP.items() if group in groups})
        for column, groups in BENEFITS.items()
    }
    sums["benefit_taxes"] = _sum_of(BENEFIT_TAXES)
    return (
        reports.select("report_id", "report_version", "person")
        .join(
            _amounts(transactions).with_columns(**sums),
            on=["report_id", "report_version"],
            how="inner",
        )
        .group_by("person")
        .agg(**{column: nw.col(column).sum().cast(nw.Int64) for column in sums})
    )


def _amounts(transactions: Rows) -> Rows:
    """What was recovered from the person comes as a positive amount: turn its sign."""
    return transactions.with_columns(
        amount=nw.when(nw.col("recovery") == "yes")
        .then(-nw.col("amount"))
        .otherwise(nw.col("amount"))
    )


def _sum_of(codes: Collection[str]) -> nw.Expr:
    """The amount if the income type is among `codes`, else 0; to be summed."""
    return (
        nw.when(nw.col("income_type").is_in(sorted(codes))).then(nw.col("amount")).otherwise(_ZERO)
    )


WAGES = Contribution(
    source="income_register",
    columns={"wages": 0, "wage_taxes": 0},
    of_persons=lambda tables, _: wages(tables["wage_reports"], tables["wage_transactions"]),
)

BENEFITS_RECEIVED = Contribution(
    source="income_register",
    columns={**dict.fromkeys(BENEFITS, 0), "benefit_taxes": 0},
    of_persons=lambda tables, _: benefits(
        tables["benefit_reports"], tables["benefit_transactions"]
    ),
)
