"""Air quality at measuring stations: hourly means of pollutants, and where the stations are.

The provider's own column names. Hours are UTC and named by their end; a value that was not
measured, or failed the provider's checks, is empty or NaN.
"""

from __future__ import annotations

import polars as pl

from sources.declarations import (
    Column,
    CsvFormat,
    Kind,
    Reference,
    Rule,
    Source,
    SourceKind,
    Table,
)

_STATION = r"^[0-9]{6}$"


def _hourly(name: str, original: str, what: str, most: int) -> Column:
    """An hourly mean; instruments give small negative values in clean air."""
    return Column(
        name,
        original,
        Kind.NUMBER,
        f"{what}, mean of the hour",
        required=False,
        minimum=-20,
        maximum=most,
        unit="µg/m3",
        missing=("NaN", "nan"),
    )


_STATIONS = Table(
    name="stations",
    grain="one row a station that measured in the year",
    file_pattern=r"asemat_\d{4}\.csv",
    columns=(
        Column("station", "fmisid", Kind.RECORD, "Station", pattern=_STATION),
        Column("name", "name", Kind.TEXT, "The station's name"),
        Column(
            "latitude", "lat", Kind.NUMBER, "Latitude, WGS 84", minimum=59.5, maximum=70.2,
            unit="degrees",
        ),
        Column(
            "longitude", "lon", Kind.NUMBER, "Longitude, WGS 84", minimum=19.0, maximum=31.7,
            unit="degrees",
        ),
    ),
    unique=(("station",),),
)  # fmt: skip

_HOURS = Table(
    name="hours",
    grain="one row a station and hour",
    file_pattern=r"ilmanlaatu_\d{4}\.csv",
    columns=(
        Column("station", "fmisid", Kind.RECORD, "Station", pattern=_STATION),
        Column(
            "time",
            "time",
            Kind.TEXT,
            "End of the hour, UTC, ISO 8601",
            pattern=r"^(19|20)\d\d-\d\d-\d\dT\d\d:00:00Z$",
        ),
        _hourly("pm25", "PM25_PT1H_avg", "Fine particles, PM2.5", 2000),
        _hourly("pm10", "PM10_PT1H_avg", "Inhalable particles, PM10", 5000),
        _hourly("no2", "NO2_PT1H_avg", "Nitrogen dioxide", 2000),
    ),
    unique=(("station", "time"),),
    references=(Reference(("station",), "stations", ("station",)),),
    rules=(
        Rule(
            name="no_such_hour",
            # The shape of the text is the column's own matter; here, whether the day exists.
            holds=pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False).is_not_null()
            | ~pl.col("time").str.contains(r"^\d{4}-\d\d-\d\dT\d\d:00:00Z$"),
            columns=("time",),
            explanation="The time is no hour of the calendar.",
        ),
    ),
)

SOURCE: Source = Source(
    id="air_quality",
    title="Air quality observations",
    title_fi="Ilmanlaatuhavainnot",
    description=(
        "Hourly means of fine and inhalable particles and nitrogen dioxide at measuring stations "
        "of municipalities and of the Finnish Meteorological Institute."
    ),
    sector="environment",
    kind=SourceKind.AREA,
    provider="Finnish Meteorological Institute",
    owner="open-data-owner@example.fi",
    licence="CC BY 4.0",
    legal_basis="Open data; Environmental Protection Act (527/2014)",
    tables=(_STATIONS, _HOURS),
    # Files from before the provider's interface of today are Windows'.
    format=CsvFormat(
        delimiter=",", encoding="utf-8", decimal=".", other_encodings=("windows-1252",)
    ),
    expected_by="03-31",
)
