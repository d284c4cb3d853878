"""`Tolerance`: how much a delivery may differ from what is expected before somebody looks."""

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

    `coverage` is the least share of a delivery's persons whom the population register must know:
    below the first it is told, below the second no release is made of it until its sender has
    confirmed it. Non-residents and rows in quarantine explain a percent or two; with one person
    in ten unknown, figures per resident are wrong by as much. `frame_years` are the years, counted
    from the delivery's own, in whose population registers the persons may be: judged where all of
    them are delivered.

    Days after the agreed one: more than `late_warns_after` are told; more than `late_blocks_after`,
    where declared, forbid the release (a late register doesn't stop the night by itself).
    """

    rows_warn: float = 0.30
    filled_warn: float = 0.05
    filled_block: float = 0.30
    shifted_warn: float = 0.10
    shifted_block: float = 0.50
    exempt: tuple[str, ...] = ()
    coverage_warn: float = 0.98
    coverage_block: float = 0.90
    frame_years: tuple[int, ...] = (0,)
    late_warns_after: int = 0
    late_blocks_after: int | None = None

    @property
    def of_acceptance(self) -> tuple[object, ...]:
        """What decides at the door; coverage and lateness are judged with the candidate."""
        return (
            self.rows_warn,
            self.filled_warn,
            self.filled_block,
            self.shifted_warn,
            self.shifted_block,
            self.exempt,
        )
