"""M25: our value beside the published one, by hand: difference, standard errors, first rule that
holds.

A case is one pair for Finland. Five figures of Austria stand beside it, so that the dataset shows
with how many decimals it is written.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from sources.declarations import (
    Direction,
    Explanation,
    Indicator,
    Nature,
    OfficialSeries,
    Reserve,
)
from warehouse import comparisons
from warehouse.shape import shaped

SERIES = OfficialSeries("eurostat", "made_up")
INDICATOR = Indicator(
    id="made_up_share",
    reserve=Reserve.HEALTH,
    label_en="Made up",
    label_fi="Keksitty",
    definition="made up for the specification",
    nature=Nature.SELF_REPORT,
    direction=Direction.CONTEXT,
    unit="PC",
    plausible=(0, 100),
    series=(),
    official=(SERIES,),
    decimals=1,
)

Row = dict[str, object]

KEY: Row = {
    "indicator_id": "made_up_share",
    "area_level": "COUNTRY",
    "area_code": "SSS",
    "year": 2024,
    "period": "2024",
    "sex": "_T",
    "age_group": "TOTAL",
    "breakdown_by": "_T",
    "breakdown_value": "_T",
    "unit": "PC",
    "obs_status": "A",
    "conf_status": "F",
    "synthetic": False,
    "vintage": 1,
}
OWN: Row = {**KEY, "source_kind": "computed", "source_id": "survey", "value": 20.0, "n": 500}
PUBLISHED: Row = {
    **KEY,
    "source_kind": "official",
    "source_id": "eurostat",
    "note": "made_up; age Y_GE16; terms",
}
AUSTRIA = [10.1, 11.2, 12.3, 13.4, 14.5]


def austria(values: list[float], **other: object) -> list[Row]:
    return [
        {**PUBLISHED, "area_code": "AT", "year": 2000 + n, "value": v, **other}
        for n, v in enumerate(values)
    ]


def compared(
    own: list[Row],
    published: list[Row],
    *,
    series: tuple[OfficialSeries, ...] = (SERIES,),
    beside: list[Row] | None = None,
) -> list[Row]:
    """The comparisons of these rows, in their order."""
    others = austria(AUSTRIA) if beside is None else beside
    rows = [OWN | r for r in own], [PUBLISHED | r for r in published] + others
    ours, all_rows = (shaped(pl.DataFrame(r, infer_schema_length=None)) for r in (rows[0], rows[1]))
    tables = {"health": ours, "health_all": pl.concat([ours, all_rows])}
    declared = [replace(INDICATOR, official=series)]
    return comparisons.comparison_rows(tables, declared).to_dicts()


def pair(own: Row, published: Row, **how: object) -> Row:
    (found,) = compared([own], [published], **how)  # type: ignore[arg-type]
    return found


def verdict(own: Row, published: Row, **how: object) -> tuple[object, object]:
    found = pair(own, published, **how)
    return found["agrees"], found["explanation"]


def test_difference_and_standard_errors_are_ours_minus_theirs() -> None:
    # 20.0 − 21.2 = −1.2; −1.2 / 0.8 = −1.5
    found = pair({"value": 20.0, "se": 0.8}, {"value": 21.2})
    assert found["difference"] == pytest.approx(-1.2)
    assert found["difference_in_se"] == pytest.approx(-1.5)


def test_two_standard_errors_are_added_as_squares() -> None:
    # 20.0 − 18.5 = 1.5; √(0.6² + 0.8²) = √(0.36 + 0.64) = 1; 1.5 / 1 = 1.5: within two.
    # By ours alone it would be 1.5 / 0.6 = 2.5: beyond.
    found = pair({"value": 20.0, "se": 0.6}, {"value": 18.5, "se": 0.8})
    assert found["difference_in_se"] == pytest.approx(1.5)
    assert (found["agrees"], found["explanation"]) == (True, "sampling")


def test_a_register_has_no_standard_error_to_measure_in() -> None:
    found = pair({"value": 20.0}, {"value": 19.0})
    assert (found["difference"], found["difference_in_se"]) == (pytest.approx(1.0), None)


def test_two_standard_errors_are_sampling_and_more_is_unexplained() -> None:
    # 2 × 0.5 = 1.0: 20.0 beside 21.0 is just within, beside 21.1 beyond.
    assert verdict({"se": 0.5}, {"value": 21.0}) == (True, "sampling")
    assert verdict({"se": 0.5}, {"value": 19.0}) == (True, "sampling")
    assert verdict({"se": 0.5}, {"value": 21.1}) == (False, "unexplained")
    assert verdict({"se": 0.5}, {"value": 18.9}) == (False, "unexplained")


def test_a_register_agrees_where_it_rounds_to_the_published_figure() -> None:
    # One decimal: half a unit is 0.05. 20.05 − 20.0 = 0.05 is covered, 0.06 isn't.
    assert verdict({"value": 20.05}, {"value": 20.0}) == (True, None)
    assert verdict({"value": 19.95}, {"value": 20.0}) == (True, None)
    assert verdict({"value": 20.06}, {"value": 20.0}) == (False, "unexplained")


def test_a_survey_that_equals_the_published_figure_has_nothing_to_explain() -> None:
    # |20.04 − 20.0| = 0.04 < 0.05: equal as published, though two standard errors cover it too.
    assert verdict({"value": 20.04, "se": 0.5}, {"value": 20.0}) == (True, None)


def test_the_half_unit_is_that_of_the_datasets_decimals() -> None:
    # Whole numbers: half a unit is 0.5. Two decimals: 0.005.
    whole = austria([10.0, 11.0, 12.0, 13.0, 14.0])
    cents = austria([10.11, 11.0, 12.0, 13.0, 14.0])
    assert verdict({"value": 20.5}, {"value": 20.0}, beside=whole) == (True, None)
    assert verdict({"value": 20.6}, {"value": 20.0}, beside=whole) == (False, "unexplained")
    assert verdict({"value": 20.005}, {"value": 20.0}, beside=cents) == (True, None)
    assert verdict({"value": 20.01}, {"value": 20.0}, beside=cents) == (False, "unexplained")


def test_of_too_few_figures_the_indicators_decimals_count() -> None:
    # Alone, 20.0 may stand for 20: but the indicator is shown with one decimal, so 0.05 it is.
    assert verdict({"value": 20.05}, {"value": 20.0}, beside=[]) == (True, None)
    assert verdict({"value": 20.2}, {"value": 20.0}, beside=[]) == (False, "unexplained")


def test_what_is_declared_comes_before_all_else() -> None:
    other = (replace(SERIES, differs=Explanation.CONCEPT),)
    far, late = {"value": 30.0}, {"value": 30.0, "period": "2022/2024", "obs_status": "P"}
    assert verdict({"se": 0.5}, far, series=other) == (False, "concept")
    assert verdict({"se": 0.5}, late, series=other) == (False, "concept")
    # Near by chance: it agrees, and is another concept all the same.
    assert verdict({"se": 0.5}, {"value": 20.5}, series=other) == (True, "concept")


@pytest.mark.parametrize(
    ("published", "explanation"),
    [
        # Bounds of the indicator are 0 and 100: half of their width is 50.
        ({"value": 70.0}, "concept"),
        ({"value": 70.5}, "unexplained"),
        ({"value": 70.5, "period": "2022/2024"}, "unexplained"),
        ({"value": 70.5, "obs_status": "P"}, "unexplained"),
    ],
)
def test_nothing_explains_a_gross_difference(published: Row, explanation: str) -> None:
    series = (replace(SERIES, differs=Explanation.CONCEPT),)
    assert verdict({"value": 20.0}, published, series=series) == (False, explanation)
    mirrored = {**published, "value": 20.0}
    assert verdict({"value": published["value"]}, mirrored, series=series) == (False, explanation)
    # What chance alone may do isn't gross, however far it is.
    assert verdict({"value": 20.0, "se": 40.0}, {**published, "value": 75.0}, series=series) == (
        True,
        "concept",
    )


def test_another_period_comes_before_a_revision() -> None:
    pooled = {"value": 30.0, "period": "2022/2024"}
    assert verdict({"se": 0.5}, pooled) == (False, "period")
    assert verdict({"se": 0.5}, pooled | {"obs_status": "P"}) == (False, "period")
    assert verdict({"se": 0.5, "period": "2022/2024"}, pooled) == (False, "unexplained")


@pytest.mark.parametrize(
    ("status", "code"),
    [("P", "revision"), ("B", "revision"), ("A", "unexplained"), ("E", "unexplained")],
)
def test_provisional_figures_and_breaks_are_revisions_beyond_sampling(
    status: str, code: str
) -> None:
    assert verdict({"se": 0.5}, {"value": 30.0, "obs_status": status}) == (False, code)
    assert verdict({"se": 0.5}, {"value": 20.9, "obs_status": status}) == (True, "sampling")
    assert verdict({}, {"value": 30.0, "obs_status": status}) == (False, code)
    assert verdict({}, {"value": 20.0, "obs_status": status}) == (True, None)


def test_every_published_series_stands_beside_ours() -> None:
    oecd = OfficialSeries("oecd", "OECD:DF", differs=Explanation.CONCEPT)
    theirs = {"value": 30.0, "source_id": "oecd", "note": "OECD:DF; terms"}
    rows = compared([{"se": 0.5}], [{"value": 20.0}, theirs], series=(SERIES, oecd))
    found = {(r["official_source_id"], r["dataset"]): r["explanation"] for r in rows}
    assert found == {("eurostat", "made_up"): None, ("oecd", "OECD:DF"): "concept"}
    assert {r["licence"] for r in rows} == {"Eurostat re-use with attribution", "CC BY 4.0"}


def test_a_row_is_of_the_dataset_that_its_note_begins_with() -> None:
    series = (SERIES, OfficialSeries("eurostat", "made_up_too", differs=Explanation.POPULATION))
    too = {"value": 25.0, "note": "made_up_too; terms"}
    found = pair({"se": 0.5}, too, series=series)
    assert (found["dataset"], found["explanation"]) == ("made_up_too", "population")
    assert pair({"se": 0.5}, {"value": 25.0}, series=series)["dataset"] == "made_up"


def test_of_two_series_of_a_dataset_the_note_says_which() -> None:
    series = (
        replace(SERIES, differs=Explanation.CONCEPT),
        replace(SERIES, note="old base", differs=Explanation.POPULATION),
    )
    old = {"value": 25.0, "note": "made_up; terms; old base"}
    assert pair({"se": 0.5}, old, series=series)["explanation"] == "population"
    assert pair({"se": 0.5}, {"value": 25.0}, series=series)["explanation"] == "concept"


def test_of_several_periods_that_like_ours_is_taken_then_the_shortest() -> None:
    both = [{"value": 20.0, "period": "2022/2024"}, {"value": 25.0}]
    (found,) = compared([{"se": 0.5}], both)
    assert found["official_period"] == "2024"
    (pooled,) = compared([{"se": 0.5, "period": "2022/2024"}], both)
    assert pooled["official_period"] == "2022/2024"
    (neither,) = compared([{"se": 0.5, "period": "2024-01"}], both)
    assert neither["official_period"] == "2024"


def test_only_the_same_key_is_compared() -> None:
    other = ({"sex": "F"}, {"age_group": "Y16-24"}, {"year": 2023}, {"area_code": "MK06"},
             {"breakdown_by": "education", "breakdown_value": "ED5-8"})  # fmt: skip
    for key in other:
        assert compared([{"se": 0.5}], [{"value": 20.0} | key]) == []
    assert compared([{"value": None}], [{"value": 20.0}]) == []
    assert compared([{"se": 0.5}], [{"value": None}]) == []


def test_the_largest_unexplained_comes_first_in_units_of_chance() -> None:
    # Half of the interval: 20 ± 1, 1.5 off → 1.5; 200 ± 50, 60 off → 1.2; 20 ± 0.1, 0.3 off → 3.
    # The last is the smallest in points and by far the least likely.
    def own(area: str, value: float, half: float) -> Row:
        ends = {"ci_low": value - half, "ci_high": value + half, "se": half / 2.5}
        return {"area_code": area, "area_level": "REGION", "value": value, **ends}

    ours = [own("MK01", 20.0, 1.0), own("MK02", 200.0, 50.0), own("MK04", 20.0, 0.1)]
    theirs: list[Row] = [
        {"area_code": area, "area_level": "REGION", "value": value, "obs_status": status}
        for area, value, status in (
            ("MK01", 21.5, "A"),
            ("MK02", 260.0, "A"),
            ("MK04", 20.3, "A"),
            ("MK05", 65.0, "P"),
        )
    ]
    rows = compared([*ours, own("MK05", 20.0, 1.0)], theirs)
    assert [(r["rank"], r["area_code"], r["explanation"]) for r in rows] == [
        (1, "MK04", "unexplained"),
        (2, "MK01", "unexplained"),
        (3, "MK02", "unexplained"),
        (4, "MK05", "revision"),
    ]


def test_without_an_indicator_or_a_row_there_is_an_empty_table() -> None:
    empty = comparisons.comparison_rows({}, [])
    assert empty.schema == dict(comparisons.COMPARED)
    assert empty.height == 0
