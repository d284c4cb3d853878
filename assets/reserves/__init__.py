"""The eight reserves and the companion outcome: their indicators, in one file each or two."""

from __future__ import annotations

from assets.reserves import (
    activities_and_work,
    care_given,
    education,
    environment,
    health,
    material_living_standards,
    overall_experience,
    registered_work,
    safety,
    social_connections,
    voice_and_governance,
)
from sources.declarations import Indicator, Reserve

INDICATORS: tuple[Indicator, ...] = (
    *material_living_standards.INDICATORS,
    *health.INDICATORS,
    *care_given.INDICATORS,
    *education.INDICATORS,
    *registered_work.INDICATORS,
    *activities_and_work.INDICATORS,
    *voice_and_governance.INDICATORS,
    *social_connections.INDICATORS,
    *environment.INDICATORS,
    *safety.INDICATORS,
    *overall_experience.INDICATORS,
)
"""All indicators, in the order of the reserves."""


def of_reserve(reserve: Reserve) -> tuple[Indicator, ...]:
    """The indicators of one reserve."""
    return tuple(i for i in INDICATORS if i.reserve is reserve)
