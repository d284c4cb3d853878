"""Green areas: parks, woods and meadows as polygons, as a city's map server gives them.

The server's own comma-separated form: geometry is well-known text in metres (ETRS-TM35FIN), the
easting first.
"""

from __future__ import annotations

from sources.declarations import Column, CsvFormat, Kind, Source, SourceKind, Table

_PAIR = r"-?\d+(\.\d+)? -?\d+(\.\d+)?"
_RING = rf"\({_PAIR}(, ?{_PAIR}){{3,}}\)"
_POLYGON = rf"\({_RING}(, ?{_RING})*\)"
WELL_KNOWN = rf"^(POLYGON ?{_POLYGON}|MULTIPOLYGON ?\({_POLYGON}(, ?{_POLYGON})*\))$"

_AREAS = Table(
    name="areas",
    grain="one row a green area",
    file_pattern=r"viheralueet_\d{4}\.csv",
    columns=(
        Column("area", "FID", Kind.RECORD, "The area's number", pattern=r"^viheralueet\.\d+$"),
        Column(
            "municipality", "kuntanumero", Kind.TEXT, "Municipality", pattern=r"^[0-9]{3}$"
        ),
        Column(
            "kind",
            "tyyppi",
            Kind.CODE,
            "What kind of green",
            codes={
                "puisto": "park",
                "metsa": "woodland",
                "niitty": "meadow",
                "muu": "other",
            },
        ),
        Column(
            "access",
            "kaytto",
            Kind.CODE,
            "Whether everybody may go there",
            codes={"julkinen": "public", "rajattu": "restricted"},
        ),
        Column(
            "geometry",
            "geom",
            Kind.TEXT,
            "Its outline, ETRS-TM35FIN (EPSG:3067), well-known text",
            pattern=WELL_KNOWN,
        ),
    ),
    unique=(("area",),),
)  # fmt: skip

SOURCE: Source = Source(
    id="green_areas",
    title="Green areas",
    title_fi="Viheralueet",
    description=(
        "Parks, woodlands and meadows with their outlines and whether the public may go there, "
        "from land cover and the cities' registers of green areas."
    ),
    sector="environment",
    kind=SourceKind.AREA,
    provider="Finnish Environment Institute and cities",
    owner="green-areas-owner@example.fi",
    licence="CC BY 4.0",
    legal_basis="Open data; Act on Geographic Information Infrastructure (421/2009)",
    tables=(_AREAS,),
    format=CsvFormat(delimiter=",", encoding="utf-8", decimal="."),
    expected_by="06-30",
)
