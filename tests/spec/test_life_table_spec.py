"""The abridged life table against published and hand-worked numbers (M13)."""

from __future__ import annotations

import numpy as np
import pytest
from spec_tables import needs_reference, reference, table

from assets.estimators import life_table
from assets.estimators.life_table import STARTS

# Test area of Public Health England's indicator methods: persons and deaths by band.
PUBLISHED = table(
    """
    age | persons | deaths
    0   | 7060    | 17
    1   | 35059   | 9
    5   | 46974   | 4
    10  | 48489   | 8
    15  | 43219   | 20
    20  | 38561   | 15
    25  | 46009   | 24
    30  | 57208   | 33
    35  | 61435   | 50
    40  | 55601   | 71
    45  | 50209   | 100
    50  | 56416   | 163
    55  | 46411   | 263
    60  | 39820   | 304
    65  | 37978   | 536
    70  | 37039   | 872
    75  | 33288   | 1390
    80  | 23306   | 1605
    85  | 11936   | 1936
    90  | 11936   | 1937
    """
)


def _published() -> life_table.LifeTable:
    made = life_table.life_table(PUBLISHED.numbers("deaths"), PUBLISHED.numbers("persons"))
    assert made is not None
    return made


def test_t_le_years_left_and_their_intervals_are_those_published() -> None:
    made = _published()
    for age, years, low, high in (
        (0, 80.16961, 79.88269, 80.45653),
        (65, 18.76857, 18.57570, 18.96143),
    ):
        value, se = made.at(age)
        assert value == pytest.approx(years, abs=5e-6)
        assert value - 1.96 * se == pytest.approx(low, abs=1e-5)
        assert value + 1.96 * se == pytest.approx(high, abs=1e-5)
    assert made.at(1)[0] == pytest.approx(79.36246, abs=5e-6)
    assert made.at(90)[0] == pytest.approx(6.16211, abs=5e-6)


def test_a_table_of_two_bands_is_worked_out_by_hand() -> None:
    # q0 = 0.02 / (1 + 0.9 * 0.02); those left live 1 / 0.02 = 50 years in the open band.
    made = life_table.life_table([20, 2], [1000, 100], (0, 1))
    assert made is not None
    dying = 0.02 / 1.018
    assert made.at(0)[0] == pytest.approx((1 - dying) + 0.1 * dying + 50 * (1 - dying))
    assert made.at(1)[0] == pytest.approx(50)


def test_a_band_without_deaths_has_no_risk() -> None:
    deaths = PUBLISHED.numbers("deaths").copy()
    deaths[2] = 0
    made = life_table.life_table(deaths, PUBLISHED.numbers("persons"))
    assert made is not None
    assert made.survivors[3] == made.survivors[2]
    assert not made.merged
    assert np.isfinite(made.at(0)[1])


def test_an_open_band_without_deaths_is_joined_to_the_one_below() -> None:
    deaths, persons = PUBLISHED.numbers("deaths").copy(), PUBLISHED.numbers("persons").copy()
    deaths[-1], persons[-1] = 0, 100
    made = life_table.life_table(deaths, persons)
    assert made is not None
    assert made.merged
    assert made.starts == STARTS[:-1]
    assert made.at(85)[0] == pytest.approx((11936 + 100) / 1936)


def test_no_table_where_nobody_lives_in_a_band_or_nobody_old_died() -> None:
    deaths, persons = PUBLISHED.numbers("deaths"), PUBLISHED.numbers("persons")
    empty = persons.copy()
    empty[4] = 0
    assert life_table.life_table(deaths, empty) is None
    none_old = deaths.copy()
    none_old[-3:] = 0
    assert life_table.life_table(none_old, persons) is None


@needs_reference
def test_t_le_fi_abridged_tables_of_finland_are_near_the_printed_ones() -> None:
    """Printed by Statistics Finland from single years (kuol 2013): 77.84 men, 83.81 women.

    Deaths are made of the published hazards and mean populations; bands cost up to 0.1 years.
    """
    hazards = reference("reference/population/popmort.csv")
    persons = reference("reference/population/meanpop_fi.csv")
    both = hazards.join(persons, on=["sex", "year", "agegroup"]).filter(year=2013)
    for sex, printed in ((0, 77.84), (1, 83.81)):
        rows = both.filter(sex=sex)
        band = np.searchsorted(STARTS, rows["agegroup"].to_numpy(), side="right") - 1
        lived = rows["meanpop"].cast(float).to_numpy()
        died = lived * rows["haz"].cast(float).to_numpy()
        made = life_table.life_table(np.bincount(band, died), np.bincount(band, lived))
        assert made is not None
        assert made.at(0)[0] == pytest.approx(printed, abs=0.1)
