"""Victims of violence: offences against life and health that a person suffered, as known."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.person_years.contribution import Contribution
from sources.offence_victims import AGAINST_LIFE_AND_HEALTH
from warehouse.engine import Rows


def violence(victims: Rows) -> Rows:
    """One row a person who was the victim of such an offence: how many became known in the year.

    Somebody named under two identity codes in one offence is one victim of it.
    """
    return (
        victims.filter(nw.col("offence").is_between(*AGAINST_LIFE_AND_HEALTH))
        .group_by("person", "report", "nth")
        .agg(rows=nw.len())
        .group_by("person")
        .agg(violent_offences_suffered=nw.len().cast(nw.Int64))
    )


VIOLENCE = Contribution(
    source="offence_victims",
    columns={"violent_offences_suffered": 0},
    of_persons=lambda tables, _: violence(tables["victims"]),
)
