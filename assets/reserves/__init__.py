"""The eight reserves and the companion outcome: their indicators, in one file each or two."""

from __future__ import annotations

from assets.counterparts import with_counterparts
from assets.reserves import (
    activities_and_work,
    care_given,
    education,
    environment,
    health,
    material_living_standards,
    overall_experience,
    published_only,
    registered_work,
    safety,
    social_connections,
    voice_and_governance,
)
from sources.declarations import Indicator, Reserve

_MODULES = (
    material_living_standards,
    health,
    care_given,
    education,
    registered_work,
    activities_and_work,
    voice_and_governance,
    social_connections,
    environment,
    safety,
    overall_experience,
    published_only,
)

INDICATORS: tuple[Indicator, ...] = with_counterparts([i for m in _MODULES for i in m.INDICATORS])
"""All indicators with their published counterparts, in the order of the reserves."""


def of_reserve(reserve: Reserve) -> tuple[Indicator, ...]:
    """The indicators of one reserve."""
    return tuple(i for i in INDICATORS if i.reserve is reserve)


def files_of(reserve: Reserve) -> tuple[str, ...]:
    """The files, from the project's root, that say how indicators of one reserve are computed.

    What is published only is computed nowhere, and a counterpart computes nothing: their files
    are not among them.
    """
    return tuple(
        f"{m.__name__.replace('.', '/')}.py"
        for m in _MODULES
        if any(i.reserve is reserve and i.series for i in m.INDICATORS)
    )
