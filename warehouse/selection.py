"""From every series to one: which row a reader gets who asks for an indicator.

`<table>_all` holds every source, definition and vintage. `<table>` holds one row a key: the
newest vintage of the series that the indicator prefers; an official figure where there is none, but
none of another concept or population, which would stand there under the indicator's name.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sources.declarations import Indicator
from sources.declarations.status import NOTHING
from sources.official.match import of_another_concept
from warehouse.shape import KEY, KEY_ALL, NAMES, shaped

_SERIES = ("indicator_id", "source_kind", "source_id")


def recommended(rows: pl.DataFrame, indicators: Sequence[Indicator]) -> pl.DataFrame:
    """One row a key of `shape.KEY`, from shaped rows of any number of sources.

    The order of `Indicator.series`, then that of `Indicator.official`, decides; within a series
    the newest vintage, then the shortest period (2024 before 2022/2024). A row that only says that
    nothing was observed (`O`) stands back behind any that has a value or hides one: a provider's
    answer spans every area and year, whether it has a figure there or not.
    """
    versions = pl.DataFrame(
        [(i.id, i.definition_version) for i in indicators],
        schema={"indicator_id": pl.String, "_version": pl.String},
        orient="row",
    )
    places = _places(indicators)
    ranked = (
        rows.join(places, on=_SERIES, how="left")
        .join(versions, on="indicator_id", how="left")
        # An official row has no definition of ours; a computed one must be the current one.
        .filter(
            ((pl.col("source_kind") == "official") & ~of_another_concept())
            | (pl.col("definition_version") == pl.col("_version"))
        )
        .with_columns(
            pl.col("_place").fill_null(places.height),
            _length=pl.col("period").str.len_chars(),
            _nothing=(pl.col("value").is_null() & (pl.col("obs_status") == NOTHING)).fill_null(
                False
            ),
        )
        .sort(
            "_nothing",
            "_place",
            "vintage",
            "_length",
            *KEY_ALL,
            descending=[False, False, True, False, *[False] * len(KEY_ALL)],
            nulls_last=True,
        )
    )
    return shaped(ranked.unique(list(KEY), keep="first", maintain_order=True).select(NAMES))


def _places(indicators: Sequence[Indicator]) -> pl.DataFrame:
    """Place of each declared series within its indicator: ours first, then the published ones."""
    found: dict[tuple[str, str, str], int] = {}
    for i in indicators:
        ours = [(i.id, "computed", s.source_id) for s in i.series]
        published = [(i.id, "official", s.provider) for s in i.official]
        # A provider may answer with several datasets; its first place counts.
        for place, series in enumerate([*ours, *published]):
            found.setdefault(series, place)
    return pl.DataFrame(
        [(*series, place) for series, place in found.items()],
        schema={**dict.fromkeys(_SERIES, pl.String), "_place": pl.Int64},
        orient="row",
    )
