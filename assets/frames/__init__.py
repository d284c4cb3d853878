"""Survey frames: one row a respondent (or member of a sampled household) and year.

Every frame has `household, cluster, stratum, weight, respondent_weight, sex, age`, area codes in
columns named by level, and the survey's items under their canonical names. Where one may have
several rows a year, `person` says whose a row is: sizes count persons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from assets.frames import (
    crime_victims,
    eu_silc,
    labour_force,
    living_conditions,
    school_health,
    time_use,
    trust_survey,
    wellbeing_survey,
)

Facts = Mapping[str, pl.LazyFrame]

FRAMES: Mapping[str, Callable[[Facts], pl.DataFrame]] = {
    "crime_victims": crime_victims.frame,
    "eu_silc": eu_silc.frame,
    "labour_force": labour_force.frame,
    "living_conditions": living_conditions.frame,
    "school_health": school_health.frame,
    "time_use": time_use.frame,
    "trust_survey": trust_survey.frame,
    "wellbeing_survey": wellbeing_survey.frame,
}
"""Source id → how its facts (table name → rows of one year) become a frame."""
