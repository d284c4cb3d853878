"""Mutants of the indicators of deaths."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant("life_expectancy_at_birth", "accidents only", '"deaths"', '"accident_deaths"'),
    IndicatorMutant("avoidable_mortality_asr", "75 included", "ages=(0, 74)", "ages=(0, 79)"),
    IndicatorMutant("avoidable_mortality_asr", "one year", "ages=(0, 74)", "ages=(0, 74), years=1"),
    IndicatorMutant(
        "accident_mortality_asr",
        "per 1,000",
        'of="accident_deaths"',
        'of="accident_deaths", per=1000',
    ),
)
