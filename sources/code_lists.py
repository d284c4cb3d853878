"""Code lists that more than one sector source uses: original code → ours.

Areas come from `sources.reference.areas`, so that a code is written in one place only.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from sources.declarations import Rule
from sources.reference.areas import FIRST_YEAR, LAST_YEAR, municipalities

SEX_1_2: Mapping[str, str] = {"1": "M", "2": "F"}
YES_NO: Mapping[str, str] = {"1": "yes", "2": "no"}

CONTACT_MODES: Mapping[str, str] = {
    "R10": "Visit of the client to the professional",
    "R20": "Visit of the professional to the client's home",
    "R30": "Visit to the client's place of work",
    "R40": "Visit to the client in a hospital or institution",
    "R41": "Visit elsewhere",
    "R50": "Remote contact, by telephone",
    "R51": "Remote contact in real time, by telephone",
    "R52": "Remote contact in real time",
    "R55": "Remote contact, by letter or message",
    "R56": "Remote contact, not in real time",
    "R60": "Consultation between professionals",
    "R71": "Meeting about the client",
    "R72": "Handling of the client's matters",
    "R80": "Care on a ward",
    "R90": "Other",
}
"""How a contact took place, in primary and in hospital care: code → what it means."""

_NEWEST = municipalities(LAST_YEAR)


def _pairs(key: str, value: str) -> dict[str, str]:
    return dict(_NEWEST.select(key, value).unique().sort(key).iter_rows())


_REGION_OF_COUNTY = _pairs("county", "region")
_NUTS2_OF_REGION = _pairs("region", "nuts2")

COUNTIES: Mapping[str, str] = {code.removeprefix("HVA"): code for code in _REGION_OF_COUNTY}
"""Wellbeing services counties, Helsinki (90) and Åland (91) with them: `08` → `HVA08`."""

REGIONS: Mapping[str, str] = {code.removeprefix("MK"): code for code in _NUTS2_OF_REGION}
"""Regions: `06` → `MK06`."""

NUTS2: Mapping[str, str] = {code: code for code in sorted(set(_NUTS2_OF_REGION.values()))}

MUNICIPALITIES: Mapping[str, str] = {
    code: area
    for year in range(FIRST_YEAR, LAST_YEAR + 1)
    for code, area in municipalities(year).select("municipality", "area_code").iter_rows()
}
"""Every municipality that has existed since 2013, for a history keeps the codes of its time."""

COUNTY_IN_REGION = Rule(
    name="county_outside_region",
    holds=pl.col("county").replace_strict(_REGION_OF_COUNTY, default=None) == pl.col("region"),
    columns=("county", "region"),
    explanation="The wellbeing services county does not lie in the region given.",
)
REGION_IN_NUTS2 = Rule(
    name="region_outside_nuts2",
    holds=pl.col("region").replace_strict(_NUTS2_OF_REGION, default=None) == pl.col("nuts2"),
    columns=("region", "nuts2"),
    explanation="The region does not lie in the NUTS 2 area given.",
)
