"""What a reserve row may hold: codes, what is never empty, and when a figure is withheld."""

from __future__ import annotations

from collections.abc import Mapping

from quality.protection import FIGURES as FIGURES
from sources.ages import AGE_GROUPS, TOTAL
from sources.declarations.status import FREE
from sources.official.observations import AGE_GRAMMAR
from sources.official.status import WITHOUT_VALUE
from sources.reference.areas import areas
from sources.reference.classifications import whole

COMPUTED = "computed"
OFFICIAL = "official"

MISSING = tuple(sorted(WITHOUT_VALUE))
"""Observation statuses of a value that is not there; H is a missing holiday value."""

AGE_PATTERN = AGE_GRAMMAR
OWN_AGE_GROUPS = (TOTAL, *(name for name, _, _ in AGE_GROUPS))

REQUIRED = (
    "indicator_id",
    "area_level",
    "area_code",
    "area_name_fi",
    "area_name_sv",
    "area_name_en",
    "year",
    "period",
    "sex",
    "age_group",
    "breakdown_by",
    "breakdown_value",
    "unit",
    "obs_status",
    "conf_status",
    "experimental",
    "synthetic",
    "source_kind",
    "source_id",
)
"""Columns that no row leaves empty."""

REQUIRED_COMPUTED = ("method_id", "definition_version", "area_vintage", "vintage")
"""Columns that a row of ours never leaves empty; official figures have no such thing."""

OPTIONAL = ("value", "se", "ci_low", "ci_high", "n", "n_effective", "note")
"""Columns that may be empty in any row."""

WITHHELD = f"(conf_status != '{FREE}' or obs_status in {list(MISSING)})"
"""The rows, as a condition, that must hold no figure; every other row must hold a value."""


def codes() -> Mapping[str, tuple[str, ...]]:
    """Allowed codes by column."""
    return {
        "area_level": tuple(sorted(areas()["area_level"].unique())),
        "sex": ("_T", "F", "M"),
        "obs_status": tuple(sorted(whole("obs_status")["code"])),
        "conf_status": tuple(whole("conf_status")["code"]),
        "source_kind": (COMPUTED, OFFICIAL),
    }
