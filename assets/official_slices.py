"""The published observations in force: of each cell the newest.

A dataset may come in slices under several names, and in formats that write areas another way;
where slices overlap, the newer one counts. A fetched answer that asked from a year on has all that
its provider has since then: what an earlier fetched one had there, and it hasn't, is withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from quality.acceptance import Acceptance
from sources.official import OBSERVATION_SCHEMA
from sources.official.places import place

SINCE = "via:since"
"""With a fetched delivery: the first year that was asked for."""

_KEY = ("place", "dataset", "dimensions", "time", "sex", "age")


def observed_in_force(
    records: Mapping[str, Sequence[Acceptance]],
    path: Callable[[str, str], Path],
    wanted: set[tuple[str, str]],
) -> pl.DataFrame:
    """Observations of the wanted (provider, dataset) pairs, `OBSERVATION_SCHEMA`.

    `records` are each provider's deliveries in force in order of arrival, `path` gives where the
    observations of (provider, delivery) lie.
    """
    parts = [pl.DataFrame(schema=dict(OBSERVATION_SCHEMA))]
    for provider, several in records.items():
        datasets = sorted(dataset for owner, dataset in wanted if owner == provider)
        slices: list[tuple[bool, pl.DataFrame]] = []
        for record in several:
            found = (
                pl.scan_parquet(path(provider, record.delivery))
                .filter(pl.col("dataset").is_in(datasets))
                .collect()
            )
            since = record.extra.get(SINCE)
            if since is not None:
                withdrawn = _withdrawn(found, int(str(since)))
                slices = [(by, s.filter(~withdrawn) if by else s) for by, s in slices]
            slices.append((since is not None, found))
        parts.append(_newest(provider, pl.concat(s for _, s in slices)))
    return pl.concat(parts)


def _withdrawn(newer: pl.DataFrame, since: int) -> pl.Expr:
    """Observations that a newer answer about the same datasets takes the place of."""
    year = pl.col("time").str.extract(r"^(?:\d{4}/)?(\d{4})", 1).cast(pl.Int32)
    same = pl.col("dataset").is_in(newer["dataset"].unique().to_list())
    return same & (year >= since).fill_null(False)


def _newest(provider: str, observed: pl.DataFrame) -> pl.DataFrame:
    """The last of the observations of each cell, whatever its area is called there."""
    places = observed.select("geo", "geo_label").unique()
    found = [str(place(provider, geo, label)) for geo, label in places.iter_rows()]
    named = places.with_columns(pl.Series("place", found, pl.String))
    return (
        observed.join(
            named, on=["geo", "geo_label"], how="left", nulls_equal=True, maintain_order="left"
        )
        .unique(list(_KEY), keep="last", maintain_order=True)
        .drop("place")
    )
