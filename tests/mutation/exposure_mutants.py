"""Mutants of the indicators of what happens in a place."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant(
        "violent_offences_per_1000",
        "per 100,000",
        'of="violent_offences", everywhere=True',
        'of="violent_offences", everywhere=True, per=100_000',
    ),
    IndicatorMutant(
        "violent_offences_per_1000",
        "people of places that aren't told of",
        'of="violent_offences", everywhere=True',
        'of="violent_offences"',
    ),
    IndicatorMutant(
        "violent_offences_per_1000",
        "two years",
        'of="violent_offences", everywhere=True',
        'of="violent_offences", everywhere=True, years=2',
    ),
    IndicatorMutant("road_traffic_casualties_per_100000", "per 1,000", "per=100_000", "per=1_000"),
    IndicatorMutant(
        "road_traffic_casualties_per_100000",
        "only people of places with an accident",
        "per=100_000",
        "per=100_000, everywhere=True",
    ),
    IndicatorMutant(
        "road_traffic_casualties_per_100000", "two years", "per=100_000", "per=100_000, years=2"
    ),
)
