"""Which points may lie in which boxes: both are put into squares of a grid and joined by square.

Nothing is measured between every point and every box: of three million buildings only those in the
squares that a box touches are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_BLOCK = 200_000


def candidates(
    north: Floats, east: Floats, boxes: pl.DataFrame, side: float
) -> Iterator[tuple[Ints, Ints]]:
    """(points, boxes) by position, block by block: every pair in which the point is in the box.

    `boxes` has south, north, west, east (m), edges included; `side` is the squares' (m). A pair
    isn't given twice.
    """
    squares = (
        boxes.with_row_index("box")
        .with_columns(
            row=pl.int_ranges(_square("south", side), _square("north", side) + 1),
            column=pl.int_ranges(_square("west", side), _square("east", side) + 1),
        )
        .explode("row")
        .explode("column")
        .lazy()
    )
    points = (
        pl.DataFrame({"y": north, "x": east})
        .with_row_index("point")
        .with_columns(row=_square("y", side), column=_square("x", side))
        # Neighbours come together, so that a block looks at few boxes.
        .sort("row", "column", "point")
    )
    for block in points.iter_slices(_BLOCK):
        pairs = (
            block.lazy()
            .join(squares, on=["row", "column"], how="inner")
            .filter(
                pl.col("y").is_between("south", "north") & pl.col("x").is_between("west", "east")
            )
            .select(pl.col("point", "box").cast(pl.Int64))
            .sort("box", "point")
            .collect()
        )
        yield pairs["point"].to_numpy(), pairs["box"].to_numpy()


def _square(column: str, side: float) -> pl.Expr:
    return (pl.col(column) / side).floor().cast(pl.Int64)
