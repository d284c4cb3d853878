"""The mutants of indicators that stand on the registers of education."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant("tertiary_attainment_25_34", "ISCED 4 too", ">= 5", ">= 4"),
    IndicatorMutant("tertiary_attainment_25_34", "over 5", ">= 5", "> 5"),
    IndicatorMutant("tertiary_attainment_25_34", "to 35", "(25, 34)", "(25, 35)"),
    IndicatorMutant("tertiary_attainment_25_34", "the unknown in the base", " & _KNOWN", ""),
    IndicatorMutant("upper_secondary_or_higher_25_64", "over 3", ">= 3", "> 3"),
    IndicatorMutant("upper_secondary_or_higher_25_64", "to 65", "(25, 64)", "(25, 65)"),
    IndicatorMutant("upper_secondary_or_higher_25_64", "anybody named", ">= 3", ">= 0"),
)
