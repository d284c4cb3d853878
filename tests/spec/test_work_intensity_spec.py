"""M8: who could have worked, how much of it the household did, and who lives with very little."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from spec_tables import needs_reference, numbers, reference, table

from assets.estimators import deprivation, equivalence, means, poverty, work_intensity


def test_part_time_months_count_by_hours_and_half_where_nobody_knows_them() -> None:
    people = table("""
        full | part | hours | worked
        12   | 0    | 60    | 12
        0    | 12   | 35    | 12
        0    | 10   | 14    | 4
        2    | 10   | 40    | 12
        0    | 6    | .     | 3
        .    | 6    | 20    | .
    """)
    worked = work_intensity.months_worked(
        people.numbers("full"), people.numbers("part"), people.numbers("hours")
    )
    assert worked == pytest.approx(people.numbers("worked"), nan_ok=True)


def test_students_pensioners_and_early_leavers_on_pensions_could_not_have_worked() -> None:
    people = table("""
        age | student | retired | own_pension | inactive | lives_on_pensions | counts
        17  | 0       | 0       | 0           | 0        | 0                 | 0
        18  | 0       | 0       | 0           | 0        | 0                 | 1
        64  | 0       | 0       | 0           | 0        | 0                 | 1
        65  | 0       | 0       | 0           | 0        | 0                 | 0
        24  | 1       | 0       | 0           | 1        | 0                 | 0
        25  | 1       | 0       | 0           | 1        | 0                 | 1
        50  | 0       | 1       | 0           | 1        | 0                 | 0
        50  | 0       | 0       | 1           | 0        | 0                 | 0
        60  | 0       | 0       | 0           | 1        | 1                 | 0
        59  | 0       | 0       | 0           | 1        | 1                 | 1
        60  | 0       | 0       | 0           | 0        | 1                 | 1
        60  | 0       | 0       | 0           | 1        | 0                 | 1
    """)
    flags = ("student", "retired", "own_pension", "inactive", "lives_on_pensions")
    counts = work_intensity.counts_for_work(
        people.numbers("age"), **{flag: people.numbers(flag) == 1 for flag in flags}
    )
    assert counts.tolist() == (people.numbers("counts") == 1).tolist()


def test_the_household_shares_what_its_counted_members_worked() -> None:
    # a: 4.8 of 24, a fifth exactly, for the child too and not for the grandmother. b: nobody
    # counts. c: 3 of 12. d: the months of one aren't known.
    people = table("""
        home | age | counts | worked | intensity | low
        1    | 45  | 1      | 4      | 0.2       | 1
        1    | 44  | 1      | 0.8    | 0.2       | 1
        1    | 9   | 0      | .      | 0.2       | 1
        1    | 65  | 0      | 12     | 0.2       | 0
        2    | 20  | 0      | 6      | .         | 0
        2    | -1  | 0      | .      | .         | 0
        3    | 64  | 1      | 3      | 0.25      | 0
        4    | 30  | 1      | 0      | .         | .
        4    | 31  | 1      | .      | .         | .
        4    | 70  | 0      | .      | .         | 0
    """)
    told = people["home"], people.numbers("counts") == 1, people.numbers("worked")
    assert work_intensity.work_intensity(*told) == pytest.approx(
        people.numbers("intensity"), nan_ok=True
    )
    home, counts, worked = told
    low = work_intensity.very_low(home, people.numbers("age"), counts, worked)
    assert low == pytest.approx(people.numbers("low"), nan_ok=True)


@needs_reference
def test_t_arope_work_intensity_and_the_union_in_the_household_fixture() -> None:
    households = reference("oracles/fixtures/fixture_silc_households.csv")
    people = reference("oracles/fixtures/fixture_silc_persons.csv").join(
        households, on="hh", how="left", maintain_order="left"
    )
    home, age, weight = people["hh"].to_numpy(), numbers(people, "age"), numbers(people, "w")
    counts = people["pot"].to_numpy() == 1
    worked = numbers(people, "months")
    intensity = work_intensity.work_intensity(home, counts, worked)
    assert [round(float(intensity[home == h][0]), 6) for h in (1, 2, 3, 4)] == [
        1,
        0,
        0.166667,
        0.75,
    ]
    low = work_intensity.very_low(home, age, counts, worked)
    young = np.where(age < 65, low, np.nan)
    assert means.weighted_share(young, weight) == pytest.approx(32.432432, abs=1e-6)
    income = equivalence.equivalised_income(home, age, numbers(people, "y"))
    poor = poverty.poor(income, poverty.poverty_threshold(income, weight))
    deprived = _deprived(people)
    union = (poor | deprived | (low == 1)).astype(np.float64)
    assert means.weighted_share(union, weight) == pytest.approx(24.489796, abs=1e-6)
    cells = pl.DataFrame({"poor": poor, "deprived": deprived, "low": low == 1, "w": weight})
    sums = cells.group_by("poor", "deprived", "low").agg(pl.col("w").sum()).rows()
    assert {tuple(cell[:3]): cell[3] for cell in sums} == {
        (False, False, False): 3700.0,
        (False, True, True): 700.0,
        (True, False, True): 500.0,
    }


def _deprived(people: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Seven of thirteen lacks, as T-SMSD counts them."""
    enforced = ["hs060", "hs040", "hs050", "hh050", "hs110", "hd080"]
    personal = ["pd080", "pd020", "pd030", "pd070", "pd060", "pd050"]
    lacks = people.select(
        (pl.col(enforced) == 2).cast(pl.Float64), pl.col("arrears").cast(pl.Float64)
    ).to_numpy()
    own = people.select((pl.col(personal) == 2).cast(pl.Float64).fill_null(np.nan)).to_numpy()
    filled = deprivation.with_children(own, people["hh"].to_numpy(), numbers(people, "age"))
    return np.asarray(deprivation.lack_count(lacks, filled) >= deprivation.SEVERE)
