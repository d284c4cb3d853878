"""What lies around each resident's home, by the number of its building."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.surroundings.build import COLUMNS
from warehouse.engine import Rows


def with_surroundings(people: Rows, around: Rows | None) -> Rows:
    """People with `has_building` (1 or 0) and the columns of their building, which itself goes.

    Null where the building isn't in the stock; all null where no stock is delivered.
    """
    if around is None:
        nothing = nw.lit(None).cast(nw.Int64)
        return people.with_columns(**dict.fromkeys(("has_building", *COLUMNS), nothing)).drop(
            "building"
        )
    known = around.select("building", *COLUMNS).with_columns(found=nw.lit(1))
    return (
        people.join(known, on="building", how="left")
        .with_columns(has_building=nw.coalesce(nw.col("found"), nw.lit(0)).cast(nw.Int64))
        .drop("building", "found")
    )
