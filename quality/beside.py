"""A source's deliveries in force, each beside the one of the period before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quality.acceptance import Acceptance
from quality.drift import Finding, drift
from quality.profile import Profile, read_profile
from sources.declarations import Source
from sources.home import Home


@dataclass(frozen=True)
class Beside:
    """A delivery's profile, and how it differs from that of the period `earlier`.

    `earlier` is None where there is nothing to compare with: then nothing differs.
    """

    profile: Profile | None
    earlier: str | None
    findings: tuple[Finding, ...]


def beside_earlier(
    home: Home, source: Source, current: Mapping[str, Acceptance]
) -> dict[str, Beside]:
    """Period → its delivery in force (`current`) beside the one before, oldest period first."""
    found: dict[str, Beside] = {}
    before: tuple[str, Profile | None] | None = None
    for period in sorted(current):
        profile = read_profile(home, source.id, current[period].delivery)
        if before is not None and before[1] is not None and profile is not None:
            differing = tuple(drift(before[1], profile, source.tolerance, source.tables))
            found[period] = Beside(profile, before[0], differing)
        else:
            found[period] = Beside(profile, None, ())
        before = (period, profile)
    return found
