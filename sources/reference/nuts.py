"""NUTS 2 codes of regions that surveys name in words.

Source: Eurostat, NUTS 2021 (Regulation (EC) 1059/2003 as amended).
"""

from __future__ import annotations

from collections.abc import Mapping

AUSTRIAN_REGIONS: Mapping[str, str] = {
    "Burgenland": "AT11",
    "Lower Austria": "AT12",
    "Vienna": "AT13",
    "Carinthia": "AT21",
    "Styria": "AT22",
    "Upper Austria": "AT31",
    "Salzburg": "AT32",
    "Tyrol": "AT33",
    "Vorarlberg": "AT34",
}
