"""The page of own beside published values: every pair drawn in the colour of its reason."""

from __future__ import annotations

import re

import polars as pl
import pytest

from quality.pages.comparison_page import INVENTED, comparison_page, summary
from quality.pages.dot_plot import COLOURS, EQUAL, RIGHT, WIDTH, Dot, Scale, scale_of, ticks
from sources.declarations import Explanation
from warehouse.comparisons import COMPARED

INDICATORS = pl.DataFrame(
    {
        "indicator_id": ["good_health", "offences"],
        "label_en": ["Good <health>", "Offences"],
        "decimals": [1, 1],
    }
)

USUAL: dict[str, object] = {
    "indicator_id": "good_health",
    "area_level": "COUNTRY",
    "area_code": "SSS",
    "year": 2024,
    "sex": "_T",
    "age_group": "TOTAL",
    "breakdown_by": "_T",
    "breakdown_value": "_T",
    "unit": "PC",
    "value": 68.0,
    "se": 0.5,
    "n": 500,
    "period": "2024",
    "source_id": "living_conditions",
    "official_value": 72.0,
    "official_period": "2024",
    "official_obs_status": "A",
    "official_decimals": 1,
    "official_source_id": "eurostat",
    "dataset": "sdg_03_20",
    "licence": "CC BY 4.0",
    "difference": -4.0,
    "difference_in_se": -8.0,
    "agrees": False,
    "explanation": "unexplained",
    "synthetic": False,
}


def pairs(*others: dict[str, object]) -> pl.DataFrame:
    rows = [USUAL | {"rank": nth} | other for nth, other in enumerate(others, start=1)]
    return pl.DataFrame(rows, schema=dict(COMPARED))


def drawn(page: str) -> list[str]:
    """Colours of our dots, from top to bottom, without the legend's."""
    return re.findall(r'class="own"[^>]*fill="(#\w+)"', page)[1:]


@pytest.mark.parametrize("word", [*Explanation, None])
def test_each_reason_has_a_colour_and_its_word(word: Explanation | None) -> None:
    page = comparison_page("one", INDICATORS, pairs({"explanation": word and word.value}))
    said = word.value if word else EQUAL
    assert drawn(page) == [COLOURS[said]]
    assert f">{said}</text></g>" in page
    assert len(set(COLOURS.values())) == len(Explanation) + 1


def test_invented_persons_are_said_at_the_top_and_real_ones_are_not() -> None:
    made_up = comparison_page("one", INDICATORS, pairs({"synthetic": True}))
    assert made_up.index(INVENTED) < made_up.index("Release one")
    assert INVENTED not in comparison_page("one", INDICATORS, pairs({}))


def test_the_page_says_what_stands_against_what_and_all_its_numbers() -> None:
    page = comparison_page("one", INDICATORS, pairs({"period": "2022/2024"}))
    for said in (
        "1 pairs of 1 indicators: 0 agree, 1 differ unexplained",
        "living_conditions beside eurostat sdg_03_20 (CC BY 4.0)",
        "ours of 2022/2024, theirs of 2024",
        ">68.0</text>", ">72.0</text>", ">-4.0</text>", ">-8.0</text>",
        "Good &lt;health&gt;", 'id="good_health"', 'href="#good_health"',
    ):  # fmt: skip
        assert said in page
    assert "<health>" not in page


def test_nothing_is_fetched_from_outside() -> None:
    page = comparison_page("one", INDICATORS, pairs({}))
    assert not re.search(r"https?:|<script|<link|<img|url\(|@import", page)


def test_countries_are_drawn_by_year_and_other_areas_of_the_newest_year_largest_first() -> None:
    years = [{"year": y} for y in range(2024, 2014, -1)]
    regions = [
        {"area_level": "REGION", "area_code": code, "year": year}
        for year in (2024, 2023)
        for code in ("MK08", "MK06")
    ]
    groups = [{"sex": "F"}, {"age_group": "Y16-24"}]
    page = comparison_page("one", INDICATORS, pairs(*groups, *regions, *years))
    labels = re.findall(r'<text x="8\.0"[^>]*>([^<]+)</text>', page)
    assert labels == [*(f"Finland, {y}" for y in range(2019, 2025)), "Kymenlaakso", "Pirkanmaa"]
    assert "Whole country (4 more in catalog.comparisons)" in page
    assert "Regions, 2024 (2 more in catalog.comparisons)" in page


def test_without_totals_the_largest_of_any_group_are_drawn() -> None:
    page = comparison_page("one", INDICATORS, pairs({"sex": "F", "age_group": "Y16-24"}))
    assert "Largest of all groups" in page
    assert ">Finland, 2024, F, Y16-24</text>" in page


def test_one_indicator_does_not_fill_the_list_of_the_largest() -> None:
    many = [{"year": year} for year in range(2015, 2025)]
    page = comparison_page("one", INDICATORS, pairs(*many, {"indicator_id": "offences"}))
    listed = page[page.index("The largest unexplained") : page.index("<h2 id=")]
    assert listed.count('href="#good_health"') == 3
    assert listed.count('href="#offences"') == 1


def test_a_release_without_pairs_has_a_page_that_says_so() -> None:
    page = comparison_page("one", INDICATORS, pairs())
    assert "No own value has a published figure" in page
    assert summary(pairs()) == []


def test_every_pair_is_counted_under_one_reason() -> None:
    (line,) = summary(pairs({}, {"explanation": None, "agrees": True}, {"explanation": "period"}))
    assert (line["pairs"], line["agree"], line["unexplained"], line["period"]) == (3, 1, 1, 1)


def dot(own: float, official: float, spread: float = 0.0) -> Dot:
    return Dot("", own, official, spread, "", "", EQUAL, "")


@pytest.mark.parametrize(
    "dots", [[dot(68, 72, 3)], [dot(5, 5)], [dot(0, 0)], [dot(-1, 1), dot(40_000, 41_000, 900)]]
)
def test_every_end_has_room_on_the_scale(dots: list[Dot]) -> None:
    scale = scale_of(dots)
    for end in [e for d in dots for e in (d.own - d.spread, d.own + d.spread, d.official)]:
        assert 0 < scale.x(end) < RIGHT < WIDTH
    assert 3 <= len(ticks(scale)) <= 9


def test_ticks_are_round_values_within_the_scale() -> None:
    assert ticks(Scale(67.1, 72.3)) == [68, 69, 70, 71, 72]
    assert ticks(Scale(0.11, 0.49)) == pytest.approx([0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45])
