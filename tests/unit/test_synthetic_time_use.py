"""The synthetic time use survey: whole households, days that stand for a week, plausible days."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from sources.synthetic.__main__ import main

SLOTS = [f"MACT{n}" for n in range(1, 145)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("synthetic") / "out"
    asked = ["--persons", "6000", "--years", "2021-2022", "--fault-rate", "0", "--quiet"]
    assert main([*asked, "--out", str(out)]) == 0
    return out / "time_use"


@pytest.fixture(scope="module")
def diaries(made: Path) -> pl.DataFrame:
    """Diaries with what is known of who kept them, and weights as numbers."""
    days, persons = (
        pl.read_csv(
            made / "2021" / f"ajankaytto_{name}_2021.csv", separator=";", infer_schema=False
        )
        for name in ("paivat", "henkilot")
    )
    weight = (pl.col("PAIVAPAINO", "HENKILOPAINO").str.replace(",", ".")).cast(pl.Float64)
    return days.join(persons, on="VASTAAJA").with_columns(weight)


def _minutes(*first: str) -> pl.Expr:
    return 10 * pl.sum_horizontal(
        pl.any_horizontal(pl.col(slot).str.starts_with(digits) for digits in first).cast(pl.Int64)
        for slot in SLOTS
    )


def _of_women_and_men(diaries: pl.DataFrame, minutes: pl.Expr) -> list[float]:
    mean = (minutes * pl.col("PAIVAPAINO")).sum() / pl.col("PAIVAPAINO").sum()
    return diaries.group_by("SUKUPUOLI").agg(mean.alias("m")).sort("SUKUPUOLI")["m"].to_list()[::-1]


def test_the_survey_comes_in_its_year_only(made: Path) -> None:
    assert [p.name for p in made.iterdir()] == ["2021"]


def test_a_household_keeps_its_diaries_on_the_same_days(diaries: pl.DataFrame) -> None:
    days = diaries.group_by("KOTITALOUS", "PAIVAKIRJA").agg(pl.col("PVM").n_unique())
    assert set(days["PVM"]) == {1}
    assert diaries.height < 2 * diaries["VASTAAJA"].n_unique() < 1.1 * diaries.height


def test_weekdays_stand_for_five_days_of_seven(diaries: pl.DataFrame) -> None:
    total = diaries.group_by("PAIVAKIRJA").agg(pl.col("PAIVAPAINO").sum()).sort("PAIVAKIRJA")
    first, second = total["PAIVAPAINO"]
    assert first / (first + second) == pytest.approx(5 / 7, abs=1e-4)
    persons = diaries.unique("VASTAAJA")["HENKILOPAINO"].sum()
    assert first + second == pytest.approx(persons, rel=1e-4)
    assert persons == pytest.approx(0.9 * 6000, rel=0.05)


def test_days_are_near_what_is_published(diaries: pl.DataFrame) -> None:
    women, men = _of_women_and_men(diaries, _minutes("3", "40", "41", "42"))
    assert 190 < women < 250
    assert 125 < men < 180
    assert all(480 < m < 570 for m in _of_women_and_men(diaries, _minutes("01")))
    worked, rested = (
        diaries.filter(pl.col("PAIVAKIRJA") == kind).select(_minutes("1").mean()).item()
        for kind in ("1", "2")
    )
    assert worked > 2 * rested
