"""Accept: from a delivery to facts, quarantine and a record. Runs in a process of its own.

Contract in batches → identity codes out, tokens in → duplicates, parents, exclusions → person
numbers, given out only when the whole delivery is good → Parquet by year. This is the only code
that handles the key (`quality.process` starts it).
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from quality.acceptance import (
    ACCEPTED,
    REFUSED,
    Acceptance,
    TableCounts,
    contract_version,
    facts_path,
    followed,
    write_acceptance,
)
from quality.drift import BLOCK, drift
from quality.parts import ROWS_IN_PART, Part, parts_of
from quality.profile import Profile, read_profile, write_profile
from quality.shrinkage import SWOLLEN, shrunk, swollen
from quality.spool import Spool, in_order
from quality.spooling import Spooling
from sources.corrections import OUT_OF_DATE, Corrector, corrections
from sources.declarations import Source
from sources.errors import Refused, clause
from sources.home import REAL, Home
from sources.identity.keys import KeyRing
from sources.identity.registry import PersonRegistry
from sources.landing.delivery import Delivery
from sources.landing.reading import ROW
from sources.landing.said import CHANGED, FEWER_ROWS, again_with

CASCADE = "parent_quarantined"


@dataclass
class Accept:
    """Judges deliveries of one home: keyed sources need `keys`, identified ones `registry` too."""

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
        parts = parts_of(self.home, source, delivery)
        corrector = Corrector(
            corrections(source, self.home), delivery.period, synthetic=delivery.synthetic
        )
        spooling = Spooling(source, self.home.kind or REAL, self.as_of, self.keys, corrector)
        read, faults = spooling.all_tables(parts, spool)
        before = followed(self.home, delivery)
        too_few = shrunk(delivery, before, _comparable(source, parts, before, read))
        if too_few:
            raise Refused(
                source.id,
                delivery.id,
                too_few,
                "Ask the supplier whether it is whole. If it is, "
                f"{again_with(delivery, FEWER_ROWS)}. Nothing was changed.",
            )
        counts: dict[str, TableCounts] = {}
        for table in in_order(source.tables):
            settled = spool.settle(table)
            all_faults = pl.concat(
                [faults[table.name].join(settled.merged, on=ROW, how="anti"), settled.faults]
            )
            faults[table.name] = all_faults
            counts[table.name] = _counts(
                read[table.name], settled.accepted, settled.excluded, all_faults
            )
        self._quarantine(source, parts, faults)
        too_many = _above_limit(source, counts)
        if too_many:
            record = self._record(source, delivery, counts, REFUSED, started, why=too_many)
            record.extra["todo"] = f"See what to send back with: varanto quarantine {source.id}"
            return record
        profile = spool.profile()
        _refuse_changed(self.home, source, delivery, before, profile)
        persons = self._persons(spool)
        if self.registry is not None and persons is not None:
            # Before the facts: they must never carry a number that another person may yet get.
            self.registry.commit()
        written = 0
        for table in source.tables:
            target = facts_path(self.home, source.id, table.name, delivery.period, delivery.id)
            spool.write_facts(table, persons, target)
            written += target.stat().st_size
        write_profile(self.home, source.id, delivery.id, profile)
        record = self._record(
            source,
            delivery,
            counts,
            ACCEPTED,
            started,
            persons=0 if persons is None else persons["person"].n_unique(),
            written=written,
        )
        if CHANGED in delivery.exchange:
            # For the audit too: the delivery itself leaves landing when its retention ends.
            record.extra[CHANGED] = delivery.exchange[CHANGED]
        record.corrected.update(corrector.found)
        out_of_date = corrector.out_of_date()
        if out_of_date:
            record.remarks.extend(out_of_date)
            record.extra[OUT_OF_DATE] = "; ".join(out_of_date)
        if len(parts) > 1:
            record.extra["parts"] = " ".join(p.delivery.id for p in parts)
        too_many_rows = swollen(before, read)
        if too_many_rows:
            record.extra[SWOLLEN] = too_many_rows
            record.remarks.append(too_many_rows)
        return record

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
        self, source: Source, parts: Sequence[Part], faults: dict[str, pl.DataFrame]
    ) -> None:
        """Write row, column and reason of each fault; no value is among them.

        Where a delta was merged, `delivery` says in whose file the row is.
        """
        listed = [
            f.select(
                pl.lit(table).alias("table"),
                pl.col(ROW).mod(ROWS_IN_PART).alias("row"),
                "column",
                "reason",
                pl.col(ROW)
                .floordiv(ROWS_IN_PART)
                .replace_strict({p.nth: p.delivery.id for p in parts}, return_dtype=pl.String)
                .alias("delivery"),
            )
            for table, f in faults.items()
        ]
        if len(parts) == 1:
            listed = [f.drop("delivery") for f in listed]
        delivery = parts[-1].delivery
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
            contract=contract_version(source, self.home),
            tables=counts,
            persons=persons,
            seconds=round(time.monotonic() - started, 2),
            bytes=written,
            why=why,
            synthetic=delivery.synthetic,
        )


def _refuse_changed(
    home: Home, source: Source, delivery: Delivery, before: Acceptance | None, now: Profile
) -> None:
    """A delivery that hardly resembles the last good one waits for its sender's word."""
    if before is None or CHANGED in delivery.exchange:
        return
    known = read_profile(home, source.id, before.delivery)
    if known is None:
        return
    blocking = [f for f in drift(known, now, source.tolerance, source.tables) if f.level == BLOCK]
    if blocking:
        more = f", and {len(blocking) - 1} more" if len(blocking) > 1 else ""
        first = clause(blocking[0].what)
        raise Refused(
            source.id,
            delivery.id,
            f"it differs too much from delivery {before.delivery}: {first}{more}",
            "Ask the supplier whether that is right. If it is, "
            f"{again_with(delivery, CHANGED)}. Nothing was changed.",
        )


def _comparable(
    source: Source, parts: Sequence[Part], before: Acceptance | None, read: dict[str, int]
) -> dict[str, int]:
    """Rows read, without occasional tables that this year has none of though an earlier one had."""
    came = {name for part in parts for name in part.files}
    if before is not None and before.period == parts[-1].delivery.period:
        return read
    return {n: rows for n, rows in read.items() if n in came or not source.table(n).occasional}


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
