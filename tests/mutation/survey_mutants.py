"""The mutants of indicators from the surveys of work, trust, time, crime and school."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant("employment_rate_20_64", "to 65", "(20, 64)", "(20, 65)"),
    IndicatorMutant("employment_rate_20_64", "from 19", "(20, 64)", "(19, 64)"),
    IndicatorMutant("employment_rate_20_64", "the others", '== "employed"', '!= "employed"'),
    IndicatorMutant("employment_rate_15_64", "the EU's ages", "(15, 64)", "(20, 64)"),
    IndicatorMutant("employment_rate_15_64", "to 66", "(15, 64)", "(15, 66)"),
    IndicatorMutant("unemployment_rate_15_74", "to 75", "(15, 74)", "(15, 75)"),
    IndicatorMutant("unemployment_rate_15_74", "from 14", "(15, 74)", "(14, 74)"),
    IndicatorMutant(
        "unemployment_rate_15_74",
        "of all persons",
        '["employed", "unemployed"]',
        '["employed", "unemployed", "outside_labour_force"]',
    ),
    IndicatorMutant("long_term_unemployment_rate", "from 18 months", '"12_17_months", ', ""),
    IndicatorMutant(
        "long_term_unemployment_rate", "from 6 months", '["12_17', '["6_11_months", "12_17'
    ),
    IndicatorMutant(
        "long_term_unemployment_rate",
        "of the unemployed",
        '["employed", "unemployed"]',
        '["unemployed"]',
    ),
    IndicatorMutant("neet_rate_15_29", "to 30", "(15, 29)", "(15, 30)"),
    IndicatorMutant("neet_rate_15_29", "the unemployed only", '!= "employed"', '== "unemployed"'),
    IndicatorMutant(
        "neet_rate_15_29",
        "the employed who didn't answer",
        ' & pl.col("studied").is_not_null()',
        "",
    ),
    IndicatorMutant("neet_rate_15_29", "studies or not", ' & (pl.col("studied") == "no")', ""),
    IndicatorMutant("long_working_hours_share", "over 49", ">= 49", "> 49"),
    IndicatorMutant("long_working_hours_share", "48", ">= 49", ">= 48"),
    IndicatorMutant("long_working_hours_share", "to 65", "(20, 64)", "(20, 65)"),
    IndicatorMutant(
        "long_working_hours_share",
        "not only at work",
        ' & (pl.col("ilo_status") == "employed")',
        "",
    ),
    IndicatorMutant("early_leavers_18_24", "medium too", '== "low"', '!= "high"'),
    IndicatorMutant("early_leavers_18_24", "to 25", "(18, 24)", "(18, 25)"),
    IndicatorMutant(
        "early_leavers_18_24", "the studying too", '(pl.col("studied") == "no")', "True"
    ),
    IndicatorMutant(
        "early_leavers_18_24",
        "unknown education in the base",
        ' & pl.col("attainment").is_not_null()',
        "",
    ),
    IndicatorMutant("adult_learning_4w_25_64", "who didn't", '== "yes"', '== "no"'),
    IndicatorMutant("adult_learning_4w_25_64", "to 65", "(25, 64)", "(25, 65)"),
)
