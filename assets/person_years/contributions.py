"""What each register adds to the person-year: columns, one row a person.

A register joins the house by one file here that declares a `Contribution`, and its line below.
"""

from __future__ import annotations

from assets.person_years import (
    education,
    hospital_care,
    incomes,
    job_seeking,
    kela,
    offence_victims,
    primary_care,
    social_assistance,
)
from assets.person_years.contribution import Contribution
from assets.surroundings.build import SOURCES as SURROUNDINGS
from sources import population

CONTRIBUTIONS: tuple[Contribution, ...] = (
    incomes.WAGES,
    incomes.BENEFITS_RECEIVED,
    education.DEGREES,
    kela.MEDICINES,
    kela.RIGHTS,
    kela.SICKNESS,
    social_assistance.RECEIVED,
    job_seeking.JOB_SEEKING,
    primary_care.CONTACTS,
    hospital_care.SPELLS,
    education.STUDIES,
    offence_victims.VIOLENCE,
)
"""In the order in which their columns stand in the person-year."""

POPULATION = population.SOURCE.id

REGISTERS: tuple[str, ...] = (POPULATION, *dict.fromkeys(c.source for c in CONTRIBUTIONS))
"""The sources that the person-year is made of, the population first."""

COUNTED: tuple[str, ...] = (*REGISTERS, *SURROUNDINGS)
"""The sources that an indicator of the person-year may name as its own."""
