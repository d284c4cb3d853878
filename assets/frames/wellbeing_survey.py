"""The frame of the wellbeing survey: respondents of 20 and over, each drawn by themselves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from assets.estimators.arrays import Floats
from assets.estimators.mental_health import mhi5_index
from assets.frames.respondents import of_respondents

MHI_NEGATIVE = ("mhi_nervous", "mhi_down_in_dumps", "mhi_downhearted")
MHI_POSITIVE = ("mhi_calm", "mhi_happy")

EUROHIS = (
    "eurohis_quality_of_life",
    "eurohis_health_satisfaction",
    "eurohis_energy",
    "eurohis_daily_activities_satisfaction",
    "eurohis_self_satisfaction",
    "eurohis_relationship_satisfaction",
    "eurohis_money_enough",
    "eurohis_living_place_satisfaction",
)

ITEMS = (
    "self_rated_health",
    "loneliness",
    "neighbourhood_satisfaction",
    "safety_by_day",
    "safety_in_evening",
    "daily_safety",
    "trust_government",
    "trust_municipality",
    "political_influence",
    "discrimination",
    "violence",
    "hobby_participation",
    "volunteering",
    "digital_skills",
    "learning_opportunities",
    *EUROHIS,
)


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a respondent, who is household and cluster alike; one weight for everything.

    `mhi5` is the index 0 (worst) … 100 of M15, `eurohis_mean` the mean (1–5) of the eight items of
    EUROHIS-QOL; both are null unless every item is answered.
    """
    respondents = of_respondents(
        facts["respondents"],
        *ITEMS,
        *MHI_NEGATIVE,
        *MHI_POSITIVE,
        REGION=pl.col("region"),
        COUNTY=pl.col("county"),
    )
    index = mhi5_index(_answers(respondents, MHI_NEGATIVE), _answers(respondents, MHI_POSITIVE))
    return respondents.drop(*MHI_NEGATIVE, *MHI_POSITIVE).with_columns(
        pl.Series("mhi5", index).fill_nan(None),
        pl.Series("eurohis_mean", _answers(respondents, EUROHIS).mean(axis=1)).fill_nan(None),
    )


def _answers(respondents: pl.DataFrame, items: tuple[str, ...]) -> Floats:
    """Respondents × items as numbers; NaN where there is no answer."""
    columns = [respondents[i].cast(pl.Float64).fill_null(np.nan).to_numpy() for i in items]
    return np.column_stack(columns)
