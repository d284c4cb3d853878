"""Checks of a candidate's files against each other: Parquet, manifest, database."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl

from quality.audit.candidate import Candidate
from quality.audit.result import Check, Finding
from quality.audit.rules import OFFICIAL
from sources.declarations import KEYED
from sources.official.match import of_another_concept

IDENTITY_CODE = r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-Z]\b"

INTERNAL = frozenset({"person", "household", "dwelling", "building", "north", "east", "token",
                      "hetu", "numerator", "denominator", "covered", "weight"})  # fmt: skip
"""Columns of internal tables: exact, of persons, or of the places where they live."""

BESIDE = ("catalog", "reference")
"""Schemas of a release beside the reserve tables."""


def _rows(candidate: Candidate) -> Iterator[Finding]:
    if not any(schema for schema in candidate.schemas.values()):
        yield Finding(
            "all tables", "no delivery in force gives a row, so there is nothing to publish", 1
        )


def _types(candidate: Candidate) -> Iterator[Finding]:
    """Columns that are there have the shape's types; which columns are there is another rule."""
    right = candidate.shape.types
    for table, schemas in candidate.schemas.items():
        wrong = sorted({n for s in schemas for n, t in s.items() if n in right and t != right[n]})
        if wrong:
            yield Finding(table, f"columns of another type: {', '.join(wrong)}", len(wrong))


def _recorded(candidate: Candidate) -> Iterator[Finding]:
    for table, rows in candidate.tables.items():
        recorded = candidate.recorded_rows.get(table)
        if recorded != rows.height:
            yield Finding(table, f"rows in Parquet, {recorded or 0} in the manifest", rows.height)
    for table, digest in candidate.digests.items():
        if candidate.recorded_digests.get(table) != digest:
            yield Finding(table, "content differs from the manifest's digest", 1)


def _database(candidate: Candidate) -> Iterator[Finding]:
    """Each table holds the rows of its Parquet files, in the shape's columns and types."""
    with duckdb.connect(str(candidate.database), read_only=True) as connection:
        described = connection.sql(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() "
            "WHERE schema_name = 'reserves' ORDER BY table_name, column_index"
        ).fetchall()
        columns: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in described:
            columns.setdefault(table, []).append((column, kind))
        for table, rows in candidate.tables.items():
            if columns.get(table) != list(candidate.shape.sql.items()):
                yield Finding(table, "columns or types in the database are not the shape's", 1)
                continue
            held = pl.DataFrame(connection.table(f"reserves.{table}").to_arrow_table())
            differing = _differing(held.cast(pl.Schema(candidate.shape.types)), rows)
            if differing:
                yield Finding(table, "rows differ between database and Parquet", differing)


def _contained(candidate: Candidate) -> Iterator[Finding]:
    for table, rows in candidate.recommended.items():
        everything = candidate.full.get(table)
        if everything is None:
            continue
        known = everything.select(everything.hash_rows(seed=1).alias("row"))
        strange = rows.select(rows.hash_rows(seed=1).alias("row")).join(known, on="row", how="anti")
        if strange.height:
            yield Finding(table, "rows that the table of every series lacks", strange.height)


def _complete(candidate: Candidate) -> Iterator[Finding]:
    """Each key has its recommended row.

    But for rows of ours of an earlier definition, and published ones of another concept.
    """
    versions = {i.id: i.definition_version for i in candidate.indicators}
    in_force = pl.col("indicator_id").replace_strict(
        versions, default=None, return_dtype=pl.String
    ) == pl.col("definition_version")
    for table, rows in candidate.recommended.items():
        everything = candidate.full.get(table)
        if everything is None:
            continue
        published = (pl.col("source_kind") == OFFICIAL) & ~of_another_concept()
        due = everything.filter(published | in_force)
        lost = (
            due.select(candidate.shape.key).unique().join(rows, on=candidate.shape.key, how="anti")
        )
        if lost.height:
            yield Finding(table, "keys of the table of every series without a row", lost.height)


def _differing(one: pl.DataFrame, other: pl.DataFrame) -> int:
    """Rows that one of the two lacks, their order left aside."""
    ours = one.hash_rows(seed=1).alias("row").value_counts()
    theirs = other.hash_rows(seed=1).alias("row").value_counts()
    lacking = (
        mine.join(yours, on=mine.columns, how="anti").select(pl.col("count").sum()).item()
        for mine, yours in ((ours, theirs), (theirs, ours))
    )
    return max(int(n) for n in lacking)


def _forbidden(candidate: Candidate) -> Iterator[Finding]:
    names = INTERNAL | {
        name.lower()
        for s in candidate.sources
        for t in s.tables
        for c in t.columns
        if c.kind in KEYED
        for name in (c.name, c.original)
    }
    for table, schemas in candidate.schemas.items():
        found = {n for schema in schemas for n in schema.names() if n.lower() in names}
        if found:
            yield Finding(table, f"internal columns in Parquet: {', '.join(sorted(found))}", 1)
    with duckdb.connect(str(candidate.database), read_only=True) as connection:
        held = connection.sql(
            "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() "
            "WHERE NOT internal ORDER BY ALL"
        ).fetchall()
    for table, column in held:
        if column.lower() in names:
            yield Finding(table, f"internal column in the database: {column}", 1)


def _strange(candidate: Candidate) -> Iterator[Finding]:
    """Tables that no release has; which ones catalogue and reference hold is their own matter."""
    with duckdb.connect(str(candidate.database), read_only=True) as connection:
        held = connection.sql(
            "SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL"
        ).fetchall()
    for schema, table in held:
        if schema not in BESIDE and (schema != "reserves" or table not in candidate.files):
            yield Finding(f"{schema}.{table}", "a table that a release doesn't have", 1)


def _codes(candidate: Candidate) -> Iterator[Finding]:
    """Nothing that reads like a personal identity code, in any text of any row or catalogue."""
    for table, rows in candidate.tables.items():
        for name in candidate.shape.types:
            if rows.schema[name] == pl.String:
                texts = rows[name].unique().drop_nulls()
                found = texts.filter(texts.str.contains(IDENTITY_CODE)).len()
                if found:
                    yield Finding(table, f"texts like an identity code in {name}", found)
    with duckdb.connect(str(candidate.database), read_only=True) as connection:
        beside = connection.sql(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
            f"WHERE schema_name IN {BESIDE} ORDER BY ALL"
        ).fetchall()
        for (name,) in beside:
            held = pl.DataFrame(connection.table(name).to_arrow_table())
            for column in held.select(pl.col(pl.String)).iter_columns():
                count = column.drop_nulls().str.contains(IDENTITY_CODE).arg_true().len()
                if count:
                    what = f"texts like an identity code in {column.name}"
                    yield Finding(name, what, count)


CHECKS = (
    Check("has_rows", "The candidate holds rows.", _rows),
    Check("column_types", "Columns in Parquet have the types of the shape.", _types),
    Check(
        "as_recorded",
        "Row counts and digests of the Parquet files are those of the manifest.",
        _recorded,
    ),
    Check(
        "database_equals_files",
        "The database's tables hold exactly the rows of the Parquet files.",
        _database,
    ),
    Check(
        "recommended_is_in_all",
        "Each row of a table is a row of the table of every series.",
        _contained,
    ),
    Check(
        "every_key_recommended",
        "Each key of the table of every series has a row in the recommended table.",
        _complete,
    ),
    Check(
        "no_other_tables",
        "The database holds the reserve tables and the catalogue, nothing else.",
        _strange,
    ),
    Check(
        "no_internal_columns",
        "No column of persons, homes or exact counts, in any file or table.",
        _forbidden,
    ),
    Check(
        "no_identity_codes",
        "No text reads like a personal identity code.",
        _codes,
    ),
)
