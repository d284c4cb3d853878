"""Elections and trust of the synthetic Finland are near those of Finland, and add up."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from sources.synthetic.__main__ import main

TURNOUT = {
    "2021/kv-2021": 55.1,
    "2022/av-2022": 47.5,
    "2023/ekv-2023": 72.0,
    "2024/tpv-2024-1": 75.0,
    "2024/tpv-2024-2": 70.7,
    "2024/epv-2024": 42.4,
    "2025/kv-2025": 54.2,
    "2025/av-2025": 51.7,
}
"""Election → voters among those entitled who live in Finland, %."""

COUNTS = ["14", "15", "17", "18", "37", "39", "41", "47"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("voice") / "out"
    asked = ["--persons", "8000", "--years", "2021-2026", "--seed", "5", "--fault-rate", "0"]
    assert main([*asked, "--quiet", "--out", str(out)]) == 0
    return out


def results(root: Path, election: str, kind: str = "taat") -> pl.DataFrame:
    fields = 114 if kind == "taat" else 45
    return pl.read_csv(
        root / "elections" / f"{election}_{kind}_maa.csv",
        separator=";",
        encoding="iso-8859-1",
        has_header=False,
        new_columns=[*map(str, range(1, fields + 1)), "end"],
        infer_schema=False,
    )


def of(rows: pl.DataFrame, kinds: str) -> pl.DataFrame:
    return rows.filter(pl.col("4").is_in(list(kinds))).with_columns(pl.col(COUNTS).cast(pl.Int64))


@pytest.mark.parametrize("election", TURNOUT)
def test_turnout_is_near_the_published_one_and_every_level_adds_up(
    made: Path, election: str
) -> None:
    rows = results(made, election)
    sums = {kind: of(rows, kind).select(COUNTS).sum().row(0) for kind in ("A", "K", "VH", "M")}
    assert len(set(sums.values())) == 1
    entitled, voted = sums["M"][COUNTS.index("17")], sums["M"][COUNTS.index("47")]
    assert 100 * voted / entitled == pytest.approx(TURNOUT[election], abs=2.5)
    abroad = sums["M"][COUNTS.index("14")] - entitled
    assert (abroad > 0) == election.startswith(("2023", "2024"))


def test_where_and_when_there_is_no_election_there_is_no_record(made: Path) -> None:
    county = of(results(made, "2025/av-2025"), "K")
    assert not {"091", "478"} & set(county["3"])
    assert "091" in set(of(results(made, "2025/kv-2025"), "K")["3"])
    assert "478" not in set(of(results(made, "2025/kv-2025"), "K")["3"])
    assert not (made / "elections" / "2026").exists()
    assert sorted(p.name for p in (made / "trust_survey").iterdir()) == ["2021", "2023", "2025"]


def test_candidates_share_out_the_votes_of_their_municipality(made: Path) -> None:
    votes = results(made, "2021/kv-2021", "teat").group_by("3").agg(
        pl.col("35").cast(pl.Int64).sum()
    )  # fmt: skip
    voters = of(results(made, "2021/kv-2021"), "K").select("3", "41")
    both = votes.join(voters, on="3", how="full", coalesce=True)
    assert both["35"].to_list() == both["41"].to_list()


def test_about_half_of_those_entitled_are_men(made: Path) -> None:
    rows = of(results(made, "2023/ekv-2023"), "M").row(0, named=True)
    assert 0.46 < rows["18"] / rows["17"] < 0.53


@pytest.mark.parametrize(
    ("column", "year", "target"),
    [
        ("TRUST_NATGOV", 2021, 61),
        ("TRUST_NATGOV", 2023, 47),
        ("TRUST_LOCALGOV", 2023, 56),
        ("POL_VOICE", 2023, 44),
    ],
)
def test_trust_is_near_the_published_shares(
    made: Path, column: str, year: int, target: float
) -> None:
    table = pl.read_csv(made / "trust_survey" / str(year) / f"trust_survey_fin_{year}.csv")
    asked = table.filter(pl.col(column) <= 10)
    assert 0 < table.height - asked.height < 0.05 * table.height
    share = asked.filter(pl.col(column) >= 6)["WEIGHT"].sum() / asked["WEIGHT"].sum()
    assert 100 * share == pytest.approx(target, abs=4.5)
