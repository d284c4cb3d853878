"""Published figures as the readers give them, each read by eye in its file, and rates made anew.

The files are genuine responses of the providers. A rate is made anew where the published counts of
it are at hand. Of the others (employment, unemployment, poverty, turnout, attainment) only the
rates themselves are here; they wait for a fetch of the counts.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from sources.official import read_official
from sources.official.sotkanet import read_sotkanet
from sources.official.statfin import read_statfin_json

SHARED = Path(__file__).parents[3] / "shared" / "data"
GENUINE = SHARED / "open_statistics"
pytestmark = [
    pytest.mark.reference_data,
    pytest.mark.skipif(not GENUINE.is_dir(), reason="reference files are not at ../shared/data"),
]

AS_DELIVERED = {
    "map-hyvinvointialue-deaths.json": "statfin_ksyyt_pxt_13u5.json",
    "with-nulls.json": "statfin_ehk_pxt_12st.json",
    "api-query-three-cities.json": "statfin_vaerak_pxt_11re.json",
}
"""Name of a response as it lies there → as a fetch names it."""

# file, then of each cell: geo | time | sex | age | a part of its dimensions | value | status
VALUES = """
eurostat/poverty.csv
  FI    | 2015    | _T | TOTAL  | "unit":"PC"                 | 16.9    | A
  FI    | 2021    | _T | TOTAL  | "unit":"PC"                 | 14.2    | A
  FI    | 2022    | _T | TOTAL  | "unit":"PC"                 | 16.3    | B
eurostat/unemployment.csv
  FI    | 2009    | _T | Y15-74 | "unit":"PC_ACT"             | 1.7     | A
  FI    | 2016    | _T | Y15-74 | "indic_em":"LTU"            | 2.9     | A
  IS    | 2016    | _T | Y15-74 | "indic_em":"LTU"            | -       | Q
eurostat/good_health.csv
  FI    | 2015    | _T | Y_GE16 | "quant_inc":"TOTAL"         | 69.9    | A
  FI    | 2022    | _T | Y_GE16 | "levels":"VG_G"             | 64.5    | A
eurostat/medical_needs.csv
  FI    | 2015    | _T | Y_GE16 | "reason":"TXP_TFAR_WLIST"   | 4.3     | B
  FI    | 2022    | _T | Y_GE16 | "quant_inc":"TOTAL"         | 6.5     | A
  MT    | 2019    | _T | Y_GE16 | "unit":"PC"                 | 0.0     | N
eurostat/housing_deprive.csv
  FI    | 2015    | _T | TOTAL  | "rskpovth":"TOTAL"          | 0.7     | A
eurostat/demo_mlexpec.tsv
  FI    | 2018    | F  | Y_LT1  | "unit":"YR"                 | 84.5    | A
  FI    | 2018    | M  | Y_LT1  | "unit":"YR"                 | 79.1    | A
  FI    | 2018    | _T | Y_LT1  | "unit":"YR"                 | 81.8    | A
  FI    | 2018    | _T | Y65    | "unit":"YR"                 | -       | O
  FI    | 2017    | _T | Y65    | "unit":"YR"                 | 20.4    | A
  EA18  | 2018    | F  | Y_LT1  | "unit":"YR"                 | 84.6    | P
eurostat/sdg_08_10.tsv
  FI    | 2009    | -  | -      | "unit":"CLV_PCH_PRE_HAB"    | -8.5    | A
  FI    | 2019    | -  | -      | "unit":"CLV10_EUR_HAB"      | 37170   | A
statfin/map-hyvinvointialue-deaths.json
  HVA08 | 2024    | -  | -      | "tiedot":"ksyylkm"          | 5445    | A
  HVA01 | 2024    | -  | -      | (aikasarjaluokitus)":"SSS"  | 976     | A
  HVA91 | 2024    | -  | -      | "tiedot":"ksyylkm"          | 309     | A
statfin/with-nulls.json
  SSS   | 2010-Q1 | -  | -      | "energialähde":"SSS"        | -       | M
  SSS   | 2010-Q4 | -  | -      | "energialähde":"2"          | -       | M
  SSS   | 2011-Q1 | -  | -      | "energialähde":"SSS"        | -1.31   | A
  SSS   | 2011-Q1 | -  | -      | "energialähde":"2"          | -1.63   | A
  SSS   | 2012-Q4 | -  | -      | "energialähde":"1"          | 13.47   | A
statfin/api-query-three-cities.json
  KU049 | 2025    | _T | TOTAL  | "tiedot":"vaerak-vaesto"    | 325716  | A
  KU091 | 2025    | _T | TOTAL  | "tiedot":"vaerak-vaesto"    | 694392  | A
  KU092 | 2025    | _T | TOTAL  | "tiedot":"vaerak-vaesto"    | 252956  | A
statfin/statfin_vaerak_pxt_11rc.px
  SSS   | 1865    | _T | TOTAL  | "tiedot"                    | 1843245 | A
  SSS   | 2023    | _T | TOTAL  | "tiedot"                    | 5603851 | A
  SSS   | 2023    | F  | Y_GE85 | "tiedot"                    | 108625  | A
statfin/statfin_akay_pxt_001.px
  SSS   | 2009    | F  | -      | "toiminto":"09"             | 8.34    | A
sotkanet/sotkanet.csv
  049   | 2015    | _T | -      | {}                          | 4.9     | A
"""

SOTKANET = "3113"


def _cells() -> list[tuple[str, str]]:
    """(file, cell) of each line of `VALUES`."""
    found: list[tuple[str, str]] = []
    name = ""
    for line in VALUES.strip().splitlines():
        if line.startswith(" "):
            found.append((name, line.strip()))
        else:
            name = line
    return found


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    folder = tmp_path_factory.mktemp("genuine")
    frames = {}
    for name in sorted({name for name, _ in _cells()}):
        path = GENUINE / name
        if path.name in AS_DELIVERED:
            path = folder / AS_DELIVERED[path.name]
            shutil.copyfile(GENUINE / name, path)
            frames[name] = read_statfin_json(path)
        else:
            frames[name] = read_official(path)
    return frames


@pytest.mark.parametrize(("name", "cell"), _cells())
def test_a_published_figure_is_read_as_it_stands(
    read: dict[str, pl.DataFrame], name: str, cell: str
) -> None:
    geo, time, sex, age, dimensions, value, status = (part.strip() for part in cell.split("|"))
    frame = read[name].filter(
        pl.col("geo") == geo,
        pl.col("time") == time,
        pl.col("sex").eq_missing(None if sex == "-" else sex),
        pl.col("age").eq_missing(None if age == "-" else age),
        pl.col("dimensions").str.contains(dimensions, literal=True),
    )
    if name.startswith("sotkanet"):
        frame = frame.filter(pl.col("dataset") == SOTKANET)
    if name.endswith("akay_pxt_001.px"):
        frame = frame.filter(pl.col("dimensions").str.contains("Kaytaika"))
    expected = None if value == "-" else float(value)
    assert frame.select("value", "obs_status").rows() == [(expected, status)]


def test_the_years_before_a_change_can_be_told_are_not_applicable(
    read: dict[str, pl.DataFrame],
) -> None:
    """Twelve cells of 2010 say `2`, which the response describes as not applicable."""
    frame = read["statfin/with-nulls.json"]
    missing = frame.filter(pl.col("value").is_null())
    assert frame.height == 36
    assert missing.select("flag_raw", "obs_status", "conf_status").unique().rows() == [
        ("2", "M", "F")
    ]
    assert missing["time"].unique().sort().to_list() == [f"2010-Q{n}" for n in range(1, 5)]


def test_growth_is_what_the_levels_grew_by(read: dict[str, pl.DataFrame]) -> None:
    """Both are published in one file; levels are rounded to tens, growth to a tenth.

    Finland to the digit in eighteen of nineteen years: 37,170 / 36,850 - 1 = 0.87 %, published 0.9.
    The other, 37,210 / 35,490 - 1 = 4.846 % of 2007, published 4.9, and every other country lie
    within what the rounding of levels leaves open.
    """
    frame = read["eurostat/sdg_08_10.tsv"]
    unit = pl.col("dimensions").str.extract('"unit":"([^"]+)"')
    wide = frame.with_columns(unit.alias("unit")).pivot(
        on="unit", index=["geo", "time"], values="value"
    )
    made = (
        wide.sort("geo", "time")
        .with_columns(before=pl.col("CLV10_EUR_HAB").shift(1).over("geo"))
        .drop_nulls()
        .with_columns(
            made=100 * (pl.col("CLV10_EUR_HAB") / pl.col("before") - 1),
            low=100 * ((pl.col("CLV10_EUR_HAB") - 5) / (pl.col("before") + 5) - 1) - 0.05,
            high=100 * ((pl.col("CLV10_EUR_HAB") + 5) / (pl.col("before") - 5) - 1) + 0.05,
        )
    )
    assert made.height == 688
    published = pl.col("CLV_PCH_PRE_HAB")
    assert made.filter(~published.is_between("low", "high")).is_empty()
    finland = made.filter(pl.col("geo") == "FI")
    assert finland.height == 19
    off = finland.filter((pl.col("made").round(1) - published).abs() > 1e-6)
    assert off["time"].to_list() == ["2007"]


def test_men_and_women_and_ages_add_up_to_the_population(read: dict[str, pl.DataFrame]) -> None:
    """Every one of 159 years, and every sum of eighteen age groups."""
    frame = read["statfin/statfin_vaerak_pxt_11rc.px"]
    total = frame.filter(pl.col("age") == "TOTAL")
    wide = total.pivot(on="sex", index="time", values="value")
    assert wide.height == 159
    assert wide.filter(pl.col("F") + pl.col("M") != pl.col("_T")).is_empty()
    ages = frame.filter(pl.col("age") != "TOTAL").group_by("time", "sex")
    both = ages.agg(pl.col("value").sum().alias("sum")).join(total, on=["time", "sex"])
    assert both.height == 159 * 3
    assert both.filter(pl.col("sum") != pl.col("value")).is_empty()


def test_mean_population_is_that_of_two_ends_of_years(read: dict[str, pl.DataFrame]) -> None:
    """The denominators of rates: mean population of 1981 to 2016, published by single ages.

    Men of 2016: (2,701,490 + 2,712,327) / 2 = 2,706,908.5.
    """
    published = (
        pl.read_csv(SHARED / "reference" / "population" / "meanpop_fi.csv")
        .group_by("sex", "year")
        .agg(pl.col("meanpop").sum())
        .with_columns(pl.col("sex").replace_strict({0: "M", 1: "F"}))
    )
    ends = (
        read["statfin/statfin_vaerak_pxt_11rc.px"]
        .filter(pl.col("age") == "TOTAL", pl.col("sex") != "_T")
        .select("sex", pl.col("time").cast(pl.Int64).alias("year"), "value")
        .sort("sex", "year")
        .with_columns(made=(pl.col("value") + pl.col("value").shift(1).over("sex")) / 2)
    )
    both = published.join(ends, on=["sex", "year"])
    assert both.height == 72
    assert both.filter((pl.col("meanpop") - pl.col("made")).abs() > 1e-6).is_empty()


def test_rates_of_offences_and_their_counts_have_one_population(
    read: dict[str, pl.DataFrame],
) -> None:
    """Sotkanet gives rates per 1,000 and, beside them, the number of offences.

    The municipalities' populations of 2015 are not at hand, but two offences share them: Espoo's
    1,315 at 4.9 and 9,584 at 35.5 need a population of 265,657 to 271,134 and 269,592 to 270,353.
    They meet in all 39 municipalities where both are published.
    """
    raw = read_sotkanet(GENUINE / "sotkanet" / "sotkanet.csv")
    wide = raw.filter(pl.col("dataset").is_in(["3113", "3114"])).pivot(
        on="dataset", index="code", values=["value", "absolute"]
    )
    checked = 0
    for row in wide.drop_nulls().iter_rows(named=True):
        bounds = [
            (1000 * row[f"absolute_{d}"] / (row[f"value_{d}"] + half) for half in (0.05, -0.05))
            for d in ("3113", "3114")
        ]
        (low, high), (other_low, other_high) = (tuple(b) for b in bounds)
        assert max(low, other_low) <= min(high, other_high), row["code"]
        checked += 1
    assert checked == 39


def test_a_day_has_twenty_four_hours_when_hours_and_minutes_are_read_so(
    read: dict[str, pl.DataFrame],
) -> None:
    """`3.41` is 3 h 41 min: the 26 activities of a day are 24 h to within their rounding.

    Read as decimal hours they would not be. Of 2009, sleep 8.31, meals 1.18 and washing 0.52 are
    511 + 78 + 52 = 641 minutes, published 10.41.
    """
    frame = read["statfin/statfin_akay_pxt_001.px"].filter(
        pl.col("dimensions").str.contains("Kaytaika")
    )
    minutes = pl.col("value").floor() * 60 + ((pl.col("value") % 1) * 100).round()
    frame = frame.with_columns(
        pl.col("dimensions").str.extract('"toiminto":"([^"]+)"').alias("activity"),
        minutes.alias("minutes"),
    )
    single = frame.filter(pl.col("activity").str.contains(r"^\d\d$"))
    days = single.group_by("sex", "time").agg(pl.col("minutes").sum(), pl.col("value").sum())
    assert days.height == 12
    assert days["minutes"].is_between(1437, 1443).all()
    assert not days["value"].is_between(23.9, 24.1).any()
    care = frame.filter(pl.col("time") == "2009", pl.col("sex") == "_T")
    by_activity = dict(care.select("activity", "minutes").iter_rows())
    assert by_activity["09"] + by_activity["10"] + by_activity["11"] == by_activity["09-11"] == 641
