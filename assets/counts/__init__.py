"""What sources count in areas: one file a source, which declares `Counts`, and its line here."""

from __future__ import annotations

from collections.abc import Mapping

from assets.counts import causes_of_death, elections, offences, road_accidents
from assets.counts.declared import Counts

_DECLARED: tuple[Counts, ...] = (
    causes_of_death.COUNTS,
    elections.COUNTS,
    offences.COUNTS,
    road_accidents.COUNTS,
)

COUNTS: Mapping[str, Counts] = {c.source: c for c in _DECLARED}
"""By source. The population's own are made of the person-years (`assets.counts.residents`)."""
