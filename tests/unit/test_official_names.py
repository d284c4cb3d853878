"""Dimensions that a dataset has at times, and codes that are the only ones."""

from __future__ import annotations

import pytest
from test_official_match import indicator, observation, observed

from sources.declarations import OfficialSeries
from sources.errors import VarantoError
from sources.official import match


def test_a_dimension_that_may_be_absent_is_named_where_it_is() -> None:
    where = {"unit": "PC", "reason": "TOOEFW", "statinfo?": "AVG"}
    (row,) = match([indicator(OfficialSeries("eurostat", "made_up", where))],
                   observed(observation())).rows.rows()  # fmt: skip
    with_it = observation(dimensions='{"freq":"A","reason":"TOOEFW","statinfo":"AVG","unit":"PC"}')
    other = observation(
        dimensions='{"freq":"A","reason":"TOOEFW","statinfo":"MED","unit":"PC"}', value=99.0
    )
    series = OfficialSeries("eurostat", "made_up", where)
    assert match([indicator(series)], observed(with_it, other)).rows.rows() == [row]


def test_the_only_code_is_taken_and_of_several_none() -> None:
    where = {"unit": "*", "reason": "TOOEFW"}
    series = OfficialSeries("eurostat", "made_up", where)
    assert match([indicator(series)], observed(observation())).rows.height == 1
    other = observation(dimensions='{"freq":"A","reason":"TOOEFW","unit":"THS"}')
    with pytest.raises(VarantoError, match="code of unit '\\*' is ambiguous"):
        match([indicator(series)], observed(observation(), other))
