"""`Tolerance`: how much a delivery may differ from the last good one before somebody looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tolerance:
    """Differences (0–1) between two deliveries that warn, and that make a delivery wait.

    `rows` is the relative change of a table's rows. `filled` the change of a column's share of
    rows with a value. `shifted` how far two distributions lie apart: half the summed differences
    of code shares, or the largest difference of two distribution functions. A blocking difference
    makes the delivery wait until its sender has confirmed it; rows warn only, as a delivery of
    less than half waits anyhow. `exempt` names columns (`table.column`) that change by nature.
    """

    rows_warn: float = 0.30
    filled_warn: float = 0.05
    filled_block: float = 0.30
    shifted_warn: float = 0.10
    shifted_block: float = 0.50
    exempt: tuple[str, ...] = ()
