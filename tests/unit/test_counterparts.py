"""The published series as a whole: every one of an indicator, named whole, told on its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assets.counterparts import COUNTERPARTS, with_counterparts
from assets.counterparts.listed import page
from assets.counterparts.not_found import NOT_FOUND
from assets.reserves import INDICATORS
from sources.declarations import OfficialSeries, Reserve
from sources.errors import VarantoError
from sources.official.declared import OFFICIAL_SOURCES
from sources.reference.framework import framework

ROOT = Path(__file__).parents[2]
DATASETS = {s.dataset: s for several in COUNTERPARTS.values() for s in several}


def test_the_page_is_written_from_the_declarations() -> None:
    told = (ROOT / "docs" / "official_series.md").read_text(encoding="utf-8")
    assert told == page(), "write it anew: python -m assets.counterparts.listed"


def test_every_indicator_of_the_framework_has_a_series_or_says_why_not() -> None:
    ids = set(framework()["indicator_id"])
    assert ids - set(COUNTERPARTS) == set(NOT_FOUND)
    assert len(ids & set(COUNTERPARTS)) >= 57


@pytest.mark.parametrize("reserve", Reserve)
def test_every_reserve_has_a_published_series(reserve: Reserve) -> None:
    assert any(i.official for i in INDICATORS if i.reserve is reserve)


def test_no_indicator_has_the_same_slice_twice() -> None:
    for name, several in COUNTERPARTS.items():
        slices = [(s.provider, s.dataset, tuple(sorted(s.where.items()))) for s in several]
        assert len(set(slices)) == len(slices), name


@pytest.mark.parametrize("name", COUNTERPARTS)
def test_a_series_is_of_a_known_provider_and_names_what_it_means(name: str) -> None:
    for series in COUNTERPARTS[name]:
        assert series.provider in OFFICIAL_SOURCES
        assert series.where
        assert series.factor > 0
        for dimension, code in series.where.items():
            assert dimension == dimension.strip() != ""
            assert code == code.strip() != ""


def test_slices_of_one_dataset_name_the_same_dimensions() -> None:
    for dataset in DATASETS:
        named = {
            frozenset(n.rstrip("?") for n in s.where)
            for several in COUNTERPARTS.values()
            for s in several
            if s.dataset == dataset
        }
        assert len(named) == 1, dataset


def test_a_series_of_no_indicator_is_refused() -> None:
    series = OfficialSeries("eurostat", "made_up")
    with pytest.raises(VarantoError, match="no indicator is called made_up_share"):
        with_counterparts(INDICATORS, {"made_up_share": (series,)})
    first = replace(INDICATORS[0], official=(series,))
    with pytest.raises(VarantoError, match="has published series in assets/reserves too"):
        with_counterparts([first], {first.id: (series,)})
