"""The synthetic Finland resembles Finland: margins near published ones, reserves that correlate.

Bands are wide: 20,000 persons, one year. Figures aimed at: framework.md §1.2–1.10.
"""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sources.reference import areas
from sources.synthetic.__main__ import main

PERSONS, YEAR = 20_000, 2022


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("margins") / "out", PERSONS, f"{YEAR}")


def write(out: Path, persons: int, years: str) -> Path:
    asked = ["--persons", str(persons), "--years", years, "--seed", "5", "--fault-rate", "0"]
    assert main([*asked, "--quiet", "--out", str(out)]) == 0
    return out


def read(root: Path, path: str) -> pl.DataFrame:
    data = (root / path).read_bytes()
    data = gzip.decompress(data) if path.endswith(".gz") else data
    separator = "," if "silc" in path else ";"
    frame = pl.read_csv(io.BytesIO(data), separator=separator, infer_schema=False)
    keep = [c for c in frame.columns if frame[c].str.contains(r"^-?\d+([.,]\d+)?$").all()]
    codes = {"KUNTAKOODI", "SYNTYMAPV", "KUOLINPV", "KUNTAANMUUTTOPV", "KUNNASTAPOISMUUTTOPV"}
    numeric = [c for c in keep if c not in codes | {"repId", "delId"}]
    return frame.with_columns(pl.col(numeric).str.replace(",", ".").cast(pl.Float64))


def share(frame: pl.DataFrame, where: pl.Expr, weight: str) -> float:
    asked = frame.with_columns(hit=where).filter(pl.col("hit").is_not_null())
    return 100 * asked.filter("hit")[weight].sum() / asked[weight].sum()


def mean(frame: pl.DataFrame, item: str, weight: str) -> float:
    asked = frame.filter(pl.col(item).is_not_null() & (pl.col(item) != 99))
    return float(np.average(asked[item].to_numpy(), weights=asked[weight].to_numpy()))


def people(root: Path, year: int = YEAR) -> pl.DataFrame:
    """Residents at the end of the year, with age, municipality and dwelling."""
    persons = read(root, f"population/{year}/vtj_henkilo_{year}.csv")
    spells = read(root, f"population/{year}/vtj_kotikunta_{year}.csv")
    open_spells = spells.filter(pl.col("KUNNASTAPOISMUUTTOPV").is_null())
    age = year - pl.col("SYNTYMAPV").str.head(4).cast(pl.Int32)
    return persons.join(open_spells, on="HENKILOTUNNUS").with_columns(age=age)


def test_ages_sexes_and_households_are_near_those_of_finland(made: Path) -> None:
    who = people(made)
    assert abs(who.height - PERSONS) < 0.02 * PERSONS
    by_age = [
        who.filter(pl.col("age").is_between(a, b)).height / who.height
        for a, b in ((0, 14), (15, 24), (25, 64), (65, 120))
    ]
    assert np.abs(np.array(by_age) - [0.148, 0.113, 0.506, 0.234]).max() < 0.012
    assert who.filter(pl.col("SUKUPUOLI") == "NAINEN").height / who.height == pytest.approx(
        0.505, abs=0.015
    )
    size = who.group_by("ASUINPAIKANTUNNUS").len()["len"]
    assert (size == 1).mean() == pytest.approx(0.46, abs=0.03)
    assert (size == 1).sum() / who.height == pytest.approx(0.235, abs=0.02)
    assert 1.85 < who.height / len(size) < 2.05


def test_births_deaths_and_moves_come_at_the_rate_of_a_year(made: Path) -> None:
    persons = read(made, f"population/{YEAR}/vtj_henkilo_{YEAR}.csv")
    died = persons["KUOLINPV"].is_not_null().sum() / PERSONS
    born = persons["SYNTYMAPV"].str.starts_with(str(YEAR)).sum() / PERSONS
    spells = read(made, f"population/{YEAR}/vtj_kotikunta_{YEAR}.csv")
    moved = spells.filter(pl.col("HENKILOTUNNUS").is_duplicated())["HENKILOTUNNUS"].n_unique()
    assert 0.008 < died < 0.014
    assert 0.006 < born < 0.011
    assert 0.05 < moved / PERSONS < 0.16


def test_every_sign_of_the_identity_code_occurs(made: Path) -> None:
    persons = read(made, f"population/{YEAR}/vtj_henkilo_{YEAR}.csv")
    assert set(persons["HENKILOTUNNUS"].str.slice(6, 1)) == set("-YXWVUABCDEF")
    assert persons["HENKILOTUNNUS"].is_unique().all()
    assert (persons["TURVAKIELTO"] == 1).sum() / persons.height == pytest.approx(0.002, abs=0.0015)


def incomes(root: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(wages by earner and last payment, benefits by earner and code) of reports in force."""
    tables = []
    for kind in ("palkka", "etuus"):
        stem = f"income_register/{YEAR}/tulorek_{kind}"
        report = read(root, f"{stem}_ilmoitus_{YEAR}.csv.gz")
        report = report.filter(
            pl.col("reportVersion") == pl.col("reportVersion").max().over("repId")
        ).join(read(root, f"{stem}_mitatointi_{YEAR}.csv.gz"), on="repId", how="anti")
        delivery = read(root, f"{stem}_toimitus_{YEAR}.csv.gz")
        line = read(root, f"{stem}_tulolaji_{YEAR}.csv.gz").filter(
            pl.col("recovery").ne_missing("true")
        )
        joined = line.join(report, on=["repId", "reportVersion"]).join(delivery, on="delId")
        tables.append(joined.with_columns(pl.col("incomeEarnerHetu").str.to_uppercase()))
    return tables[0].filter(pl.col("transactionCode") == 101), tables[1]


def test_work_and_benefits_are_as_common_as_in_the_registers(made: Path) -> None:
    who = people(made).rename({"HENKILOTUNNUS": "incomeEarnerHetu"})
    wages, paid = incomes(made)
    last = wages.filter(pl.col("paymentDate") >= f"{YEAR}-12-01")

    def receive(table: pl.DataFrame, first: int, end: int) -> float:
        among = who.filter(pl.col("age").is_between(first, end))
        return 100 * among.join(table, on="incomeEarnerHetu", how="semi").height / among.height

    def kind(*codes: int) -> pl.DataFrame:
        return paid.filter(pl.col("transactionCode").is_in([float(c) for c in codes]))

    assert receive(last, 20, 64) == pytest.approx(77.5, abs=2.5)
    assert receive(kind(9101), 66, 120) > 94
    assert receive(kind(9111, 9112), 25, 64) == pytest.approx(5, abs=1.2)
    assert receive(kind(9201, 9202, 9203), 20, 64) == pytest.approx(10, abs=1.8)
    assert receive(kind(9501), 18, 24) == pytest.approx(40, abs=5)
    assert 6 < receive(kind(9403), 0, 120) < 12
    yearly = wages.group_by("incomeEarnerHetu").agg(pl.col("amount").sum())["amount"]
    assert 27_000 < float(yearly.median()) < 40_000


def test_incomes_of_households_are_spread_as_in_finland(made: Path) -> None:
    stem = f"living_conditions/{YEAR}/silc_{YEAR}"
    home, person = read(made, f"{stem}_H.csv"), read(made, f"{stem}_R.csv")
    frame = person.join(home, left_on="RB040", right_on="HB030")
    frame = frame.with_columns(x=pl.col("HY020") / pl.col("HX050")).sort("x")
    x, w = frame["x"].to_numpy(), frame["RB050"].to_numpy()
    below = np.cumsum(w) / w.sum()
    median = x[np.searchsorted(below, 0.5)]
    poor = 100 * w[x < 0.6 * median].sum() / w.sum()
    gini = 100 * (
        (2 * (w * x * np.cumsum(w)).sum() - (w * w * x).sum()) / (w.sum() * (w * x).sum()) - 1
    )
    assert w.sum() == pytest.approx(PERSONS, rel=0.03)
    assert 25_000 < median < 28_500
    assert 11.5 < poor < 15.5
    assert 25 < gini < 29.5
    assert share(frame, pl.col("HS120") <= 2, "RB050") == pytest.approx(9, abs=2)
    assert share(frame, pl.col("HS060") == 2, "RB050") == pytest.approx(26, abs=3)
    assert share(frame, pl.col("HS170") == 1, "RB050") == pytest.approx(15, abs=2.5)
    assert share(frame, pl.col("HS180") == 1, "RB050") == pytest.approx(8, abs=2)
    assert share(frame, pl.col("HS190") == 1, "RB050") == pytest.approx(7, abs=2)


def test_answers_of_respondents_are_near_published_shares(made: Path) -> None:
    asked = read(made, f"living_conditions/{YEAR}/silc_{YEAR}_P.csv").filter(pl.col("PB060") > 0)
    unmet = (pl.col("PH040") == 1) & pl.col("PH050").is_in([1.0, 2.0, 4.0])
    assert share(asked, pl.col("PH010") <= 2, "PB060") == pytest.approx(65, abs=3)
    assert share(asked, unmet.fill_null(False), "PB060") == pytest.approx(7.5, abs=2)
    assert share(asked, pl.col("PW230") <= 2, "PB060") == pytest.approx(4, abs=1.2)
    # Frequencies of relatives and friends have 99, nobody: an answer.
    goes = [pl.col(c) <= 2 for c in ("PS010", "PS020", "PS030", "PS040")]
    meets = [pl.col(c) <= 2 for c in ("PS050", "PS060", "PS070", "PS080")]
    assert share(asked, pl.any_horizontal(goes), "PB060") == pytest.approx(82, abs=4)
    assert share(asked, pl.any_horizontal(meets), "PB060") == pytest.approx(90, abs=4)
    assert share(asked, pl.col("PS110") < 6, "PB060") == pytest.approx(28, abs=3)
    assert mean(asked, "PW010", "PB060") == pytest.approx(8.0, abs=0.15)
    assert mean(asked, "PW191", "PB060") == pytest.approx(7.2, abs=0.2)


def test_the_wellbeing_survey_covers_22_areas_and_hits_published_shares(made: Path) -> None:
    frame = read(made, f"wellbeing_survey/{YEAR}/terve_suomi_{YEAR}.csv")
    adults = people(made).filter(pl.col("age") >= 20)
    towns = areas.municipalities(YEAR).filter(pl.col("county") == "HVA91")["municipality"]
    adults = adults.filter(~pl.col("KUNTAKOODI").is_in(towns.implode()))
    assert frame["HVA"].n_unique() == 22
    assert frame["OSITE"].n_unique() == 44
    assert frame["PAINO"].sum() == pytest.approx(adults.height, rel=0.02)

    def high(item: str) -> float:
        return share(frame.filter(pl.col(item) < 99), pl.col(item) >= 6, "PAINO")

    assert high("LUOTTAMUS_HALLITUS") == pytest.approx(47, abs=3)
    assert high("LUOTTAMUS_KUNTA") == pytest.approx(56, abs=3)
    answered = frame.filter(pl.col("YKSINAISYYS") < 9)
    assert share(answered, pl.col("YKSINAISYYS") >= 4, "PAINO") == pytest.approx(11, abs=1.5)
    bad, good = ("HERMOSTUNUT", "MASENTUNUT", "ALAKULOINEN"), ("RAUHALLINEN", "ONNELLINEN")
    score = sum((pl.col(f"MHI_{n}") - 1 for n in bad), pl.lit(0)) + sum(
        (6 - pl.col(f"MHI_{n}") for n in good), pl.lit(0)
    )
    whole = frame.filter(pl.all_horizontal(pl.col("^MHI_.*$") < 9))
    assert 13 < share(whole, 4 * score <= 52, "PAINO") < 20


def test_who_has_less_of_one_reserve_tends_to_have_less_of_the_others(made: Path) -> None:
    asked = read(made, f"living_conditions/{YEAR}/silc_{YEAR}_P.csv").filter(pl.col("PB060") > 0)
    items = ("PH010", "PW010", "PW130", "PW160", "PW191", "PW230")
    answered = asked.filter(
        pl.all_horizontal(pl.col(c).is_not_null() & (pl.col(c) < 99) for c in items)
    )
    sign = np.array([-1, 1, 1, 1, 1, 1])
    together = np.corrcoef(answered.select(items).to_numpy().T * sign[:, None])
    assert together[np.triu_indices(len(items), 1)].min() > 0.03
    assert together[1, 3] > 0.2


def test_pertunmaa_is_part_of_mantyharju_from_2025(tmp_path: Path) -> None:
    out = write(tmp_path / "out", 4_000, "2024-2025")
    before, after = (set(people(out, y)["KUNTAKOODI"]) for y in (2024, 2025))
    assert {"588", "507"} <= before
    assert "588" not in after
    assert "507" in after
    spells = read(out, "population/2025/vtj_kotikunta_2025.csv")
    assert "588" not in set(spells["KUNTAKOODI"])


@pytest.mark.deep
def test_no_municipality_is_empty_at_the_default_size(tmp_path: Path) -> None:
    out = write(tmp_path / "out", 100_000, "2021-2025")
    for year in range(2021, 2026):
        expected = set(areas.municipalities(year)["municipality"])
        assert set(people(out, year)["KUNTAKOODI"]) == expected, year
