"""Survey frames: what a person's row says, from the tables as they come out of the contract."""

from __future__ import annotations

import polars as pl
import pytest
from indicator_tables import rows

from assets.frames import living_conditions, wellbeing_survey
from assets.frames.living_conditions import HOUSEHOLD_ITEMS, PERSONAL_ITEMS
from assets.frames.wellbeing_survey import ITEMS, MHI_NEGATIVE, MHI_POSITIVE
from sources.declarations import Column
from sources.living_conditions import SOURCE as LIVING_CONDITIONS
from sources.wellbeing_survey import SOURCE as WELLBEING_SURVEY

HOUSEHOLDS = """
    household | disposable_income | income_inflation_factor | household_size
    a         | 52000             | 1                       | 4
    b         | 30000             | 1.1                     | 2
    c         | 20000             | .                       | 1
    d         | 40000             | 1                       | 3
"""
# The fourth household is one of three, of whom one's row is missing.
MEMBERS = """
    person_id | household | age | sex | weight | respondent_weight
    a1        | a         | 45  | F   | 10     | 20
    a2        | a         | 44  | M   | 10     | .
    a3        | a         | 15  | F   | 10     | .
    a4        | a         | 13  | M   | 10     | .
    b1        | b         | 38  | F   | 12     | 12
    b2        | b         | -1  | M   | 12     | .
    c1        | c         | 70  | M   | 9      | 9
    d1        | d         | 50  | F   | 8      | 8
    d2        | d         | 50  | M   | 8      | .
"""


def _facts(
    household: dict[str, dict[str, object]] | None = None,
    personal: dict[str, dict[str, object]] | None = None,
) -> dict[str, pl.LazyFrame]:
    """The four tables with everything of their contract, answers null unless given by id."""
    homes, members = rows(HOUSEHOLDS), rows(MEMBERS)
    data = homes.with_columns(pl.col("disposable_income") * 10_000)
    adults = members.filter(pl.col("age") >= 16).select("person_id", "respondent_weight")
    everyone = members.drop("respondent_weight")
    places = homes.select("household").with_columns(
        cluster="household",
        stratum=pl.lit("s"),
        country=pl.lit("SSS"),
        region=pl.lit("MK06"),
        county=pl.lit("HVA08"),
    )
    made = {
        "household_register": places,
        "household_data": _answered(data, "household", household or {}),
        "personal_register": everyone,
        "personal_data": _answered(adults, "person_id", personal or {}),
    }
    return {t.name: _typed(made[t.name], t.columns) for t in LIVING_CONDITIONS.tables}


def _answered(frame: pl.DataFrame, key: str, answers: dict[str, dict[str, object]]) -> pl.DataFrame:
    names = sorted({name for given in answers.values() for name in given})
    return frame.with_columns(
        pl.Series(n, [answers.get(k, {}).get(n) for k in frame[key]]) for n in names
    )


def _typed(frame: pl.DataFrame, columns: tuple[Column, ...]) -> pl.LazyFrame:
    """All columns of the contract under their types; those that aren't there are null."""
    return frame.lazy().select(
        (pl.col(c.name) if c.name in frame.columns else pl.lit(None))
        .cast(c.fact_type)
        .alias(c.name)
        for c in columns
    )


def _of(frame: pl.DataFrame, column: str) -> list[object]:
    return frame[column].to_list()


def test_a_row_a_member_with_its_weights_design_and_areas() -> None:
    frame = living_conditions.frame(_facts())
    assert _of(frame, "household") == ["a"] * 4 + ["b"] * 2 + ["c"] + ["d"] * 2
    assert _of(frame, "cluster") == _of(frame, "household")
    assert _of(frame, "weight") == [10.0] * 4 + [12.0] * 2 + [9.0] + [8.0] * 2
    assert _of(frame, "respondent_weight") == [
        20.0, None, None, None, 12.0, None, 9.0, 8.0, None
    ]  # fmt: skip
    assert frame.select("COUNTRY", "REGION", "COUNTY").unique().rows() == [("SSS", "MK06", "HVA08")]
    assert {*HOUSEHOLD_ITEMS, *PERSONAL_ITEMS} <= set(frame.columns)
    assert "person_id" not in frame.columns


def test_income_is_divided_by_our_own_scale_of_the_members_ages() -> None:
    # a: 1 + 0.5 + 0.5 (15) + 0.3 (13) = 2.3. b: 30,000 × 1.1 / 1.3, the infant of −1 counted.
    # c: no factor given, so 1. d: a member is missing, so the scale isn't known.
    income = _of(living_conditions.frame(_facts()), "equivalised_income")
    assert income[:7] == pytest.approx([52_000 / 2.3] * 4 + [33_000 / 1.3] * 2 + [20_000])
    assert income[7:] == [None, None]


def test_money_is_in_euros() -> None:
    frame = living_conditions.frame(
        _facts({"c": {"housing_cost": 500 * 10_000, "housing_allowance": 1_200 * 10_000}})
    )
    row = frame.filter(pl.col("household") == "c").row(0, named=True)
    assert (row["housing_cost"], row["housing_allowance"]) == (500.0, 1200.0)
    assert row["disposable_income"] == 20_000.0


SEVEN_OF_THE_HOUSEHOLD: dict[str, object] = {
    "affords_unexpected_expense": "no",
    "affords_holiday": "no",
    "affords_protein_meal": "no",
    "affords_warm_home": "no",
    "arrears_loans": "twice_or_more",
    "has_car": "cannot_afford",
    "replaces_furniture": "cannot_afford",
}
SIX_OF_THE_PERSON: dict[str, object] = dict.fromkeys(
    living_conditions.PERSONAL_LACKS, "cannot_afford"
)


def test_all_thirteen_lacks_are_counted_for_the_respondent_and_shared_by_the_household() -> None:
    facts = _facts({"a": SEVEN_OF_THE_HOUSEHOLD}, {"a1": SIX_OF_THE_PERSON})
    frame = living_conditions.frame(facts)
    assert _of(frame, "material_lacks") == [13] * 4 + [None] * 5


@pytest.mark.parametrize("item", SEVEN_OF_THE_HOUSEHOLD)
def test_each_lack_of_the_household_is_one(item: str) -> None:
    frame = living_conditions.frame(_facts({"b": {item: SEVEN_OF_THE_HOUSEHOLD[item]}}))
    assert _of(frame, "material_lacks")[4:6] == [1, 1]


@pytest.mark.parametrize("item", SIX_OF_THE_PERSON)
def test_each_lack_of_the_person_is_one_and_another_reason_is_none(item: str) -> None:
    lacks = living_conditions.frame(
        _facts(personal={"b1": {item: "cannot_afford"}, "c1": {item: "other_reason"}})
    )
    assert _of(lacks, "material_lacks")[4:7] == [1, 1, 0]


def test_arrears_of_three_kinds_are_one_lack_and_a_loan_not_had_is_none() -> None:
    frame = living_conditions.frame(
        _facts(
            {
                "b": {"arrears_housing": "once", "arrears_utilities": "once"},
                "c": {"arrears_utilities": "no"},
            }
        )
    )
    assert _of(frame, "material_lacks")[4:7] == [1, 1, 0]


def test_a_child_lacks_what_half_of_the_adults_who_answered_lack() -> None:
    two_answers: dict[str, dict[str, object]] = {
        "a1": {"meets_friends": "cannot_afford"},
        "a2": {"meets_friends": "yes"},
    }
    frame = living_conditions.frame(_facts(personal=two_answers))
    assert _of(frame, "material_lacks")[:4] == [1, 0, 1, 1]


def _work(full: int, **more: object) -> dict[str, object]:
    """A person's year: months of full-time work, none of another kind, no pension."""
    months = {c: 0 for c in living_conditions.WORK if c.startswith("months")}
    pensions = dict.fromkeys(living_conditions.PENSIONS, 0)
    return {"economic_status": "employed", "months_full_time_employee": full} | (
        months | pensions | more
    )


HALF_TIME = {"months_part_time_employee": 1, "usual_hours": 28}


def test_the_line_is_drawn_over_all_persons_and_income_at_it_is_not_below() -> None:
    # By person and weight: a 22,609 (40), b 23,077 (24), c near the line (9): the median is a's.
    line = 0.6 * 52_000 / 2.3
    for income, is_poor in ((line + 0.01, False), (line - 0.01, True)):
        given = {"a": 52_000.0, "b": 30_000.0 / 1.1, "c": income, "d": 1.0}
        facts = _facts({k: {"disposable_income": round(v * 10_000)} for k, v in given.items()})
        poor = _of(living_conditions.frame(facts), "at_risk_of_poverty")
        assert poor == [False] * 6 + [is_poor, None, None]


def test_very_low_work_intensity_is_the_households_and_of_those_under_65() -> None:
    # a: 4 months and one of 28 hours, of 24: 4.8, a fifth. b: all of the year. c is 70. Of d a
    # row is missing.
    frame = living_conditions.frame(
        _facts(
            {"a": {"gross_income": 60_000}},
            {"a1": _work(4), "a2": _work(0, **HALF_TIME), "b1": _work(12), "c1": _work(0)},
        )
    )
    low = _of(frame, "very_low_work_intensity")
    assert low == [True] * 4 + [False] * 3 + [None] * 2


def test_a_missing_member_might_have_worked() -> None:
    frame = living_conditions.frame(_facts(personal={"d1": _work(0), "d2": _work(0)}))
    assert _of(frame, "very_low_work_intensity")[7:] == [None, None]


WORK_AND_PENSIONS: list[tuple[dict[str, object], bool | None]] = [
    (_work(0), True),
    (_work(0, months_full_time_self_employed=3), False),
    (_work(0, months_part_time_self_employed=12, usual_hours=20), False),
    (_work(0, economic_status="retired"), False),
    (_work(0, economic_status="student"), True),  # a student of 38 could work
    (_work(0, old_age_benefits=1), False),
    (_work(0, disability_benefits=1), False),
    (_work(0, private_pensions=1), False),
    (_work(0, survivors_benefits=1), True),
    ({}, None),
]


def test_who_gets_a_pension_for_another_could_work_and_without_an_answer_nobody_knows() -> None:
    for answers, low in WORK_AND_PENSIONS:
        frame = living_conditions.frame(_facts(personal={"b1": answers}))
        assert _of(frame, "very_low_work_intensity")[4:6] == [low, low], answers


def test_the_inactive_of_60_count_unless_the_household_lives_on_pensions() -> None:
    facts = _facts(
        {"b": {"gross_income": 10_000}},
        {"b1": _work(0, economic_status="domestic_tasks", survivors_benefits=5_001)},
    )
    older = facts["personal_register"].with_columns(
        age=pl.when(pl.col("person_id") == "b1").then(60).otherwise("age")
    )
    for gross, low in ((10_000, False), (10_002, True)):
        homes = facts["household_data"].with_columns(gross_income=pl.lit(gross, dtype=pl.Int64))
        frame = living_conditions.frame(
            facts | {"personal_register": older, "household_data": homes}
        )
        assert _of(frame, "very_low_work_intensity")[4:6] == [low, low]


def _respondents() -> dict[str, pl.LazyFrame]:
    answered = rows("""
        respondent | sex | age | respondent_weight | nervous | dumps | down | calm | happy | eurohis
        1          | F   | 20  | 2.5               | 3       | 3     | 4    | 3    | 3     | 4
        2          | M   | 80  | 1                 | 6       | 6     | 6    | 1    | 1     | 5
        3          | M   | 40  | 1                 | 5       | 5     | .    | 2    | 2     | 3
    """)
    frame = answered.with_columns(
        region=pl.lit("MK06"),
        county=pl.lit("HVA08"),
        stratum=pl.lit("081"),
        mhi_nervous="nervous",
        mhi_down_in_dumps="dumps",
        mhi_downhearted="down",
        mhi_calm="calm",
        mhi_happy="happy",
    ).with_columns(pl.col("eurohis").alias(name) for name in wellbeing_survey.EUROHIS)
    # The third leaves out one item of the eight.
    frame = frame.with_columns(
        pl.when(pl.col("respondent") < 3).then("eurohis_energy").alias("eurohis_energy")
    )
    (table,) = WELLBEING_SURVEY.tables
    return {table.name: _typed(frame, table.columns)}


def test_a_respondent_of_the_wellbeing_survey_is_a_household_with_one_weight() -> None:
    frame = wellbeing_survey.frame(_respondents())
    assert _of(frame, "cluster") == _of(frame, "household") == ["1", "2", "3"]
    assert _of(frame, "weight") == _of(frame, "respondent_weight") == [2.5, 1.0, 1.0]
    assert frame.select("COUNTRY", "REGION", "COUNTY").unique().rows() == [("SSS", "MK06", "HVA08")]
    assert set(ITEMS) <= set(frame.columns)
    assert not {*MHI_NEGATIVE, *MHI_POSITIVE} & set(frame.columns)


def test_the_indices_need_every_answer() -> None:
    frame = wellbeing_survey.frame(_respondents())
    # 4 × (2 + 2 + 3 + 3 + 3) = 52, the framework's person B.
    assert _of(frame, "mhi5") == [52.0, 100.0, None]
    assert _of(frame, "eurohis_mean") == [4.0, 5.0, None]
