"""The frame of the trust survey: respondents of 18 and over, each drawn by themselves."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from assets.frames.respondents import of_respondents

ITEMS = ("trust_national_government", "trust_local_government", "political_voice")


def frame(facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """One row a respondent, who is household and cluster alike; one stratum, the country."""
    return of_respondents(facts["respondents"], *ITEMS, stratum=pl.lit("SSS"))
