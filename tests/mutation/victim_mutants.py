"""Wrong rules of the indicators of victims whom the police know: their tables must notice each."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant("violence_victim_known_share", "twice at least", "> 0", "> 1"),
    IndicatorMutant("violence_victim_known_share", "nobody too", "> 0", ">= 0"),
)
