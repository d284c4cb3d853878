"""The eight reserves and the companion outcome: one file each, with its indicators."""

from __future__ import annotations

from assets.reserves import material_living_standards
from sources.declarations import Indicator, Reserve

INDICATORS: tuple[Indicator, ...] = (*material_living_standards.INDICATORS,)
"""All indicators, in the order of the reserves."""


def of_reserve(reserve: Reserve) -> tuple[Indicator, ...]:
    """The indicators of one reserve."""
    return tuple(i for i in INDICATORS if i.reserve is reserve)
