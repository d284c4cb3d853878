"""How far back a value reaches is read off the indicator's own expressions."""

from __future__ import annotations

from assets.look_back import years_before
from assets.person_years.poverty import HISTORY
from assets.reserves import INDICATORS


def test_only_what_looks_at_persistent_poverty_rests_on_earlier_years() -> None:
    found = {i.id: years_before(s) for i in INDICATORS for s in i.series}
    looking_back = {name: years for name, years in found.items() if years}
    assert looking_back == {"persistent_poverty_rate_register": HISTORY}
