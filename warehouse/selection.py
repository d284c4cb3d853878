"""From every series to one: which row a reader gets who asks for an indicator.

`<table>_all` holds every source, definition and vintage. `<table>` holds one row a key: the
newest vintage of the series that the indicator prefers; an official figure where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sources.declarations import Indicator
from warehouse.shape import KEY, NAMES, shaped


def recommended(rows: pl.DataFrame, indicators: Sequence[Indicator]) -> pl.DataFrame:
    """One row a key of `shape.KEY`, from shaped rows of any number of sources."""
    preference = pl.DataFrame(
        [(i.id, s.source_id, place) for i in indicators for place, s in enumerate(i.series)],
        schema={"indicator_id": pl.String, "source_id": pl.String, "_place": pl.Int64},
        orient="row",
    )
    versions = pl.DataFrame(
        [(i.id, i.definition_version) for i in indicators],
        schema={"indicator_id": pl.String, "_version": pl.String},
        orient="row",
    )
    ranked = (
        rows.join(preference, on=["indicator_id", "source_id"], how="left")
        .join(versions, on="indicator_id", how="left")
        # An official row has no definition of ours; a computed one must be the current one.
        .filter(
            (pl.col("source_kind") == "official")
            | (pl.col("definition_version") == pl.col("_version"))
        )
        .with_columns(pl.col("_place").fill_null(len(preference) + 1))
        .sort("_place", pl.col("vintage"), descending=[False, True], nulls_last=True)
    )
    return shaped(ranked.unique(list(KEY), keep="first", maintain_order=True).select(NAMES))
