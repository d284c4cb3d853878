"""Offences by the municipality in which they were committed; of no sex and no age."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.counts.declared import Counts
from assets.person_years.contribution import Tables
from sources.declarations import SourceKind
from warehouse.engine import Rows

VIOLENT = "against_life_and_health"


def offences(tables: Tables, year: int) -> Rows:
    """One row a municipality that the statistics tell of, one without offences among them."""
    del year  # the contract has seen to it
    return (
        tables["offences"]
        .filter(nw.col("group") == VIOLENT)
        .select(
            "municipality",
            nw.lit(None, dtype=nw.String).alias("sex"),
            nw.lit(None, dtype=nw.Int64).alias("age"),
            nw.col("offences").alias("violent_offences"),
        )
    )


COUNTS = Counts(
    "offences",
    SourceKind.AREA,
    {"violent_offences": "offences against life and health that became known"},
    offences,
)
