"""What moved between two releases: rows that came, went and changed, and the largest changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sources.home import Home
from warehouse.release import Manifest
from warehouse.shape import KEY, KEY_ALL, NAMES, SCHEMA, TABLES, shaped

LARGEST_SCHEMA: dict[str, pl.DataType] = {
    "reserve": pl.String(),
    **{name: SCHEMA[name] for name in KEY},
    "older": pl.Float64(),
    "newer": pl.Float64(),
    "difference": pl.Float64(),
    "per_cent": pl.Float64(),
    "unit": pl.String(),
}


@dataclass(frozen=True)
class TableMoves:
    """Rows of a table by fate. `value` counts changed rows whose value itself moved; `hidden`
    and `shown` those that lost or gained one.
    """

    table: str
    added: int
    removed: int
    changed: int
    value: int
    hidden: int
    shown: int
    same: int

    @property
    def moved(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Moves:
    """Two releases side by side. `largest` (`LARGEST_SCHEMA`) holds value changes, largest first
    by per cent of the older value; `indicators` counts added, removed and changed rows.
    """

    older: Manifest
    newer: Manifest
    tables: tuple[TableMoves, ...]
    indicators: pl.DataFrame
    largest: pl.DataFrame

    @property
    def same(self) -> bool:
        """Whether the two hold the same rows."""
        return not any(t.moved for t in self.tables)


def diff(
    home: Home, older: Manifest, newer: Manifest, *, every_series: bool = False, largest: int = 20
) -> Moves:
    """Compare the reserve tables of two releases, from their Parquet files.

    `every_series` compares `<table>_all` (every source, definition and vintage) in place of the
    recommended rows.
    """
    key = KEY_ALL if every_series else KEY
    tables, indicators, changes = [], [], []
    for reserve in TABLES:
        name = f"{reserve}_all" if every_series else reserve
        both = _side_by_side(
            _rows(home.releases / older.release_id, name),
            _rows(home.releases / newer.release_id, name),
            key,
        )
        tables.append(_moves(name, both))
        indicators.append(
            both.filter(pl.col("fate") != "same")
            .group_by("indicator_id", "fate")
            .len("rows")
            .select(pl.lit(reserve).alias("reserve"), pl.all())
        )
        changes.append(_value_changes(reserve, both))
    counted = pl.concat(indicators).pivot("fate", index=["reserve", "indicator_id"], values="rows")
    for fate in ("added", "removed", "changed"):
        if fate not in counted.columns:
            counted = counted.with_columns(pl.lit(0, dtype=pl.UInt32).alias(fate))
    return Moves(
        older,
        newer,
        tuple(tables),
        counted.select(
            "reserve", "indicator_id", pl.col("added", "removed", "changed").fill_null(0)
        ).sort("reserve", "indicator_id"),
        pl.concat(changes)
        .sort(
            pl.col("per_cent").abs(),
            pl.col("difference").abs(),
            *KEY,
            descending=[True, True] + [False] * len(KEY),
            nulls_last=True,
        )
        .head(largest),
    )


def _rows(release: Path, table: str) -> pl.DataFrame:
    files = sorted((release / "reserves").glob(f"{table}-*.parquet"))
    parts = [shaped(pl.read_parquet(f, hive_partitioning=False)) for f in files]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts])


def _side_by_side(older: pl.DataFrame, newer: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """Full join on the key: each row's `fate` (added, removed, changed, same), both values."""
    rest = [name for name in NAMES if name not in key]
    both = older.with_columns(pl.lit(True).alias("there")).join(
        newer.with_columns(pl.lit(True).alias("there")),
        on=key,
        how="full",
        suffix="_newer",
        coalesce=True,
        nulls_equal=True,
    )
    equal = pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"{n}_newer")) for n in rest)
    return both.select(
        *KEY,
        pl.col("value").alias("older"),
        pl.col("value_newer").alias("newer"),
        pl.coalesce("unit_newer", "unit").alias("unit"),
        pl.when(pl.col("there").is_null())
        .then(pl.lit("added"))
        .when(pl.col("there_newer").is_null())
        .then(pl.lit("removed"))
        .when(equal)
        .then(pl.lit("same"))
        .otherwise(pl.lit("changed"))
        .alias("fate"),
    )


def _moves(table: str, both: pl.DataFrame) -> TableMoves:
    counts = dict(both.group_by("fate").len().iter_rows())
    changed = both.filter(pl.col("fate") == "changed")
    older, newer = pl.col("older").is_not_null(), pl.col("newer").is_not_null()
    return TableMoves(
        table=table,
        added=counts.get("added", 0),
        removed=counts.get("removed", 0),
        changed=changed.height,
        value=changed.filter(older & newer & (pl.col("older") != pl.col("newer"))).height,
        hidden=changed.filter(older & ~newer).height,
        shown=changed.filter(~older & newer).height,
        same=counts.get("same", 0),
    )


def _value_changes(reserve: str, both: pl.DataFrame) -> pl.DataFrame:
    difference = pl.col("newer") - pl.col("older")
    return (
        both.filter((pl.col("fate") == "changed") & (pl.col("older") != pl.col("newer")))
        .with_columns(
            pl.lit(reserve).alias("reserve"),
            difference.alias("difference"),
            # Of an older value of 0 there is no per cent.
            pl.when(pl.col("older") != 0)
            .then(difference / pl.col("older").abs() * 100)
            .alias("per_cent"),
        )
        .select(pl.col(n).cast(t) for n, t in LARGEST_SCHEMA.items())
    )
