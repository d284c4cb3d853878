"""When a provider has published last, by its own calendar: what is due is asked for, once.

Eurostat updates its database twice a day, at 11 and 23 (Luxembourg); Statistics Finland publishes
at 8 on working days. Sotkanet and the OECD name no hour: theirs is looked at once a week. Results
of elections are final some days after the day: once a week too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

WORKING_DAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Calendar:
    """Hours at which something new may be there, on the named days of the week (Monday is 0)."""

    zone: str
    hours: tuple[int, ...]
    days: tuple[int, ...]

    def last(self, now: datetime) -> datetime:
        """The last hour of publication that is not after `now` (which has a time zone)."""
        here = now.astimezone(ZoneInfo(self.zone))
        for back in range(8):
            day = (here - timedelta(days=back)).date()
            if day.weekday() not in self.days:
                continue
            for hour in sorted(self.hours, reverse=True):
                moment = datetime.combine(day, time(hour), tzinfo=ZoneInfo(self.zone))
                if moment <= here:
                    return moment
        raise ValueError("a calendar has at least one hour and one day")


CALENDARS: Mapping[str, Calendar] = {
    "eurostat": Calendar("Europe/Luxembourg", (11, 23), (0, 1, 2, 3, 4, 5, 6)),
    "statfin": Calendar("Europe/Helsinki", (8,), WORKING_DAYS),
    "sotkanet": Calendar("Europe/Helsinki", (0,), (0,)),
    "oecd": Calendar("Europe/Helsinki", (0,), (0,)),
    "elections": Calendar("Europe/Helsinki", (0,), (0,)),
}
"""Provider → its calendar."""


def is_due(provider: str, checked: datetime | None, now: datetime) -> bool:
    """Whether the provider may have published since it was last asked."""
    return checked is None or checked < CALENDARS[provider].last(now)
