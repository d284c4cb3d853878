"""`reference.*`: the classifications and the history of areas that a release was made with.

Which areas the tables may name stands in `catalog.areas`, and isn't repeated here.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from sources.reference.areas import mergers, spells
from sources.reference.classifications import LISTS, classifications
from warehouse.catalogue import CatalogTable

SCHEMA = "reference"

_NAMES: Mapping[str, str] = {
    "name_fi": "Name in Finnish; null where no official one is held.",
    "name_sv": "Name in Swedish; null where no official one is held.",
    "name_en": "Name in English.",
}

TEXTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "lists": (
        "One row a classification: what it is, where it is from, on what terms.",
        {
            "classification": "Name of the list; see reference.classifications.",
            "title": "What it classifies, in which edition.",
            "source": "Who keeps it.",
            "licence": "Terms of use.",
            "codes": "Codes of all times.",
        },
    ),
    "classifications": (
        "Every code of every classification, one row a code and spell of validity; "
        "classification('industries', DATE '2024-12-31') gives a list as of a day.",
        {
            "classification": "Name of the list; see reference.lists.",
            "position": "Place in the list as printed, from 1.",
            "code": "The code.",
            "parent": "The code above it in the same list and at the same time; null at the top.",
            "level": "Level of the list.",
            **_NAMES,
            "valid_from": "First day of validity, null where the list gives none.",
            "valid_to": "Last day of validity, null while in force.",
            "range_first": "First category that the code holds (chapters of ICD-10).",
            "range_last": "Last category that the code holds.",
        },
    ),
    "municipalities": (
        "One row a municipality and spell of lying in the same areas, from 2013 on. Source: "
        "Statistics Finland's yearly municipality keys (CC BY 4.0).",
        {
            "area_code": "Prefixed code of the municipality.",
            "county": "Its wellbeing services county, back-cast before 2023.",
            "region": "Its region then.",
            "nuts2": "Its NUTS 2 area then.",
            **_NAMES,
            "valid_from": "Year on whose 1 January it first held, null if before all years held.",
            "valid_to": "Year on whose 1 January it last held, null while in force.",
        },
    ),
    "mergers": (
        "Municipalities that became part of another, from 2013 on. Source: Statistics Finland's "
        "yearly municipality keys (CC BY 4.0).",
        {
            "area_code": "Prefixed code of the municipality that ended.",
            "successor_code": "Prefixed code of the one that it is part of.",
            "year": "It is so from 1 January of this year.",
        },
    ),
}
"""Table → its comment, and its columns' comments."""


def reference_tables() -> list[CatalogTable]:
    """The tables of the schema `reference`, the same for every home."""
    codes = classifications().with_columns(
        position=pl.int_range(1, pl.len() + 1).over("classification")
    )
    held = codes.group_by("classification").agg(pl.len().cast(pl.Int64).alias("codes"))
    lists = pl.DataFrame(
        [
            {"classification": e.name, "title": e.title, "source": e.source, "licence": e.licence}
            for e in LISTS
        ]
    ).join(held, on="classification", how="left", maintain_order="left")
    return [
        _table("lists", lists),
        _table("classifications", codes),
        _table("municipalities", spells()),
        _table("mergers", mergers()),
    ]


def _table(name: str, rows: pl.DataFrame) -> CatalogTable:
    comment, comments = TEXTS[name]
    return CatalogTable(name, comment, rows.select(list(comments)), dict(comments), SCHEMA)
