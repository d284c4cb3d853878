"""Settle a delivery's rows: duplicates, parents, exclusions; then write the good ones as facts.

The spool holds typed rows with tokens in place of identity codes, one Parquet file a table, in
the restricted zone. DuckDB decides each row's state with bounded memory and spills beside it.
Names of ours begin with an underscore there, as no declared column does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from quality.acceptance import REMOVAL, REMOVED, REPLACED
from quality.contract import BAD
from quality.parts import ROWS_IN_PART
from quality.profile import Profile, profiled
from sources.declarations import Exclusion, Kind, Reference, Table
from sources.errors import VarantoError
from sources.landing.reading import ROW

MEMORY_LIMIT = "1500MB"

SUPERSEDED = "superseded"
CANCELLED = "cancelled"
CHANGE = "_change"
"""What became of a row, in the parts that are deltas; null in the full delivery."""

_NOBODY = pl.DataFrame(schema={"token": pl.Binary, "person": pl.Int64})


@dataclass(frozen=True)
class Settled:
    """Where a table's rows ended: counts by state, and the faults found in settling.

    `merged` numbers the rows that deltas took away: whatever was wrong with them is no matter now.
    """

    accepted: int
    excluded: dict[str, int]
    faults: pl.DataFrame
    merged: pl.DataFrame


class Spool:
    """One delivery's typed rows, settled table by table, parents first.

    `remarks` gathers what was let pass on the way and a person should know.
    """

    def __init__(self, folder: Path, tables: tuple[Table, ...]) -> None:
        self.folder = folder
        self.tables = {t.name: t for t in tables}
        self.remarks: list[str] = []
        self._connection = duckdb.connect(
            str(folder / "settle.duckdb"),
            config={
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(folder / "spill"),
                "threads": 2,
            },
        )

    def close(self) -> None:
        """Close the working database."""
        self._connection.close()

    def file(self, table: str) -> Path:
        """The table's spool file."""
        return self.folder / f"{table}.parquet"

    def settle(self, table: Table) -> Settled:
        """Decide every row of `table`; its parents must be settled already."""
        try:
            self._states(table)
            self._merge(table)
            for key in table.unique:
                self._duplicates(table, key)
            for reference in table.references:
                self._parents(table, reference)
            for reference in table.cancelled_by:
                self._cancelled(table, reference)
            # What goes whole goes with its versions, so before the older of them are dropped.
            for exclusion in table.exclusions:
                if exclusion.whole:
                    self._excluded(table, exclusion)
            if table.latest_of:
                self._older_versions(table, *table.latest_of)
            for exclusion in table.exclusions:
                if not exclusion.whole:
                    self._excluded(table, exclusion)
        except duckdb.Error:
            # DuckDB's text can quote values; the failure itself is ours to report.
            raise VarantoError(
                f"The rows of table {table.name} could not be settled. If the disk or memory is "
                "full, make room and refresh again; otherwise report this as a defect."
            ) from None
        return self._summary(table)

    def persons(self) -> pl.DataFrame:
        """Distinct tokens of accepted rows: one column `token`, sorted."""
        parts = [
            f'SELECT "{c.name}" AS token FROM {self._accepted(t.name)}'
            for t in self.tables.values()
            for c in t.kept
            if c.kind is Kind.PERSON
        ]
        if not parts:
            return pl.DataFrame(schema={"token": pl.Binary})
        query = f"SELECT DISTINCT token FROM ({' UNION ALL '.join(parts)}) ORDER BY token"
        return self._fetch(query)

    def corrections(self) -> pl.DataFrame:
        """Tokens of former and of active identity codes: columns `old`, `active`."""
        frames = [
            self._fetch(
                f'SELECT "{t.corrects[0]}" AS old, "{t.corrects[1]}" AS active '
                f"FROM {self._accepted(t.name)} ORDER BY {ROW}"
            )
            for t in self.tables.values()
            if t.corrects
        ]
        if not frames:
            return pl.DataFrame(schema={"old": pl.Binary, "active": pl.Binary})
        return pl.concat(frames)

    def profile(self) -> Profile:
        """How the accepted rows of each table are filled and distributed."""
        return {
            t.name: profiled(self._connection, self._accepted(t.name), t)
            for t in self.tables.values()
        }

    def write_facts(self, table: Table, persons: pl.DataFrame | None, target: Path) -> None:
        """Write the accepted rows, person numbers in place of tokens."""
        people = [c.name for c in table.kept if c.kind is Kind.PERSON]
        joins, columns = "", []
        if people:
            numbers = _NOBODY if persons is None else persons
            self._connection.register("people", numbers.to_arrow())
        for column in table.kept:
            if column.name in people:
                alias = f"p_{column.name}"
                # A row without a person stays, where the contract lets it.
                joins += f' LEFT JOIN people {alias} ON {alias}.token = s."{column.name}"'
                columns.append(f'{alias}.person AS "{column.name}"')
            else:
                columns.append(f's."{column.name}"')
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = target.with_name(f".{target.name}")
        self._connection.execute(
            f"COPY (SELECT {', '.join(columns)} FROM {self._accepted(table.name)} s {joins} "
            f"ORDER BY s.{ROW}) "
            f"TO {_text(aside)} (FORMAT parquet, COMPRESSION zstd)"
        )
        aside.replace(target)
        target.chmod(0o600)

    def _rows(self, table: str) -> str:
        return f"read_parquet({_text(self.file(table))})"

    def _accepted(self, table: str) -> str:
        """The rows that nothing has spoken against so far, as a relation."""
        return (
            f"(SELECT * FROM {self._rows(table)} ANTI JOIN "
            f"(SELECT {ROW} FROM state_{table} WHERE _state <> 'accepted') USING ({ROW}))"
        )

    def _states(self, table: Table) -> None:
        self._connection.execute(
            f"CREATE TABLE state_{table.name} AS SELECT {ROW}, "
            f"CASE WHEN {BAD} THEN 'quarantined' ELSE 'accepted' END AS _state, "
            f"NULL::VARCHAR AS _reason, NULL::VARCHAR AS _field FROM {self._rows(table.name)}"
        )

    def _merge(self, table: Table) -> None:
        """A later part's row takes the place of earlier ones of its key, or takes them away."""
        self._connection.execute(
            f"CREATE TABLE merged_{table.name} ({ROW} BIGINT, _reason VARCHAR)"
        )
        names = pl.read_parquet_schema(self.file(table.name))
        if table.delta is None or CHANGE not in names:
            return
        keys = ", ".join(f'"{k}"' for k in table.delta.key)
        whole = " AND ".join(f'"{k}" IS NOT NULL' for k in table.delta.key)
        self._connection.execute(
            f"CREATE TEMP TABLE fates AS WITH keyed AS (SELECT {ROW}, {CHANGE}, {BAD}, "
            f"max({ROW} // {ROWS_IN_PART}) OVER key AS _last, "
            f"min({ROW} // {ROWS_IN_PART}) OVER key AS _first, "
            f"arg_max({CHANGE}, {ROW}) OVER key AS _fate "
            f"FROM {self._rows(table.name)} WHERE {whole} "
            f"WINDOW key AS (PARTITION BY {keys})) "
            f"SELECT {ROW}, CASE WHEN {ROW} // {ROWS_IN_PART} < _last AND _fate = 'removed' "
            f"THEN '{REMOVED}' WHEN {ROW} // {ROWS_IN_PART} < _last THEN '{REPLACED}' "
            f"WHEN {CHANGE} = 'removed' AND _first < _last THEN '{REMOVAL}' "
            f"WHEN {CHANGE} = 'removed' THEN 'nothing_to_remove' END AS _reason FROM keyed"
        )
        self._connection.execute(
            f"INSERT INTO merged_{table.name} FROM fates WHERE _reason <> 'nothing_to_remove'"
        )
        self._connection.execute(
            f"UPDATE state_{table.name} t SET _state = 'excluded', _reason = m._reason, "
            f"_field = '' FROM merged_{table.name} m WHERE m.{ROW} = t.{ROW}"
        )
        rows = f"SELECT {ROW} FROM fates WHERE _reason = 'nothing_to_remove'"
        self._set_state(table, rows, "quarantined", "nothing_to_remove", ",".join(table.delta.key))
        self._connection.execute("DROP TABLE fates")

    def _cancelled(self, table: Table, reference: Reference) -> None:
        """Rows that an accepted row of the cancelling table names, in all their versions."""
        mine = ", ".join(f's."{k}"' for k in reference.columns)
        theirs = ", ".join(f'c."{k}"' for k in reference.parent_columns)
        rows = (
            f"SELECT {ROW} FROM {self._rows(table.name)} s WHERE ({mine}) IN (SELECT ({theirs}) "
            f"FROM {self._accepted(reference.table)} c)"
        )
        self._set_state(table, rows, "excluded", CANCELLED, "")

    def _set_state(self, table: Table, rows: str, state: str, reason: str, field: str) -> None:
        self._connection.execute(
            f"UPDATE state_{table.name} SET _state = ?, _reason = ?, _field = ? "
            f"WHERE _state = 'accepted' AND {ROW} IN ({rows})",
            [state, reason, field],
        )

    def _duplicates(self, table: Table, key: tuple[str, ...]) -> None:
        """The first row of a key stays; each later one is the fault.

        Only rows whose hash of the key comes twice are compared: sorting all would cost double.
        """
        names = ", ".join(f's."{k}"' for k in key)
        rows = (
            f"WITH hashed AS (SELECT {ROW}, hash({names}) AS _hash "
            f"FROM {self._accepted(table.name)} s), "
            f"twice AS (SELECT _hash FROM hashed GROUP BY _hash HAVING count(*) > 1) "
            f"SELECT {ROW} FROM (SELECT {ROW}, row_number() OVER (PARTITION BY {names} "
            f"ORDER BY {ROW}) AS _nth FROM {self._rows(table.name)} s "
            f"JOIN hashed USING ({ROW}) WHERE _hash IN (FROM twice)) WHERE _nth > 1"
        )
        self._set_state(table, rows, "quarantined", "duplicate", ",".join(key))

    def _excluded(self, table: Table, exclusion: Exclusion) -> None:
        rows = (
            pl.scan_parquet(self.file(table.name))
            .filter(exclusion.where.fill_null(False))
            .select(ROW, *exclusion.whole)
            .collect()
        )
        self._connection.register("excluded_rows", rows.to_arrow())
        chosen = f"SELECT {ROW} FROM excluded_rows"
        if exclusion.whole:
            on = " AND ".join(f's."{k}" = e."{k}"' for k in exclusion.whole)
            chosen = (
                f"SELECT s.{ROW} FROM {self._rows(table.name)} s "
                f"WHERE EXISTS (FROM excluded_rows e WHERE {on})"
            )
        self._set_state(table, chosen, "excluded", exclusion.reason, "")
        self._connection.unregister("excluded_rows")

    def _older_versions(self, table: Table, key: tuple[str, ...], version: str) -> None:
        """Older versions go even when the newest is quarantined: what it mends is known wrong."""
        names = ", ".join(f's."{k}"' for k in key)
        rows = (
            f'SELECT {ROW} FROM (SELECT {ROW}, s."{version}" < max(s."{version}") OVER '
            f"(PARTITION BY {names}) AS _older FROM {self._rows(table.name)} s "
            f"WHERE {ROW} NOT IN (SELECT {ROW} FROM merged_{table.name})) WHERE _older"
        )
        self._set_state(table, rows, "excluded", SUPERSEDED, "")

    def _parents(self, table: Table, reference: Reference) -> None:
        """A row follows its parent: quarantined, excluded, or an orphan if there is none.

        A child that names no version belongs to the newest one: where that is refused, an older
        one that it superseded is no parent.
        """
        parent = self.tables[reference.table]
        of_newest = parent.latest_of is not None and parent.latest_of[0] == reference.parent_columns
        superseded = 3 if of_newest else 1
        on = " AND ".join(
            f'c."{mine}" = p."{theirs}"'
            for mine, theirs in zip(reference.columns, reference.parent_columns, strict=True)
        )
        keys = ", ".join(f's."{k}"' for k in reference.parent_columns)
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE fate AS "
            f"WITH r AS (SELECT {keys}, _reason, CASE WHEN _state = 'accepted' THEN 0 "
            f"WHEN _state = 'quarantined' THEN 2 "
            f"WHEN _reason = '{SUPERSEDED}' THEN {superseded} ELSE 1 END AS _rank "
            f"FROM {self._rows(reference.table)} s JOIN state_{reference.table} USING ({ROW}) "
            # What a delta took away is no parent: its place is another row's, or nobody's.
            f"WHERE {ROW} NOT IN (SELECT {ROW} FROM merged_{reference.table})), "
            f"p AS (SELECT * EXCLUDE (_rank, _reason), min(_rank) AS _best, "
            # Of several reasons the first by name, whichever thread came first.
            f"arg_min(_reason, (_rank, _reason)) AS _reason FROM r GROUP BY ALL) "
            f"SELECT c.{ROW}, p._best, p._reason FROM {self._accepted(table.name)} c "
            f"LEFT JOIN p ON {on} WHERE p._best IS NULL OR p._best > 0"
        )
        field = ",".join(reference.columns)
        for condition, reason in (
            ("_best IS NULL", "orphan"),
            ("_best = 2", "parent_quarantined"),
        ):
            rows = f"SELECT {ROW} FROM fate WHERE {condition}"
            self._set_state(table, rows, "quarantined", reason, field)
        self._connection.execute(
            f"UPDATE state_{table.name} t "
            f"SET _state = 'excluded', _reason = f._reason, _field = '' "
            f"FROM fate f WHERE f.{ROW} = t.{ROW} AND f._best IN (1, 3) AND t._state = 'accepted'"
        )

    def _summary(self, table: Table) -> Settled:
        counts = self._fetch(
            f"SELECT _state, _reason, count(*) AS n FROM state_{table.name} GROUP BY ALL"
        ).rows()
        faults = self._fetch(
            f'SELECT {ROW}, _field AS "column", _reason AS reason FROM state_{table.name} '
            f"WHERE _state = 'quarantined' AND _reason IS NOT NULL ORDER BY {ROW}"
        )
        return Settled(
            accepted=sum(n for state, _, n in counts if state == "accepted"),
            excluded={
                reason: n for state, reason, n in sorted(counts, key=str) if state == "excluded"
            },
            faults=faults,
            merged=self._fetch(f"SELECT {ROW} FROM merged_{table.name}"),
        )

    def _fetch(self, query: str) -> pl.DataFrame:
        frame = pl.from_arrow(self._connection.sql(query).to_arrow_table())
        assert isinstance(frame, pl.DataFrame)
        return frame


def _text(path: Path) -> str:
    """The path as SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def in_order(tables: tuple[Table, ...]) -> list[Table]:
    """Parents before children; VarantoError if the references go round."""
    done: list[Table] = []
    left = list(tables)
    while left:
        names = {t.name for t in done}
        ready = [t for t in left if all(r.table in names for r in (*t.references, *t.cancelled_by))]
        if not ready:
            raise VarantoError(
                "The references between tables "
                + ", ".join(t.name for t in left)
                + " go round in a circle. Mend the source's declaration."
            )
        done += ready
        left = [t for t in left if t not in ready]
    return done
