"""The tables of Kela's deliveries.

Left behind at the door, as no column here names them: explanations in words beside codes
(`DIAGNOOSI_SELITE`, `KORVAUSOIKEUS_SELITE`), the prescriber's number (`RGTNO`), and Kela's own
municipality and hospital district (`ASKU`, `SHP_NRO`): areas come from the population register.
Rights carry no reference to purchases: most purchases need none.
"""

from __future__ import annotations

import polars as pl

from sources.declarations import Column, Kind, Rule, Table, UnknownCode
from sources.kela.codes import BENEFITS
from sources.register_columns import euros

_DATE = "%Y-%m-%d"
_OPEN = ("9999-12-31",)  # "until further notice"
_PERMIT = r"\d+_\d+_\d{4}_"
"""Kela's number of the permit that stands before every file's name."""


def _day(name: str, original: str, description: str, *, required: bool = True) -> Column:
    missing = () if required else _OPEN
    return Column(
        name,
        original,
        Kind.DATE,
        description,
        required=required,
        date_format=_DATE,
        missing=missing,
    )


_PURCHASES = Table(
    name="medicine_purchases",
    grain="one row a purchase of a reimbursed medicine: person, package and day",
    file_pattern=_PERMIT + r"LAAKEOSTOT_\d{4}\.csv",
    columns=(
        Column("person", "HETU", Kind.PERSON, "Who the medicine was bought for"),
        Column(
            "atc",
            "ATC",
            Kind.TEXT,
            "Active substance by the ATC classification, as far down as it is coded",
            pattern=r"^[A-Z][0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?$",
        ),
        Column(
            "packages",
            "PLKM",
            Kind.NUMBER,
            "Packages; parts of one where it was divided",
            minimum=0.001,
            unit="packages",
        ),
        euros("cost", "KUST_EUR", "Price of the purchase"),
        euros("reimbursement", "KORV_EUR", "Reimbursed by Kela at the rate of the medicine"),
        euros(
            "ceiling_reimbursement",
            "KAKORV_EUR",
            "Reimbursed besides, as the person's costs of the year had reached the ceiling",
            required=False,
        ),
        Column(
            "reimbursement_class",
            "RPK",
            Kind.TEXT,
            "Kela's code of the class of reimbursement, as delivered",
            required=False,
            pattern=r"^[0-9A-Z]{1,4}$",
        ),
        Column(
            "purchase_kind",
            "LAJI",
            Kind.TEXT,
            "Kela's code of the kind of purchase, as delivered",
            required=False,
            pattern=r"^[0-9A-Z]{1,4}$",
        ),
        Column(
            "item",
            "VNRO",
            Kind.TEXT,
            "Package by its Nordic item number (Vnr)",
            required=False,
            pattern=r"^[0-9]{1,6}$",
        ),
        Column(
            "right",
            "SAIR",
            Kind.TEXT,
            "Right that the reimbursement stands on; empty for basic reimbursement",
            required=False,
            pattern=r"^[0-9]{3}$",
        ),
        Column(
            "statistics_year",
            "TILASTOVUOSI",
            Kind.INTEGER,
            "Year that Kela counts the purchase in",
            minimum=1964,
            maximum=2100,
        ),
        Column(
            "dose_dispensing",
            "ANJA",
            Kind.TEXT,
            "Whether it came as automated dose dispensing; Kela's code, as delivered",
            required=False,
            pattern=r"^[0-9A-Z]{1,2}$",
        ),
        _day("purchased_on", "OSTOPV", "Day of the purchase"),
        _day("prescribed_on", "RKPV", "Day of the prescription", required=False),
    ),
    # No key: two packages alike on one day are two purchases.
    rules=(
        Rule(
            name="prescribed_after_purchase",
            holds=pl.col("prescribed_on") <= pl.col("purchased_on"),
            columns=("prescribed_on", "purchased_on"),
            explanation="The medicine was bought before it was prescribed.",
        ),
        Rule(
            name="reimbursed_more_than_it_cost",
            holds=pl.col("reimbursement") + pl.col("ceiling_reimbursement").fill_null(0)
            <= pl.col("cost"),
            columns=("reimbursement", "ceiling_reimbursement", "cost"),
            explanation="The reimbursements are more than the price of the purchase.",
        ),
    ),
    year_of="statistics_year",
)

_RIGHTS = Table(
    name="reimbursement_rights",
    grain="one row a person, right to reimbursement, diagnosis and first day",
    file_pattern=_PERMIT + r"KORVAUSOIKEUDET_\d{4}\.csv",
    columns=(
        Column("person", "HETU", Kind.PERSON, "Who has the right"),
        Column(
            "right",
            "KORVAUSOIKEUS_KOODI",
            Kind.TEXT,
            "The right by Kela's code: 1xx and 2xx special reimbursement, 3xx limited basic",
            pattern=r"^[0-9]{3}$",
        ),
        Column(
            "diagnosis",
            "DIAGNOOSI_KOODI",
            Kind.TEXT,
            "Disease that it was granted for, ICD-10, with or without the dot",
            required=False,
            pattern=r"^[A-Z][0-9]{2}\.?[0-9A-Z]{0,3}$",
        ),
        _day("valid_from", "KORVAUSOIKEUS_ALPV", "First day of the right"),
        _day(
            "valid_to",
            "KORVAUSOIKEUS_LOPV",
            "Last day of the right; empty or in the year 9999 until further notice",
            required=False,
        ),
    ),
    unique=(("person", "right", "diagnosis", "valid_from"),),
    rules=(
        Rule(
            name="right_ends_before_it_begins",
            holds=pl.col("valid_to") >= pl.col("valid_from"),
            columns=("valid_to", "valid_from"),
            explanation="The last day of the right is earlier than its first.",
        ),
    ),
)

_SPELLS = Table(
    name="benefit_spells",
    grain="one row a person, benefit, first day of the spell and day of payment",
    file_pattern=_PERMIT + r"ETUUDET_\d{4}\.csv",
    columns=(
        Column("person", "HETU", Kind.PERSON, "Who received the benefit"),
        Column(
            "benefit",
            "ETUUS",
            Kind.CODE,
            "The benefit",
            codes=BENEFITS,
            unknown_code=UnknownCode.REFUSE,
        ),
        _day("valid_from", "ALPV", "First day that was paid for"),
        _day("valid_to", "LOPV", "Last day that was paid for"),
        _day("paid_on", "MAKSUPV", "Day of the payment, the last one where there were several"),
        Column(
            "amount",
            "EURO",
            Kind.MONEY,
            "Paid for the spell before tax; what was recovered is negative",
            unit="EUR",
        ),
        Column(
            "ground",
            "PERUSTE",
            Kind.TEXT,
            "Ground that it was granted on; Kela's code, as delivered",
            required=False,
            pattern=r"^[0-9A-Z]{1,8}$",
        ),
    ),
    unique=(("person", "benefit", "valid_from", "paid_on"),),
    rules=(
        Rule(
            name="spell_ends_before_it_begins",
            holds=pl.col("valid_to") >= pl.col("valid_from"),
            columns=("valid_to", "valid_from"),
            explanation="The last day that was paid for is earlier than the first.",
        ),
    ),
)

TABLES: tuple[Table, ...] = (_PURCHASES, _RIGHTS, _SPELLS)
