"""The mutants of unpaid work, as the time use survey tells of it."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

_HELP = '\n                + pl.col("help_minutes")'
_VOLUNTEERING = '\n                + pl.col("volunteering_minutes")'

MUTANTS = (
    IndicatorMutant("unpaid_work_gap", "no help", _HELP, ""),
    IndicatorMutant("unpaid_work_gap", "no volunteering", _VOLUNTEERING, ""),
    IndicatorMutant("unpaid_work_gap", "no household", 'pl.col("household_minutes")', "pl.lit(0)"),
    IndicatorMutant("unpaid_work_gap", "over 10", ">= 10", "> 10"),
    IndicatorMutant("unpaid_work_gap", "from 9", ">= 10", ">= 9"),
)
