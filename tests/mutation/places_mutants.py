"""Mutants of what is measured around the home."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant("pm25_population_weighted_mean", "another unit", "units=1000", "units=100"),
    IndicatorMutant("pm25_above_who_share", "the guideline itself", "> 5000", ">= 5000"),
    IndicatorMutant("pm25_above_who_share", "the guideline of 2005", "> 5000", "> 10000"),
    IndicatorMutant(
        "pm25_above_who_share",
        "no value counts as clean air",
        ' & ~nw.col("pm25_ng_m3").is_null()',
        "",
    ),
)
