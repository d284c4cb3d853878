"""Metres to degrees: ETRS-TM35FIN as latitude and longitude, for files that come in degrees."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_N = 1 / 298.257222101 / (2 - 1 / 298.257222101)
_RADIUS = 0.9996 * 6_378_137.0 / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BACK = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96,
    _N**2 / 48 + _N**3 / 15,
    17 * _N**3 / 480,
)
_TO_LATITUDE = (
    2 * _N - 2 * _N**2 / 3 - 2 * _N**3,
    7 * _N**2 / 3 - 8 * _N**3 / 5,
    56 * _N**3 / 15,
)


def of_metres(north: Floats, east: Floats) -> tuple[Floats, Floats]:
    """(latitude, longitude) in degrees, right to a centimetre in Finland."""
    xi, eta = north / _RADIUS, (east - 500_000.0) / _RADIUS
    across, along = xi.copy(), eta.copy()
    for k, h in enumerate(_BACK, start=1):
        across -= h * np.sin(2 * k * xi) * np.cosh(2 * k * eta)
        along -= h * np.cos(2 * k * xi) * np.sinh(2 * k * eta)
    conformal = np.arcsin(np.sin(across) / np.cosh(along))
    latitude = conformal.copy()
    for k, d in enumerate(_TO_LATITUDE, start=1):
        latitude += d * np.sin(2 * k * conformal)
    longitude = 27.0 + np.degrees(np.arctan(np.sinh(along) / np.cos(across)))
    return np.degrees(latitude), longitude
