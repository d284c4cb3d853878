"""The framework's indicators: computed or with the reason why not, and all in the catalogue."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from assets.reserves import INDICATORS
from sources.declarations import Indicator, Reserve
from sources.reference import framework as table
from sources.reference.areas import seed
from warehouse.catalogue_indicators import (
    MEASURED,
    NOT_COMPUTED,
    NOT_DELIVERED,
    PUBLISHED_ONLY,
    indicator_rows,
)
from warehouse.shape import shaped

COMPUTED = {i.id for i in INDICATORS if i.series}
FILE = "sources/reference/framework_indicators.csv"


def faults(rows: pl.DataFrame, computed: set[str]) -> list[str]:
    """What is wrong between the framework's table and what is computed."""
    ids = rows["indicator_id"].to_list()
    reasons = dict(rows.select("indicator_id", "unmeasured_because").iter_rows())
    return [
        *(f"{name} stands twice in {FILE}" for name, times in Counter(ids).items() if times > 1),
        *(
            f"{name} is computed now: empty its cell unmeasured_because in {FILE}"
            for name in ids
            if name in computed and reasons[name] is not None
        ),
        *(
            f"{name} isn't computed: say why in the column unmeasured_because of {FILE}"
            for name in ids
            if name not in computed and reasons[name] is None
        ),
        *(
            f"{name} has no {column} in {FILE}"
            for column in ("label_en", "label_fi")
            for name in rows.filter(pl.col(column).is_null())["indicator_id"]
        ),
        *(
            f"{name} is of no reserve: {reserve}"
            for name, reserve in rows.select("indicator_id", "reserve").iter_rows()
            if reserve not in set(Reserve)
        ),
    ]


def test_every_indicator_of_the_framework_is_computed_or_says_why_not() -> None:
    rows = table.framework()
    assert rows.height == 70
    assert faults(rows, COMPUTED) == []
    left = set(table.unmeasured())
    assert left | (COMPUTED & set(rows["indicator_id"])) == set(rows["indicator_id"])
    assert not left & COMPUTED


def test_a_declared_indicator_is_in_the_reserve_that_the_framework_says() -> None:
    reserves = dict(table.framework().select("indicator_id", "reserve").iter_rows())
    assert [i.id for i in INDICATORS if reserves.get(i.id, i.reserve) != i.reserve] == []


@pytest.mark.parametrize(
    ("column", "to", "said"),
    [
        ("unmeasured_because", "no source", "is computed now: empty its cell"),
        ("label_fi", None, "has no label_fi"),
        ("reserve", "happiness", "is of no reserve"),
    ],
)
def test_a_table_that_has_fallen_behind_is_told(column: str, to: str | None, said: str) -> None:
    first = pl.col("indicator_id") == "gini_disposable_income"
    broken = table.framework().with_columns(
        pl.when(first).then(pl.lit(to, dtype=pl.String)).otherwise(column).alias(column)
    )
    assert [f for f in faults(broken, COMPUTED) if said in f and "gini" in f]


def test_an_indicator_without_series_or_reason_and_one_that_stands_twice_are_told() -> None:
    rows = table.framework()
    as_it_says = set(rows["indicator_id"]) - set(table.unmeasured())
    (lost,) = faults(rows, as_it_says - {"gini_disposable_income"})
    assert "gini_disposable_income isn't computed: say why" in lost
    (twice,) = faults(pl.concat([rows, rows.head(1)]), as_it_says)
    assert "stands twice" in twice


def _rows(indicator: str, kind: str) -> pl.DataFrame:
    return shaped(pl.DataFrame({"indicator_id": [indicator], "source_kind": [kind]}))


def _said(
    indicators: tuple[Indicator, ...], tables: dict[str, pl.DataFrame], delivered: list[str]
) -> dict[str, tuple[str, str | None]]:
    rows = indicator_rows(indicators, tables, delivered)
    return {n: (s, r) for n, s, r in rows.select("indicator_id", "status", "reason").iter_rows()}


def test_the_catalogue_lists_the_whole_framework_and_says_why_a_value_is_lacking() -> None:
    tables = {"safety": _rows("violent_offences_per_1000", "computed")}
    rows = indicator_rows(INDICATORS, tables, ["offences", "population"])
    assert set(seed("framework_indicators")["indicator_id"]) <= set(rows["indicator_id"])
    assert set(rows.filter("in_framework")["indicator_id"]) == set(
        table.framework()["indicator_id"]
    )
    assert rows["indicator_id"].is_unique().all()
    assert not rows.filter(pl.col("status") != MEASURED)["reason"].has_nulls()

    said = _said(INDICATORS, tables, ["offences", "population"])
    assert said["violent_offences_per_1000"] == (MEASURED, None)
    assert said["gini_disposable_income"] == (
        NOT_DELIVERED,
        "not delivered: living_conditions or eu_silc",
    )
    name, reason = next(iter(
        (n, r) for n, r in table.unmeasured().items() if n not in {i.id for i in INDICATORS}
    ))  # fmt: skip
    assert said[name] == (NOT_COMPUTED, reason)


def test_delivered_sources_that_give_no_row_and_published_figures_alone_are_told_apart() -> None:
    said = _said(INDICATORS, {"health": _rows("life_expectancy_at_birth", "official")},
                 ["living_conditions", "causes_of_death"])  # fmt: skip
    assert said["gini_disposable_income"][0] == NOT_DELIVERED
    assert "without what it takes" in str(said["gini_disposable_income"][1])
    # A published figure stands there, but none of ours.
    assert said["life_expectancy_at_birth"][0] == MEASURED
    assert said["life_expectancy_at_birth"][1] is not None


def test_what_is_published_only_says_so_and_keeps_why_we_do_not_compute_it() -> None:
    name = "low_math_share_pisa"
    why = table.unmeasured()[name]
    assert _said(INDICATORS, {"education": _rows(name, "official")}, [])[name] == (
        PUBLISHED_ONLY,
        why,
    )
    assert _said(INDICATORS, {}, [])[name] == (NOT_COMPUTED, why)
