"""Strategic noise maps: the level at the most exposed façade of each mapped building.

Made every five years for agglomerations of over 100,000 residents and for major roads, railways
and airports (round 4: the year 2021). A building that was mapped has a row for each kind of source
that was modelled at it; outside the mapped areas nothing is known, which is not the same as quiet.
"""

from __future__ import annotations

from sources.building_stock import BUILDING
from sources.declarations import Column, CsvFormat, Kind, Source, SourceKind, Table


def _level(name: str, original: str, what: str) -> Column:
    return Column(
        name, original, Kind.NUMBER, what, minimum=0, maximum=110, unit="dB"
    )  # fmt: skip


_FACADES = Table(
    name="facades",
    grain="one row a mapped building and kind of noise source",
    file_pattern=r"julkisivumelu_\d{4}\.csv",
    columns=(
        BUILDING,
        Column(
            "noise_source",
            "MELULAHDE",
            Kind.CODE,
            "What makes the noise",
            codes={
                "tie": "road",
                "raide": "railway",
                "lento": "aircraft",
                "teollisuus": "industry",
            },
        ),
        _level("lden", "LDEN", "Day-evening-night level at the most exposed façade"),
        _level("lnight", "LYO", "Night level at the most exposed façade"),
    ),
    unique=(("building", "noise_source"),),
)

SOURCE: Source = Source(
    id="noise_maps",
    title="Strategic noise maps, façade levels",
    title_fi="Meluselvitykset, julkisivumelutasot",
    description=(
        "Noise levels (Lden, Lnight) at the most exposed façade of each building in the areas that "
        "the Environmental Noise Directive has mapped, by kind of source; every five years."
    ),
    sector="environment",
    kind=SourceKind.AREA,
    provider="Cities and Finnish Transport Infrastructure Agency",
    owner="noise-maps-owner@example.fi",
    licence="By agreement with the makers of the maps",
    legal_basis="Environmental Protection Act (527/2014), Directive 2002/49/EC",
    tables=(_FACADES,),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal=","),
    every_years=5,
    since=2021,
)
