"""Dimensions that a dataset has at times, and codes that are the only ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_official_match import indicator, observation, observed

from sources.declarations import Explanation, OfficialSeries
from sources.errors import VarantoError
from sources.official import match
from sources.official.match import OTHER_THAN_OURS
from warehouse.selection import recommended
from warehouse.shape import shaped


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


def test_two_deliveries_one_without_the_dimension_are_told_where_they_overlap() -> None:
    where = {"unit": "PC", "reason": "TOOEFW", "statinfo?": "AVG"}
    series = OfficialSeries("eurostat", "made_up", where)
    with_it = '{"freq":"A","reason":"TOOEFW","statinfo":"AVG","unit":"PC"}'
    old, new = observation(dimensions=with_it, time="2020"), observation(time="2021")
    assert match([indicator(series)], observed(old, new)).rows["period"].to_list() == [
        "2020",
        "2021",
    ]
    same = observation(dimensions=with_it, time="2021")
    with pytest.raises(VarantoError, match="leaves several rows"):
        match([indicator(series)], observed(same, new))


@pytest.mark.parametrize("differs", [Explanation.CONCEPT, Explanation.POPULATION])
def test_figures_of_another_concept_are_marked_and_stand_beside_only(differs: Explanation) -> None:
    where = {"unit": "PC", "reason": "TOOEFW"}
    series = OfficialSeries("eurostat", "made_up", where, differs=differs, note="other ages")
    one = indicator(series)
    rows = match([one], observed(observation())).rows
    assert rows["obs_status"].to_list() == ["D"]
    assert rows["note"][0].endswith(f"; {OTHER_THAN_OURS} {differs.value}; other ages")
    everything = shaped(rows)
    assert everything.height == 1
    assert recommended(everything, [one]).is_empty()
    source = indicator(replace(series, differs=Explanation.SOURCE))
    same = match([source], observed(observation())).rows
    assert same["obs_status"].to_list() == ["A"]
    assert recommended(shaped(same), [source]).height == 1
