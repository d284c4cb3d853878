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
    IndicatorMutant("noise_lden55_share", "above 55 dB only", ">= 55_000", "> 55_000"),
    IndicatorMutant("noise_lden55_share", "from 50 dB", ">= 55_000", ">= 50_000"),
    IndicatorMutant(
        "noise_lden55_share",
        "what isn't mapped counts as quiet",
        ' & ~nw.col("lden_mdb").is_null()',
        "",
    ),
    IndicatorMutant("green_access_300m_share", "who has none", "== 1,", "== 0,"),
    IndicatorMutant("public_transport_access_share", "who has none", "== 1,", "== 0,"),
)
