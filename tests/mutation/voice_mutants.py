"""Mutants of the indicators of elections and of the trust survey."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant(
        "voter_turnout_parliamentary",
        "the municipal election's",
        '"parliamentary_voted"',
        '"municipal_voted"',
    ),
    IndicatorMutant(
        "voter_turnout_municipal", "another base", '"municipal_entitled"', '"county_entitled"'
    ),
    IndicatorMutant(
        "voter_turnout_county", "voters of voters", '"county_entitled"', '"county_voted"'
    ),
    IndicatorMutant("trust_national_government_share", "over 6", ">= 6", "> 6"),
    IndicatorMutant("trust_national_government_share", "5 too", ">= 6", ">= 5"),
    IndicatorMutant("trust_local_government_share", "over 6", ">= 6", "> 6"),
    IndicatorMutant("trust_local_government_share", "5 too", ">= 6", ">= 5"),
    IndicatorMutant("political_voice_share", "over 6", ">= 6", "> 6"),
    IndicatorMutant("political_voice_share", "5 too", ">= 6", ">= 5"),
)
