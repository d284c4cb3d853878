"""Those killed and injured on the road, by the municipality of the accident; no sex, no age."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.counts.declared import Counts
from assets.person_years.contribution import Tables
from sources.declarations import SourceKind
from warehouse.engine import Rows


def casualties(tables: Tables, year: int) -> Rows:
    """One row an accident with personal injury."""
    del year  # the contract has seen to it
    return tables["accidents"].select(
        "municipality",
        nw.lit(None, dtype=nw.String).alias("sex"),
        nw.lit(None, dtype=nw.Int64).alias("age"),
        (nw.col("killed") + nw.col("injured")).alias("road_casualties"),
    )


COUNTS = Counts(
    "road_accidents",
    SourceKind.AREA,
    {"road_casualties": "persons killed or injured in road traffic"},
    casualties,
    published=False,
)
