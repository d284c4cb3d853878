"""The frame of the national crime victim survey: persons of 15 to 74, each drawn by themselves."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from assets.frames.respondents import of_respondents

ITEMS = (
    "threatened",
    "held_or_shoved",
    "slapped",
    "struck",
    "kicked_or_strangled",
    "weapon_used",
    "feared_violence_outdoors",
)


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a respondent, who is household and cluster alike; the country is the only area."""
    return of_respondents(facts["victims"], *ITEMS)
