"""What the statuses of a figure are called: SDMX code lists CL_OBS_STATUS 2.2, CL_CONF_STATUS.

Only those that the pipeline itself gives or looks for; a provider's others stand as they came.
"""

from __future__ import annotations

NORMAL = "A"
BREAK = "B"
DIFFERS = "D"
"""The definition differs from the indicator's."""

ESTIMATED = "E"
CANNOT_EXIST = "M"
"""No such figure can be: no such election there, too little of the area covered."""

NOT_COLLECTED = "L"
NOTHING = "O"
"""Nothing was observed, and it isn't said why."""

PROVISIONAL = "P"
SUPPRESSED = "Q"
UNRELIABLE = "U"

FREE = "F"
"""Confidentiality: may be shown."""

SMALL_COUNT = "A"
"""Confidentiality: hidden, as too few persons stand behind it."""
