"""Wrong rules of the indicators of care given: their tables must notice each."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant("primary_care_contact_share", "twice at least", "> 0", "> 1"),
    IndicatorMutant("primary_care_contact_share", "nobody too", "> 0", ">= 0"),
    IndicatorMutant("mental_health_primary_contact_share", "twice at least", "> 0", "> 1"),
    IndicatorMutant("mental_health_primary_contact_share", "nobody too", "> 0", ">= 0"),
    IndicatorMutant("mental_disorder_care_share", "twice at least", "> 0", "> 1"),
    IndicatorMutant("mental_disorder_care_share", "nobody too", "> 0", ">= 0"),
    IndicatorMutant("inpatient_care_share", "twice at least", "> 0", "> 1"),
    IndicatorMutant("inpatient_care_share", "nobody too", "> 0", ">= 0"),
    IndicatorMutant("ambulatory_sensitive_inpatient_share", "twice at least", "> 0", "> 1"),
    IndicatorMutant("ambulatory_sensitive_inpatient_share", "nobody too", "> 0", ">= 0"),
    IndicatorMutant("injury_inpatient_share", "twice at least", "> 0", "> 1"),
    IndicatorMutant("injury_inpatient_share", "nobody too", "> 0", ">= 0"),
)
