"""Published statistics: readers of the providers' own files, one common shape, and the match
of a published series to an indicator.

Path of a delivery: `recognise` says what each file is, `read_official` gives the observations of
the files together, `match` turns those that an indicator declares into rows of the reserve tables.
"""

from sources.official.declared import EUROSTAT, OECD, OFFICIAL_SOURCES, SOTKANET, STATFIN
from sources.official.disagreeing import disagreeing
from sources.official.match import Matched, match, unanswered
from sources.official.observations import (
    OBSERVATION_SCHEMA,
    eurostat_observations,
    oecd_observations,
    sotkanet_observations,
    statfin_observations,
)
from sources.official.recognise import (
    FileFormat,
    Recognised,
    parcels,
    read_official,
    recognise,
)

__all__ = [
    "EUROSTAT",
    "OBSERVATION_SCHEMA",
    "OECD",
    "OFFICIAL_SOURCES",
    "SOTKANET",
    "STATFIN",
    "FileFormat",
    "Matched",
    "Recognised",
    "disagreeing",
    "eurostat_observations",
    "match",
    "oecd_observations",
    "parcels",
    "read_official",
    "recognise",
    "sotkanet_observations",
    "statfin_observations",
    "unanswered",
]
