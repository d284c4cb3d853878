"""Unemployment and services of a year from the job-seeker register: one row a person.

Unemployed are those without work and those laid off wholly. Spells that overlap or follow each
other on the next day are one; a spell of work or service between them begins a new one.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw

from assets.flags import one_if
from assets.person_years.contribution import Contribution
from assets.person_years.days import day_number
from warehouse.engine import Rows

UNEMPLOYED = ("unemployed", "laid_off")
SERVICE = ("in_service",)

LONG_TERM_DAYS = 364
"""52 weeks: from there on unemployment is long-term (employment service statistics)."""

_COLUMNS = (
    "days_unemployed",
    "unemployed_at_year_end",
    "long_term_unemployed",
    "in_employment_service",
)


def job_seeking(spells: Rows, placements: Rows, year: int) -> Rows:
    """One row a person: days unemployed in the year, and the state at 31 December (0/1)."""
    last = date(year, 12, 31).toordinal()
    first = date(year, 1, 1).toordinal()
    wholly = _unbroken(_periods(spells, "spell", "employment", UNEMPLOYED, last))
    unemployed = wholly.filter(nw.col("to") >= first).with_columns(
        days=nw.col("to") - _at_least(nw.col("from"), first) + 1,
        now=one_if(nw.col("to") == last),
        long=one_if((nw.col("to") == last) & (last - nw.col("from") + 1 >= LONG_TERM_DAYS)),
    )
    served = nw.concat(
        [
            _periods(spells, "spell", "employment", SERVICE, last),
            _periods(placements, "placement", "placement_kind", None, last),
        ]
    ).filter(nw.col("to") == last)
    nothing = nw.lit(0).cast(nw.Int64)
    return (
        nw.concat(
            [
                unemployed.select("person", "days", "now", "long", service=nothing),
                served.select(
                    "person", days=nothing, now=nothing, long=nothing, service=nothing + 1
                ),
            ]
        )
        .group_by("person")
        .agg(
            days_unemployed=nw.col("days").sum().cast(nw.Int64),
            unemployed_at_year_end=nw.col("now").max().cast(nw.Int64),
            long_term_unemployed=nw.col("long").max().cast(nw.Int64),
            in_employment_service=nw.col("service").max().cast(nw.Int64),
        )
    )


def _periods(rows: Rows, what: str, kind: str, kinds: tuple[str, ...] | None, last: int) -> Rows:
    """`person`, `from`, `to` (day numbers) of the rows of some kinds, up to the day `last`.

    The same spell may come twice, open as an earlier extract had it and ended: its end counts.
    """
    chosen = rows if kinds is None else rows.filter(nw.col(kind).is_in(kinds))
    return (
        chosen.filter(~nw.col("person").is_null())
        .group_by("person", f"{what}_start", kind)
        .agg(end=nw.col(f"{what}_end").max())
        .with_columns(**{"from": day_number(f"{what}_start"), "to": day_number("end")})
        .with_columns(
            to=nw.when(nw.col("to").is_null() | (nw.col("to") > last))
            .then(nw.lit(last))
            .otherwise(nw.col("to"))
            .cast(nw.Int64)
        )
        .filter(nw.col("from") <= nw.col("to"))
        .select("person", "from", "to")
    )


def _unbroken(periods: Rows) -> Rows:
    """Periods that overlap or touch, made one."""
    in_order = ("from", "to")
    return (
        periods.with_columns(reached=nw.col("to").cum_max().over("person", order_by=in_order))
        .with_columns(before=nw.col("reached").shift(1).over("person", order_by=in_order))
        .with_columns(
            new=one_if(nw.col("before").is_null() | (nw.col("from") > nw.col("before") + 1))
        )
        .with_columns(period=nw.col("new").cum_sum().over("person", order_by=in_order))
        .group_by("person", "period")
        .agg(nw.col("from").min(), nw.col("to").max())
    )


def _at_least(value: nw.Expr, least: int) -> nw.Expr:
    return nw.when(value < least).then(nw.lit(least)).otherwise(value)


JOB_SEEKING = Contribution(
    source="job_seekers",
    columns=dict.fromkeys(_COLUMNS, 0),
    of_persons=lambda tables, year: job_seeking(
        tables["employment_spells"], tables["placements"], year
    ),
)
