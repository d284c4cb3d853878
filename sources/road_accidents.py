"""Road traffic accidents known to the police: one row an accident, with the sums of its casualties.

The module of accidents alone: who took part, where on the map it happened and who had been drinking
are in another module and aren't asked for. Killed is who died within 30 days.
"""

from __future__ import annotations

import polars as pl

from sources.code_lists import MUNICIPALITIES
from sources.declarations import Column, CsvFormat, Exclusion, Kind, Rule, Source, SourceKind, Table

MOST = 500
"""Casualties of one accident."""

_SEVERITY_OF_CASUALTIES = (
    pl.when(pl.col("killed") > 0)
    .then(pl.lit("death"))
    .when(pl.col("injured") > 0)
    .then(pl.lit("injury"))
    .otherwise(pl.lit("damage"))
)

_ACCIDENTS = Table(
    name="accidents",
    grain="one row an accident",
    file_pattern=r"tonn_onn_\d{4}\.csv",
    columns=(
        Column("accident", "ilmnro_s", Kind.RECORD, "Protected number of the accident's report"),
        Column("with_casualties", "tietotyy", Kind.CODE, "Personal injury or damage only",
               codes={"1": "yes", "2": "no"}),
        Column("year", "vvonn", Kind.INTEGER, "Year of the accident", unit="year",
               minimum=1989, maximum=2100),
        Column("month", "kkonn", Kind.INTEGER, "Month of the accident", unit="month",
               minimum=1, maximum=12),
        Column("municipality", "kunta", Kind.CODE, "Municipality in which it happened",
               codes=MUNICIPALITIES),
        Column("severity", "vakav", Kind.CODE, "The worst that came of it",
               codes={"0": "damage", "1": "death", "2": "injury"}),
        Column("killed", "lkmkuol", Kind.INTEGER, "Killed, within 30 days", unit="persons",
               minimum=0, maximum=MOST),
        Column("injured", "lkmlouk", Kind.INTEGER, "Injured, seriously or not", unit="persons",
               minimum=0, maximum=MOST),
        Column("seriously_injured", "lkm_vakavlouk", Kind.INTEGER,
               "Seriously injured of them, by the AIS scale", required=False, unit="persons",
               minimum=0, maximum=MOST),
    ),
    unique=(("accident",),),
    rules=(
        Rule(
            name="severity_not_of_casualties",
            holds=pl.col("killed").is_null()
            | pl.col("injured").is_null()
            | (pl.col("severity") == _SEVERITY_OF_CASUALTIES),
            columns=("severity", "killed", "injured"),
            explanation="An accident is as severe as the worst that befell those in it.",
        ),
        Rule(
            name="type_not_of_severity",
            holds=(pl.col("with_casualties") == "yes") == (pl.col("severity") != "damage"),
            columns=("with_casualties", "severity"),
            explanation="An accident with personal injury has an injury or a death, no other has.",
        ),
        Rule(
            name="seriously_injured_over_injured",
            holds=pl.col("seriously_injured") <= pl.col("injured"),
            columns=("seriously_injured", "injured"),
            explanation="The seriously injured are some of the injured.",
        ),
    ),
    exclusions=(
        Exclusion(
            reason="damage_only",
            where=pl.col("with_casualties") == "no",
            explanation="Nobody was hurt; many such accidents are recorded unchecked or not at all",
        ),
    ),
    year_of="year",
)  # fmt: skip

SOURCE: Source = Source(
    id="road_accidents",
    title="Road traffic accidents",
    title_fi="Tieliikenneonnettomuudet",
    description=(
        "Road traffic accidents that became known to the police, completed from other registers. "
        "Nearly all deaths and a large part of the injuries are in it; falls of pedestrians aren't."
    ),
    sector="safety",
    kind=SourceKind.AREA,
    provider="Statistics Finland (statistics on road traffic accidents)",
    owner="statistics-owner@example.fi",
    licence="Restricted: research under a permit; nothing of fewer than five accidents or persons",
    legal_basis="Statistics Act (280/2004)",
    tables=(_ACCIDENTS,),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal=","),
    expected_by="12-31",
)
