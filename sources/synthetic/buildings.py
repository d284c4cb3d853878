"""The buildings of the synthetic Finland: which dwellings are in which, and where each stands.

An artificial layout. A region has its main town about where it is (rounded to 10 km, from public
knowledge); its municipalities lie around that by size on a spiral, in no true place; homes lie
around the middle of their municipality, denser towards it. Coordinates are ETRS-TM35FIN, metres.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sources.synthetic.places import Places

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Main town of each region, northing and easting in km.
_TOWNS = {
    "01": (6680, 390),
    "02": (6720, 250),
    "04": (6820, 240),
    "05": (6770, 360),
    "06": (6820, 330),
    "07": (6760, 430),
    "08": (6750, 480),
    "09": (6770, 560),
    "10": (6840, 520),
    "11": (6970, 530),
    "12": (6940, 640),
    "13": (6900, 440),
    "14": (6970, 290),
    "15": (7000, 240),
    "16": (7080, 310),
    "17": (7210, 430),
    "18": (7120, 540),
    "19": (7380, 440),
    "21": (6690, 110),
}
_SPACING = 14_000.0
_GOLDEN = 2.399963


def middles(places: Places) -> tuple[Floats, Floats]:
    """(north, east) of the middle of each municipality."""
    north, east = np.zeros((2, len(places)))
    for region, (up, right) in _TOWNS.items():
        inside = np.flatnonzero(places.region == region)
        inside = inside[np.argsort(-places.weight[inside], kind="stable")]
        nth = np.arange(len(inside))
        away = _SPACING * np.sqrt(nth)
        north[inside] = up * 1000 + away * np.sin(nth * _GOLDEN)
        east[inside] = right * 1000 + away * np.cos(nth * _GOLDEN)
    return north, east


def radii(places: Places) -> Floats:
    """How far from the middle of a municipality its last homes are, m."""
    return 1200.0 + 1100.0 * np.clip(places.urban, 0, 5)


@dataclass
class Buildings:
    """Buildings by number, and the building and place within it of each dwelling number."""

    of_dwelling: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    within: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    mun: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    flats: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    north: Floats = field(default_factory=lambda: np.empty(0))
    east: Floats = field(default_factory=lambda: np.empty(0))
    built: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def add(self, mun: Ints, places: Places, rng: np.random.Generator) -> None:
        """House the next dwellings, which are in municipalities `mun`: detached, or many to one."""
        n = len(mun)
        if not n:
            return
        order = np.argsort(mun, kind="stable")
        town = mun[order]
        size = 1.1 + 1.8 * np.clip(places.urban, 0, 5)
        new = (rng.random(n) < 1 / size[town]) | np.r_[True, town[1:] != town[:-1]]
        first = np.flatnonzero(new)
        local = np.cumsum(new) - 1
        building, within = np.empty((2, n), dtype=np.int64)
        building[order] = len(self.mun) + local
        within[order] = np.arange(n) - first[local]
        where = town[first]
        away, turn = radii(places)[where] * rng.random(len(first)), rng.random(len(first))
        up, right = middles(places)
        self.of_dwelling = np.concatenate([self.of_dwelling, building])
        self.within = np.concatenate([self.within, within])
        self.mun = np.concatenate([self.mun, where])
        self.flats = np.concatenate([self.flats, np.bincount(local)])
        self.north = np.concatenate(
            [self.north, np.rint(up[where] + away * np.sin(2 * np.pi * turn))]
        )
        self.east = np.concatenate(
            [self.east, np.rint(right[where] + away * np.cos(2 * np.pi * turn))]
        )
        ages = rng.triangular(1900, 1985, 2021, len(first)).astype(np.int64)
        self.built = np.concatenate([self.built, ages])
