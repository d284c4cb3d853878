"""Has half of a delivery got lost on the way, or has it come many times over?

A file cut off between two rows looks whole, so too few rows are refused until the sender confirms
them. Too many are taken, for they may be right (a reform, a wider population), and told.
"""

from __future__ import annotations

from collections.abc import Mapping

from quality.acceptance import MERGED, Acceptance
from sources.landing.delivery import Delivery
from sources.landing.said import FEWER_ROWS

LEAST_SHARE = 0.5
COMPARED_FROM = 100
"""Tables of fewer rows come and go (corrections, a small area): nothing is concluded from them."""

MOST_TIMES = 3
"""A register grows by some percent a year; a few times as many rows is another kind of file."""

SWOLLEN = "more_rows"
"""In the record of an acceptance: what `swollen` found."""


def shrunk(delivery: Delivery, before: Acceptance | None, read: Mapping[str, int]) -> str:
    """Why the delivery is too small beside the one it follows, or nothing.

    `before` is what it follows (`quality.acceptance.followed`), compared table by table, rows read.
    Under half is too few unless the sender has confirmed.
    """
    if before is None or FEWER_ROWS in delivery.exchange:
        return ""
    for table, rows in read.items():
        earlier = _size(before, table)
        if earlier >= COMPARED_FROM and rows < LEAST_SHARE * earlier:
            return (
                f"table {table} has {rows:,} rows where delivery {before.delivery} had "
                f"{earlier:,}: less than half"
            )
    return ""


def swollen(before: Acceptance | None, read: Mapping[str, int]) -> str:
    """What a person should look at: a table many times the size of the one it follows, or nothing.

    `before` is the delivery that it follows, as for `shrunk`.
    """
    if before is None:
        return ""
    for table, rows in read.items():
        earlier = _size(before, table)
        if earlier >= COMPARED_FROM and rows > MOST_TIMES * earlier:
            return (
                f"table {table} has {rows:,} rows where delivery {before.delivery} had "
                f"{earlier:,}: more than {MOST_TIMES} times as many"
            )
    return ""


def _size(before: Acceptance, table: str) -> int:
    """Rows of the table as a full delivery would have them: what deltas took away doesn't count."""
    if table not in before.tables:
        return 0
    counts = before.tables[table]
    return counts.read - sum(counts.excluded.get(reason, 0) for reason in MERGED)
