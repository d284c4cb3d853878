"""The building stock: what stands where, building by building, at the end of the year.

A permanent building id has ten characters: 1 (9 in test data), eight digits, and the check
character of the nine digits by the table of identity codes. It leaves the border as a keyed number
only, the same that residences carry, for it tells where people live.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import MUNICIPALITIES
from sources.declarations import (
    Column,
    CsvFormat,
    Kind,
    Rule,
    Source,
    SourceKind,
    Table,
    UnknownCode,
)

BUILDING = Column(
    "building",
    "RAKENNUSTUNNUS",
    Kind.BUILDING,
    "The building, by its permanent id",
    pattern=r"^[19][0-9]{8}[0-9A-FHJ-NPR-Y]$",
)

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

_CHECK = pl.col("building").str.head(9).cast(pl.Int64, strict=False) % 31

_BUILDINGS = Table(
    name="buildings",
    grain="one row a building that stands at the end of the year",
    file_pattern=r"rakennukset_\d{4}\.csv",
    columns=(
        BUILDING,
        Column(
            "municipality",
            "KUNTAKOODI",
            Kind.CODE,
            "Municipality where it stands, by the division of its time",
            codes=MUNICIPALITIES,
            unknown_code=UnknownCode.REFUSE,
        ),
        Column(
            "use",
            "KAYTTOTARKOITUS",
            Kind.TEXT,
            "Main use, four digits of the classification of buildings 2018 (0110 detached house)",
            pattern=r"^[01][0-9]{3}$",
        ),
        Column(
            "floor_area",
            "KERROSALA",
            Kind.INTEGER,
            "Gross floor area",
            required=False,
            minimum=1,
            maximum=500_000,
            unit="m2",
        ),
        Column(
            "built",
            "VALMISTUMISVUOSI",
            Kind.INTEGER,
            "Year of completion; empty where it isn't known",
            required=False,
            minimum=1300,
            maximum=2035,
        ),
        Column(
            "heating",
            "LAMMITYSAINE",
            Kind.CODE,
            "Main fuel or source of heat",
            required=False,
            codes={
                "1": "district_heating",
                "2": "oil",
                "3": "coal",
                "4": "electricity",
                "5": "gas",
                "6": "wood_or_peat",
                "7": "ground_heat",
                "9": "other",
            },
        ),
        Column(
            "dwellings",
            "ASUNTOJEN_LKM",
            Kind.INTEGER,
            "Dwellings in it",
            minimum=0,
            maximum=2000,
        ),
        # The box of Finland in ETRS-TM35FIN; the municipality isn't asked for its border.
        Column(
            "north",
            "POHJOINEN",
            Kind.NUMBER,
            "Northing of its midpoint, ETRS-TM35FIN (EPSG:3067)",
            minimum=6_600_000,
            maximum=7_780_000,
            unit="m",
        ),
        Column(
            "east",
            "ITA",
            Kind.NUMBER,
            "Easting of its midpoint, ETRS-TM35FIN (EPSG:3067)",
            minimum=50_000,
            maximum=740_000,
            unit="m",
        ),
    ),
    unique=(("building",),),
    rules=(
        Rule(
            name="building_bad_check",
            holds=_CHECK.replace_strict(
                list(range(31)), list(CHECK_CHARACTERS), default=None, return_dtype=pl.String
            )
            == pl.col("building").str.slice(9, 1),
            columns=("building",),
            explanation="The last character of the building id isn't the check character.",
        ),
    ),
)

SOURCE: Source = Source(
    id="building_stock",
    title="Buildings of the Population Information System",
    title_fi="Rakennus- ja huoneistotiedot",
    description=(
        "Every building at the end of the year: use, size, age, heating, dwellings and place. "
        "Joins people's homes to what lies around them, inside the border only."
    ),
    sector="environment",
    kind=SourceKind.AREA,
    provider="Digital and Population Data Services Agency (DVV); Finnish Environment Institute",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Statistics Act (280/2004); Act on the Population Information System (661/2009)",
    tables=(_BUILDINGS,),
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
    expected_by="02-28",
)
