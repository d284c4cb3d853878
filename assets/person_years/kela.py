"""What Kela's deliveries add: medicines bought, rights to reimbursement, sickness allowance.

Money in 1e-4 EUR. Who isn't named bought nothing, has no right and no such day: all are 0.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw

from assets.flags import one_if
from assets.person_years.contribution import Contribution
from sources.kela.codes import (
    ANTIDEPRESSANT,
    PSYCHOTROPIC,
    SICKNESS_ALLOWANCES,
    SPECIAL_REIMBURSEMENT,
)
from warehouse.engine import Rows


def medicines(purchases: Rows) -> Rows:
    """One row a person who bought reimbursed medicines: purchases, by group, and own costs.

    `medicine_own_cost` is what the reimbursements left to pay; `medicine_ceiling_reimbursement`
    what was paid back beyond the yearly ceiling.
    """
    ceiling = nw.coalesce(nw.col("ceiling_reimbursement"), nw.lit(0))
    psychotropic = nw.col("atc").str.slice(0, 3).is_in(PSYCHOTROPIC)
    antidepressant = nw.col("atc").str.slice(0, 4) == nw.lit(ANTIDEPRESSANT)
    return (
        purchases.with_columns(
            psychotropic=one_if(psychotropic),
            antidepressant=one_if(antidepressant),
            ceiling=ceiling,
            own=nw.col("cost") - nw.col("reimbursement") - ceiling,
        )
        .group_by("person")
        .agg(
            medicine_purchases=nw.len().cast(nw.Int64),
            psychotropic_purchases=nw.col("psychotropic").sum().cast(nw.Int64),
            antidepressant_purchases=nw.col("antidepressant").sum().cast(nw.Int64),
            medicine_own_cost=nw.col("own").sum().cast(nw.Int64),
            medicine_ceiling_reimbursement=nw.col("ceiling").sum().cast(nw.Int64),
        )
    )


def rights(granted: Rows, year: int) -> Rows:
    """One row a person with rights in force on 31 December: `special_reimbursement_rights`."""
    day = nw.lit(date(year, 12, 31))
    in_force = (nw.col("valid_from") <= day) & (
        nw.col("valid_to").is_null() | (nw.col("valid_to") >= day)
    )
    return (
        granted.filter(in_force & nw.col("right").str.contains(SPECIAL_REIMBURSEMENT))
        .group_by("person")
        .agg(special_reimbursement_rights=nw.col("right").n_unique().cast(nw.Int64))
    )


def sickness(spells: Rows, year: int) -> Rows:
    """One row a person on sickness allowance: its days (Sundays with them) within the year.

    Payments of one spell are rows of their own: a spell counts once, by its first day, up to the
    last day that any of them was paid for.
    """
    first, last = nw.lit(date(year, 1, 1)), nw.lit(date(year, 12, 31))
    start = nw.when(nw.col("valid_from") > first).then(nw.col("valid_from")).otherwise(first)
    end = nw.when(nw.col("valid_to") < last).then(nw.col("valid_to")).otherwise(last)
    return (
        spells.filter(
            nw.col("benefit").is_in(sorted(SICKNESS_ALLOWANCES))
            & (nw.col("valid_from") <= last)
            & (nw.col("valid_to") >= first)
        )
        .group_by("person", "valid_from")
        .agg(valid_to=nw.col("valid_to").max())
        # Both ends lie in the one year, so their difference is that of the days of the year.
        .with_columns(days=end.dt.ordinal_day() - start.dt.ordinal_day() + 1)
        .group_by("person")
        .agg(sickness_allowance_days=nw.col("days").sum().cast(nw.Int64))
    )


MEDICINES = Contribution(
    source="kela",
    columns={
        "medicine_purchases": 0,
        "psychotropic_purchases": 0,
        "antidepressant_purchases": 0,
        "medicine_own_cost": 0,
        "medicine_ceiling_reimbursement": 0,
    },
    of_persons=lambda tables, _: medicines(tables["medicine_purchases"]),
)

RIGHTS = Contribution(
    source="kela",
    columns={"special_reimbursement_rights": 0},
    of_persons=lambda tables, year: rights(tables["reimbursement_rights"], year),
)

SICKNESS = Contribution(
    source="kela",
    columns={"sickness_allowance_days": 0},
    of_persons=lambda tables, year: sickness(tables["benefit_spells"], year),
)
