"""What the education registers say of a person at 31 December."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import narwhals.stable.v2 as nw

from assets.person_years.contribution import Contribution, Tables
from sources.study_rights.codes import FORMAL_EDUCATION, LEADS_TO_A_QUALIFICATION
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


def studies(tables: Tables, year: int) -> Rows:
    """One row a learner with a right in which they are present at 31 December: two flags.

    `studying` where such a right leads to a qualification after basic education, `in_education`
    where it is of any formal education. A spell lasts until the next one of its right begins.
    """
    begun = tables["study_right_states"].filter(nw.col("starts_on") <= nw.lit(date(year, 12, 31)))
    key = ["study_right", "version"]
    last = begun.group_by(*key).agg(starts_on=nw.col("starts_on").max())
    present = (
        begun.join(last, on=[*key, "starts_on"], how="inner")
        .filter(nw.col("state") == "present")
        .select(*key)
    )
    return (
        tables["study_rights"]
        .select("document", "type", *key)
        .join(present, on=key, how="inner")
        .join(tables["learners"].select("document", "person"), on="document", how="inner")
        .with_columns(
            studying=_one_of(LEADS_TO_A_QUALIFICATION), in_education=_one_of(FORMAL_EDUCATION)
        )
        .group_by("person")
        .agg(studying=nw.col("studying").max(), in_education=nw.col("in_education").max())
    )


def _one_of(types: Collection[str]) -> nw.Expr:
    return nw.when(nw.col("type").is_in(sorted(types))).then(nw.lit(1)).otherwise(nw.lit(0))


STUDIES = Contribution(
    source="study_rights",
    columns={"studying": 0, "in_education": 0},
    of_persons=studies,
)
