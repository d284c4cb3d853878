"""What can be said about data: the only place where a source, column or indicator is described.

Contract, checks, expectations, column comments, dictionary, lineage, catalogue and docs are
derived from these. Instances travel as arguments, so lower rooms never import higher ones.
"""

from sources.declarations.columns import KEYED, Column, FormerName, Kind, UnknownCode
from sources.declarations.formats import (
    DOCUMENT,
    CsvFormat,
    Format,
    JsonDocuments,
    ParquetFormat,
    place,
)
from sources.declarations.indicator import (
    CountShare,
    CountStatistic,
    Direction,
    EventRate,
    IncomeMeasure,
    Indicator,
    LifeExpectancy,
    Mean,
    Measure,
    Nature,
    PopulationStatistic,
    RegisterMean,
    RegisterShare,
    RegisterStatistic,
    Reserve,
    Series,
    Share,
    StandardisedRate,
    Statistic,
    Weight,
)
from sources.declarations.published import Evidence, Explanation, OfficialSeries
from sources.declarations.source import (
    Delta,
    Exclusion,
    Reference,
    Rule,
    Source,
    SourceKind,
    Table,
)
from sources.declarations.tolerance import Tolerance

__all__ = [
    "DOCUMENT",
    "KEYED",
    "Column",
    "CountShare",
    "CountStatistic",
    "CsvFormat",
    "Delta",
    "Direction",
    "EventRate",
    "Evidence",
    "Exclusion",
    "Explanation",
    "Format",
    "FormerName",
    "IncomeMeasure",
    "Indicator",
    "JsonDocuments",
    "Kind",
    "LifeExpectancy",
    "Mean",
    "Measure",
    "Nature",
    "OfficialSeries",
    "ParquetFormat",
    "PopulationStatistic",
    "Reference",
    "RegisterMean",
    "RegisterShare",
    "RegisterStatistic",
    "Reserve",
    "Rule",
    "Series",
    "Share",
    "Source",
    "SourceKind",
    "StandardisedRate",
    "Statistic",
    "Table",
    "Tolerance",
    "UnknownCode",
    "Weight",
    "place",
]
