"""Persons entitled to vote and voters by municipality and sex, in the three kinds of election."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.counts.declared import Counts
from assets.person_years.contribution import Tables
from sources.declarations import SourceKind
from sources.elections.tables import MUNICIPALITY
from warehouse.engine import Rows

_RESIDENTS = "_resident"
_POPULATION = {"parliamentary": _RESIDENTS, "municipal": "", "county": ""}
"""Kind of election → whose record: a Finn abroad votes for parliament and isn't in its turnout."""

COLUMNS = {
    f"{election}_{what}": f"persons {said} in the {election} election"
    for election in _POPULATION
    for what, said in (("entitled", "entitled to vote"), ("voted", "who voted"))
}


def turnout(tables: Tables, year: int) -> Rows:
    """Two rows a municipality and election, men and women; one where men aren't told apart."""
    del year  # the elections of the year have their own tables; those without one are empty
    parts = [
        part
        for election, who in _POPULATION.items()
        for part in _by_sex(tables[f"{election}_areas"], election, who)
    ]
    return nw.concat(parts, how="vertical")


def _by_sex(areas: Rows, election: str, who: str) -> list[Rows]:
    """Women are all less men: the files count men apart, of voters only when that is known."""
    entitled, voted = nw.col(f"entitled{who}"), nw.col(f"voted{who}")
    men_entitled, men_voted = nw.col(f"entitled{who}_men"), nw.col(f"voted{who}_men")
    rows = areas.filter(nw.col("area_type") == MUNICIPALITY)
    told = ~men_entitled.is_null() & ~men_voted.is_null()
    return [
        _counts(rows.filter(told), election, "M", men_entitled, men_voted),
        _counts(rows.filter(told), election, "F", entitled - men_entitled, voted - men_voted),
        _counts(rows.filter(~told), election, None, entitled, voted),
    ]


def _counts(rows: Rows, election: str, sex: str | None, entitled: nw.Expr, voted: nw.Expr) -> Rows:
    own = {f"{election}_entitled": entitled, f"{election}_voted": voted}
    return rows.select(
        "municipality",
        nw.lit(sex, nw.String).alias("sex"),
        nw.lit(None, nw.Int64).alias("age"),
        *(own.get(name, nw.lit(0, nw.Int64)).cast(nw.Int64).alias(name) for name in COLUMNS),
    )


COUNTS = Counts("elections", SourceKind.AREA, COLUMNS, turnout)
