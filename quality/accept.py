"""Accept: from a delivery to facts, quarantine and a record. Runs in a process of its own.

Contract in batches → identity codes out, tokens in → duplicates, parents, exclusions → person
numbers, given out only when the whole delivery is good → Parquet by year. This is the only code
that handles the key (`quality.process` starts it).
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from quality.acceptance import (
    ACCEPTED,
    REFUSED,
    Acceptance,
    TableCounts,
    contract_version,
    facts_path,
    write_acceptance,
)
from quality.contract import FAULTS_SCHEMA, Contract
from quality.shrinkage import SWOLLEN, shrunk, swollen
from quality.spool import Spool, in_order
from sources.declarations import Kind, Source, Table
from sources.errors import Refused, VarantoError
from sources.home import REAL, Home
from sources.identity.keys import KeyRing
from sources.identity.registry import PersonRegistry
from sources.identity.tokens import dwelling_number, token
from sources.landing.delivery import Delivery
from sources.landing.names import table_of
from sources.landing.reading import ROW, TableReader

CASCADE = "parent_quarantined"
PARQUET_OPTIONS = {"compression": "zstd", "compression_level": 1}


@dataclass
class Accept:
    """Judges deliveries of one home. `registry` and `keys` are only needed for identified ones."""

    home: Home
    as_of: date
    keys: KeyRing | None = None
    registry: PersonRegistry | None = None

    def accept(self, source: Source, delivery: Delivery) -> Acceptance:
        """Judge `delivery`; the record is on disk when this returns, refused or accepted.

        A refusal changes nothing but the record and the quarantine: the last good delivery of
        the period stays in force, and no person number is given out.
        """
        started = time.monotonic()
        folder = self.home.spool / f"{source.id}-{delivery.id}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        spool = Spool(folder, source.tables)
        try:
            record = self._accept(source, delivery, spool, started)
        except Refused as refusal:
            record = self._record(source, delivery, {}, REFUSED, started, why=refusal.what)
            record.extra["todo"] = refusal.todo
        finally:
            spool.close()
            shutil.rmtree(folder, ignore_errors=True)
        record.remarks.extend(spool.remarks)
        write_acceptance(self.home, record)
        return record

    def _accept(
        self, source: Source, delivery: Delivery, spool: Spool, started: float
    ) -> Acceptance:
        files = self._files(source, delivery)
        read: dict[str, int] = {}
        faults: dict[str, pl.DataFrame] = {}
        for table in source.tables:
            read[table.name], faults[table.name] = self._spool(
                source, delivery, table, files[table.name], spool
            )
        too_few = shrunk(self.home, delivery, read)
        if too_few:
            raise Refused(
                source.id,
                delivery.id,
                too_few,
                "Ask the supplier whether it is whole. If it is, receive it again with "
                "--fewer-rows. Nothing was changed.",
            )
        too_many_rows = swollen(self.home, delivery, read)
        counts: dict[str, TableCounts] = {}
        for table in in_order(source.tables):
            settled = spool.settle(table)
            all_faults = pl.concat([faults[table.name], settled.faults])
            faults[table.name] = all_faults
            counts[table.name] = _counts(
                read[table.name], settled.accepted, settled.excluded, all_faults
            )
        self._quarantine(source, delivery, faults)
        too_many = _above_limit(source, counts)
        if too_many:
            record = self._record(source, delivery, counts, REFUSED, started, why=too_many)
            record.extra["todo"] = f"See what to send back with: varanto quarantine {source.id}"
            return record
        persons = self._persons(spool)
        if self.registry is not None and persons is not None:
            # Before the facts: they must never carry a number that another person may yet get.
            self.registry.commit()
        written = 0
        for table in source.tables:
            target = facts_path(self.home, source.id, table.name, delivery.period, delivery.id)
            spool.write_facts(table, persons, target)
            written += target.stat().st_size
        record = self._record(
            source,
            delivery,
            counts,
            ACCEPTED,
            started,
            persons=0 if persons is None else persons["person"].n_unique(),
            written=written,
        )
        if too_many_rows:
            record.extra[SWOLLEN] = too_many_rows
            record.remarks.append(too_many_rows)
        return record

    def _files(self, source: Source, delivery: Delivery) -> dict[str, Path]:
        folder = self.home.landing / source.id / delivery.id
        files: dict[str, Path] = {}
        for file in delivery.files:
            table = table_of(source, file.name)
            if table.name in files:
                raise Refused(
                    source.id,
                    delivery.id,
                    f"two files are of table {table.name}",
                    "Deliver one file a table. Nothing was changed.",
                )
            _refuse_altered(folder / file.name, file.sha256, source.id)
            files[table.name] = folder / file.name
        lacking = [t.name for t in source.tables if t.name not in files]
        if lacking:
            raise Refused(
                source.id,
                delivery.id,
                f"the file{'s' if len(lacking) > 1 else ''} of {', '.join(lacking)} did not come",
                "Deliver all files of the year together. Nothing was changed.",
            )
        return files

    def _spool(
        self, source: Source, delivery: Delivery, table: Table, path: Path, spool: Spool
    ) -> tuple[int, pl.DataFrame]:
        """Judge a file in batches and write its typed rows, tokens for codes, to the spool."""
        reader = TableReader(source, delivery, table, path, scratch=spool.folder)
        kind = self.home.kind or REAL
        contract = Contract(table, source.format_of(table), kind, self.as_of)
        faults = [pl.DataFrame(schema=FAULTS_SCHEMA)]
        # Without a readable row the spool file is still there, empty.
        nothing = pl.DataFrame(schema={ROW: pl.Int64, **{c.name: pl.String for c in table.kept}})
        schema = self._without_identity(contract.judge(nothing).rows, table).to_arrow().schema
        refuse = {c.name for c in table.kept if c.unknown_code == "refuse"}
        with pq.ParquetWriter(spool.file(table.name), schema, **PARQUET_OPTIONS) as writer:
            for batch in reader.batches():
                judged = contract.judge(batch)
                unknown = judged.faults.filter(
                    (pl.col("reason") == "unknown_code") & pl.col("column").is_in(list(refuse))
                )
                if unknown.height:
                    first = unknown.row(0, named=True)
                    raise reader.refusal(
                        f"{path.name} has codes in column {first['column']} that the code list "
                        f"doesn't know (first in row {first[ROW]})",
                        "Has the classification changed? Add the new codes to the declaration.",
                    )
                faults.append(judged.faults)
                writer.write_table(self._without_identity(judged.rows, table).to_arrow())
        spool.remarks.extend(reader.remarks)
        malformed = pl.DataFrame(
            {
                ROW: reader.malformed,
                "column": ["(row)"] * len(reader.malformed),
                "reason": ["malformed_row"] * len(reader.malformed),
            },
            schema=FAULTS_SCHEMA,
        )
        return reader.rows_read, pl.concat([*faults, malformed])

    def _without_identity(self, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
        replaced = []
        for column in table.kept:
            if column.kind in (Kind.PERSON, Kind.DWELLING):
                assert self.keys is not None
                function = token if column.kind is Kind.PERSON else dwelling_number
                replaced.append(function(pl.col(column.name), self.keys).alias(column.name))
        return rows.with_columns(replaced)

    def _persons(self, spool: Spool) -> pl.DataFrame | None:
        """Token → person number for the delivery; reserved, not yet committed."""
        tokens = spool.persons()
        if tokens.is_empty():
            return None
        assert self.registry is not None
        self.registry.abandon()
        corrections = spool.corrections()
        if corrections.height:
            self.registry.merge(corrections["old"], corrections["active"])
        return self.registry.lookup_or_reserve(tokens)

    def _quarantine(
        self, source: Source, delivery: Delivery, faults: dict[str, pl.DataFrame]
    ) -> None:
        """Write row, column and reason of each fault; no value is among them."""
        listed = [
            f.select(
                pl.lit(table).alias("table"),
                pl.col(ROW).alias("row"),
                "column",
                "reason",
            )
            for table, f in faults.items()
        ]
        path = self.home.quarantine / source.id / f"{delivery.id}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        pl.concat(listed).sort("table", "row", "column").write_parquet(path)
        path.chmod(0o600)

    def _record(
        self,
        source: Source,
        delivery: Delivery,
        counts: dict[str, TableCounts],
        status: str,
        started: float,
        *,
        why: str = "",
        persons: int = 0,
        written: int = 0,
    ) -> Acceptance:
        return Acceptance(
            source=source.id,
            delivery=delivery.id,
            period=delivery.period,
            number=delivery.number,
            status=status,
            contract=contract_version(source),
            tables=counts,
            persons=persons,
            seconds=round(time.monotonic() - started, 2),
            bytes=written,
            why=why,
            synthetic=delivery.synthetic,
        )


def _refuse_altered(path: Path, sha256: str, source: str) -> None:
    """Landing is immutable: what is judged must be what came."""
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            raise VarantoError(
                f"{source}: {path.name} of delivery {path.parent.name} is not as it was received "
                "(its checksum differs). Restore it from a backup, or receive the delivery anew."
            )


def _counts(
    read: int, accepted: int, excluded: dict[str, int], faults: pl.DataFrame
) -> TableCounts:
    bad = faults.group_by(ROW).agg((pl.col("reason") == CASCADE).all().alias("cascade"))
    return TableCounts(
        read=read,
        accepted=accepted,
        quarantined=bad.height,
        cascades=int(bad["cascade"].sum()),
        excluded=excluded,
        faults=dict(
            sorted(
                Counter(
                    f"{reason}|{column}"
                    for reason, column in faults.select("reason", "column").iter_rows()
                ).items()
            )
        ),
    )


def _above_limit(source: Source, counts: dict[str, TableCounts]) -> str:
    """Why the delivery is refused whole, or nothing. Cascades count with their parents only."""
    for name, table in counts.items():
        own = table.quarantined - table.cascades
        if own > source.reject_limit * table.read:
            return (
                f"{own} of {table.read} rows of table {name} break the contract, most by "
                f"{_commonest(table)} ({own / table.read:.1%}; the limit is "
                f"{source.reject_limit:.1%})"
            )
    return ""


def _commonest(table: TableCounts) -> str:
    """The fault that most rows have, in words: the first thing to tell the supplier."""
    own = {fault: n for fault, n in table.faults.items() if not fault.startswith(CASCADE)}
    reason, column = max(own, key=lambda fault: own[fault]).split("|", 1)
    return f"{reason} in {column}"
