"""The mutants of indicators that stand on registers of spells and events."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    *(
        mutant
        for indicator in (
            "unemployed_jobseeker_share_18_64_register",
            "unemployed_during_year_share_18_64_register",
            "long_term_unemployed_share_18_64_register",
        )
        for mutant in (
            IndicatorMutant(indicator, "from 17", "(18, 64)", "(17, 64)"),
            IndicatorMutant(indicator, "to 65", "(18, 64)", "(18, 65)"),
            IndicatorMutant(indicator, "the unknown in the base", " & _SEEKERS_KNOWN", ""),
        )
    ),
    IndicatorMutant("unemployed_jobseeker_share_18_64_register", "the others", "== 1", "== 0"),
    IndicatorMutant("unemployed_during_year_share_18_64_register", "two days", "> 0", "> 1"),
    IndicatorMutant(
        "long_term_unemployed_share_18_64_register",
        "all the unemployed",
        'nw.col("long_term_unemployed")',
        'nw.col("unemployed_at_year_end")',
    ),
    IndicatorMutant("activation_rate_18_64_register", "to 65", "(18, 64)", "(18, 65)"),
    IndicatorMutant(
        "activation_rate_18_64_register",
        "of the unemployed alone",
        '| (nw.col("in_employment_service") == 1)',
        '& (nw.col("in_employment_service") >= 0)',
    ),
    IndicatorMutant(
        "activation_rate_18_64_register",
        "the unemployed",
        'where=nw.col("in_employment_service")',
        'where=nw.col("unemployed_at_year_end")',
    ),
)
