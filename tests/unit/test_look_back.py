"""What a value rests on is read off the indicator's own expressions."""

from __future__ import annotations

from assets.look_back import behind, registers_behind, years_before
from assets.person_years.poverty import HISTORY
from assets.reserves import INDICATORS, of_reserve
from sources.declarations import RegisterStatistic, Reserve

POOLED = 3
"""Three years of deaths: two before the year itself, and the population at the beginning of all."""


def test_only_persistent_poverty_and_what_is_per_mean_population_rest_on_earlier_years() -> None:
    found = {i.id: years_before(s) for i in INDICATORS for s in i.series}
    looking_back = {name: years for name, years in found.items() if years}
    assert looking_back == {
        "persistent_poverty_rate_register": HISTORY,
        "life_expectancy_at_birth": POOLED,
        "avoidable_mortality_asr": POOLED,
        "accident_mortality_asr": POOLED,
        "violent_offences_per_1000": 1,
        "road_traffic_casualties_per_100000": 1,
    }


def test_a_series_rests_on_the_registers_whose_columns_it_looks_at() -> None:
    found = {
        i.id: registers_behind(s)
        for i in INDICATORS
        for s in i.series
        if isinstance(s.statistic, RegisterStatistic)
    }
    assert {name: f for name, f in found.items() if len(f) != 2} == {
        "living_alone_share": ("population",),
        "outside_education_17_24": ("population", "degrees", "study_rights"),
        "no_studies_no_wages_register_share_15_29": (
            "population", "income_register", "study_rights"
        ),
        "pm25_population_weighted_mean": ("population", "building_stock", "air_quality"),
        "pm25_above_who_share": ("population", "building_stock", "air_quality"),
        "noise_lden55_share": ("population", "building_stock", "noise_maps"),
        "green_access_300m_share": ("population", "building_stock", "green_areas"),
        "public_transport_access_share": ("population", "building_stock", "public_transport"),
    }  # fmt: skip
    assert found["medicine_cost_ceiling_share"] == ("population", "kela")
    assert found["at_risk_of_poverty_rate_register"] == ("population", "income_register")
    assert found["long_term_social_assistance_share"] == ("population", "social_assistance")


def test_the_source_that_a_series_names_is_among_those_it_rests_on() -> None:
    for indicator in INDICATORS:
        for series in indicator.series:
            if isinstance(series.statistic, RegisterStatistic):
                assert series.source_id in registers_behind(series), indicator.id
            else:
                assert registers_behind(series) == ()


def test_a_reserve_looks_back_as_far_as_any_of_its_series() -> None:
    assert behind(of_reserve(Reserve.SAFETY)) == {
        "population": HISTORY,
        "income_register": HISTORY,
        "hospital_care": 0,
        "offence_victims": 0,
    }
    assert behind(of_reserve(Reserve.SOCIAL_CONNECTIONS)) == {"population": 0}
