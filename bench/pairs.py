"""The pairs that are measured: what each ratio means, and the bound that we hold.

Bounds of the person-year and of register cells were set beforehand; the others stand above what
was first measured, so that a change that makes something dearer is seen.
"""

from __future__ import annotations

from dataclasses import dataclass

PERSONS = 100_000
"""As many as an empty home is filled with."""

YEARS = "2021-2024"
YEAR = 2024
"""The year that is measured; the earlier ones are its history."""


@dataclass(frozen=True)
class Pair:
    """`bound` is the most CPU time that ours may take, as a multiple of the minimum's.

    `needs_home` says whether the pair works on a refreshed home, or on deliveries alone.
    """

    name: str
    ours: str
    minimum: str
    means: str
    bound: float
    needs_home: bool = True


PAIRS: tuple[Pair, ...] = (
    Pair(
        "accept",
        "accept of an Incomes Register year",
        "pyarrow reads the same files, Polars casts, Parquet is written",
        "What it costs to judge each row, take identity codes out, settle duplicates and parents, "
        "and name what is wrong: the plain read drops broken rows and makes null of bad values.",
        6.5,
        needs_home=False,
    ),
    Pair(
        "person_year",
        "person-year on DuckDB through Narwhals",
        "one hand-written DuckDB statement, same threads and memory",
        "What it costs to say transforms once for every engine. The results are the same rows. "
        "A quarter of a second a year is fixed (each step is bound by itself), so the ratio falls "
        "with size: 1.7 at 40,000 persons.",
        1.3,
    ),
    Pair(
        "register_cells",
        "register cells: one group-by in DuckDB, rolled up in Polars",
        "hand-written SQL with GROUPING SETS",
        "What it costs to state indicators as expressions and to give the whole grid with its "
        "zeros. The counts are the same.",
        1.5,
    ),
    Pair(
        "survey_cells",
        "survey cells of one indicator with standard errors, 20 times",
        "Polars weighted means of the same cells, no variance, 20 times",
        "What standard errors, intervals and effective sizes cost on top of the bare means. The "
        "values are the same.",
        5.0,
    ),
    Pair(
        "nothing_new",
        "varanto refresh with nothing new",
        "import of dagster, polars and duckdb",
        "What a night without deliveries costs: the whole command beside loading its libraries.",
        4.0,
    ),
    Pair(
        "release",
        "candidate: nine tables twice, database, catalogue, digests",
        "COPY and CREATE TABLE of the same rows in DuckDB",
        "What selection, comments, catalogue, macros and manifest cost beside writing the rows. "
        "The audit is not in it.",
        2.5,
    ),
)


def pair_named(name: str) -> Pair:
    """The pair of that name; KeyError if there is none."""
    return {pair.name: pair for pair in PAIRS}[name]
