"""Green areas of a year, as a map server writes them: UTF-8, commas, outlines in quotes.

Parks stand about 700 m apart in every municipality as far as its homes reach, so that four of five
homes have one within 300 m; some are under a hectare, some closed to the public, some have a pond
or come in two pieces.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import buildings
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import GREEN_AREAS, TableFile, Written
from sources.synthetic.places import Places
from sources.synthetic.scene import Scene

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SOURCE = "green_areas"
COLUMNS = ("FID", "kuntanumero", "tyyppi", "kaytto", "geom")
_SPACING = 700.0
_CORNERS = 8
_KINDS = np.array(["puisto", "metsa", "niitty", "muu"])

_FAULTS = [
    Fault("geom", "bad_pattern", lambda text: text.replace("POLYGON ((", "POLYGON (", 1)),
    Fault("kaytto", "unknown_code", fixed("avoin")),
    Fault("FID", DUPLICATE),
    Fault("geom", "bad_pattern", fixed('"POINT (327000 6822000)"')),
    Fault("FID", "bad_pattern", lambda text: text.replace(".", "_")),
    Fault("tyyppi", "missing", fixed("")),
    Fault("kuntanumero", "bad_pattern", lambda text: text.lstrip("0")[:2]),
    Fault("geom", "missing", fixed("")),
    Fault("tyyppi", "unknown_code", fixed("golf")),
]


def write(scene: Scene) -> list[Written]:
    """Write the green areas of the scene's year; they are the same from year to year."""
    where, year = scene.world.places, scene.year
    rng = scene.world.rng("green areas")
    town, north, east = _spots(where, rng)
    size = rng.uniform(45, 230, len(town))
    block = pl.DataFrame(
        {
            "FID": [f"viheralueet.{n}" for n in range(1, len(town) + 1)],
            "kuntanumero": [str(code) for code in where.code[town].tolist()],
            "tyyppi": _KINDS[rng.integers(0, len(_KINDS), len(town))].tolist(),
            "kaytto": np.where(rng.random(len(town)) < 0.06, "rajattu", "julkinen").tolist(),
            "geom": _outlines(north, east, size, rng),
        }
    )
    file = TableFile(scene.root, f"{SOURCE}/{year}/viheralueet_{year}.csv", COLUMNS, GREEN_AREAS)
    of_year = scene.world.rng("green area faults", year)
    changed, _ = scene.book.plant(file, SOURCE, year, block, _FAULTS, of_year)
    file.write(changed)
    return [file.close()]


def _spots(where: Places, rng: np.random.Generator) -> tuple[Ints, Floats, Floats]:
    """(municipality, north, east) of each area: a net around each middle, a tenth left out."""
    north, east = buildings.middles(where)
    parts = []
    for town, radius in enumerate(buildings.radii(where).tolist()):
        side = np.arange(-radius, radius + 1, _SPACING)
        up, right = (a.ravel() for a in np.meshgrid(side, side))
        kept = (np.hypot(up, right) <= radius) & (rng.random(len(up)) > 0.1)
        parts.append(np.stack([np.full(kept.sum(), town), up[kept], right[kept]]))
    towns, up, right = np.concatenate(parts, axis=1)
    town = towns.astype(np.int64)
    return town, north[town] + up, east[town] + right


def _outlines(north: Floats, east: Floats, size: Floats, rng: np.random.Generator) -> list[str]:
    """Eight-cornered outlines about `size` m from their middle; whole metres, in quotes."""
    turn = np.arange(_CORNERS + 1) * 2 * np.pi / _CORNERS
    reach = size[:, None] * rng.uniform(0.8, 1.2, (len(size), _CORNERS))
    reach = np.concatenate([reach, reach[:, :1]], axis=1)
    x = np.rint(east[:, None] + reach * np.cos(turn)).astype(np.int64)
    y = np.rint(north[:, None] + reach * np.sin(turn)).astype(np.int64)
    texts = []
    for n, (xs, ys) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        ring = ", ".join(f"{a} {b}" for a, b in zip(xs, ys, strict=True))
        if n % 11 == 3:
            pond = ", ".join(
                f"{round(east[n]) + a} {round(north[n]) + b}"
                for a, b in ((-9, -9), (9, -9), (9, 9), (-9, 9), (-9, -9))
            )
            texts.append(f'"POLYGON (({ring}), ({pond}))"')
        elif n % 13 == 5:
            more = ", ".join(f"{a + 600} {b}" for a, b in zip(xs, ys, strict=True))
            texts.append(f'"MULTIPOLYGON ((({ring})), (({more})))"')
        else:
            texts.append(f'"POLYGON (({ring}))"')
    return texts
