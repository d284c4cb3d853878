"""How far back a value reaches is read off the indicator's own expressions."""

from __future__ import annotations

from assets.look_back import years_before
from assets.person_years.poverty import HISTORY
from assets.reserves import INDICATORS

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
