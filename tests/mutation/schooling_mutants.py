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
    IndicatorMutant(
        "outside_education_17_24",
        "whoever is outside, with a qualification too",
        'nw.col("education_level") == 0',
        'nw.col("education_level") >= 0',
    ),
    IndicatorMutant(
        "outside_education_17_24",
        "the studying too",
        'nw.col("in_education") == 0',
        'nw.col("in_education") >= 0',
    ),
    IndicatorMutant("outside_education_17_24", "from 16", "(17, 24)", "(16, 24)"),
    IndicatorMutant("outside_education_17_24", "studies unknown", " & _STUDIES_KNOWN", ""),
    IndicatorMutant(
        "studying_register_share_18_24", "any education", '"studying"', '"in_education"'
    ),
    IndicatorMutant("studying_register_share_18_24", "to 25", "(18, 24)", "(18, 25)"),
    IndicatorMutant(
        "no_studies_no_wages_register_share_15_29",
        "paid wages too",
        'nw.col("wages") <= 0',
        'nw.col("wages") >= 0',
    ),
    IndicatorMutant(
        "no_studies_no_wages_register_share_15_29",
        "the studying too",
        'nw.col("in_education") == 0',
        'nw.col("in_education") >= 0',
    ),
    IndicatorMutant("no_studies_no_wages_register_share_15_29", "from 16", "(15, 29)", "(16, 29)"),
)
