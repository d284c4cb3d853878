"""What a release covers: every cell counted once and under its reason, and drawn as it is."""

from __future__ import annotations

import re

import polars as pl
import pytest

from quality.pages.coverage_page import (
    EMPTY,
    HIDDEN,
    OURS,
    PUBLISHED,
    colour,
    coverage_page,
    summary,
    told,
)
from warehouse.coverage import SCHEMA, coverage_rows
from warehouse.shape import shaped

CELL = {
    "indicator_id": "gini_disposable_income",
    "area_level": "COUNTY",
    "area_code": "HVA08",
    "year": 2024,
    "period": "2024",
    "sex": "_T",
    "age_group": "TOTAL",
    "breakdown_by": "_T",
    "breakdown_value": "_T",
    "value": 25.0,
    "obs_status": "A",
    "conf_status": "F",
    "source_kind": "computed",
    "source_id": "living_conditions",
    "definition_version": "1.0",
    "vintage": 1,
}


def rows(*others: dict[str, object]) -> pl.DataFrame:
    return shaped(pl.DataFrame([CELL | other for other in others], infer_schema_length=None))


def covered(*others: dict[str, object]) -> list[dict[str, object]]:
    return coverage_rows({"material_living_standards_all": rows(*others)}).to_dicts()


def test_each_cell_is_counted_under_its_own_reason() -> None:
    none = {"value": None}
    (found,) = covered(
        {},
        {"sex": "F"},
        {"sex": "M", **none, "obs_status": "Q", "conf_status": "A"},
        {"area_code": "HVA06", **none, "obs_status": "Q", "conf_status": "C"},
        {"area_code": "HVA90", **none, "obs_status": "M"},
        {"area_code": "HVA91", **none, "obs_status": "L"},
        {"area_code": "HVA09", **none, "obs_status": "O"},
        {"area_code": "HVA10", **none, "obs_status": "Q"},
    )
    assert {
        name: found[name] for name in SCHEMA if name.startswith(("cells", "areas", "with"))
    } == {
        "areas": 6,
        "with_value": 1,
        "cells": 8,
        "cells_with_value": 2,
        "cells_hidden": 2,
        "cells_cannot_exist": 1,
        "cells_not_collected": 1,
        "cells_missing": 1,
        "cells_otherwise_empty": 1,
    }


def test_sources_levels_and_years_are_apart_and_revisions_are_not() -> None:
    found = covered(
        {"value": None, "obs_status": "O"},
        {"vintage": 2},
        {"source_id": "eu_silc"},
        {"source_kind": "official", "source_id": "eurostat"},
        {"year": 2023, "period": "2023"},
        {"area_level": "COUNTRY", "area_code": "SSS"},
    )
    assert [(f["source_id"], f["area_level"], f["year"], f["cells"]) for f in found] == [
        ("eu_silc", "COUNTY", 2024, 1),
        ("living_conditions", "COUNTRY", 2024, 1),
        ("living_conditions", "COUNTY", 2023, 1),
        ("living_conditions", "COUNTY", 2024, 1),
        ("eurostat", "COUNTY", 2024, 1),
    ]
    assert found[3]["cells_with_value"] == 1, "the newest vintage counts"
    assert coverage_rows({}).schema == dict(SCHEMA)


def line(**other: object) -> dict[str, object]:
    usual: dict[str, object] = dict.fromkeys(SCHEMA, 0)
    usual |= {
        "reserve": "material_living_standards",
        "indicator_id": "gini_disposable_income",
        "source_kind": "computed",
        "source_id": "living_conditions",
        "area_level": "COUNTY",
        "year": 2024,
        "cells": 100,
        "cells_with_value": 100,
    }
    return usual | other


@pytest.mark.parametrize(
    ("what", "drawn"),
    [
        ({}, OURS[3]),
        ({"cells_with_value": 99}, OURS[2]),
        ({"cells_with_value": 50, "cells_hidden": 50}, OURS[1]),
        ({"cells_with_value": 1, "cells_hidden": 99}, OURS[0]),
        ({"cells_with_value": 0, "cells_hidden": 100}, HIDDEN),
        ({"cells_with_value": 0, "cells_missing": 100}, EMPTY),
        ({"source_kind": "official"}, PUBLISHED[3]),
    ],
)
def test_the_colour_says_how_many_cells_have_a_value(what: dict[str, object], drawn: str) -> None:
    assert colour(line(**what)) == drawn


def test_the_numbers_are_told_with_every_reason() -> None:
    assert told(line(cells_with_value=60, cells_hidden=30, cells_missing=10)) == (
        "living_conditions: 60 of 100 cells have a value, 30 hidden, 10 missing"
    )


INDICATORS = pl.DataFrame(
    {
        "indicator_id": ["gini_disposable_income", "arrears_share", "low_math_share_pisa"],
        "reserve": ["material_living_standards", "material_living_standards", "education"],
        "label_en": ["Gini", "Arrears <of> rent", "Weak in mathematics"],
        "in_framework": [True, False, True],
        "reason": [None, "not delivered: living_conditions", "needs test data"],
    }
)


def test_the_page_draws_what_is_there_and_says_what_is_not() -> None:
    coverage = pl.DataFrame(
        [
            line(),
            line(source_kind="official", source_id="eurostat", cells=1, cells_with_value=1),
            line(area_level="COUNTRY", year=2023, cells_with_value=0, cells_hidden=100),
            line(area_level="COUNTRY", year=1996, source_kind="official", source_id="eurostat"),
        ],
        schema=dict(SCHEMA),
    )
    page = coverage_page("synthetic-1", INDICATORS, coverage)
    assert "1 of 3 indicators have rows; of the framework&#x27;s 2 (in bold) 1." in page
    drawn = re.findall(r'fill="(#\w+)"><title>([^<]*)</title></rect>', page)
    assert [fill for fill, _ in drawn] == [HIDDEN, OURS[3]]
    assert "eurostat: 1 of 1 cells have a value" in drawn[1][1]
    assert "1 further years among them" in page
    assert "Arrears &lt;of&gt; rent" in page
    assert "<of>" not in page
    for said in ("needs test data", "not delivered: living_conditions", "Education: 0 of 1"):
        assert said in page
    assert [(s["reserve"], s["with rows"], s["hidden"]) for s in summary(INDICATORS, coverage)] == [
        ("material_living_standards", 1, "33%"),
        ("education", 0, ""),
    ]


def test_a_release_of_nothing_has_a_page_of_reasons() -> None:
    nothing = pl.DataFrame(schema=dict(SCHEMA))
    page = coverage_page("official-1", INDICATORS, nothing)
    assert "0 of 3 indicators have rows" in page
    assert "needs test data" in page
