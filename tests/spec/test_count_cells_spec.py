"""Cells of counts: areas, pooled years, mean population, what is hidden and what isn't there."""

from __future__ import annotations

import polars as pl
import pytest

from assets.cells import counts as cells_of
from assets.counts.declared import KEY
from assets.counts.residents import residents
from assets.reserves import INDICATORS
from assets.rows import count_rows
from sources.declarations import (
    CountShare,
    CountStatistic,
    EventRate,
    LifeExpectancy,
    Series,
    Share,
    StandardisedRate,
)
from sources.declarations.status import FREE, NORMAL, SUPPRESSED
from warehouse.engine import PolarsEngine

LEVELS = ("COUNTRY", "REGION", "COUNTY", "MUNICIPALITY")
YEAR = 2024
ANY = INDICATORS[0]
VANTAA, HELSINKI, TAMPERE = "KU092", "KU091", "KU837"


def series(
    statistic: CountStatistic | Share,
    *,
    by_age: bool = False,
    levels: tuple[str, ...] = LEVELS,
) -> Series:
    return Series("somewhere", statistic, "M20", levels, by_age)


def counted(*rows: tuple[str | None, str | None, int | None, int]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema={"area_code": str, "sex": str, "age": pl.Int64, "n": pl.Int64}, orient="row"
    )


def peopled(*rows: tuple[str | None, str | None, int | None, int, int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema={
            "area_code": str,
            "sex": str,
            "age": pl.Int64,
            "persons": pl.Int64,
            "persons_before": pl.Int64,
        },
        orient="row",
    )


def cell(cells: pl.DataFrame, area: str, sex: str = "_T", age: str = "TOTAL") -> dict[str, object]:
    return cells.row(
        by_predicate=(pl.col("area_code") == area)
        & (pl.col("sex") == sex)
        & (pl.col("age_group") == age),
        named=True,
    )


def test_a_share_is_of_counts_and_those_of_no_known_place_or_sex_are_in_the_country() -> None:
    counts = pl.DataFrame(
        {
            "area_code": [VANTAA, VANTAA, HELSINKI, None],
            "sex": ["F", "M", None, "F"],
            "age": pl.Series([None] * 4, dtype=pl.Int64),
            "voted": [30, 10, 50, 5],
            "entitled": [60, 40, 100, 10],
        }
    )
    own = series(CountShare("voted", "entitled", nowhere=("HVA91",)))
    cells = cells_of.count_cells({YEAR: counts}, {}, ANY, own, YEAR)
    found = cells_of.figures(cells, own.statistic)
    assert cell(found, "SSS")["numerator"] == 95
    assert cell(found, "SSS")["value"] == pytest.approx(100 * 95 / 210)
    assert cell(found, "MK01")["value"] == pytest.approx(100 * 90 / 200)
    assert cell(found, "HVA04", "F")["value"] == pytest.approx(50)
    assert cell(found, HELSINKI, "F")["denominator"] == 0
    # Åland has no such election, Tampere's count is missing.
    rows = count_rows(cells, ANY, own, year=YEAR, synthetic=False, published=True)
    reasons = dict(rows.filter(sex="_T").select("area_code", "obs_status").iter_rows())
    assert [reasons[a] for a in ("MK21", "HVA91", "KU478", TAMPERE)] == ["M", "M", "M", "O"]
    shown = cell(rows, VANTAA)
    assert (shown["obs_status"], shown["conf_status"], shown["n"]) == (NORMAL, FREE, 100)
    assert shown["period"] == "2024"


def test_events_are_per_the_mean_of_two_year_ends() -> None:
    own = series(EventRate("n"), by_age=True)
    counts = counted((VANTAA, "F", 30, 3), (VANTAA, "F", None, 2))
    people = peopled((VANTAA, "F", 30, 300, 100), (VANTAA, "M", 70, 100, 100))
    cells = cells_of.count_cells({YEAR: counts}, {YEAR: people}, ANY, own, YEAR)
    found = cells_of.figures(cells, own.statistic)
    assert cell(found, VANTAA)["value"] == pytest.approx(1000 * 5 / 300)
    assert cell(found, VANTAA, "F", "Y25-49")["value"] == pytest.approx(1000 * 3 / 200)
    aged = series(EventRate("n", ages=(25, 64)))
    cells = cells_of.count_cells({YEAR: counts}, {YEAR: people}, ANY, aged, YEAR)
    assert cell(cells, VANTAA)["denominator"] == 200
    assert cell(cells, VANTAA)["numerator"] == 3
    assert cell(cells, VANTAA)["reason"] is None


def test_without_the_year_before_the_year_end_stands_for_the_mean_and_it_is_said() -> None:
    own = series(EventRate("n"))
    people = peopled((VANTAA, "F", 30, 3000, None))
    cells = cells_of.count_cells(
        {YEAR: counted((VANTAA, "F", 30, 20))}, {YEAR: people}, ANY, own, YEAR
    )
    rows = count_rows(cells, ANY, own, year=YEAR, synthetic=True, published=False)
    shown = cell(rows, VANTAA)
    assert (shown["value"], shown["obs_status"]) == (6.67, "E")
    assert "estimated" in str(shown["note"])


def test_years_are_pooled_on_the_last_ones_division_and_all_must_be_there() -> None:
    own = series(EventRate("n", years=2))
    # Pertunmaa was part of Mäntyharju from 2026 on; a rate of 2026 adds the two up.
    counts = {
        2025: counted(("KU588", "F", 30, 4), ("KU507", "F", 30, 8)),
        2026: counted(("KU507", "F", 30, 10)),
    }
    people = {
        2025: peopled(("KU588", "F", 30, 100, 100), ("KU507", "F", 30, 300, 300)),
        2026: peopled(("KU507", "F", 30, 400, 400)),
    }
    cells = cells_of.count_cells(counts, people, ANY, own, 2026)
    merged = cell(cells, "KU507")
    assert (merged["numerator"], merged["denominator"], merged["years"]) == (22, 800, 2)
    assert cells_of.count_cells({2026: counts[2026]}, people, ANY, own, 2026).is_empty()
    assert cells_of.count_cells(counts, {2026: people[2026]}, ANY, own, 2026).is_empty()
    rows = count_rows(cells, ANY, own, year=2026, synthetic=True, published=False)
    assert cell(rows, "KU507")["period"] == "2025/2026"


def test_what_nobody_counts_in_the_whole_country_gives_no_rows() -> None:
    own = series(CountShare("n", "n"))
    assert cells_of.count_cells(
        {YEAR: counted((VANTAA, "F", 30, 0))}, {}, ANY, own, YEAR
    ).is_empty()


def test_a_rate_is_of_rounded_counts_and_few_events_hide_it() -> None:
    own = series(EventRate("n"))
    counts = counted((VANTAA, "F", 30, 14), (HELSINKI, "F", 30, 9))
    people = peopled((VANTAA, "F", 30, 1004, 1004), (HELSINKI, "F", 30, 90_000, 90_000))
    cells = cells_of.count_cells({YEAR: counts}, {YEAR: people}, ANY, own, YEAR)
    rows = count_rows(cells, ANY, own, year=YEAR, synthetic=True, published=False)
    assert (cell(rows, VANTAA)["value"], cell(rows, VANTAA)["n"]) == (10.0, 1000)
    hidden = cell(rows, HELSINKI)
    assert (hidden["value"], hidden["n"], hidden["obs_status"]) == (None, None, SUPPRESSED)
    # Events of places are published figures; the persons are rounded all the same.
    rows = count_rows(cells, ANY, own, year=YEAR, synthetic=True, published=True)
    assert cell(rows, HELSINKI)["value"] == 0.1
    assert cell(rows, VANTAA)["value"] == 14.0


def _all_ages(area: str, deaths: int, persons: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    ages = [*range(0, 100, 5), 1]
    return (
        counted(*((area, sex, age, deaths) for age in ages for sex in "FM")),
        peopled(*((area, sex, age, persons, persons) for age in ages for sex in "FM")),
    )


def test_a_standardised_rate_weighs_its_bands_and_hides_where_few_died() -> None:
    own = series(StandardisedRate("n", ages=(0, 74), years=1))
    counts, people = _all_ages(VANTAA, 4, 1000)
    cells = cells_of.count_cells({YEAR: counts}, {YEAR: people}, ANY, own, YEAR)
    # The same rate in every band but the first, which has two of our ages.
    found = cell(cells, VANTAA)
    assert found["value"] == pytest.approx(400)
    assert (found["numerator"], found["denominator"]) == (4 * 2 * 16, 2 * 16 * 1000)
    few = counted((VANTAA, "F", 30, 9))
    cells = cells_of.count_cells({YEAR: few}, {YEAR: people}, ANY, own, YEAR)
    rows = count_rows(cells, ANY, own, year=YEAR, synthetic=True, published=False)
    assert cell(rows, VANTAA)["value"] is None
    assert cell(rows, VANTAA)["conf_status"] == "A"


def test_life_expectancy_is_yearly_for_the_country_and_pooled_below() -> None:
    own = series(LifeExpectancy("n"))
    counts, people = _all_ages(VANTAA, 40, 1000)
    years = dict.fromkeys((2022, 2023, 2024), counts)
    cells = cells_of.count_cells(years, dict.fromkeys(years, people), ANY, own, YEAR)
    assert cell(cells, "SSS")["years"] == 1
    assert cell(cells, VANTAA)["years"] == 3
    assert cell(cells, VANTAA)["value"] == pytest.approx(cell(cells, "SSS")["value"])
    alone = cells_of.count_cells({YEAR: counts}, {YEAR: people}, ANY, own, YEAR)
    assert alone["area_level"].unique().to_list() == ["COUNTRY"]


def test_on_too_few_person_years_or_with_too_wide_an_interval_there_is_no_life_table() -> None:
    own = series(LifeExpectancy("n", years=1))
    counts, people = _all_ages(VANTAA, 10, 238)  # 21 ages: 4,998 of a sex
    cells = cells_of.count_cells({YEAR: counts}, {YEAR: people}, ANY, own, YEAR)
    assert cell(cells, VANTAA, "F")["value"] is None
    assert cell(cells, VANTAA)["value"] is None
    counts, people = _all_ages(VANTAA, 10, 239)
    cells = cells_of.count_cells({YEAR: counts}, {YEAR: people}, ANY, own, YEAR)
    assert cell(cells, VANTAA, "F")["value"] is not None
    assert cell(cells, VANTAA)["value"] is not None
    one = counted((VANTAA, "F", 95, 1))
    cells = cells_of.count_cells({YEAR: one}, {YEAR: people}, ANY, own, YEAR)
    assert cell(cells, VANTAA, "F")["value"] is None


def test_residents_are_counted_at_both_ends_of_the_year_on_its_division() -> None:
    engine = PolarsEngine()

    def person_year(*rows: tuple[str | None, str, int]) -> pl.DataFrame:
        return pl.DataFrame(
            rows, schema={"municipality": str, "sex": str, "age": pl.Int64}, orient="row"
        )

    now = person_year(("KU507", "F", 30), ("KU507", "F", 30), (None, "U", 5))
    before = person_year(("KU588", "F", 30), ("KU507", "M", 40))
    made = residents(engine, engine.table(now), engine.table(before), 2026)
    assert made.sort(KEY, nulls_last=True).rows() == [
        ("KU507", "F", 30, 2, 1),
        ("KU507", "M", 40, 0, 1),
        (None, None, 5, 1, 0),
    ]
    first = residents(engine, engine.table(now), None, 2026)
    assert first["persons_before"].null_count() == first.height


def test_another_kind_of_statistic_has_no_cells_of_counts() -> None:
    survey = series(Share(pl.lit(True), pl.lit(True)))
    with pytest.raises(ValueError, match="no cells of counts"):
        cells_of.count_cells({}, {}, ANY, survey, YEAR)
