"""The tables of the Incomes Register: payments, reports in versions, and their income types.

Wages and benefits come in the same three steps: a delivery is what a payer paid on one day, a
report is one person's part of it, a transaction one income type of the report. A replacement
report carries the number of the report that it replaces and a higher version; a cancelled one
drops out, with all its versions and income types.
"""

from __future__ import annotations

import polars as pl

from sources.declarations import Column, Kind, Reference, Rule, Table, UnknownCode
from sources.income_register.codes import BENEFIT_INCOME_TYPES, WAGE_INCOME_TYPES

_DATE = "%Y-%m-%d"
_TRUE_FALSE = {"true": "yes", "false": "no"}
_YEAR = r"_\d{4}\.csv"

_ACTION = Column(
    "action",
    "actionCode",
    Kind.CODE,
    "Whether the report is new or replaces an earlier version",
    codes={"1": "new", "2": "replacement"},
)
_REPORT = Column(
    "report_id",
    "repId",
    Kind.RECORD,
    "Report number; a replacement keeps the number of the report that it replaces",
)
_VERSION = Column(
    "report_version",
    "reportVersion",
    Kind.INTEGER,
    "Version of the report; only the highest one of a report counts",
    minimum=1,
)
_RECOVERY = Column(
    "recovery",
    "recovery",
    Kind.CODE,
    "Whether the amount was recovered from the person; a recovered amount is to be subtracted",
    required=False,
    codes=_TRUE_FALSE,
)


def _amount(what: str) -> Column:
    return Column(
        "amount",
        "amount",
        Kind.MONEY,
        f"Amount of the {what} before tax; what was recovered is positive too",
        minimum=0,
        unit="EUR",
    )


def _income_type(codes: dict[str, str], description: str) -> Column:
    return Column(
        "income_type",
        "transactionCode",
        Kind.CODE,
        description,
        codes=codes,
        unknown_code=UnknownCode.REFUSE,
    )


def _deliveries(name: str, original: str, what: str, *, period_required: bool) -> Table:
    return Table(
        name=name,
        grain=f"one row a payer and day of payment of {what}",
        file_pattern=f"tulorek_{original}_toimitus{_YEAR}",
        columns=(
            Column("payment_id", "delId", Kind.RECORD, "Number of the payer's delivery"),
            Column(
                "payer",
                "payerIdType1_s",
                Kind.TEXT,
                "The payer, by its protected business id; empty where the payer has none",
                required=False,
            ),
            Column(
                "payment_date",
                "paymentDate",
                Kind.DATE,
                "Day on which the money was at the person's disposal; income is of that year",
                date_format=_DATE,
            ),
            Column(
                "period_start",
                "paymentStartDate",
                Kind.DATE,
                "First day of the period that the payment is for",
                required=period_required,
                date_format=_DATE,
            ),
            Column(
                "period_end",
                "paymentEndDate",
                Kind.DATE,
                "Last day of the period that the payment is for",
                required=period_required,
                date_format=_DATE,
            ),
        ),
        unique=(("payment_id",),),
        rules=(
            Rule(
                name="payment_period_backwards",
                holds=pl.col("period_end") >= pl.col("period_start"),
                columns=("period_end", "period_start"),
                explanation="The payment period ends before it begins.",
            ),
        ),
    )


def _cancellations(name: str, original: str, what: str) -> Table:
    """A cancellation is a message of its own, and names the report that never was.

    The relational form has no published layout for it: this one says no more than the message does.
    """
    return Table(
        name=name,
        grain=f"one row a report of {what} that its payer cancelled, in all its versions",
        file_pattern=f"tulorek_{original}_mitatointi{_YEAR}",
        columns=(
            Column("report_id", "repId", Kind.RECORD, "The report that was cancelled"),
            Column(
                "cancelled_on",
                "invalidationDate",
                Kind.DATE,
                "Day of the cancellation",
                required=False,
                date_format=_DATE,
            ),
        ),
        unique=(("report_id",),),
        may_be_empty=True,
        may_be_absent=True,
    )


def _reports(name: str, original: str, deliveries: str, cancellations: str, *more: Column) -> Table:
    return Table(
        name=name,
        grain="one row a report version: one person's part of a payer's delivery",
        file_pattern=f"tulorek_{original}_ilmoitus{_YEAR}",
        columns=(
            _REPORT,
            Column("payment_id", "delId", Kind.RECORD, "The delivery that the report came in"),
            Column("person", "incomeEarnerHetu", Kind.PERSON, "The person who was paid"),
            _VERSION,
            _ACTION,
            *more,
        ),
        unique=(("report_id", "report_version"),),
        references=(Reference(("payment_id",), deliveries, ("payment_id",)),),
        latest_of=(("report_id",), "report_version"),
        cancelled_by=(Reference(("report_id",), cancellations, ("report_id",)),),
    )


def _transactions(
    name: str,
    original: str,
    reports: str,
    *columns: Column,
    unique: tuple[tuple[str, ...], ...] = (),
) -> Table:
    return Table(
        name=name,
        grain="one row an income type of a report version",
        file_pattern=f"tulorek_{original}_tulolaji{_YEAR}",
        columns=(_REPORT, _VERSION, *columns),
        references=(
            Reference(("report_id", "report_version"), reports, ("report_id", "report_version")),
        ),
        unique=unique,
    )


WAGE_DELIVERIES = _deliveries("wage_deliveries", "palkka", "wages", period_required=True)

WAGE_CANCELLATIONS = _cancellations("wage_cancellations", "palkka", "wages")

WAGE_REPORTS = _reports(
    "wage_reports",
    "palkka",
    WAGE_DELIVERIES.name,
    WAGE_CANCELLATIONS.name,
    Column(
        "employment",
        "employmentCode",
        Kind.CODE,
        "Full-time or part-time; voluntary, given for less than half of the reports",
        required=False,
        codes={"1": "full_time", "2": "part_time"},
        missing=("3",),  # "the information is not available"
    ),
    Column(
        "term",
        "termCode",
        Kind.CODE,
        "Whether the employment is permanent or fixed-term; voluntary",
        required=False,
        codes={"1": "permanent", "2": "fixed_term"},
    ),
    Column(
        "hours_per_week",
        "hoursPerWeek",
        Kind.NUMBER,
        "Regular agreed working time; voluntary",
        required=False,
        minimum=0,
        maximum=168,
        unit="hours a week",
    ),
    Column(
        "occupation",
        "professionCode1",
        Kind.TEXT,
        "Occupation by the Classification of Occupations 2010 (ISCO-08 in the first four digits), "
        "filled up with zeros to five digits",
        required=False,
        pattern=r"^[0-9]{1,5}$",
    ),
)

WAGE_TRANSACTIONS = _transactions(
    "wage_transactions",
    "palkka",
    WAGE_REPORTS.name,
    _income_type(
        {code: code for code in WAGE_INCOME_TYPES},
        "Income type. 101 is the total of the 2xx items: never add them together",
    ),
    _amount("wage, benefit in kind or deduction"),
    Column(
        "not_in_money",
        "noMoney",
        Kind.CODE,
        "Whether it was paid otherwise than in money",
        required=False,
        codes=_TRUE_FALSE,
    ),
    Column(
        "unjust_enrichment",
        "unjustEnrichment",
        Kind.CODE,
        "Whether it was paid without ground and is to be recovered",
        required=False,
        codes=_TRUE_FALSE,
    ),
    _RECOVERY,
    # The register sums an income type within a report, so a second row that says the same is a
    # slip. Not so for benefits: two months' arrears are two equal rows.
    unique=(
        (
            "report_id",
            "report_version",
            "income_type",
            "amount",
            "not_in_money",
            "unjust_enrichment",
            "recovery",
        ),
    ),
)

BENEFIT_DELIVERIES = _deliveries(
    "benefit_deliveries", "etuus", "pensions and benefits", period_required=False
)

BENEFIT_CANCELLATIONS = _cancellations("benefit_cancellations", "etuus", "pensions and benefits")

BENEFIT_REPORTS = _reports(
    "benefit_reports", "etuus", BENEFIT_DELIVERIES.name, BENEFIT_CANCELLATIONS.name
)

BENEFIT_TRANSACTIONS = _transactions(
    "benefit_transactions",
    "etuus",
    BENEFIT_REPORTS.name,
    _income_type(
        {code: code for code in BENEFIT_INCOME_TYPES},
        "Benefit, pension or deduction",
    ),
    _amount("benefit, pension or deduction"),
    Column(
        "benefit_unit",
        "benefitUnitCode",
        Kind.CODE,
        "Unit of time that the benefit is counted in",
        required=False,
        codes={
            "1": "hour",
            "2": "day",
            "3": "week",
            "4": "month",
            "5": "quarter",
            "6": "year",
        },
    ),
    _RECOVERY,
)

TABLES: tuple[Table, ...] = (
    WAGE_DELIVERIES,
    WAGE_CANCELLATIONS,
    WAGE_REPORTS,
    WAGE_TRANSACTIONS,
    BENEFIT_DELIVERIES,
    BENEFIT_CANCELLATIONS,
    BENEFIT_REPORTS,
    BENEFIT_TRANSACTIONS,
)
