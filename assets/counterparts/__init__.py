"""Published counterparts of our indicators: which series of which provider stands beside each.

One file a provider. A counterpart says nothing of how we compute: it is kept apart from the
indicators, so that one more of them makes the official rows anew and no computed reserve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assets.counterparts import eurostat, oecd, sotkanet, statfin
from sources.declarations import Indicator, OfficialSeries
from sources.errors import VarantoError

FOLDER = "assets/counterparts"

_PROVIDERS = (eurostat, statfin, sotkanet, oecd)
"""In order of preference: one method for all countries, then our own offices, then the OECD."""

COUNTERPARTS: Mapping[str, tuple[OfficialSeries, ...]] = {
    name: tuple(s for provider in _PROVIDERS for s in provider.SERIES.get(name, ()))
    for name in dict.fromkeys(name for provider in _PROVIDERS for name in provider.SERIES)
}
"""Indicator id → its published series, in order of preference."""


def with_counterparts(
    indicators: Sequence[Indicator],
    counterparts: Mapping[str, tuple[OfficialSeries, ...]] = COUNTERPARTS,
) -> tuple[Indicator, ...]:
    """The indicators with their published series.

    A counterpart of an indicator that there is none of, and an indicator whose published series
    stand in both places, are `VarantoError`.
    """
    known = {i.id for i in indicators}
    strangers = sorted(set(counterparts) - known)
    if strangers:
        raise VarantoError(
            f"{FOLDER}: no indicator is called {', '.join(strangers)}; mend the id, or declare the "
            "indicator in assets/reserves"
        )
    twice = sorted(i.id for i in indicators if i.official and i.id in counterparts)
    if twice:
        raise VarantoError(
            f"{FOLDER}: {', '.join(twice)} has published series in assets/reserves too; keep them "
            "here alone"
        )
    return tuple(
        replace(i, official=counterparts[i.id]) if i.id in counterparts else i for i in indicators
    )
