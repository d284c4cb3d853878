"""Causes of death: one row a resident who died in the year, with the underlying cause (ICD-10).

The statistics come out at the end of the following year, when the last death certificates are in.
Only the underlying cause is taken in; immediate, intervening and contributory ones are not asked
for. Certificates that come later than that, and causes that an inquest settles, come as changes.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import MUNICIPALITIES, SEX_1_2
from sources.declarations import (
    Column,
    CsvFormat,
    Delta,
    Kind,
    Rule,
    Source,
    SourceKind,
    Table,
    Tolerance,
)

NO_MUNICIPALITY = ("198", "199", "200")
"""No municipality of residence, unknown, abroad: such deaths count in the country alone."""

_DEATHS = Table(
    name="deaths",
    grain="one row a resident of Finland who died in the year",
    file_pattern=r"kuolemansyyt_\d{4}(_muutokset)?\.csv",
    columns=(
        Column("year", "VUOSI", Kind.INTEGER, "Year of the statistics", unit="year",
               minimum=1969, maximum=2100),
        Column("person", "HENKILOTUNNUS", Kind.PERSON, "Who died"),
        Column("death_date", "KUOLPVM", Kind.DATE, "Day of death", date_format="%Y%m%d"),
        Column("cause", "TPKS", Kind.TEXT,
               "Underlying cause of death, ICD-10 (Finnish edition) without its dot",
               pattern=r"^[A-Z][0-9]{2}[0-9A-Z]{0,2}$"),
        Column("municipality", "KUNTA", Kind.CODE,
               "Last municipality of residence; 198-200 are no municipality",
               codes={**MUNICIPALITIES} | {code: code for code in NO_MUNICIPALITY}),
        Column("age", "IKA", Kind.INTEGER, "Age at death in whole years", unit="years",
               minimum=0, maximum=125),
        Column("sex", "SP", Kind.CODE, "Sex", codes=SEX_1_2),
    ),
    unique=(("person",),),
    delta=Delta(
        ("person",), "MUUTOS", {"L": "new", "M": "changed", "P": "removed"}
    ),
    rules=(
        Rule(
            name="death_outside_year",
            holds=pl.col("death_date").dt.year() == pl.col("year"),
            columns=("death_date", "year"),
            explanation="The death was in another year than the one that the statistics are of.",
        ),
        Rule(
            name="injury_as_cause",
            holds=~pl.col("cause").str.head(1).is_in(["S", "T"]),
            columns=("cause",),
            explanation=(
                "S and T say what the injury was; the underlying cause of an injury is what "
                "brought it about (V01-Y98)."
            ),
        ),
    ),
)  # fmt: skip

SOURCE: Source = Source(
    id="causes_of_death",
    title="Causes of death",
    title_fi="Kuolemansyyt",
    description=(
        "Deaths of residents of Finland with their underlying cause, from death certificates. "
        "Deaths abroad are in it as far as they are known."
    ),
    sector="health",
    kind=SourceKind.REGISTER,
    provider="Statistics Finland",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Act on Determining the Cause of Death (459/1973); Statistics Act (280/2004)",
    tables=(_DEATHS,),
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
    expected_by="12-31",
    # Who died in the year has left the population by its end, and their row there is the likeliest
    # to be faulty: the register of the year before knows them.
    tolerance=Tolerance(frame_years=(0, -1)),
)
