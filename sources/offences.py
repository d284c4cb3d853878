"""Offences known to the police, Customs and the Border Guard: counts by municipality and group.

No person stands in them: neither victims nor suspects are needed for how many offences became
known in a place, so neither is asked for. Counted in the year in which an offence became known,
where it was committed.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import MUNICIPALITIES
from sources.declarations import Column, CsvFormat, Exclusion, Kind, Source, SourceKind, Table

WHOLE_COUNTRY = "SSS"

NO_MUNICIPALITY = {"KU199": "199", "KU200": "200"}
"""Place of offence unknown, and abroad: such offences count in the country alone."""

GROUPS = {
    "101T603": "all",
    "101T161": "against_property",
    "201T223": "against_life_and_health",
    "231T241": "sexual",
}
"""Groups of offences by the statistics' own codes. `all` has the others in it."""

_COUNTS = Table(
    name="offences",
    grain="one row a municipality and group of offences",
    file_pattern=r"rikokset_kunnittain_\d{4}\.csv",
    columns=(
        Column("year", "VUOSI", Kind.INTEGER, "Year in which the offences became known",
               unit="year", minimum=1980, maximum=2100),
        Column("municipality", "KUNTA", Kind.CODE,
               "Municipality in which the offences were committed, as it was in the year; SSS is "
               "the country, KU199 unknown, KU200 abroad",
               codes={
                   **{code: code for code in MUNICIPALITIES.values()},
                   **NO_MUNICIPALITY,
                   WHOLE_COUNTRY: WHOLE_COUNTRY,
               }),
        Column("group", "RIKOSRYHMA", Kind.CODE, "Group of offences", codes=GROUPS),
        Column("offences", "RIKOKSET_LKM", Kind.INTEGER, "Offences that became known",
               unit="offences", minimum=0, maximum=2_000_000),
    ),
    unique=(("year", "municipality", "group"),),
    exclusions=(
        Exclusion(
            reason="whole_country",
            where=pl.col("municipality") == WHOLE_COUNTRY,
            explanation="The country's total; its municipalities are added up instead.",
        ),
    ),
    year_of="year",
)  # fmt: skip

SOURCE: Source = Source(
    id="offences",
    title="Offences known to the authorities",
    title_fi="Tietoon tulleet rikokset",
    description=(
        "Offences that became known to the police, Customs and the Border Guard, by the "
        "municipality in which they were committed. How much becomes known follows what people "
        "report, what the authorities look for and what the law punishes."
    ),
    sector="safety",
    kind=SourceKind.AREA,
    provider="Statistics Finland (statistics on offences and coercive measures)",
    owner="statistics-owner@example.fi",
    licence="CC BY 4.0",
    legal_basis="Statistics Act (280/2004)",
    tables=(_COUNTS,),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal=","),
    expected_by="06-30",
)
