"""The eight latent reserves of each person: correlated, shared in part at home and in a place.

z_k = a·general + h·household_k + m·municipality_k + own_k with unit variance: a person who does
well in one reserve tends to do well in the others, and so do those she lives with. From year to
year z drifts: z' = ρ·z + √(1 − ρ²)·fresh, with ρ = 0.94.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sources.synthetic.places import Places

MATERIAL, HEALTH, EDUCATION, WORK, VOICE, SOCIAL, ENVIRONMENT, SAFETY = range(8)

Latent = npt.NDArray[np.float32]

_GENERAL = np.array([0.62, 0.5, 0.5, 0.6, 0.45, 0.5, 0.3, 0.45], dtype=np.float32)
_HOME = np.array([0.4, 0.2, 0.3, 0.2, 0.3, 0.25, 0.6, 0.35], dtype=np.float32)
_PLACE = np.array([0.12, 0.1, 0.12, 0.14, 0.1, 0.08, 0.22, 0.15], dtype=np.float32)
_STAYS = 0.94


@dataclass(frozen=True)
class Landscape:
    """What a municipality adds to each reserve: one row a municipality, eight columns."""

    effect: Latent

    @classmethod
    def draw(cls, places: Places, rng: np.random.Generator) -> Landscape:
        """County and municipality effects; towns are richer and less safe and green."""
        _, county = np.unique(places.county, return_inverse=True)
        own = rng.standard_normal((len(places), 8)) * 0.6
        shared = rng.standard_normal((int(county.max()) + 1, 8))[county] * 0.6
        slope = np.array([0.25, 0.15, 0.45, 0.2, 0.1, -0.05, -0.5, -0.35])
        urban = np.clip(places.urban, -2, 3)[:, None]
        raw = own + shared + urban * slope
        middle = (raw * places.weight[:, None]).sum(axis=0)
        return cls(((raw - middle) * _PLACE).astype(np.float32))


def create(
    home: npt.NDArray[np.int64],
    mun: npt.NDArray[np.int16],
    land: Landscape,
    rng: np.random.Generator,
) -> Latent:
    """Reserves of new persons; `home` numbers their households from 0 without gaps."""
    n, homes = len(home), int(home.max()) + 1 if len(home) else 0
    general_home = rng.standard_normal(homes, dtype=np.float32)
    at_home = rng.standard_normal((homes, 8), dtype=np.float32)
    general = np.float32(0.5) * general_home[home]
    general += np.float32(np.sqrt(0.75)) * rng.standard_normal(n, dtype=np.float32)
    z = rng.standard_normal((n, 8), dtype=np.float32)
    z *= np.sqrt(1 - _GENERAL**2 - _HOME**2)
    z += general[:, None] * _GENERAL
    z += at_home[home] * _HOME
    z += land.effect[mun]
    return z


def drift(z: Latent, mun: npt.NDArray[np.int16], land: Landscape, rng: np.random.Generator) -> None:
    """One year on, in place: the personal part moves a little towards a fresh draw."""
    place = land.effect[mun]
    fresh = rng.standard_normal(z.shape, dtype=np.float32)
    fresh *= np.sqrt(1 - _GENERAL**2)
    fresh += rng.standard_normal(len(z), dtype=np.float32)[:, None] * _GENERAL
    z -= place
    z *= np.float32(_STAYS)
    z += np.float32(np.sqrt(1 - _STAYS**2)) * fresh
    z += place
