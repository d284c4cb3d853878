"""The register of completed education and degrees, as its stock at the end of a year.

One row a person with a qualification after basic education, and of it the highest: attainment at
31 December follows from one year's delivery, without the degrees of earlier years. Whoever isn't
named has basic education at most, or a degree from abroad that nobody has reported.
"""

from __future__ import annotations

import polars as pl

from sources.declarations import (
    Column,
    CsvFormat,
    Exclusion,
    Kind,
    Rule,
    Source,
    SourceKind,
    Table,
)
from sources.reference.classifications import codes

LEVELS: tuple[str, ...] = codes("education_levels", 2016, "national level")
"""The national levels of education (2016); the first digit is the ISCED 2011 level."""

UNKNOWN_LEVEL = "91"

_DEGREES = Table(
    name="highest_degrees",
    grain="one row a person with a qualification after basic education: the highest one",
    file_pattern=r"tutkinto_korkein_\d{4}\.csv",
    columns=(
        Column("year", "vuosi", Kind.INTEGER, "Year at whose end it is the highest", unit="year",
               minimum=1970, maximum=2100),
        Column("person", "henkilotunnus", Kind.PERSON, "The person"),
        Column("degree", "koulk", Kind.TEXT, "Qualification, six digits of the national "
               "classification of education; the first is the ISCED 2011 level",
               pattern=r"^[3-9][0-9]{5}$"),
        Column("level", "kaste", Kind.CODE, "National level of education (2016), two digits",
               codes={code: code for code in LEVELS}),
        Column("field", "ISCED_ala3", Kind.TEXT, "Field of education, ISCED-F 2013, four digits",
               required=False, pattern=r"^[0-9]{4}$"),
        Column("completed", "saika", Kind.TEXT, "Year and month of completion, YYYYMM",
               required=False, pattern=r"^(19|20)[0-9]{2}(0[1-9]|1[0-2])$", missing=("BBBBBB",)),
        Column("abroad", "ulkom", Kind.CODE, "Whether it was completed abroad",
               codes={"0": "no", "1": "yes"}),
    ),
    unique=(("person",),),
    year_of="year",
    rules=(
        Rule(
            name="level_not_of_degree",
            holds=pl.col("degree").str.head(1) == pl.col("level").str.head(1),
            columns=("level", "degree"),
            explanation="The level and the qualification's own first digit differ.",
        ),
        Rule(
            name="completed_after_year",
            holds=pl.col("completed").str.head(4).cast(pl.Int64, strict=False) <= pl.col("year"),
            columns=("completed", "year"),
            explanation="The qualification was completed after the year that the stock is of.",
        ),
    ),
    exclusions=(
        Exclusion(
            reason="level_unknown",
            where=pl.col("level") == UNKNOWN_LEVEL,
            explanation="Nothing can be said of attainment where the level is unknown.",
        ),
    ),
)  # fmt: skip

SOURCE: Source = Source(
    id="degrees",
    title="Register of completed education and degrees, stock at year end",
    title_fi="Tutkintorekisteri, vuodenvaihteen korkein tutkinto",
    description=(
        "The highest qualification after basic education of every person who has one, at "
        "31 December. Complete for degrees taken in Finland; of those taken abroad many are "
        "lacking."
    ),
    sector="education",
    kind=SourceKind.REGISTER,
    provider="Statistics Finland",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Statistics Act (280/2004)",
    tables=(_DEGREES,),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal="."),
    # Degrees of the autumn term are reported in spring; the stock is drawn up by the autumn.
    expected_by="10-31",
)
