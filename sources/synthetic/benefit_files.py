"""Benefit reports of a year: what Kela, pension insurers and unemployment funds report.

One report a person, kind of benefit and payment period; tax withheld is a line of its own
(income type 9901). Paid in batches of about a hundred reports, each a delivery. Codes: `benefits`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import benefits, ids, income_register, output
from sources.synthetic.benefits import Benefit
from sources.synthetic.cancellations import with_cancelled
from sources.synthetic.faults import FaultBook
from sources.synthetic.income import Income
from sources.synthetic.income_register import Block, Periods, Register
from sources.synthetic.output import Written
from sources.synthetic.people import People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]

REPORT = ("repId", "delId", "incomeEarnerHetu", "reportVersion", "actionCode")
TRANSACTION = (
    "repId",
    "reportVersion",
    "transactionCode",
    "amount",
    "benefitUnitCode",
    "recovery",
)

_BATCH = 30
_PAYERS = {
    benefits.OLD_AGE: 900_002,
    benefits.DISABILITY: 900_003,
    benefits.SURVIVOR: 900_002,
    benefits.EARNINGS_RELATED: 900_004,
}
_KELA = 900_001


def write(
    world: World, who: People, income: Income, periods: Periods, book: FaultBook, root: Path
) -> list[Written]:
    """Write the benefit files of the year under `root`."""
    rng = world.rng("benefit files", periods.year)
    cancelling = world.rng("benefit cancellations", periods.year)
    register = Register(root, "etuus", periods, REPORT, TRANSACTION, book, rng)
    reports = batches = 0
    for benefit in income.granted:
        size = np.full(len(benefit.rows), periods.payments)
        for part in income_register.chunks(size, income_register.REPORTS_A_BLOCK):
            block, made = _block(who, income, benefit, part, periods, reports, batches, rng)
            if made:
                register.write(*with_cancelled(block, cancelling))
            reports += made
            batches += block.deliveries.height
    return register.close()


def _block(
    who: People,
    income: Income,
    benefit: Benefit,
    part: slice,
    periods: Periods,
    done: int,
    batches: int,
    rng: np.random.Generator,
) -> tuple[Block, int]:
    """The reports of one kind of benefit for some of its recipients; how many there are."""
    rows = benefit.rows[part]
    months = periods.months(benefit.first[part], benefit.last[part])
    period, person = np.nonzero(months.T)
    n = len(person)
    start = np.flatnonzero(np.r_[True, period[1:] != period[:-1]]) if n else person
    within = np.arange(n) - np.repeat(start, np.diff(np.r_[start, n]))
    new = within % _BATCH == 0
    delivery = np.cumsum(new) - 1
    at = np.flatnonzero(new)
    year = periods.year
    serial = pl.Series(batches + np.arange(len(at)) + 1).cast(pl.String).str.zfill(7)
    names = pl.select(pl.lit(f"EB{year}-") + serial).to_series()
    payer = np.full(len(at), _PAYERS.get(benefit.code, _KELA))
    deliveries = income_register.deliveries(names, ids.payers(payer), period[at], periods)
    report, version = income_register.replaced(n, rng)
    again = np.bincount(report, minlength=n)[report] > 1
    earner = rows[person[report]]
    code, plain = income_register.earner_codes(who, earner, periods.paid[period[report]], rng)
    number = pl.Series(done + report + 1).cast(pl.String).str.zfill(9)
    reports = pl.DataFrame({"incomeEarnerHetu": code}).with_columns(
        (pl.lit(f"E{year % 100:02d}") + number).alias("repId"),
        names.gather(delivery[report]).alias("delId"),
        pl.Series("reportVersion", version).cast(pl.String),
        pl.Series("actionCode", version).cast(pl.String),
    )
    gross = benefit.monthly[part][person] * months[person, period]
    gross = gross[report] * np.where(again & (version == 1), 0.9, 1.0)
    taxed = np.zeros(len(earner))
    if benefit.code not in benefits.TAX_FREE:
        taxed = income.tax_rate[earner]
    transactions, report_of = _transactions(benefit.code, gross, taxed, reports, rng)
    return (
        Block(
            deliveries,
            reports.select(REPORT),
            transactions,
            delivery[report],
            report_of,
            plain & ~again,
        ),
        n,
    )


def _transactions(
    code: int,
    gross: npt.NDArray[np.float64],
    rate: npt.NDArray[np.float64],
    reports: pl.DataFrame,
    rng: np.random.Generator,
) -> tuple[pl.DataFrame, Ints]:
    """The benefit, the tax withheld from it and, rarely, a part recovered; and whose they are."""
    total = np.rint(gross * 100).astype(np.int64)
    lines = np.zeros((len(gross), 3), dtype=np.int64)
    lines[:, 0] = np.maximum(total, 1)
    lines[:, 1] = np.rint(total * rate)
    lines[:, 2] = np.where(rng.random(len(gross)) < 0.002, total // 10, 0)
    report, slot = np.nonzero(lines)
    codes = np.array([code, benefits.WITHHELD, code])
    unit = "2" if code in benefits.DAILY else "4"
    frame = pl.DataFrame({"code": codes[slot], "amount": lines[report, slot], "slot": slot})
    frame = frame.select(
        reports["repId"].gather(report),
        reports["reportVersion"].gather(report),
        pl.col("code").cast(pl.String).alias("transactionCode"),
        output.cents("amount"),
        pl.when(pl.col("slot") != 1).then(pl.lit(unit)).alias("benefitUnitCode"),
        pl.when(pl.col("slot") == 2).then(pl.lit("true")).alias("recovery"),
    )
    return frame, report
