"""When deliveries came, beside the day that was agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from quality.acceptance import Acceptance
from sources.declarations import Source
from sources.home import Home
from sources.landing.delivery import deliveries


def arrivals(home: Home, source: Source) -> dict[str, date]:
    """Delivery → the day on which it came, of those that are still in landing."""
    return {
        d.id: datetime.fromisoformat(d.received).astimezone(UTC).date()
        for d in deliveries(home.landing, source.id)
    }


def days_late(source: Source, record: Acceptance, received: date | None) -> int | None:
    """Days after the agreed day of the following year (negative: before it).

    None where no day is agreed, the delivery has left landing, or it is invented: nobody sent it.
    """
    if source.expected_by is None or received is None or record.synthetic:
        return None
    month, day = map(int, source.expected_by.split("-"))
    return (received - date(int(record.period) + 1, month, day)).days
