"""What can be said about data: the only place where a source, column or indicator is described.

Contract, checks, expectations, column comments, dictionary, lineage, catalogue and docs are
derived from these. Instances travel as arguments, so lower rooms never import higher ones.
"""

from sources.declarations.columns import Column, FormerName, Kind, UnknownCode
from sources.declarations.formats import CsvFormat, Format, ParquetFormat
from sources.declarations.indicator import (
    Direction,
    IncomeMeasure,
    Indicator,
    Mean,
    Measure,
    Nature,
    OfficialSeries,
    RegisterShare,
    Reserve,
    Series,
    Share,
    Statistic,
    Weight,
)
from sources.declarations.source import (
    Delta,
    Exclusion,
    Reference,
    Rule,
    Source,
    SourceKind,
    Table,
)

__all__ = [
    "Column",
    "CsvFormat",
    "Delta",
    "Direction",
    "Exclusion",
    "Format",
    "FormerName",
    "IncomeMeasure",
    "Indicator",
    "Kind",
    "Mean",
    "Measure",
    "Nature",
    "OfficialSeries",
    "ParquetFormat",
    "Reference",
    "RegisterShare",
    "Reserve",
    "Rule",
    "Series",
    "Share",
    "Source",
    "SourceKind",
    "Statistic",
    "Table",
    "UnknownCode",
    "Weight",
]
