"""From a table's files to its spool file: read, judged, identity codes replaced by tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from quality.contract import BAD, FAULTS_SCHEMA, Contract, Judged
from quality.parts import ROWS_IN_PART, Part, is_delta
from quality.spool import CHANGE, Spool
from sources.corrections import Corrector
from sources.declarations import KEYED, Column, JsonDocuments, Kind, Source, Table, place
from sources.identity.keys import KeyRing
from sources.identity.tokens import building_number, dwelling_number, identifier_number, token
from sources.landing.documents import DocumentReader
from sources.landing.names import file_of
from sources.landing.reading import ROW, TableReader

Spooled = tuple[dict[str, int], dict[str, pl.DataFrame]]
"""Rows read and faults found, by table."""

PARQUET_OPTIONS = {"compression": "zstd", "compression_level": 1}

_PSEUDONYM = {
    Kind.PERSON: token,
    Kind.DWELLING: dwelling_number,
    Kind.BUILDING: building_number,
    Kind.IDENTIFIER: identifier_number,
}


@dataclass(frozen=True)
class Spooling:
    """How the tables of a source are judged and written to the spool in this home today."""

    source: Source
    home_kind: str
    as_of: date
    keys: KeyRing | None
    corrector: Corrector

    def all_tables(self, parts: Sequence[Part], spool: Spool) -> Spooled:
        """Write every table; those that one file of documents feeds are read together."""
        read: dict[str, int] = {}
        faults: dict[str, pl.DataFrame] = {}
        together: dict[Path, list[Table]] = {}
        for table in self.source.tables:
            file = parts[0].files.get(table.name)
            if file and isinstance(self.source.format_of(table), JsonDocuments):
                together.setdefault(file, []).append(table)
            else:
                read[table.name], faults[table.name] = self.table(table, parts, spool)
        # Documents come in no changes (their declaration sees to it): there is one part.
        for path, tables in together.items():
            of_file = self._documents(tables, parts[0], path, spool)
            read |= of_file[0]
            faults |= of_file[1]
        return read, faults

    def _documents(self, tables: Sequence[Table], part: Part, path: Path, spool: Spool) -> Spooled:
        reader = DocumentReader(self.source, part.delivery, tables, path)
        checksum = part.checksum(path)
        contracts = {t.name: self._contract(t, part) for t in tables}
        faults = {t.name: [pl.DataFrame(schema=FAULTS_SCHEMA)] for t in tables}
        with ExitStack() as stack:
            writers = {
                t.name: stack.enter_context(self._writer(t, part, spool, several=False))
                for t in tables
            }
            for table, batch in reader.batches():
                batch = self.corrector.apply(batch, table.name, checksum)
                judged = contracts[table.name].judge(batch)
                self._refuse_unknown(judged.faults, table, reader, path)
                faults[table.name].append(judged.faults)
                rows = self._spooled(judged.rows, table, several=False)
                writers[table.name].write_table(rows.to_arrow())
        faults[reader.root.name].append(
            pl.DataFrame(
                [(row, "(document)", reason) for row, reason in reader.faults],
                schema=FAULTS_SCHEMA,
                orient="row",
            )
        )
        return reader.rows_read, {name: pl.concat(found) for name, found in faults.items()}

    def _writer(self, table: Table, part: Part, spool: Spool, *, several: bool) -> pq.ParquetWriter:
        """The table's spool file; without a readable row it is still there, empty."""
        nothing = pl.DataFrame(schema={ROW: pl.Int64, **{c.name: pl.String for c in table.kept}})
        empty = self._contract(table, part).judge(nothing).rows
        schema = self._spooled(empty, table, several).to_arrow().schema
        return pq.ParquetWriter(spool.file(table.name), schema, **PARQUET_OPTIONS)

    def table(self, table: Table, parts: Sequence[Part], spool: Spool) -> tuple[int, pl.DataFrame]:
        """Write the table's typed rows of all parts; gives the rows read, and the faults."""
        faults = [pl.DataFrame(schema=FAULTS_SCHEMA)]
        read = 0
        several = len(parts) > 1
        with self._writer(table, parts[0], spool, several=several) as writer:
            for part in parts:
                path = part.files.get(table.name)
                if path is None:
                    continue
                judging = self._delta if is_delta(part.delivery) else self._full
                reader = TableReader(
                    self.source,
                    part.delivery,
                    _with_change(table) if is_delta(part.delivery) else table,
                    path,
                    scratch=spool.folder,
                )
                checksum = part.checksum(path)
                batches = (self.corrector.apply(b, table.name, checksum) for b in reader.batches())
                for judged in judging(table, part, batches):
                    self._refuse_unknown(judged.faults, table, reader, path)
                    faults.append(_numbered(judged.faults, part))
                    rows = _numbered(judged.rows, part)
                    writer.write_table(self._spooled(rows, table, several).to_arrow())
                faults.append(_numbered(_malformed(reader), part))
                read += reader.rows_read
                spool.remarks.extend(reader.remarks)
        return read, pl.concat(faults)

    def _contract(self, table: Table, part: Part) -> Contract:
        form = self.source.format_of(table)
        return Contract(table, form, self.home_kind, self.as_of, part.delivery.period)

    def _full(self, table: Table, part: Part, batches: Iterable[pl.DataFrame]) -> Iterator[Judged]:
        contract = self._contract(table, part)
        for batch in batches:
            yield contract.judge(batch)

    def _delta(self, table: Table, part: Part, batches: Iterable[pl.DataFrame]) -> Iterator[Judged]:
        """Of a removal only its key is judged: the rest needs not be filled in."""
        assert table.delta is not None
        changed = self._contract(_with_change(table), part)
        key_alone = tuple(c for c in table.kept if c.name in table.delta.key)
        bare = Table(table.name, table.grain, table.file_pattern, columns=key_alone)
        removed = self._contract(_with_change(replace(bare, delta=table.delta)), part)
        codes = [code for code, change in table.delta.codes.items() if change == "removed"]
        for batch in batches:
            gone = pl.col(CHANGE).str.strip_chars().is_in(codes).fill_null(False)
            yield changed.judge(batch.filter(~gone))
            yield removed.judge(batch.filter(gone))

    def _spooled(self, rows: pl.DataFrame, table: Table, several: bool) -> pl.DataFrame:
        """All columns in their order; tokens and keyed numbers in place of what identifies."""
        lacking = [
            pl.lit(None, dtype=pl.String if c.kind in KEYED else c.fact_type).alias(c.name)
            for c in table.kept
            if c.name not in rows.columns
        ]
        rows = rows.with_columns(lacking)
        replaced = []
        for column in table.kept:
            if column.kind in KEYED:
                assert self.keys is not None
                keyed = _PSEUDONYM[column.kind](pl.col(column.name), self.keys)
                replaced.append(keyed.alias(column.name))
        if several and CHANGE not in rows.columns:
            replaced.append(pl.lit(None, dtype=pl.String).alias(CHANGE))
        ours = [CHANGE] if several else []
        return rows.with_columns(replaced).select(ROW, *(c.name for c in table.kept), BAD, *ours)

    def _refuse_unknown(
        self,
        faults: pl.DataFrame,
        table: Table,
        reader: TableReader | DocumentReader,
        path: Path,
    ) -> None:
        """A code that a closed classification doesn't know: the whole delivery waits."""
        refuse = [c.name for c in table.kept if c.unknown_code == "refuse"]
        unknown = faults.filter(
            (pl.col("reason") == "unknown_code") & pl.col("column").is_in(refuse)
        )
        if unknown.height:
            first = unknown.row(0, named=True)
            at = place(self.source.format_of(table), first[ROW])
            where = at if isinstance(at, str) else f"row {at}"
            raise reader.refusal(
                f"{file_of(table, path.name)} has codes in column {first['column']} that the code "
                f"list doesn't know (first in {where})",
                "Has the classification changed? Add the new codes to the declaration.",
            )


def _with_change(table: Table) -> Table:
    """The table as a delta brings it: with the column that says what became of the row."""
    assert table.delta is not None
    change = Column(
        CHANGE, table.delta.original, Kind.CODE, "What became of the row", codes=table.delta.codes
    )
    return replace(table, columns=(*table.columns, change))


def _numbered(rows: pl.DataFrame, part: Part) -> pl.DataFrame:
    return rows.with_columns(pl.col(ROW) + part.nth * ROWS_IN_PART) if part.nth else rows


def _malformed(reader: TableReader) -> pl.DataFrame:
    return pl.DataFrame(
        {
            ROW: reader.malformed,
            "column": ["(row)"] * len(reader.malformed),
            "reason": ["malformed_row"] * len(reader.malformed),
        },
        schema=FAULTS_SCHEMA,
    )
