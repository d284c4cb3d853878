"""Green at hand: a public green area of a hectare or more within 300 m of the home, straight.

Areas count by their own outline; two that touch are not put together. The distance is to the edge,
not along the streets to a gate.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from assets.surroundings import near, polygons

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LEAST_M2 = 10_000
LIMIT_M = 300.0


def at_hand(north: Floats, east: Floats, areas: pl.LazyFrame) -> Bools:
    """Whether each point has such an area."""
    public = areas.filter(pl.col("access") == "public").sort("area").collect()["geometry"]
    outlines = [polygons.rings(text) for text in public if polygons.area(text) >= LEAST_M2]
    found = np.zeros(len(north), dtype=np.bool_)
    for points, boxes in near.candidates(north, east, _boxes(outlines), LIMIT_M):
        for part in np.split(np.arange(len(boxes)), np.flatnonzero(np.diff(boxes)) + 1):
            if len(part):
                left = points[part][~found[points[part]]]
                outline = outlines[boxes[part[0]]]
                found[left] = polygons.within(east[left], north[left], outline, LIMIT_M)
    return found


def _boxes(outlines: list[list[Floats]]) -> pl.DataFrame:
    low = [np.min([ring.min(axis=0) for ring in rings], axis=0) - LIMIT_M for rings in outlines]
    high = [np.max([ring.max(axis=0) for ring in rings], axis=0) + LIMIT_M for rings in outlines]
    (west, south), (east, north) = (np.reshape(corner, (-1, 2)).T for corner in (low, high))
    return pl.DataFrame({"south": south, "north": north, "west": west, "east": east})
