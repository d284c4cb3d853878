"""Reports to the income register that should never have been sent, and that the payer cancelled.

A payer sends a person's report a second time under another number, notices it, and cancels the
second one by a message of its own. So what a person earned stays what it was: whoever counts a
cancelled report counts the money twice.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic.income_register import CANCELLATION, Block

SHARE = 0.003
"""Of reports. Nobody publishes it; replacements, which are told of, are somewhat more common."""

_REPLACED = 0.25
"""Of the cancelled reports: the payer first tried to mend them."""

_UNDATED = 0.1


def with_cancelled(block: Block, rng: np.random.Generator) -> tuple[Block, pl.DataFrame]:
    """The block with reports that were sent twice, and the messages that cancel the second ones."""
    chosen = np.flatnonzero(block.plain & (rng.random(block.reports.height) < SHARE))
    mended = chosen[rng.random(len(chosen)) < _REPLACED]
    first, second = _again(block.reports, chosen, "1"), _again(block.reports, mended, "2")
    whose = np.concatenate([chosen, mended])
    lines, of_line = _lines(block, whose)
    after = block.reports.height + of_line
    version = pl.Series("reportVersion", np.where(of_line < len(chosen), "1", "2"))
    twice = replace(
        block,
        reports=pl.concat([block.reports, first, second]),
        transactions=pl.concat(
            [block.transactions, block.transactions[lines].with_columns(_number(), version)]
        ),
        delivery_of=np.concatenate([block.delivery_of, block.delivery_of[whose]]),
        report_of=np.concatenate([block.report_of, after]),
        plain=np.concatenate([block.plain, np.zeros(len(whose), dtype=np.bool_)]),
    )
    paid = block.deliveries["paymentDate"].gather(block.delivery_of[chosen]).str.to_date()
    day = paid + pl.Series(rng.integers(1, 40, len(chosen)) * 86_400_000).cast(pl.Duration("ms"))
    dated = pl.Series(rng.random(len(chosen)) >= _UNDATED)
    messages = pl.DataFrame({"repId": first["repId"], "day": day, "dated": dated}).select(
        "repId", pl.when("dated").then(pl.col("day").dt.strftime("%Y-%m-%d")).alias(CANCELLATION[1])
    )
    return twice, messages


def _number() -> pl.Expr:
    """A report number that no other report has."""
    return (pl.col("repId") + "B").alias("repId")


def _again(reports: pl.DataFrame, rows: npt.NDArray[np.int64], version: str) -> pl.DataFrame:
    """Those reports under their second number; the version is the action's code too."""
    return reports[rows].with_columns(
        _number(),
        pl.lit(version).alias("reportVersion"),
        pl.lit(version).alias("actionCode"),
    )


def _lines(
    block: Block, reports: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of the transactions of these reports, and which of them each belongs to (from 0)."""
    lines = pl.DataFrame(
        {"report": block.report_of, "line": np.arange(len(block.report_of), dtype=np.int64)}
    )
    wanted = pl.DataFrame({"report": reports, "nth": np.arange(len(reports), dtype=np.int64)})
    found = wanted.join(lines, on="report", maintain_order="left_right")
    return found["line"].to_numpy(), found["nth"].to_numpy()
