"""Deaths by the record's own municipality, age and sex: all, avoidable, accidents."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.counts.declared import Counts
from assets.flags import one_if
from assets.person_years.contribution import Tables
from sources.declarations import SourceKind
from sources.reference.causes import ACCIDENTS, avoidable, codes_between
from warehouse.engine import Rows


def deaths(tables: Tables, year: int) -> Rows:
    """One row a person who died: 1 in `deaths`, and in each group that the cause belongs to.

    Whoever stands in two rows, under two identity codes, died once.
    """
    del year  # the contract has seen to it
    told = ("municipality", "sex", "age", "cause")
    once = tables["deaths"].group_by("person").agg(**{c: nw.col(c).max() for c in told})
    return once.select(
        "municipality",
        "sex",
        "age",
        nw.lit(1).alias("deaths"),
        one_if(_avoidable()).alias("avoidable_deaths"),
        one_if(_within(*ACCIDENTS)).alias("accident_deaths"),
    )


def _avoidable() -> nw.Expr:
    rows = avoidable().rows(named=True)
    of_all = _within(*((r["first"], r["last"]) for r in rows if r["sex"] is None))
    of_women = _within(*((r["first"], r["last"]) for r in rows if r["sex"] == "F"))
    return of_all | (of_women & (nw.col("sex") == "F"))


def _within(*ranges: tuple[str, str]) -> nw.Expr:
    """Whether the cause begins with a code of the ranges, which are of three or four characters."""
    codes = [code for first, last in ranges for code in codes_between(first, last)]
    found = nw.lit(False)
    for length in sorted({len(code) for code in codes}):
        begins = nw.col("cause").str.slice(0, length)
        found = found | begins.is_in([code for code in codes if len(code) == length])
    return found


COUNTS = Counts(
    "causes_of_death",
    SourceKind.REGISTER,
    {
        "deaths": "residents who died",
        "avoidable_deaths": "of causes on the list of preventable and treatable ones, at any age",
        "accident_deaths": "of accidents and their sequelae (V01-X59, Y85-Y86)",
    },
    deaths,
)
