"""Schooling in the synthetic Finland: rights a resident, attainment, and who is outside."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import polars as pl
import pytest

from sources.synthetic.__main__ import main

PERSONS, YEAR = 20_000, 2022


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("schooling") / "out"
    asked = ["--persons", str(PERSONS), "--years", str(YEAR), "--seed", "5", "--fault-rate", "0"]
    assert main([*asked, "--quiet", "--out", str(out)]) == 0
    return out


def rights(root: Path) -> pl.DataFrame:
    """One row a study right that was neither annulled nor replaced, with its last state."""
    packed = (root / f"study_rights/{YEAR}/koski_{YEAR}.json.gz").read_bytes()
    found = {}
    for document in json.loads(gzip.decompress(packed)):
        assert re.fullmatch(r"1\.2\.246\.562\.98\.\d{11}", document["henkilö"]["oid"])
        for r in sorted(document["opiskeluoikeudet"], key=lambda r: r["versionumero"]):
            states = [s["tila"]["koodiarvo"] for s in r["tila"]["opiskeluoikeusjaksot"]]
            found[r["oid"]] = (document["henkilö"]["hetu"], r["tyyppi"]["koodiarvo"], states)
    made = pl.DataFrame(list(found.values()), schema=["person", "type", "states"], orient="row")
    kept = made.filter(~pl.col("states").list.contains("mitatoity"))
    return kept.with_columns(present=pl.col("states").list.last() == "lasna")


def residents(root: Path) -> pl.DataFrame:
    options = {"separator": ";", "infer_schema": False}
    persons = pl.read_csv(
        root / f"population/{YEAR}/vtj_henkilo_{YEAR}.csv", encoding="iso-8859-1", **options
    )
    degrees = pl.read_csv(root / f"degrees/{YEAR}/tutkinto_korkein_{YEAR}.csv", **options)
    present = rights(root).filter("present")
    formal = present.filter(~pl.col("type").is_in(["taiteenperusopetus", "esiopetus"]))
    return (
        persons.filter(pl.col("KUOLINPV").is_null())
        .select(
            pl.col("HENKILOTUNNUS").alias("henkilotunnus"),
            age=YEAR - pl.col("SYNTYMAPV").str.head(4).cast(pl.Int32),
        )
        .join(degrees, on="henkilotunnus", how="left")
        .with_columns(
            level=pl.col("kaste").str.head(1).cast(pl.Int32).fill_null(0),
            formal=pl.col("henkilotunnus").is_in(formal["person"].drop_nulls().implode()),
        )
    )


def _share(who: pl.DataFrame, low: int, high: int, where: pl.Expr) -> float:
    return float(who.filter(pl.col("age").is_between(low, high)).select(where.mean()).item())


def test_a_quarter_of_the_residents_have_a_study_right(made: Path) -> None:
    assert rights(made).filter("present").height / PERSONS == pytest.approx(0.22, abs=0.04)


def test_attainment_is_near_finlands(made: Path) -> None:
    who = residents(made)
    assert _share(who, 25, 34, pl.col("level") >= 5) == pytest.approx(0.40, abs=0.05)
    assert _share(who, 25, 64, pl.col("level") >= 3) == pytest.approx(0.88, abs=0.04)


def test_all_of_school_age_are_at_school_and_some_of_the_young_are_outside(made: Path) -> None:
    who = residents(made)
    assert _share(who, 7, 15, pl.col("formal")) > 0.98
    outside = _share(who, 17, 24, (pl.col("level") == 0) & ~pl.col("formal"))
    assert 0.05 < outside < 0.12


def test_some_learners_have_no_code_and_some_rights_are_annulled_or_come_twice(made: Path) -> None:
    packed = (made / f"study_rights/{YEAR}/koski_{YEAR}.json.gz").read_bytes()
    text = gzip.decompress(packed).decode()
    assert text.count('"hetu":null') > 3
    assert text.count('"mitatoity"') > 3
    oids = re.findall(r'\{"oid":"(1\.2\.246\.562\.15\.\d+)"', text)
    assert len(oids) - len(set(oids)) > 10
