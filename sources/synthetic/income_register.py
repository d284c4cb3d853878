"""The income register's tables (delivery, report, transaction): writing, faults, cascades.

Wages and benefits have the same shape: a delivery holds the reports of one payer and payment
period, a report one earner's, a transaction one income type of it. A report may be replaced: the
same id comes again with version 2 and action code 2, and its transactions with it. Or it is
cancelled, by a message that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import faults, ids, output
from sources.synthetic.faults import DUPLICATE, ORPHAN, Fault, FaultBook, fixed, nobodys
from sources.synthetic.output import INCOME_REGISTER, TableFile, Written
from sources.synthetic.people import People

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.bytes_]

SOURCE = "income_register"
REPORTS_A_BLOCK = 150_000

DELIVERY = ("delId", "payerIdType1_s", "paymentDate", "paymentStartDate", "paymentEndDate")
CANCELLATION = ("repId", "invalidationDate")
_SMALL = 30  # only deliveries of so many reports are spoilt: their reports fall with them


DELIVERY_FAULTS = [
    Fault("paymentDate", "not_a_date", lambda date: f"{date[:5]}13{date[7:]}"),
    Fault("delId", DUPLICATE),
    Fault("paymentDate", "missing", fixed("")),
    Fault("paymentStartDate", "not_a_date", lambda date: f"{date[:5]}02-30"),
]
REPORT_FAULTS = [
    *faults.hetu_faults("incomeEarnerHetu", dash=True),
    Fault("repId", DUPLICATE),
    Fault("delId", ORPHAN, nobodys, also="repId"),
]
TRANSACTION_FAULTS = [
    Fault("amount", "not_a_number", fixed("12,3,4")),
    Fault("amount", "missing", fixed("")),
    Fault("repId", ORPHAN, nobodys),
    Fault("amount", "not_a_number", fixed("abc")),
    Fault("transactionCode", "missing", fixed("")),
]
CANCELLATION_FAULTS = [
    Fault("repId", "missing", fixed("")),
    Fault("invalidationDate", "not_a_date", lambda date: f"{date[:5]}02-30"),
    Fault("repId", DUPLICATE),
]


@dataclass(frozen=True)
class Periods:
    """The payment periods of a year: `payments` of them, equally long, in days since 1900."""

    year: int
    payments: int

    @property
    def length(self) -> int:
        """Months a period."""
        return 12 // self.payments

    def _dates(self, day: int, ahead: int) -> Ints:
        months = [p * self.length + 1 + ahead for p in range(self.payments)]
        return np.array([ids.day_of(self.year + (m > 12), (m - 1) % 12 + 1, day) for m in months])

    @property
    def start(self) -> Ints:
        """First day of each."""
        return self._dates(1, 0)

    @property
    def end(self) -> Ints:
        """Last day of each."""
        return self._dates(1, self.length) - 1

    @property
    def paid(self) -> Ints:
        """The day of payment, the 15th of each period's last month."""
        return self._dates(15, self.length - 1)

    def months(self, first: Ints, last: Ints) -> Ints:
        """Months of [first, last) in each period: one row a person, one column a period."""
        begin = np.arange(self.payments) * self.length
        overlap = np.minimum(last[:, None], begin + self.length)
        overlap -= np.maximum(first[:, None], begin)
        return np.maximum(overlap, 0)


@dataclass
class Block:
    """Some deliveries with all their reports and transactions, as texts and links between them.

    `deliveries`, `reports`, `transactions` have the files' columns; `delivery_of` the position
    of each report's delivery, `report_of` that of each transaction's report; `plain` the reports
    that may be spoilt.
    """

    deliveries: pl.DataFrame
    reports: pl.DataFrame
    transactions: pl.DataFrame
    delivery_of: Ints
    report_of: Ints
    plain: Bools


class Register:
    """The open files of wages or of benefits of one year."""

    def __init__(
        self,
        root: Path,
        kind: str,
        periods: Periods,
        report: tuple[str, ...],
        transaction: tuple[str, ...],
        book: FaultBook,
        rng: np.random.Generator,
    ) -> None:
        year = periods.year
        names = (
            ("toimitus", DELIVERY),
            ("ilmoitus", report),
            ("tulolaji", transaction),
            ("mitatointi", CANCELLATION),
        )
        stem = f"{SOURCE}/{year}/tulorek_{kind}"
        self.files = [
            TableFile(root, f"{stem}_{name}_{year}.csv.gz", columns, INCOME_REGISTER)
            for name, columns in names
        ]
        self.year = year
        self.rng = rng
        self._book = book

    def write(
        self, block: Block, cancelled: pl.DataFrame, extra_faults: Sequence[Fault] = ()
    ) -> None:
        """Plant this block's faults, note what falls with them, and write it.

        `cancelled` are the messages about reports of the block.
        """
        delivery, report, transaction, cancellation = self.files
        book, year = self._book, self.year
        size = np.bincount(block.delivery_of, minlength=block.deliveries.height)
        deliveries, lost = book.plant(
            delivery, SOURCE, year, block.deliveries, DELIVERY_FAULTS, self.rng, size <= _SMALL
        )
        no_delivery = _marked(lost, block.deliveries.height)[block.delivery_of]
        kinds = [*REPORT_FAULTS, *extra_faults]
        fit = block.plain & ~no_delivery
        reports, spoilt = book.plant(report, SOURCE, year, block.reports, kinds, self.rng, fit)
        book.cascade(report, SOURCE, year, np.flatnonzero(no_delivery))
        no_report = (no_delivery | _marked(spoilt, block.reports.height))[block.report_of]
        transactions, _ = book.plant(
            transaction, SOURCE, year, block.transactions, TRANSACTION_FAULTS, self.rng, ~no_report
        )
        book.cascade(transaction, SOURCE, year, np.flatnonzero(no_report))
        delivery.write(deliveries)
        report.write(reports)
        transaction.write(transactions)
        messages, _ = book.plant(
            cancellation, SOURCE, year, cancelled, CANCELLATION_FAULTS, self.rng
        )
        cancellation.write(messages)

    def close(self) -> list[Written]:
        """End the files."""
        return [file.close() for file in self.files]


def _marked(rows: Ints, n: int) -> Bools:
    mask = np.zeros(n, dtype=np.bool_)
    mask[rows] = True
    return mask


def deliveries(key: pl.Series, payer: Bytes, period: Ints, periods: Periods) -> pl.DataFrame:
    """The delivery table of ids `key`, payers and period numbers (from 0)."""
    return output.texts(
        {
            "delId": key,
            "payerIdType1_s": payer,
            "paid": periods.paid[period],
            "start": periods.start[period],
            "end": periods.end[period],
        }
    ).select(
        "delId",
        "payerIdType1_s",
        output.dashed(pl.col("paid")).alias("paymentDate"),
        output.dashed(pl.col("start")).alias("paymentStartDate"),
        output.dashed(pl.col("end")).alias("paymentEndDate"),
    )


def earner_codes(
    who: People, rows: Ints, paid: Ints, rng: np.random.Generator
) -> tuple[pl.Series, Bools]:
    """Earners' identity codes as payers have them, and which of them are in the usual form.

    After a correction a third of the reports still carry the old code; one in a thousand codes
    comes in lower case, which is sloppy but not wrong.
    """
    known_old = (who.corrected[rows] > 0) & (
        (paid < who.corrected[rows]) | (rng.random(len(rows)) < 0.35)
    )
    code = np.where(known_old, who.old_hetu[rows], who.hetu[rows])
    small = rng.random(len(rows)) < 0.001
    text = pl.Series("incomeEarnerHetu", code).cast(pl.String)
    frame = pl.DataFrame({"code": text, "small": small})
    code_text = frame.select(
        pl.when("small").then(pl.col("code").str.to_lowercase()).otherwise("code")
    ).to_series()
    return code_text, (who.corrected[rows] == 0) & ~small


def replaced(n: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """(report, version) of the rows of `n` reports: 0.5 % come again with version 2."""
    again = np.flatnonzero(rng.random(n) < 0.005)
    rows = np.concatenate([np.arange(n), again])
    version = np.where(np.arange(len(rows)) < n, 1, 2)
    order = np.argsort(rows, kind="stable")
    return rows[order], version[order]


def chunks(size: Ints, limit: int) -> list[slice]:
    """Consecutive slices of rows whose `size` adds up to about `limit`."""
    if not len(size):
        return []
    group = np.cumsum(size) // limit
    edges = np.flatnonzero(np.r_[True, group[1:] != group[:-1]]).tolist()
    return [slice(a, b) for a, b in zip(edges, [*edges[1:], len(size)], strict=True)]
