"""What the education registers say of a person at 31 December."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.person_years.contribution import Contribution
from warehouse.engine import Rows

NO_QUALIFICATION = 0
"""Nothing after basic education is known: ISCED 0–2, or a degree from abroad not reported."""


def attainment(degrees: Rows) -> Rows:
    """One row a person: `education_level`, the ISCED 2011 level (3–8) of the highest degree.

    A person under two person numbers in the delivery has the higher of the two.
    """
    return (
        degrees.with_columns(level=nw.col("level").str.slice(0, 1).cast(nw.Int64))
        .group_by("person")
        .agg(education_level=nw.col("level").max())
    )


DEGREES = Contribution(
    source="degrees",
    columns={"education_level": NO_QUALIFICATION},
    of_persons=lambda tables, _: attainment(tables["highest_degrees"]),
)
