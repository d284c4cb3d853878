"""Areas of the tables: municipalities by year, wellbeing services counties, regions, countries.

Seed tables beside this file, all text, UTF-8:

- `municipalities.csv` one row a municipality and spell of belonging, 2013–2026. `valid_from` and
  `valid_to` are the first and last 1 January on which it holds; an open end is empty.
- `mergers.csv` the 1 January from which municipality `from` is part of `to`.
- `counties.csv`, `regions.csv` each code and the first and last year in which it means what it
  does: the counties from 2023, the regions from 2011, when Itä-Uusimaa became part of Uusimaa.
- `nuts2_finland.csv`, `nuts2_austria.csv`, `countries.csv` without bounds.

Source: Statistics Finland, yearly municipality keys 2013–2026 (classifications of municipalities,
regions and wellbeing services counties), CC BY 4.0; Austria's NUTS 2 and the country codes (as
Eurostat writes them, `EL` and `UK` included) from Eurostat's classification.

Wellbeing services counties are in force from 2023 and were decided on the municipalities of 2021;
for earlier years they are back-cast municipality by municipality, a merged municipality by its
successor. They nest in regions from 2021 on; before, Iitti, Isokyrö, Heinävesi, Joroinen and
Kuhmoinen (and before 2016 Vaala) lay in another region than the rest of their county. Region codes
and county codes overlap and mean different areas, hence the prefixes `MK` and `HVA`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from sources.errors import VarantoError

FIRST_YEAR = 2013
LAST_YEAR = 2026
"""The newest yearly key that the seed tables hold; later years are read as this one."""

FINLAND = "SSS"

_HERE = Path(__file__).parent
_NAMES = ("name_fi", "name_sv", "name_en")


@cache
def seed(name: str) -> pl.DataFrame:
    """A seed table as it stands, every column text and empty read as null."""
    return pl.read_csv(_HERE / f"{name}.csv", infer_schema=False)


def _year(year: int) -> int:
    if year < FIRST_YEAR:
        raise VarantoError(
            f"areas are known from {FIRST_YEAR} on, {year} was asked for; use a later vintage"
        )
    return min(year, LAST_YEAR)


def _prefixed(prefix: str, column: str) -> pl.Expr:
    return (pl.lit(prefix) + pl.col(column)).alias(column)


@cache
def _spells() -> pl.DataFrame:
    return seed("municipalities").with_columns(
        pl.col("valid_from").cast(pl.Int32), pl.col("valid_to").cast(pl.Int32)
    )


@cache
def municipalities(year: int) -> pl.DataFrame:
    """Municipalities on 1 January of `year` and the areas that each lay in then.

    Columns: municipality (`837`), area_code (`KU837`), county (`HVA08`, back-cast before 2023),
    region (`MK06`, as it was that year), nuts2 (`FI19`), name_fi, name_sv, name_en. Sorted by
    code. A year after `LAST_YEAR` gives the newest division; one before `FIRST_YEAR` is a
    `VarantoError`.
    """
    at = _year(year)
    held = (pl.col("valid_from") <= at) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= at)
    )
    return (
        _spells()
        .filter(held)
        .select(
            "municipality",
            (pl.lit("KU") + pl.col("municipality")).alias("area_code"),
            _prefixed("HVA", "county"),
            _prefixed("MK", "region"),
            "nuts2",
            *_NAMES,
        )
        .sort("municipality")
    )


@cache
def _mergers() -> dict[str, tuple[int, str]]:
    rows = seed("mergers").select("from", "year", "to").iter_rows()
    return {gone: (int(year), to) for gone, year, to in rows}


def successor(code: str, year: int) -> str:
    """The municipality (3 digits) that `code` was part of on 1 January of `year`; itself if none.

    Follows chains of mergers. Codes without a known merger come back as they are.
    """
    while code in _mergers() and _mergers()[code][0] <= year:
        code = _mergers()[code][1]
    return code


@cache
def spells() -> pl.DataFrame:
    """Municipalities and the areas that they lay in, one row a spell of lying in the same ones.

    Columns: area_code, county, region, nuts2 (prefixed codes), name_fi, name_sv, name_en,
    valid_from, valid_to (first and last 1 January, as years; null: before all years held, and in
    force). Sorted by code and time.
    """
    return (
        _spells()
        .sort("municipality", "valid_from")
        .select(
            _prefixed("KU", "municipality").alias("area_code"),
            _prefixed("HVA", "county"),
            _prefixed("MK", "region"),
            "nuts2",
            *_NAMES,
            pl.col("valid_from").replace(FIRST_YEAR, None),
            "valid_to",
        )
    )


@cache
def mergers() -> pl.DataFrame:
    """Municipalities that became part of another, one row each.

    Columns: area_code, successor_code (prefixed), year (on whose 1 January it took effect).
    """
    return seed("mergers").select(
        (pl.lit("KU") + pl.col("from")).alias("area_code"),
        (pl.lit("KU") + pl.col("to")).alias("successor_code"),
        pl.col("year").cast(pl.Int32),
    )


@cache
def division(year: int, vintage: int = LAST_YEAR) -> pl.DataFrame:
    """Municipalities of `year` with the areas of the classification year `vintage`.

    Columns: municipality (as observed), successor (its municipality in `vintage`), area_code,
    county, region, nuts2 of that successor. For series on one division throughout: counts of
    merged municipalities are added up; rates, means and medians are computed anew, never averaged.
    """
    observed = municipalities(year).select("municipality")
    codes = [successor(code, vintage) for code in observed["municipality"]]
    return observed.with_columns(pl.Series("successor", codes, pl.String)).join(
        municipalities(vintage).rename({"municipality": "successor"}).drop(_NAMES),
        on="successor",
        how="left",
        maintain_order="left",
    )


def _area(level: str, code: pl.Expr, parent: pl.Expr, table: pl.DataFrame) -> pl.DataFrame:
    none = pl.lit(None, dtype=pl.Int32)
    columns = table.columns
    return table.select(
        pl.lit(level).alias("area_level"),
        code.alias("area_code"),
        *_NAMES,
        parent.cast(pl.String).alias("parent_code"),
        *(
            (pl.col(bound) if bound in columns else none).cast(pl.Int32).alias(bound)
            for bound in ("valid_from", "valid_to")
        ),
    )


@cache
def areas() -> pl.DataFrame:
    """Every area that the tables may carry, one row a code.

    Columns: area_level (COUNTRY, REGION, COUNTY, MUNICIPALITY, NUTS2), area_code, name_fi,
    name_sv, name_en, parent_code (municipality → county → region → `SSS`; NUTS2 → country),
    valid_from, valid_to (years; null is no known bound). Parents are those of the newest division.
    Counties hold from 2023, and yet figures of earlier years are back-cast to them.
    """
    county_region = dict(municipalities(LAST_YEAR).select("county", "region").unique().iter_rows())
    spells = _spells().sort("municipality", "valid_from")
    town = spells.group_by("municipality", maintain_order=True).agg(
        *(pl.col(name).last() for name in _NAMES),
        pl.col("county").last(),
        pl.col("valid_from").first().replace(FIRST_YEAR, None),
        pl.col("valid_to").last(),
    )
    code = pl.col("code")
    counties = seed("counties").with_columns((pl.lit("HVA") + code).alias("code"))
    austria = seed("nuts2_austria").filter(code != "AT")
    country = pl.lit(FINLAND)
    return pl.concat(
        [
            _area("COUNTRY", code, pl.lit(None), seed("countries")),
            _area("REGION", pl.lit("MK") + code, country, seed("regions")),
            _area("COUNTY", code, code.replace_strict(county_region), counties),
            _area(
                "MUNICIPALITY",
                pl.lit("KU") + pl.col("municipality"),
                pl.lit("HVA") + pl.col("county"),
                town,
            ),
            _area("NUTS2", code, country, seed("nuts2_finland")),
            _area("NUTS2", code, pl.lit("AT"), austria),
        ]
    )
