"""Person-years by hand: who lives where, with whom, on what, below which line; on each engine.

Year 2023, money in EUR in the tables below. The residents and what becomes of them:

    person  who                                              at 31 December 2023
    1, 2    a couple, born 1980 and 1978, in dwelling 10     KU837
    3       their child born on the last day of 2008         15 years: counts as grown
    4       their child born in 2010                         13 years: counts as a child
    5       a pensioner born in 1950, alone in dwelling 20   KU091
    6       born 1990, alone in dwelling 30                  KU091
    7       died in June                                     no resident
    8       moved abroad in March (code 200)                 no resident
    9       under non-disclosure, alone in dwelling 40       resident without an area
    10      moved from KU091 to KU837 in July, dwelling 50   KU837
    11      in Pertunmaa (KU588), alone in dwelling 60       KU588, from 2025 on KU507
    12      without fixed abode (code 198)                   no area, no household
    13      left in May, whereto unknown                     no resident
    105     person 5 once more, under a former identity code that nobody had joined to hers

Person 2 has an older spell in Helsinki that nobody has closed: the last one counts.

Incomes, with the household's over its scale:

    1   wages 30 000 (101; the 2xx beside it are its parts), taxes 6 000 + 2 000, child benefit
        1 200: 23 200.   2   wages 20 000 + 2 000 by 2xx, tax 4 000: 18 000, half of it reported
        under an identity code since corrected (person 102)
        household 10: 41 200; scale 1 + 0.5 + 0.5 + 0.3 = 2.3; 41 200 / 2.3 = 17 913.0434
    5   pension 12 000 less tax 1 500: 10 500
    6   wages 9 300, of which 3 000 recovered; 500 paid without ground don't count: 6 300
    9   unemployment allowance 4 000.   10, 11   nothing

Nine persons have an equivalised income: 0, 0, 4 000, 6 300, 10 500 and four times 17 913.0434. The
median is 10 500, the line 6 300. Person 6 is at the line and so isn't poor; 9, 10 and 11 are.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from assets.person_years.build import YearFacts, build_person_year
from warehouse.engine import DuckDBEngine, Engine, PolarsEngine

YEAR = 2023
EUR = 10_000

PERSONS = """
1  F 1980-05-01 . no
2  M 1978-05-01 . no
3  F 2008-12-31 . no
4  M 2010-01-01 . no
5  F 1950-07-07 . no
6  M 1990-07-07 . no
7  F 1940-01-01 2023-06-01 no
8  M 1985-01-01 . no
9  F 1985-01-01 . yes
10 M 1999-01-01 . no
11 F 1999-01-01 . no
12 M 1970-01-01 . no
13 F 1970-01-01 . no
105 F 1950-07-07 . no
"""

RESIDENCES = """
1  KU837 2010-01-01 . 10
2  KU091 2005-01-01 . 81
2  KU837 2010-01-01 . 10
3  KU837 2010-01-01 . 10
4  KU837 2010-01-01 . 10
5  KU091 1990-01-01 . 20
6  KU091 2015-01-01 . 30
7  KU091 1990-01-01 . 70
8  KU091 2015-01-01 2023-02-28 30
8  200   2023-03-01 . .
9  KU837 2015-01-01 . 40
10 KU091 2015-01-01 2023-06-30 80
10 KU837 2023-07-01 . 50
11 KU588 2015-01-01 . 60
12 198   2015-01-01 . .
13 KU091 2015-01-01 2023-05-31 90
105 KU091 1990-01-01 . 20
"""

WAGES = """
r1 1   101 30000 . .
r1 1   201 25000 . .
r1 1   213 5000  . .
r1 1   402 6000  . .
r1 1   413 2000  . .
r2 2   201 20000 . .
r2 2   402 4000  . .
r3 102 235 2000  . .
r4 6   101 9300  . .
r5 6   101 3000  yes .
r6 6   101 500   . yes
"""

BENEFITS = """
b1 1 9403 1200
b2 5 9101 12000
b2 5 9901 1500
b3 9 9201 4000
"""

# person, and whether poor in 2020, 2021, 2022 (. not observed); 110 is person 10's old number
HISTORY = """
1   yes yes yes
9   .   yes yes
110 yes .   .
10  .   no  yes
11  no  yes no
"""


def _rows(text: str) -> list[list[str | None]]:
    return [
        [None if cell == "." else cell for cell in line.split()]
        for line in text.strip().splitlines()
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _population(folder: Path) -> dict[str, Path]:
    persons = pl.DataFrame(
        [(int(str(p)), sex, _day(b), _day(d), nd) for p, sex, b, d, nd in _rows(PERSONS)],
        schema=["person", "sex", "birth_date", "death_date", "non_disclosure"],
        orient="row",
    )
    residences = pl.DataFrame(
        [
            (int(str(p)), m, _day(a), _day(b), int(d) if d else None)
            for p, m, a, b, d in _rows(RESIDENCES)
        ],
        schema=["person", "municipality", "moved_in", "moved_out", "dwelling"],
        orient="row",
    ).with_columns(building=pl.col("dwelling") // 10)
    return _written(folder, persons=persons, residences=residences)


def _incomes(folder: Path) -> dict[str, Path]:
    wages = [
        (r, 1, int(str(p)), code, int(str(eur)) * EUR, recovered, unjust)
        for r, p, code, eur, recovered, unjust in _rows(WAGES)
    ]
    benefits = [
        (r, 1, int(str(p)), code, int(str(eur)) * EUR, None, None)
        for r, p, code, eur in _rows(BENEFITS)
    ]
    columns = ["report_id", "report_version", "person", "income_type", "amount", "recovery",
               "unjust_enrichment"]  # fmt: skip
    found = {}
    for kind, rows in (("wage", wages), ("benefit", benefits)):
        frame = pl.DataFrame(
            rows,
            schema=columns,
            orient="row",
            schema_overrides={"recovery": pl.String, "unjust_enrichment": pl.String},
        )
        found[f"{kind}_reports"] = frame.select(columns[:3]).unique(maintain_order=True)
        found[f"{kind}_transactions"] = frame.drop("person")
    return _written(folder, **found)


def _history(folder: Path) -> list[Path]:
    paths = []
    for nth in range(3):
        rows = [(int(str(p)), y[nth] == "yes") for p, *y in _rows(HISTORY) if y[nth]]
        paths.append(folder / f"{YEAR - 3 + nth}.parquet")
        pl.DataFrame(rows, schema=["person", "poor"], orient="row").write_parquet(paths[-1])
    return paths


def _written(folder: Path, **frames: pl.DataFrame) -> dict[str, Path]:
    paths = {name: folder / f"{name}.parquet" for name in frames}
    for name, frame in frames.items():
        frame.write_parquet(paths[name])
    return paths


def person_years(year: int = YEAR, *, incomes: bool = True) -> list[dict[int, dict[str, object]]]:
    """The person-year on each engine: person → column → value. It must be the same on all."""
    results = []
    aliases = pl.DataFrame({"person": [102, 105, 110], "canonical": [2, 5, 10]})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = {"population": _population(folder)}
        if incomes:
            sources["income_register"] = _incomes(folder)
        facts = YearFacts(sources, aliases, _history(folder))
        engines: list[Engine] = [DuckDBEngine(folder / "spill"), PolarsEngine()]
        for engine in engines:
            target = folder / "made" / f"{len(results)}.parquet"
            target.parent.mkdir(exist_ok=True)
            build_person_year(engine, facts, year, target)
            made = pl.read_parquet(target, hive_partitioning=False)
            results.append({int(r["person"]): r for r in made.iter_rows(named=True)})
    assert results[0] == results[1]
    return results


def column(name: str, year: int = YEAR) -> dict[int, object]:
    return {person: row[name] for person, row in person_years(year)[0].items()}


def test_residents_are_those_alive_and_at_home_on_the_last_day() -> None:
    assert sorted(person_years()[0]) == [1, 2, 3, 4, 5, 6, 9, 10, 11, 12]


def test_age_is_that_of_the_last_day_of_the_year() -> None:
    ages = column("age")
    assert (ages[3], ages[4], ages[1]) == (15, 13, 43)


def test_the_area_is_that_of_the_last_day_and_none_under_non_disclosure() -> None:
    areas = column("municipality")
    assert [areas[p] for p in (1, 2, 10, 9, 12)] == ["KU837", "KU837", "KU837", None, None]
    assert column("county")[9] is None


def test_a_merged_municipality_counts_in_the_one_it_went_into() -> None:
    assert column("municipality")[11] == "KU588"
    assert column("municipality", 2025)[11] == "KU507"


def test_a_household_is_the_dwelling_and_who_is_alone_lives_alone() -> None:
    assert [column("household_size")[p] for p in (1, 5, 12)] == [4, 1, None]
    assert [column("lives_alone")[p] for p in (1, 5, 12)] == [False, True, None]


def test_wages_are_the_total_or_its_parts_and_never_both() -> None:
    wages = column("wages")
    assert (wages[1], wages[2]) == (30_000 * EUR, 22_000 * EUR)


def test_recovered_wages_are_subtracted_and_groundless_ones_left_out() -> None:
    assert column("wages")[6] == 6_300 * EUR


def test_an_income_under_a_corrected_identity_code_is_the_persons() -> None:
    assert column("wages")[2] == 22_000 * EUR


def test_somebody_under_two_identity_codes_is_one_person_and_one_household() -> None:
    year = person_years()[0]
    assert 105 not in year
    assert (year[5]["household_size"], year[5]["lives_alone"]) == (1, True)
    assert year[5]["household_income"] == 10_500 * EUR


def test_benefits_are_summed_by_kind_and_taxes_apart() -> None:
    year = person_years()[0]
    assert year[1]["family_benefit"] == 1_200 * EUR
    assert year[5]["old_age_pension"] == 12_000 * EUR
    assert year[9]["unemployment_benefit"] == 4_000 * EUR
    assert (year[1]["taxes"], year[5]["taxes"]) == (8_000 * EUR, 1_500 * EUR)
    assert year[5]["disposable_income"] == 10_500 * EUR


def test_the_households_income_is_shared_on_the_modified_oecd_scale() -> None:
    equivalised = column("equivalised_income")
    assert equivalised[1] == equivalised[4] == 179_130_434
    assert equivalised[5] == 10_500 * EUR
    assert equivalised[12] is None


def test_poor_is_strictly_below_sixty_percent_of_the_national_median() -> None:
    poor = column("poor")
    assert {p for p, is_poor in poor.items() if is_poor} == {9, 10, 11}
    assert poor[6] is False
    assert poor[12] is None


def test_persistently_poor_is_now_and_in_two_of_the_three_years_before() -> None:
    persistent = column("persistently_poor")
    assert (persistent[10], persistent[11], persistent[1]) == (True, False, False)
    assert persistent[9] is None  # not observed in all four years


def test_without_the_income_register_incomes_are_unknown_and_not_zero() -> None:
    for year in person_years(incomes=False):
        assert {row["wages"] for row in year.values()} == {None}
        assert {row["poor"] for row in year.values()} == {None}
        assert year[5]["lives_alone"] is True
