"""Which row a reader gets when several series answer the same question."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from sources.declarations import (
    Direction,
    Indicator,
    Nature,
    OfficialSeries,
    Reserve,
    Series,
    Share,
)
from warehouse.selection import recommended
from warehouse.shape import shaped

SHARE = Share(pl.lit(True), pl.lit(True))
INDICATOR = Indicator(
    id="made_up",
    reserve=Reserve.HEALTH,
    label_en="Made up",
    label_fi="Keksitty",
    definition="made up for the test",
    nature=Nature.OBJECTIVE,
    direction=Direction.CONTEXT,
    unit="PC",
    plausible=(0, 100),
    series=(Series("second_in_alphabet", SHARE, "M3", ()), Series("first", SHARE, "M3", ())),
    official=(OfficialSeries("statfin", "one"), OfficialSeries("eurostat", "two")),
    definition_version="2.0",
)


def row(source: str, kind: str = "computed", **more: object) -> dict[str, object]:
    return {
        "indicator_id": "made_up",
        "area_level": "COUNTRY",
        "area_code": "SSS",
        "year": 2024,
        "period": "2024",
        "sex": "_T",
        "age_group": "TOTAL",
        "breakdown_by": "_T",
        "breakdown_value": "_T",
        "source_kind": kind,
        "source_id": source,
        "definition_version": "2.0" if kind == "computed" else None,
        "vintage": 1,
        **more,
    }


def chosen(
    *rows: dict[str, object], indicators: tuple[Indicator, ...] = (INDICATOR,)
) -> list[tuple[object, ...]]:
    """Source, vintage, period of what is recommended, whatever the order of the rows."""
    found = []
    for given in (rows, rows[::-1]):
        frame = shaped(pl.DataFrame(list(given), infer_schema_length=None))
        picked = recommended(frame, indicators)
        found.append(picked.select("source_id", "vintage", "period").rows())
    assert found[0] == found[1]
    return found[0]


def test_the_series_that_is_declared_first_is_given() -> None:
    assert chosen(row("first"), row("second_in_alphabet")) == [("second_in_alphabet", 1, "2024")]


def test_the_next_series_is_given_where_the_first_has_no_row() -> None:
    elsewhere = row("second_in_alphabet", area_code="MK06", area_level="REGION")
    assert sorted(chosen(row("first"), elsewhere)) == [
        ("first", 1, "2024"),
        ("second_in_alphabet", 1, "2024"),
    ]


def test_a_published_figure_stands_back_behind_our_own() -> None:
    assert chosen(row("statfin", "official"), row("first")) == [("first", 1, "2024")]


def test_a_cell_without_a_figure_hides_nobody_elses() -> None:
    nothing: dict[str, object] = {"value": None, "obs_status": "O"}
    figure: dict[str, object] = {"value": 73.5, "obs_status": "A"}
    hidden: dict[str, object] = {"value": None, "obs_status": "Q"}
    ours, theirs = row("first", **nothing), row("eurostat", "official", **figure)
    empty = row("statfin", "official", **nothing)
    assert chosen(empty, theirs) == [("eurostat", 1, "2024")]
    assert chosen(ours, empty, theirs) == [("eurostat", 1, "2024")]
    assert chosen(ours, empty) == [("first", 1, "2024")]
    # What we hide for the sake of persons stays hidden.
    assert chosen(row("first", **hidden), theirs) == [("first", 1, "2024")]


def test_between_two_providers_the_order_of_declaration_decides_not_the_alphabet() -> None:
    both = row("eurostat", "official"), row("statfin", "official")
    assert chosen(*both) == [("statfin", 1, "2024")]
    turned = replace(INDICATOR, official=INDICATOR.official[::-1])
    assert chosen(*both, indicators=(turned,)) == [("eurostat", 1, "2024")]


def test_the_newest_vintage_is_given() -> None:
    assert chosen(row("first", vintage=1), row("first", vintage=2)) == [("first", 2, "2024")]


def test_of_two_periods_of_a_year_the_shorter_is_given() -> None:
    pooled = row("statfin", "official", period="2022/2024")
    assert chosen(pooled, row("statfin", "official")) == [("statfin", 1, "2024")]


def test_a_row_of_an_earlier_definition_is_never_given() -> None:
    old = row("first", definition_version="1.0", vintage=3)
    assert chosen(old, row("statfin", "official")) == [("statfin", 1, "2024")]


def test_no_rows_give_no_rows() -> None:
    empty = shaped(pl.DataFrame([row("first")])).clear()
    assert recommended(empty, [INDICATOR]).height == 0
