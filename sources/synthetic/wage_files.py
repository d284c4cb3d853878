"""Wage reports of a year: what employers tell the income register.

A report carries the total 101; employers of one kind in three also split it into 2xx income types
that add up to it (never to be added to 101). 402 is tax withheld, 413 and 414 the employee's
pension and unemployment contributions, 330 a phone as a benefit in kind. A few lines recover pay.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import ids, income_register, output
from sources.synthetic.cancellations import with_cancelled
from sources.synthetic.faults import Fault, FaultBook, fixed
from sources.synthetic.income import PENSION_FEE, UNEMPLOYMENT_FEE, Income
from sources.synthetic.income_register import Block, Periods, Register
from sources.synthetic.livelihood import Livelihood
from sources.synthetic.output import Written
from sources.synthetic.people import People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]

REPORT = (
    "repId",
    "delId",
    "incomeEarnerHetu",
    "reportVersion",
    "actionCode",
    "employmentCode",
    "termCode",
    "hoursPerWeek",
    "professionCode1",
)
TRANSACTION = (
    "repId",
    "reportVersion",
    "transactionCode",
    "amount",
    "noMoney",
    "unjustEnrichment",
    "recovery",
)
_HOURS_FAULTS = [
    Fault("hoursPerWeek", "out_of_range", fixed("-3")),
    Fault("hoursPerWeek", "not_a_number", fixed("abc")),
]

# One column a line that a report may have, in the order written.
_CODES = np.array([101, 201, 213, 235, 330, 402, 413, 414, 101, 101])
_PHONE, _RECOVERED, _UNJUST = 4, 8, 9

# TK10 occupations by schooling: tertiary, upper secondary, basic.
_OCCUPATIONS = np.array(
    [
        ["25120", "22210", "23410", "24110", "33220", "21420", "23300", "26320"],
        ["53210", "52230", "71110", "83320", "33410", "72310", "53110", "51200"],
        ["91120", "93330", "94120", "52230", "83440", "91120", "93210", "52300"],
    ]
)


def payer_numbers(world: World, who: People, rows: Ints) -> Ints:
    """The employer of each person of `rows`: a few large ones and many small in a municipality."""
    employers = np.maximum(world.places.weight * world.persons * 0.45 / 14, 1).astype(np.int64)
    first = np.cumsum(employers) - employers
    mun = who.mun[rows]
    luck = (who.employer[rows] / 2.0**31) ** 2
    return first[mun] + (luck * employers[mun]).astype(np.int64)


def write(
    world: World,
    who: People,
    life: Livelihood,
    income: Income,
    periods: Periods,
    book: FaultBook,
    root: Path,
) -> list[Written]:
    """Write the wage files of the year under `root`."""
    rng = world.rng("wage files", periods.year)
    cancelling = world.rng("wage cancellations", periods.year)
    register = Register(root, "palkka", periods, REPORT, TRANSACTION, book, rng)
    rows = np.flatnonzero(life.months > 0)
    payer = payer_numbers(world, who, rows)
    order = np.argsort(payer, kind="stable")
    rows, payer = rows[order], payer[order]
    _, first, size = np.unique(payer, return_index=True, return_counts=True)
    done = 0
    for part in income_register.chunks(size * periods.payments, income_register.REPORTS_A_BLOCK):
        start, stop = int(first[part.start]), int(first[part.stop - 1] + size[part.stop - 1])
        block, made = _block(
            who, life, income, periods, rows[start:stop], payer[start:stop], done, rng
        )
        done += made
        register.write(*with_cancelled(block, cancelling), _HOURS_FAULTS)
    return register.close()


def _block(
    who: People,
    life: Livelihood,
    income: Income,
    periods: Periods,
    rows: Ints,
    payer: Ints,
    done: int,
    rng: np.random.Generator,
) -> tuple[Block, int]:
    """The reports of persons `rows` with their employers; how many reports there are."""
    months = periods.months(
        life.work_from[rows].astype(np.int64), life.work_to[rows].astype(np.int64)
    )
    person, period = np.nonzero(months)
    order = np.lexsort((person, period, payer[person]))
    person, period = person[order], period[order]
    n = len(person)
    key = payer[person] * 100 + period
    _, at, delivery = np.unique(key, return_index=True, return_inverse=True)
    year = periods.year
    names = (
        pl.DataFrame({"payer": payer[person[at]], "period": period[at] + 1})
        .select(
            pl.concat_str(
                pl.lit(f"TP{year}-"),
                pl.col("payer").cast(pl.String).str.zfill(6),
                pl.lit("-"),
                pl.col("period").cast(pl.String).str.zfill(2),
            )
        )
        .to_series()
    )
    deliveries = income_register.deliveries(
        names, ids.payers(payer[person[at]]), period[at], periods
    )
    report, version = income_register.replaced(n, rng)
    reports, plain = _reports(who, life, rows[person[report]], periods.paid[period[report]], rng)
    number = pl.Series(done + report + 1).cast(pl.String).str.zfill(9)
    again = np.bincount(report, minlength=n)[report] > 1
    reports = reports.with_columns(
        (pl.lit(f"W{year % 100:02d}") + number).alias("repId"),
        names.gather(delivery[report]).alias("delId"),
        pl.Series("reportVersion", version).cast(pl.String),
        pl.Series("actionCode", version).cast(pl.String),
    ).select(REPORT)
    pay = income.wages[rows] / np.maximum(life.months[rows], 1)
    gross = pay[person[report]] * months[person, period][report]
    gross = gross * np.where(again & (version == 1), rng.uniform(0.85, 1.1, len(report)), 1.0)
    rate = income.tax_rate[rows][person[report]]
    transactions, report_of = _transactions(
        gross, rate, payer[person[report]], period[report], periods, reports, rng
    )
    return Block(deliveries, reports, transactions, delivery[report], report_of, plain & ~again), n


def _reports(
    who: People, life: Livelihood, earner: Ints, paid: Ints, rng: np.random.Generator
) -> tuple[pl.DataFrame, npt.NDArray[np.bool_]]:
    """Earner, terms of employment, hours and occupation of each report."""
    n = len(earner)
    code, plain = income_register.earner_codes(who, earner, paid, rng)
    part = life.part_time[earner]
    luck = who.u[earner, 2].astype(np.float64)
    level = np.select([life.attained[earner] >= 500, life.attained[earner] >= 300], [0, 1], 2)
    occupation = _OCCUPATIONS[level, (luck * 7.99).astype(np.int64)]
    draw = rng.random(n)
    frame = pl.DataFrame(
        {
            "incomeEarnerHetu": code,
            "employmentCode": np.where(draw < 0.04, "3", np.where(part, "2", "1")),
            "termCode": np.where(life.ages[earner] < 28, "2", "1"),
            "hoursPerWeek": np.where(part, np.where(luck < 0.5, "15", "22,5"), "37,5"),
            "professionCode1": occupation,
            "draw": draw,
        }
    ).with_columns(
        pl.when(pl.col("draw") < 0.03)
        .then(None)
        .otherwise("employmentCode")
        .alias("employmentCode"),
        pl.when(pl.col("draw") > 0.97).then(None).otherwise("termCode").alias("termCode"),
        pl.when(pl.col("draw") > 0.92).then(None).otherwise("hoursPerWeek").alias("hoursPerWeek"),
        pl.when(pl.col("draw") < 0.05)
        .then(None)
        .otherwise("professionCode1")
        .alias("professionCode1"),
    )
    return frame, plain


def _transactions(
    gross: npt.NDArray[np.float64],
    rate: npt.NDArray[np.float64],
    payer: Ints,
    period: Ints,
    periods: Periods,
    reports: pl.DataFrame,
    rng: np.random.Generator,
) -> tuple[pl.DataFrame, Ints]:
    """The lines of each report in cents, and which report each belongs to."""
    n = len(gross)
    total = np.rint(gross * 100).astype(np.int64)
    lines = np.zeros((n, len(_CODES)), dtype=np.int64)
    lines[:, 0] = total
    split = payer % 3 == 0
    bonus = split & ((period + 1) * periods.length // 6 == 1) & (period * periods.length < 6)
    overtime = split & (rng.random(n) < 0.2)
    lines[:, 2] = np.where(bonus, total * 12 // 100, 0)
    lines[:, 3] = np.where(overtime, total * 4 // 100, 0)
    lines[:, 1] = np.where(split, total - lines[:, 2] - lines[:, 3], 0)
    lines[:, _PHONE] = np.where((payer % 11 == 0) & (gross > 5000), 2000 * periods.length, 0)
    lines[:, 5] = np.rint(total * rate)
    lines[:, 6] = np.rint(total * PENSION_FEE)
    lines[:, 7] = np.rint(total * UNEMPLOYMENT_FEE)
    draw = rng.random(n)
    lines[:, _RECOVERED] = np.where(draw < 0.003, total * 5 // 100, 0)
    lines[:, _UNJUST] = np.where(draw > 0.999, total * 3 // 100, 0)
    report, slot = np.nonzero(lines)
    says_false = payer[report] % 5 == 0
    frame = pl.DataFrame(
        {
            "transactionCode": _CODES[slot],
            "amount": lines[report, slot],
            "no": says_false,
            "slot": slot,
        }
    )
    plain = pl.when("no").then(pl.lit("false"))
    frame = frame.with_columns(
        reports["repId"].gather(report),
        reports["reportVersion"].gather(report),
        pl.col("transactionCode").cast(pl.String),
        output.cents("amount"),
        pl.when(pl.col("slot") == _PHONE).then(pl.lit("true")).otherwise(plain).alias("noMoney"),
        pl.when(pl.col("slot") == _UNJUST)
        .then(pl.lit("true"))
        .otherwise(plain)
        .alias("unjustEnrichment"),
        pl.when(pl.col("slot") == _RECOVERED)
        .then(pl.lit("true"))
        .otherwise(plain)
        .alias("recovery"),
    )
    return frame.select(TRANSACTION), report
