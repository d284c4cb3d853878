"""Who lives where, with whom, at the reference date: the frame of the year.

Area, sex and age are those of 31 December. Whoever was born in the year has had their birthday by
then, so age is the difference of years.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw

from warehouse.engine import Rows


def residents(persons: Rows, residences: Rows, areas: Rows, year: int) -> Rows:
    """One row a resident at 31.12.: person, sex, age, municipality, county, region, household, ….

    `areas` maps a residence's `municipality` to `area_code`, `county`, `region`; the codes for "no
    municipality" (198–200) are not in it. Those abroad or unknown are no residents; persons under
    non-disclosure stay without area, so that they count in the whole country only.
    """
    day = nw.lit(date(year, 12, 31))
    alive = persons.filter(
        (nw.col("birth_date") <= day)
        & (nw.col("death_date").is_null() | (nw.col("death_date") > day))
    )
    return (
        alive.join(_homes(residences, day), on="person", how="inner")
        .join(areas, on="municipality", how="inner")
        .with_columns(shown=nw.col("non_disclosure") == nw.lit("no"))
        .select(
            "person",
            "sex",
            (nw.lit(year) - nw.col("birth_date").dt.year().cast(nw.Int64)).alias("age"),
            *(
                nw.when(nw.col("shown")).then(nw.col(column)).otherwise(None).alias(name)
                for name, column in (
                    ("municipality", "area_code"),
                    ("county", "county"),
                    ("region", "region"),
                )
            ),
            nw.col("dwelling").alias("household"),
            "building",
        )
    )


def one_row_each(persons: Rows) -> Rows:
    """One row a person: somebody may be listed under a former identity code and the active one.

    They agree, as a rule; where they don't, death and non-disclosure count from either.
    """
    said = ("sex", "birth_date", "death_date", "non_disclosure")
    return persons.group_by("person").agg(**{name: nw.col(name).max() for name in said})


def _homes(residences: Rows, day: nw.Expr) -> Rows:
    """The last spell that holds on the day; one row a person."""
    current = residences.filter(
        (nw.col("moved_in") <= day) & (nw.col("moved_out").is_null() | (nw.col("moved_out") > day))
    )
    last = current.group_by("person").agg(moved_in=nw.col("moved_in").max())
    return (
        current.join(last, on=["person", "moved_in"], how="inner")
        .group_by("person")
        .agg(**{name: nw.col(name).max() for name in ("municipality", "dwelling", "building")})
    )


def households(people: Rows) -> Rows:
    """One row a household: size, members under 14, and the modified OECD scale in tenths.

    The scale is 1 for the first person of 14 and over, 0.5 for each other, 0.3 for each child
    (method M2); a household of children alone counts its first child as 1.
    """
    counted = (
        people.filter(~nw.col("household").is_null())
        .with_columns(child=nw.when(nw.col("age") < 14).then(nw.lit(1)).otherwise(nw.lit(0)))
        .group_by("household")
        .agg(
            household_size=nw.len().cast(nw.Int64),
            children=nw.col("child").sum().cast(nw.Int64),
        )
        .with_columns(grown=nw.col("household_size") - nw.col("children"))
    )
    return counted.select(
        "household",
        "household_size",
        nw.when(nw.col("grown") > 0)
        .then(nw.lit(10) + nw.lit(5) * (nw.col("grown") - 1) + nw.lit(3) * nw.col("children"))
        .otherwise(nw.lit(10) + nw.lit(3) * (nw.col("children") - 1))
        .alias("scale_tenths"),
    )
