"""Cells of one survey indicator: with standard errors, and as bare weighted means in Polars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from assets.cells.survey import SEXES, survey_cells
from assets.reserves import INDICATORS
from assets.reserves.series import EVERYBODY, SURVEY_AREAS
from sources.ages import TOTAL, age_group
from sources.declarations import Indicator, Series, Share

RESPONDENTS, REGIONS, COUNTIES = 12_000, 19, 23
TIMES = 20
KEY = ("area_level", "area_code", "sex", "age_group")


def _frame() -> pl.DataFrame:
    """A stratified sample of persons of 20 and over, with one yes-or-no item."""
    draw = np.random.default_rng(1)
    county = draw.integers(1, COUNTIES + 1, RESPONDENTS)
    age = draw.integers(20, 95, RESPONDENTS)
    return pl.DataFrame(
        {
            "household": np.arange(RESPONDENTS).astype(str),
            "cluster": np.arange(RESPONDENTS).astype(str),
            "stratum": [f"{c}-{a >= 75}" for c, a in zip(county, age, strict=True)],
            "respondent_weight": draw.uniform(50, 900, RESPONDENTS),
            "sex": draw.choice(["F", "M"], RESPONDENTS),
            "age": age,
            "COUNTRY": ["SSS"] * RESPONDENTS,
            "REGION": [f"MK{r:02}" for r in draw.integers(1, REGIONS + 1, RESPONDENTS)],
            "COUNTY": [f"HVA{c:02}" for c in county],
            "item": draw.integers(0, 2, RESPONDENTS),
        }
    )


def _declared() -> tuple[Indicator, Series]:
    indicator, series = next(
        (i, s) for i in INDICATORS for s in i.series if s.source_id == "wellbeing_survey"
    )
    return indicator, replace(series, statistic=Share(pl.col("item") == 1, EVERYBODY))


def _bare(frame: pl.DataFrame) -> pl.DataFrame:
    rows = frame.with_columns(
        age_group(pl.col("age")).alias("age_group"),
        pl.col("respondent_weight").alias("w"),
        (pl.col("respondent_weight") * (pl.col("item") == 1)).alias("wx"),
    )
    parts = []
    for level in SURVEY_AREAS:
        for sex in (pl.lit(SEXES[0]), pl.col("sex")):
            for age in (pl.lit(TOTAL), pl.col("age_group")):
                keys = (pl.lit(level), pl.col(level), sex, age)
                parts.append(
                    rows.lazy()
                    .group_by(key.alias(name) for key, name in zip(keys, KEY, strict=True))
                    .agg((100 * pl.col("wx").sum() / pl.col("w").sum()).alias("value"))
                )
    return pl.concat(pl.collect_all(parts))


def ours(work: Path) -> Callable[[], object]:
    frame, (indicator, series) = _frame(), _declared()
    return lambda: [survey_cells(frame, indicator, series) for _ in range(TIMES)]


def minimum(work: Path) -> Callable[[], object]:
    frame = _frame()
    return lambda: [_bare(frame) for _ in range(TIMES)]


def check(work: Path) -> str:
    cells = survey_cells(_frame(), *_declared())
    both = cells.filter(pl.col("n") > 0).join(_bare(_frame()), on=KEY, how="full", suffix="_bare")
    assert both.null_count().select("value", "value_bare").row(0) == (0, 0)
    assert ((both["value"] - both["value_bare"]).abs() < 1e-9).all()
    return f"{both.height:,} of {cells.height:,} cells, equal values"
