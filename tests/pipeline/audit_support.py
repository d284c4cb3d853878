"""A made-up candidate with rows of every kind in all tables, and ways to break it."""

from __future__ import annotations

import json
from collections.abc import Mapping

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

from quality.acceptance import Acceptance, TableCounts, write_acceptance
from quality.audit.candidate import Candidate
from sources.catalogue import SOURCES, source
from sources.declarations import (
    Direction,
    Indicator,
    Nature,
    OfficialSeries,
    RegisterShare,
    Reserve,
    Series,
    Share,
    SourceKind,
)
from sources.home import Home
from sources.reference.areas import areas
from warehouse.release import (
    DATABASE,
    RESERVES,
    Manifest,
    _digest,
    parquet_files,
    read_candidate,
    write_candidate,
)
from warehouse.shape import SCHEMA, TABLES, shaped

Row = dict[str, object]

YEAR = 2024
LEVELS = ("COUNTRY", "REGION", "COUNTY", "MUNICIPALITY")


def made_up(reserve: Reserve) -> Indicator:
    """An indicator with a series of a register, of a survey, of places, and published ones."""
    return Indicator(
        id=f"made_up_{reserve.value}",
        reserve=reserve,
        label_en="Made up",
        label_fi="Keksitty",
        definition="made up for the test",
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 50),
        series=(
            Series("population", RegisterShare(nw.col("poor"), nw.col("poor")), "M1", LEVELS),
            Series("wellbeing_survey", Share(pl.lit(True), pl.lit(True)), "M3", LEVELS),
            Series("air_quality", RegisterShare(nw.col("poor"), nw.col("poor")), "M22", LEVELS),
        ),
        official=(OfficialSeries("eurostat", "made_up"), OfficialSeries("statfin", "made_up")),
    )


INDICATORS = tuple(made_up(r) for r in Reserve)

REGISTER: Row = {"source_kind": "computed", "source_id": "population"}
SURVEY: Row = {"source_kind": "computed", "source_id": "wellbeing_survey"}
AROUND: Row = {"source_kind": "computed", "source_id": "air_quality"}
OFFICIAL: Row = {"source_kind": "official", "source_id": "eurostat"}
TOWN: Row = {**REGISTER, "area_code": "KU837"}
COUNTY: Row = {**REGISTER, "area_code": "HVA08"}
COUNTRY: Row = {**REGISTER, "area_code": "SSS"}
HIDDEN: Row = {**REGISTER, "conf_status": "A"}
WOMEN: Row = {**SURVEY, "sex": "F"}


def rows(reserve: Reserve) -> list[Row]:
    """Good rows of a reserve: register on four levels, survey, around homes, published; one
    suppressed.
    """
    usual: Row = {
        "indicator_id": f"made_up_{reserve.value}",
        "year": YEAR,
        "period": str(YEAR),
        "sex": "_T",
        "age_group": "TOTAL",
        "breakdown_by": "_T",
        "breakdown_value": "_T",
        "unit": "PC",
        "obs_status": "A",
        "conf_status": "F",
        "experimental": True,
        "synthetic": True,
        "method_id": "M1",
        "definition_version": "1.0",
        "area_vintage": YEAR,
        "vintage": 1,
    }
    figures: Row = {"value": 12.5, "ci_low": 10.0, "ci_high": 15.0}
    survey: Row = {**usual, **SURVEY, "value": 20.0, "se": 2.0, "ci_low": 16.0, "ci_high": 24.0}
    counted = [
        ("COUNTRY", "SSS", 1000),
        ("REGION", "MK06", 610),
        ("COUNTY", "HVA08", 600),
        ("MUNICIPALITY", "KU837", 400),
    ]
    suppressed: Row = {"area_level": "MUNICIPALITY", "area_code": "KU108", "conf_status": "A"}
    return [
        *(
            {**usual, **REGISTER, **figures, "area_level": level, "area_code": code, "n": n}
            for level, code, n in counted
        ),
        {**usual, **REGISTER, **suppressed, "obs_status": "Q"},
        {**usual, **AROUND, **figures, "area_level": "COUNTRY", "area_code": "SSS", "n": 900},
        {**survey, "area_level": "COUNTRY", "area_code": "SSS", "n": 100, "n_effective": 90.0},
        {
            **survey,
            "area_level": "COUNTRY",
            "area_code": "SSS",
            "sex": "F",
            "n": 40,
            "obs_status": "U",
        },
        {
            **usual,
            **OFFICIAL,
            "area_level": "COUNTRY",
            "area_code": "AT",
            "value": 9.9,
            "experimental": False,
            "synthetic": False,
            "method_id": None,
            "definition_version": None,
            "area_vintage": None,
        },
    ]


def frame(given: list[Row]) -> pl.DataFrame:
    """Shaped rows with the names of their areas."""
    names = areas().select(
        "area_code",
        *(pl.col(f"name_{n}").alias(f"area_name_{n}") for n in ("fi", "sv", "en")),
    )
    plain = pl.DataFrame(given, infer_schema_length=None)
    return shaped(plain.join(names, on="area_code", how="left"))


def all_rows(**changed: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Good rows of all reserves, but for those given by name."""
    return {r.value: changed.get(r.value, frame(rows(r))) for r in Reserve}


def few_rows(**given: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """These rows, and none in the other reserves: quicker to judge."""
    return {r.value: given.get(r.value, pl.DataFrame(schema=SCHEMA)) for r in Reserve}


def candidate(home: Home, everything: Mapping[str, pl.DataFrame] | None = None) -> Candidate:
    """Write a candidate of these rows (good ones, if none are given) and read it back."""
    home.prepare()
    if home.kind is None:
        home.fix_kind(synthetic=True)
    write_candidate(home, everything or all_rows(), INDICATORS, SOURCES)
    return read_candidate(home, INDICATORS, SOURCES)


def rewrite(home: Home, table: str, changed: pl.DataFrame) -> Candidate:
    """Put other rows into a table everywhere: Parquet, database, manifest."""
    folder = home.candidate
    for file in parquet_files(folder)[table]:
        file.unlink()
    for (year,), part in changed.partition_by("year", as_dict=True).items():
        part.write_parquet(folder / RESERVES / f"{table}-{year}.parquet")
    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute(f"DELETE FROM reserves.{table}")
        connection.register("incoming", changed.to_arrow())
        connection.execute(f"INSERT INTO reserves.{table} SELECT * FROM incoming")
    manifest = Manifest.read(folder)
    assert manifest is not None
    files = parquet_files(folder)
    record = {
        **vars(manifest),
        "tables": {**manifest.tables, table: changed.height},
        "digests": {name: _digest(of_table) for name, of_table in files.items()},
    }
    (folder / "manifest.json").write_text(json.dumps(record))
    return read_candidate(home, INDICATORS, SOURCES)


def accepted(
    home: Home, source_id: str, read: int = 0, number: int = 1, *, synthetic: bool = False
) -> None:
    """Record an accepted delivery, with `read` rows a table said to be in the facts."""
    declared = source(source_id)
    official = declared.kind is SourceKind.OFFICIAL
    names = ["observations"] if official else [t.name for t in declared.tables]
    counts = TableCounts(read, read, 0, 0, {}, {})
    write_acceptance(
        home,
        Acceptance(
            source=source_id,
            delivery="one",
            period="made_up" if official else str(YEAR),
            number=number,
            status="accepted",
            contract="",
            tables=dict.fromkeys(names, counts),
            synthetic=synthetic,
        ),
    )


assert tuple(r.value for r in Reserve) == TABLES
