"""Every source that is declared, and the way to find one by its id."""

from __future__ import annotations

from sources import (
    air_quality,
    building_stock,
    causes_of_death,
    crime_victims,
    degrees,
    elections,
    eu_silc,
    green_areas,
    hospital_care,
    income_register,
    job_seekers,
    kela,
    labour_force,
    living_conditions,
    noise_maps,
    offence_victims,
    offences,
    population,
    primary_care,
    public_transport,
    road_accidents,
    school_health,
    social_assistance,
    study_rights,
    time_use,
    trust_survey,
    wellbeing_survey,
)
from sources.declarations import Source
from sources.errors import VarantoError
from sources.official.declared import OFFICIAL_SOURCES

SECTOR_SOURCES: tuple[Source, ...] = (
    population.SOURCE,
    income_register.SOURCE,
    kela.SOURCE,
    social_assistance.SOURCE,
    living_conditions.SOURCE,
    wellbeing_survey.SOURCE,
    labour_force.SOURCE,
    school_health.SOURCE,
    crime_victims.SOURCE,
    time_use.SOURCE,
    eu_silc.SOURCE,
    degrees.SOURCE,
    causes_of_death.SOURCE,
    job_seekers.SOURCE,
    building_stock.SOURCE,
    air_quality.SOURCE,
    primary_care.SOURCE,
    hospital_care.SOURCE,
    study_rights.SOURCE,
    elections.SOURCE,
    trust_survey.SOURCE,
    offences.SOURCE,
    offence_victims.SOURCE,
    road_accidents.SOURCE,
    noise_maps.SOURCE,
    green_areas.SOURCE,
    public_transport.SOURCE,
)
"""The sources of the sectors: registers, surveys, and counts and measurements of places."""

SOURCES: tuple[Source, ...] = (*SECTOR_SOURCES, *OFFICIAL_SOURCES.values())
"""All sources, sector sources first."""


def source(source_id: str) -> Source:
    """The source of that id; VarantoError with the known ids if there is none."""
    for declared in SOURCES:
        if declared.id == source_id:
            return declared
    known = ", ".join(s.id for s in SOURCES)
    raise VarantoError(f"There is no source {source_id}. Known sources: {known}.")
