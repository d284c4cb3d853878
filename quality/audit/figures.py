"""Checks of what the figures are of: known indicators, one definition each, plausible sizes."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl

from quality.audit.candidate import ALL, Candidate
from quality.audit.result import Check, Finding, Severity
from quality.audit.rules import COMPUTED, OFFICIAL
from sources.declarations import Explanation

_DECLARED = ("reserve", "indicator_id", "source_kind", "source_id")


def _known(candidate: Candidate) -> Iterator[Finding]:
    declared = pl.DataFrame(
        [
            (i.reserve.value, i.id, kind, source)
            for i in candidate.indicators
            for kind, sources in (
                (COMPUTED, [s.source_id for s in i.series]),
                (OFFICIAL, [s.provider for s in i.official]),
            )
            for source in sources
        ],
        schema=dict.fromkeys(_DECLARED, pl.String),
        orient="row",
    )
    for table, rows in candidate.tables.items():
        unknown = rows.with_columns(reserve=pl.lit(table.removesuffix(ALL))).join(
            declared, on=_DECLARED, how="anti"
        )
        if unknown.height:
            yield Finding(
                table, "rows of a series that no indicator of it declares", unknown.height
            )


def _one_definition(candidate: Candidate) -> Iterator[Finding]:
    """In the recommended tables, rows of ours carry the definition in force and no other."""
    versions = {i.id: i.definition_version for i in candidate.indicators}
    for table, rows in candidate.recommended.items():
        ours = rows.filter(pl.col("source_kind") == COMPUTED).select(
            "definition_version",
            wanted=pl.col("indicator_id").replace_strict(
                versions, default=None, return_dtype=pl.String
            ),
        )
        # An unknown indicator has no version to compare with: the other check names it.
        other = ours.filter(pl.col("wanted") != pl.col("definition_version")).height
        if other:
            yield Finding(table, "rows of another definition than the one in force", other)


def _plausible(candidate: Candidate) -> Iterator[Finding]:
    """Totals of countries, of ours: outside its bounds an indicator is wrongly computed."""
    for indicator in candidate.indicators:
        table = f"{indicator.reserve.value}{ALL}"
        low, high = indicator.plausible
        rows = candidate.tables.get(table)
        if rows is None:
            continue
        outside = rows.filter(
            pl.col("indicator_id") == indicator.id,
            pl.col("source_kind") == COMPUTED,
            pl.col("area_level") == "COUNTRY",
            pl.col("sex") == "_T",
            pl.col("age_group") == "TOTAL",
            pl.col("breakdown_by") == "_T",
            ~pl.col("value").is_between(low, high),
        )
        if outside.height:
            years = ", ".join(str(y) for y in outside["year"].unique().sort())
            what = f"{indicator.id} of a country outside {low:g} to {high:g} in {years}"
            yield Finding(table, what, outside.height)


LARGEST_NAMED = 3


def _unexplained(candidate: Candidate) -> Iterator[Finding]:
    """A line an indicator, that with the largest difference first; places, never values.

    Invented persons differ from the published country, and that says nothing.
    """
    with duckdb.connect(str(candidate.database), read_only=True) as connection:
        found = connection.execute(
            """
            SELECT indicator_id, count(*), string_agg(place, '; ' ORDER BY rank)
                FILTER (nth <= $named)
            FROM (
                SELECT *,
                    concat_ws(' ', area_code, year, nullif(sex, '_T'), nullif(age_group, 'TOTAL'),
                        official_source_id, dataset) AS place,
                    row_number() OVER (PARTITION BY indicator_id ORDER BY rank) AS nth
                FROM catalog.comparisons
                WHERE explanation = $word AND NOT synthetic
            )
            GROUP BY indicator_id ORDER BY min(rank)
            """,
            {"named": LARGEST_NAMED, "word": Explanation.UNEXPLAINED.value},
        ).fetchall()
    for indicator, count, largest in found:
        what = f"{indicator} differs unexplained from what is published; largest: {largest}"
        yield Finding("catalog.comparisons", what, count)


CHECKS = (
    Check(
        "known_series",
        "Each row is of a declared indicator, in its reserve, from a source that it declares.",
        _known,
    ),
    Check(
        "one_definition",
        "An indicator's recommended rows are all of the definition in force.",
        _one_definition,
    ),
    Check(
        "plausible_totals",
        "What we compute for a whole country lies within the indicator's plausible bounds.",
        _plausible,
    ),
    Check(
        "unexplained_differences",
        "What we compute equals the published figure, or it is known why it doesn't.",
        _unexplained,
        Severity.WARNING,
    ),
)
