"""European Standard Population 2013: the age structure that standardised rates are weighted by.

Seed table `esp2013.csv`: `age_group` in Eurostat's notation, `first_age`, `last_age` (both
included, empty where the group is open), `weight` (persons of 100,000).

Source: Eurostat, Revision of the European Standard Population, report of Eurostat's task force,
2013 edition (ISBN 978-92-79-31094-2); © European Union, reuse with the source named (Commission
Decision 2011/833/EU, CC BY 4.0).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from sources.errors import VarantoError
from sources.reference.areas import seed

STANDARD_TOTAL = 100_000


@cache
def esp2013(youngest: int = 1, open_from: int = 95) -> pl.DataFrame:
    """The standard with a youngest group of ages below `youngest` and an open one at the top.

    Columns: age_group (`Y0`, `Y1-4`, … `Y_GE95`), first_age, last_age (null: open), weight; 21
    rows, or fewer where groups are put together: `youngest=5` joins the infants with ages 1–4,
    `open_from=85` all from 85 on. Weights sum to 100,000 whichever way. A bound at which none of
    the standard's groups begins is a `VarantoError`.
    """
    standard = seed("esp2013").with_columns(
        pl.col("first_age", "last_age", "weight").cast(pl.Int64)
    )
    begins = set(standard["first_age"]) - {0}
    for bound in (youngest, open_from):
        if bound not in begins or youngest >= open_from:
            raise VarantoError(
                f"The standard population has no group that begins at {bound}, or the youngest "
                "group would reach the open one. Its groups begin at 1, 5, 10, … 95."
            )
    first = (
        pl.when(pl.col("first_age") < youngest)
        .then(0)
        .when(pl.col("first_age") >= open_from)
        .then(open_from)
        .otherwise("first_age")
    )
    joined = standard.group_by(first.alias("first_age"), maintain_order=True).agg(
        # The open end is null, which `last` keeps: the group that has it comes last.
        pl.col("last_age").last(),
        pl.col("weight").sum(),
    )
    return joined.select(_code().alias("age_group"), "first_age", "last_age", "weight")


def _code() -> pl.Expr:
    """Eurostat's code of an age group."""
    first, last = pl.col("first_age"), pl.col("last_age")
    return (
        pl.when(last.is_null())
        .then(pl.format("Y_GE{}", first))
        .when(first == last)
        .then(pl.format("Y{}", first))
        .otherwise(pl.format("Y{}-{}", first, last))
    )


def esp_group(age: pl.Expr, youngest: int = 1, open_from: int = 95) -> pl.Expr:
    """The standard's group of an age in whole years, as `esp2013` codes it; null below 0."""
    code = pl.lit(None, dtype=pl.String)
    for name, first, last, _ in esp2013(youngest, open_from).iter_rows():
        inside = age >= first if last is None else age.is_between(first, last)
        code = pl.when(inside).then(pl.lit(name)).otherwise(code)
    return code
