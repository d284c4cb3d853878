"""Survey cells: the whole grid, exact sizes, standard errors by design."""

from __future__ import annotations

from pathlib import Path

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from assets.cells.survey import SCHEMA, survey_cells
from assets.estimators import taylor
from assets.estimators.domains import Membership, domain_means, effective_size
from sources.declarations import (
    Direction,
    IncomeMeasure,
    Indicator,
    Mean,
    Measure,
    Nature,
    RegisterShare,
    Reserve,
    Series,
    SexGap,
    Share,
    Statistic,
    Weight,
)

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data"
EUSILC = REFERENCE / "microdata" / "eusilc.csv"
ITEM = pl.col("item")


def cells(
    frame: pl.DataFrame,
    statistic: Statistic,
    levels: tuple[str, ...] = ("COUNTRY",),
    by_age: bool = False,
) -> pl.DataFrame:
    series = Series("survey", statistic, "M23", levels, by_age=by_age)
    indicator = Indicator(
        id="measured",
        reserve=Reserve.HEALTH,
        label_en="Measured",
        label_fi="Mitattu",
        definition="A test's own.",
        nature=Nature.SELF_REPORT,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(0, 100),
        series=(series,),
    )
    return survey_cells(frame, indicator, series)


def respondents(**columns: list[object]) -> pl.DataFrame:
    """A frame of so many respondents, each a household of its own unless told otherwise."""
    height = len(next(iter(columns.values())))
    defaults: dict[str, list[object]] = {
        "household": [f"h{i:03}" for i in range(height)],
        "stratum": ["s"] * height,
        "weight": [1.0] * height,
        "respondent_weight": [1.0] * height,
        "sex": ["F", "M"] * (height // 2) + ["F"] * (height % 2),
        "age": [30] * height,
        "COUNTRY": ["SSS"] * height,
    }
    made = pl.DataFrame(defaults | columns)
    return made if "cluster" in columns else made.with_columns(cluster="household")


def everywhere(share: str | None = None) -> Share:
    return Share(where=ITEM == 1, among=pl.lit(True), weight=Weight(share or "respondent_weight"))


def one(found: pl.DataFrame, **labels: str) -> dict[str, float | None]:
    sought = {"area_level": "COUNTRY", "sex": "_T", "age_group": "TOTAL"} | labels
    return found.filter(*(pl.col(k) == v for k, v in sought.items())).row(0, named=True)


def test_a_share_is_weighted_and_a_missing_answer_leaves_its_base() -> None:
    frame = respondents(item=[1, 0, None, 1], respondent_weight=[2.0, 1.0, 5.0, 1.0])
    row = one(cells(frame, everywhere()))
    assert row["value"] == pytest.approx(75.0)
    assert row["n"] == 3


def test_every_area_sex_and_age_group_has_a_row_even_with_nobody_in_it() -> None:
    frame = respondents(item=[1, 0], REGION=["MK01", None], age=[20, 70])
    found = cells(frame, everywhere(), ("COUNTRY", "REGION", "COUNTY"), by_age=True)
    assert found.schema == pl.Schema(SCHEMA)
    assert found.height == 2 * 3 * 6
    areas = found.select("area_level", "area_code").unique(maintain_order=True).rows()
    assert areas == [("COUNTRY", "SSS"), ("REGION", "MK01")]
    empty = one(found, area_level="REGION", sex="M", age_group="Y16-24")
    assert empty["n"] == 0
    assert {empty[c] for c in ("value", "se", "ci_low", "ci_high", "n_effective")} == {None}
    assert one(found, area_level="REGION", age_group="Y16-24")["n"] == 1


def test_cells_without_age_groups_have_the_total_only() -> None:
    found = cells(respondents(item=[1, 0]), everywhere())
    assert found["age_group"].unique().to_list() == ["TOTAL"]


def test_an_unknown_sex_or_age_counts_in_the_totals_and_once_only() -> None:
    frame = respondents(item=[1, 0, 1], sex=["F", None, "M"], age=[30, 30, None])
    found = cells(frame, everywhere(), by_age=True)
    assert one(found)["n"] == 3
    assert one(found, sex="F")["n"] == 1
    assert one(found, sex="M")["n"] == 1
    assert one(found, age_group="Y25-49")["n"] == 2
    assert one(found, sex="M", age_group="Y25-49")["n"] == 0


def test_only_respondents_carry_the_respondent_weight() -> None:
    frame = respondents(item=[1, 0, 1, 0], respondent_weight=[3.0, 1.0, None, None])
    row = one(cells(frame, everywhere()))
    assert (row["value"], row["n"]) == (pytest.approx(75.0), 2)
    row = one(cells(frame, everywhere("weight")))
    assert (row["value"], row["n"]) == (pytest.approx(50.0), 4)


def test_a_share_among_some_keeps_the_clusters_of_the_others() -> None:
    frame = respondents(item=[1, 0, 1, 0, 1, 1], age=[20, 20, 20, 50, 50, 50])
    row = one(cells(frame, Share(where=ITEM == 1, among=pl.col("age") < 30)))
    # Residuals (1/3, −2/3, 1/3)/3 and three zeros; six clusters: 6/5 · Σu².
    assert row["value"] == pytest.approx(200 / 3)
    assert row["se"] == pytest.approx(100 * np.sqrt(6 / 5 * (1 + 4 + 1) / 81))


def test_a_mean_has_a_normal_interval() -> None:
    frame = respondents(item=[4, 6, 8, 10])
    row = one(cells(frame, Mean(of=ITEM, among=pl.lit(True))))
    se = np.sqrt(20 / 3 / 4)
    assert row["value"] == pytest.approx(7.0)
    assert row["se"] == pytest.approx(se)
    assert row["ci_high"] == pytest.approx(7 + 1.959964 * se)
    assert row["n_effective"] == pytest.approx(4.0)


def test_when_all_answer_alike_the_interval_goes_by_the_weights_of_households() -> None:
    frame = respondents(item=[0] * 40, cluster=[f"h{i // 2}" for i in range(40)])
    row = one(cells(frame, everywhere()))
    assert (row["value"], row["se"], row["ci_low"]) == (0.0, None, 0.0)
    assert row["n_effective"] == pytest.approx(20.0)
    assert row["ci_high"] == pytest.approx(16.1125, abs=1e-3)  # Wilson, 0 of 20


def test_households_that_answer_alike_halve_the_effective_size() -> None:
    answers = [i // 2 % 2 for i in range(200)]
    frame = respondents(item=answers, cluster=[f"h{i // 2:03}" for i in range(200)])
    assert one(cells(frame, everywhere()))["n_effective"] == pytest.approx(99.0)


def test_a_single_cluster_has_a_value_and_no_standard_error() -> None:
    frame = respondents(
        item=[1, 0, 1, 0], cluster=["a", "a", "b", "c"], REGION=["MK01", "MK01", "MK02", "MK02"]
    )
    row = one(cells(frame, everywhere(), ("REGION",)), area_level="REGION", area_code="MK01")
    assert (row["value"], row["se"], row["n_effective"]) == (50.0, None, pytest.approx(1.0))


def mixed(people: int = 3_000) -> pl.DataFrame:
    rng = np.random.default_rng(5)
    household = rng.integers(0, people // 2, people)
    return pl.DataFrame(
        {
            "household": household.astype(str),
            "cluster": household.astype(str),
            "stratum": (household % 7).astype(str),
            "weight": rng.uniform(1, 9, people),
            "respondent_weight": rng.uniform(1, 9, people),
            "sex": rng.choice(["F", "M"], people),
            "age": rng.integers(-1, 90, people),
            "COUNTRY": ["SSS"] * people,
            "REGION": np.char.add("MK0", (household % 5).astype(str)),
            "equivalised_income": rng.lognormal(10, 0.6, people).round(1),
            "item": rng.integers(0, 4, people),
        }
    )


@pytest.mark.parametrize(
    "statistic",
    [everywhere(), Mean(ITEM, ITEM > 0), *(IncomeMeasure(measure) for measure in Measure)],
    ids=lambda s: getattr(s, "measure", type(s).__name__),
)
def test_cells_are_the_same_to_the_last_bit_in_any_order_of_rows(statistic: Statistic) -> None:
    frame = mixed()
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    levels = ("COUNTRY", "REGION")
    assert cells(frame, statistic, levels, True).equals(cells(shuffled, statistic, levels, True))


def test_means_of_many_domains_are_those_of_one_domain_at_a_time() -> None:
    frame = mixed()
    values = frame["item"].cast(pl.Float64).to_numpy().copy()
    values[::11] = np.nan
    weights = frame["weight"].to_numpy()
    cluster, stratum = (frame[c].to_numpy().astype(str) for c in ("cluster", "stratum"))
    design = taylor.sample_design(cluster, stratum)
    region = frame["REGION"].str.slice(3).cast(pl.Int64).to_numpy()
    rows = np.arange(frame.height)
    found = domain_means(values, weights, design, Membership(rows, region, 5))
    for domain in range(5):
        single = taylor.estimate_mean(values, weights, design, region == domain)
        assert found.n[domain] == single.n
        assert found.mean[domain] == pytest.approx(single.value, rel=1e-12)
        assert np.sqrt(found.variance[domain]) == pytest.approx(single.se, rel=1e-9)
        deff = found.variance[domain] / (found.spread[domain] / found.n[domain])
        assert deff == pytest.approx(single.deff, rel=1e-9)


def test_the_effective_size_is_never_above_the_size() -> None:
    n = np.array([100, 100, 10, 0])
    size = effective_size(
        n, np.array([2.0, 0.5, 2.0, np.nan]), np.ones(4), np.array([90.0, 90.0, 8.0, np.nan])
    )
    assert size == pytest.approx([50.0, 100.0, 8.0, np.nan], nan_ok=True)


def test_income_measures_on_too_few_persons_keep_their_size_only() -> None:
    incomes = [float(i) for i in range(1, 100)]
    frame = respondents(equivalised_income=incomes)  # line 30: 29 poor
    for measure in (Measure.RMPG, Measure.QUINTILE_SHARE_RATIO, Measure.GINI):
        row = one(cells(frame, IncomeMeasure(measure)))
        assert row["n"] == 99
        assert {row[c] for c in ("value", "se", "ci_low", "ci_high", "n_effective")} == {None}
    more = respondents(equivalised_income=[*incomes, 100.0, 100.0, 1.0])
    for measure in Measure:
        row = one(cells(more, IncomeMeasure(measure)))
        assert all(row[c] is not None for c in ("value", "se", "ci_low", "n_effective")), measure


def test_the_poverty_line_of_a_region_is_the_countrys() -> None:
    frame = respondents(
        equivalised_income=[5.0, 8.0, 10.0, 10.0, 20.0, 30.0],
        REGION=["MK01", "MK01", "MK02", "MK02", "MK02", "MK02"],
    )
    found = cells(frame, IncomeMeasure(Measure.AROP), ("COUNTRY", "REGION"))
    assert one(found)["value"] == pytest.approx(100 / 6)
    assert one(found, area_level="REGION", area_code="MK01")["value"] == pytest.approx(50.0)
    assert one(found, area_level="REGION", area_code="MK02")["value"] == 0.0


def test_a_person_without_income_is_not_in_the_base() -> None:
    frame = respondents(equivalised_income=[1.0, None, 10.0, 10.0])
    row = one(cells(frame, IncomeMeasure(Measure.AROP)))
    assert (row["n"], row["value"]) == (3, pytest.approx(100 / 3))


def test_a_frame_of_nobody_gives_no_cells() -> None:
    frame = mixed().clear()
    assert cells(frame, everywhere()).height == 0
    assert cells(frame, IncomeMeasure(Measure.AROP)).schema == pl.Schema(SCHEMA)


def test_nobody_with_an_income_gives_rows_without_values() -> None:
    frame = mixed().with_columns(equivalised_income=pl.lit(None, dtype=pl.Float64))
    row = one(cells(frame, IncomeMeasure(Measure.GINI)))
    assert (row["n"], row["value"]) == (0, None)


def test_an_income_measure_over_two_countries_is_refused() -> None:
    frame = respondents(equivalised_income=[1.0, 2.0], COUNTRY=["AT", "SSS"])
    with pytest.raises(ValueError, match="one country"):
        cells(frame, IncomeMeasure(Measure.AROP))


def test_a_register_share_is_no_survey_statistic() -> None:
    statistic = RegisterShare(where=nw.lit(True), among=nw.lit(True))
    with pytest.raises(ValueError, match="no survey cells"):
        cells(respondents(item=[1]), statistic)


@pytest.fixture(scope="module")
def eusilc() -> pl.DataFrame:
    if not EUSILC.is_file():
        pytest.skip("the reference files in ../shared/data are not here")
    return pl.read_csv(EUSILC, null_values="NA", infer_schema_length=None).select(
        pl.col("db030").cast(pl.String).alias("household"),
        pl.col("db030").cast(pl.String).alias("cluster"),
        pl.col("db040").alias("stratum"),
        pl.col("rb050").alias("weight"),
        pl.lit(None, dtype=pl.Float64).alias("respondent_weight"),
        pl.col("rb090").replace({"female": "F", "male": "M"}).alias("sex"),
        "age",
        pl.lit("AT").alias("COUNTRY"),
        pl.col("db040").alias("NUTS2"),
        pl.col("eqIncome").alias("equivalised_income"),
    )


@pytest.mark.reference_data
def test_the_poverty_rate_of_eu_silc_by_region_is_the_published_one(eusilc: pl.DataFrame) -> None:
    found = cells(eusilc, IncomeMeasure(Measure.AROP), ("COUNTRY", "NUTS2"), by_age=True)
    country = one(found)
    assert country["value"] == pytest.approx(14.44422, abs=1e-5)
    assert country["se"] == pytest.approx(0.4759543, rel=1e-6)
    assert country["n"] == 14_827
    assert country["n_effective"] == pytest.approx(5_455, abs=0.5)
    assert [country["ci_low"], country["ci_high"]] == pytest.approx([13.536, 15.402], abs=5e-4)
    # Alfons & Templ 2013, J. Stat. Softw. 54(15).
    for region, rate in {
        "Burgenland": 19.53984,
        "Carinthia": 13.08627,
        "Lower Austria": 13.84362,
        "Salzburg": 13.78734,
        "Styria": 14.37464,
        "Tyrol": 15.30819,
        "Upper Austria": 10.88977,
        "Vienna": 17.23468,
        "Vorarlberg": 16.53731,
    }.items():
        row = one(found, area_level="NUTS2", area_code=region)
        assert row["value"] == pytest.approx(rate, abs=1e-5), region
    women = one(found, sex="F", age_group="Y_GE65")
    assert women["value"] == pytest.approx(21.252184, abs=1e-5)


@pytest.mark.reference_data
def test_the_other_income_measures_of_eu_silc_are_the_published_ones(
    eusilc: pl.DataFrame,
) -> None:
    expected = {
        Measure.MEDIAN: (18_098.72667, 87.94709 / 0.6),
        Measure.RMPG: (18.92860, 0.9687328),
        Measure.QUINTILE_SHARE_RATIO: (3.970004, 0.06818406),
        Measure.GINI: (26.48962, 0.3082456),
    }
    for measure, (value, se) in expected.items():
        found = cells(eusilc, IncomeMeasure(measure), ("COUNTRY", "NUTS2"))
        row = one(found)
        assert row["value"] == pytest.approx(value, abs=1e-5), measure
        assert row["se"] == pytest.approx(se, rel=1e-6), measure
        half = 1.959963984540054 * se
        assert row["ci_high"] == pytest.approx(value + half, rel=1e-6), measure
    vienna = one(found, area_level="NUTS2", area_code="Vienna")
    assert vienna["value"] == pytest.approx(28.94944, abs=1e-5)


def test_the_interval_of_a_gap_does_not_reach_below_zero() -> None:
    incomes: list[object] = [100.0] * 70 + [59.0] * 16 + [1.0] * 15
    frame = respondents(equivalised_income=incomes, weight=[1.0] * 101)
    row = cells(frame, IncomeMeasure(Measure.RMPG)).row(0, named=True)
    assert row["value"] - 1.96 * row["se"] < 0
    assert row["ci_low"] == 0


@pytest.mark.parametrize(("women", "men"), [(30, 30), (29, 40), (40, 29)])
def test_a_gap_between_the_sexes_needs_thirty_of_either(women: int, men: int) -> None:
    sex: list[object] = ["F"] * women + ["M"] * men
    item: list[object] = [20.0 + i % 3 for i in range(women)] + [10.0 - i % 2 for i in range(men)]
    row = one(cells(respondents(sex=sex, item=item), SexGap(of=ITEM, among=pl.lit(True))))
    assert row["n"] == women + men
    estimates = [row[c] for c in ("value", "se", "ci_low", "ci_high", "n_effective")]
    if min(women, men) < 30:
        assert estimates == [None] * 5
    else:
        assert row["value"] == pytest.approx(21.0 - 9.5)
        assert None not in estimates


def test_two_rows_of_a_person_are_one_of_the_thirty() -> None:
    """29 women with two diaries each are 58 rows, and too few; 30 men with two are enough."""
    for women, given in ((29, False), (30, True)):
        rows = 2 * (women + 30)
        frame = respondents(
            person=[f"p{i // 2:03}" for i in range(rows)],
            household=[f"h{i // 2:03}" for i in range(rows)],
            sex=["F"] * 2 * women + ["M"] * 60,
            item=[float(i % 5) for i in range(rows)],
        )
        row = one(cells(frame, SexGap(of=ITEM, among=pl.lit(True))))
        assert row["n"] == women + 30
        assert (row["value"] is not None) == given
