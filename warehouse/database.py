"""Build `wellbeing.duckdb`: tables (no views over files), comments on everything, macros.

Built once a release, in a new file, in the storage version that DuckDB 1.5 clients read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from warehouse.catalogue import CatalogTable
from warehouse.reference import SCHEMA, reference_tables
from warehouse.shape import COLUMNS, KEY, NAMES, TABLES

STORAGE_VERSION = "v1.5.0"
MACROS = Path(__file__).with_name("macros.sql")

TABLE_COMMENTS = {
    "material_living_standards": "Reserve i: income, its spread, want.",
    "health": "Reserve ii: health as lived and as measured.",
    "education": "Reserve iii: education and learning.",
    "activities_and_work": "Reserve iv: work and other personal activities.",
    "voice_and_governance": "Reserve v: political voice and governance.",
    "social_connections": "Reserve vi: social connections and relationships.",
    "environment": "Reserve vii: the environment at home.",
    "safety": "Reserve viii: security, felt and economic.",
    "overall_experience": "Companion outcome: how life as a whole is experienced.",
}


def build_database(
    path: Path,
    tables: dict[str, pl.DataFrame],
    catalog: Sequence[CatalogTable],
    properties: dict[str, str],
) -> None:
    """Write the database of shaped `tables` (`<table>` and `<table>_all`) and the catalogue.

    The reference tables, which are the same for every release of this code, go with them.
    `properties` becomes `catalog.release`, one row a property.
    """
    with duckdb.connect(
        str(path), config={"storage_compatibility_version": STORAGE_VERSION}
    ) as connection:
        # One transaction: hundreds of comments would each be a commit of their own.
        connection.begin()
        for schema in ("reserves", "catalog", SCHEMA):
            connection.execute(f"CREATE SCHEMA {schema}")
        for name in TABLES:
            for table in (name, f"{name}_all"):
                _reserve_table(connection, table, tables[table])
        union = " UNION ALL ".join(
            f"SELECT '{name}' AS reserve, * FROM reserves.{name}" for name in TABLES
        )
        connection.execute(f"CREATE VIEW reserves.everything AS {union}")
        connection.execute(
            "COMMENT ON VIEW reserves.everything IS "
            + _quoted("The reserve tables under each other; `reserve` names the table.")
        )
        _comment_columns(
            connection,
            "everything",
            {"reserve": "The table that the row is from.", **{c.name: c.comment for c in COLUMNS}},
        )
        release = pl.DataFrame(
            {"property": list(properties), "value": list(properties.values())},
            schema={"property": pl.String, "value": pl.String},
        )
        for entry in (
            *catalog,
            *reference_tables(),
            CatalogTable(
                "release",
                "What this release is.",
                release,
                {"property": "Name of the property.", "value": "Its value."},
            ),
        ):
            _catalog_table(connection, entry)
        connection.execute(MACROS.read_text(encoding="utf-8"))
        connection.commit()
        connection.execute("CHECKPOINT")


def described(catalog: Sequence[CatalogTable]) -> str:
    """Digest of what a database says of its figures: catalogue, comments, reference, macros.

    `catalog.release` is not in it: when a release was made, and by which code, says nothing new.
    """
    digest = hashlib.sha256(MACROS.read_bytes())
    texts = [TABLE_COMMENTS, {c.name: c.comment for c in COLUMNS}]
    for entry in (*catalog, *reference_tables()):
        texts.append({"table": f"{entry.schema}.{entry.name}", "comment": entry.comment})
        texts.append(dict(entry.comments))
        digest.update(f"{entry.rows.schema}\n{entry.rows.write_csv()}".encode())
    digest.update(json.dumps(texts, ensure_ascii=False).encode())
    return digest.hexdigest()


def _reserve_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    columns = ", ".join(f"{c.name} {c.sql}" for c in COLUMNS)
    connection.execute(f"CREATE TABLE reserves.{table} ({columns})")
    connection.register("incoming", rows.select(NAMES).to_arrow())
    connection.execute(f"INSERT INTO reserves.{table} SELECT * FROM incoming")
    connection.unregister("incoming")
    base = table.removesuffix("_all")
    kind = (
        "Every source, definition and vintage."
        if table.endswith("_all")
        else f"One row a key ({', '.join(KEY)}): the recommended series, latest vintage."
    )
    connection.execute(
        f"COMMENT ON TABLE reserves.{table} IS {_quoted(f'{TABLE_COMMENTS[base]} {kind}')}"
    )
    _comment_columns(connection, table, {c.name: c.comment for c in COLUMNS})


def _comment_columns(
    connection: duckdb.DuckDBPyConnection, table: str, comments: Mapping[str, str]
) -> None:
    for name, comment in comments.items():
        connection.execute(f"COMMENT ON COLUMN reserves.{table}.{name} IS {_quoted(comment)}")


def _catalog_table(connection: duckdb.DuckDBPyConnection, entry: CatalogTable) -> None:
    table = f"{entry.schema}.{entry.name}"
    connection.register("incoming", entry.rows.to_arrow())
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")
    connection.unregister("incoming")
    connection.execute(f"COMMENT ON TABLE {table} IS {_quoted(entry.comment)}")
    known = {c.name: c.comment for c in COLUMNS} | entry.comments
    for column in entry.rows.columns:
        connection.execute(f"COMMENT ON COLUMN {table}.{column} IS {_quoted(known[column])}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
