"""Social assistance of a year: what the reference person received, and who lives with her."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.person_years.contribution import Contribution
from warehouse.engine import Rows


def received(recipients: Rows) -> Rows:
    """One row a reference person: months with basic assistance, and its amount in 1e-4 EUR.

    Somebody listed under two identity codes received what either received: amounts are added,
    and the months are those of the longer spell, since they may be the same ones.
    """
    return (
        recipients.filter(nw.col("basic") > 0)
        .group_by("person")
        .agg(
            basic_social_assistance=nw.col("basic").sum().cast(nw.Int64),
            social_assistance_months=nw.col("months").max().cast(nw.Int64),
        )
    )


RECEIVED = Contribution(
    source="social_assistance",
    columns={"basic_social_assistance": 0, "social_assistance_months": 0},
    of_persons=lambda tables, _: received(tables["recipients"]),
    of_household={
        "household_social_assistance": "basic_social_assistance",
        "household_social_assistance_months": "social_assistance_months",
    },
)
