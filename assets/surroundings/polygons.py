"""Polygons in metres: read from well-known text, their area, and how near points are to them."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_RING = re.compile(r"\(([^()]+)\)")
_PAIRS = 2_000_000
"""Points × sides that are measured at a time: 16 MB an array."""


def rings(text: str) -> list[Floats]:
    """The rings of a POLYGON or MULTIPOLYGON, holes among them: closed, one row a corner (x, y)."""
    found = []
    for inside in _RING.findall(text):
        corners = np.array([pair.split() for pair in inside.split(",")], dtype=np.float64)
        closed = bool((corners[0] == corners[-1]).all())
        found.append(corners if closed else np.vstack([corners, corners[:1]]))
    return found


def area(text: str) -> float:
    """Area in m², holes taken off. Each polygon's first ring is its outline, the others holes."""
    total = 0.0
    # Two brackets open at a polygon's outline, one at a hole.
    for opening, inside in re.findall(r"(\(\s*)?\(([^()]+)\)", text):
        (ring,) = rings(f"({inside})")
        total += abs(_signed(ring)) * (1 if opening else -1)
    return total


def _signed(ring: Floats) -> float:
    """Shoelace formula, from the first corner so that large coordinates lose nothing."""
    x, y = (ring - ring[0]).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


def within(east: Floats, north: Floats, outline: list[Floats], limit: float) -> Bools:
    """Whether points are in the polygon or at most `limit` (m) from its edge, straight."""
    starts = np.vstack([ring[:-1] for ring in outline])
    ends = np.vstack([ring[1:] for ring in outline])
    found = np.empty(len(east), dtype=np.bool_)
    block = max(1, _PAIRS // len(starts))
    for first in range(0, len(east), block):
        part = slice(first, first + block)
        found[part] = _near(east[part, None], north[part, None], starts, ends, limit)
    return found


def _near(x: Floats, y: Floats, starts: Floats, ends: Floats, limit: float) -> Bools:
    x0, y0 = starts.T
    dx, dy = (ends - starts).T
    length = np.maximum(dx * dx + dy * dy, 1e-12)  # a corner given twice is a side of no length
    along = np.clip(((x - x0) * dx + (y - y0) * dy) / length, 0, 1)
    away = np.hypot(x - x0 - along * dx, y - y0 - along * dy)
    # Inside: a ray to the east crosses the edges an odd number of times, holes counted too.
    spans = (y0 > y) != (y0 + dy > y)
    crossing = x0 + (y - y0) * dx / np.where(dy == 0, 1, dy)
    inside = (spans & (x < crossing)).sum(axis=1) % 2 == 1
    near: Bools = inside | (away <= limit).any(axis=1)
    return near
