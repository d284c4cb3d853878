"""Identifiers of the synthetic Finland can't be anyone's, and are well formed."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest

from sources.errors import VarantoError
from sources.synthetic import ids

# Written out here from the rule itself (population register: remainder modulo 31 → character).
CHECK = dict(enumerate("0123456789ABCDEFHJKLMNPRSTUVWXY"))
CENTURY = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
FORM = re.compile(r"(\d\d)(\d\d)(\d\d)([-+YXWVUA-F])(9\d\d)([0-9A-Y])")


def birth(code: str) -> date:
    """The birth date that a code says, after checking everything else about it."""
    match = FORM.fullmatch(code)
    assert match, "form"
    day, month, year, sign, number, check = match.groups()
    assert CHECK[int(day + month + year + number) % 31] == check
    return date(CENTURY[sign] + int(year), int(month), int(day))


def given(days: list[int], male: list[bool], ranks: list[int]) -> list[str]:
    made = ids.personal(np.array(days), np.array(male), np.array(ranks))
    return [code.decode() for code in made.tolist()]


def test_a_code_says_its_birth_date_and_has_the_right_check_character() -> None:
    days = [ids.day_of(1950, 2, 28), ids.day_of(2000, 2, 29), ids.day_of(1999, 12, 31)]
    codes = given(days, [True, False, True], [0, 0, 0])
    assert [birth(c) for c in codes] == [date(1950, 2, 28), date(2000, 2, 29), date(1999, 12, 31)]
    assert [int(c[7:10]) % 2 for c in codes] == [1, 0, 1]


@pytest.mark.parametrize(("year", "signs"), [(1970, "-YXWVU"), (2010, "ABCDEF")])
def test_a_birth_date_holds_248_different_codes_a_sex_with_every_sign(
    year: int, signs: str
) -> None:
    for day in range(ids.day_of(year), ids.day_of(year) + 9):
        codes = given([day] * 496, [True, False] * 248, [r for r in range(248) for _ in "mf"])
        assert len(set(codes)) == 496
        assert {c[6] for c in codes} == set(signs)
        assert len({birth(c) for c in codes}) == 1


def test_a_birth_date_that_has_run_out_of_numbers_is_an_error() -> None:
    with pytest.raises(VarantoError, match="fewer --persons"):
        given([ids.day_of(1970)], [True], [248])


def test_ranks_go_on_where_the_last_call_stopped() -> None:
    ranks = ids.Ranks(2022)
    day, male = np.array([5, 5, 7, 5]), np.array([True, True, True, False])
    assert ranks.take(day, male).tolist() == [0, 1, 0, 0]
    assert ranks.take(day, male).tolist() == [2, 3, 1, 1]


def test_a_dwelling_id_begins_with_9_and_its_building_has_a_right_check_character() -> None:
    building, within = np.divmod(np.arange(5000), 7)
    made = [d.decode() for d in ids.dwellings(building, within).tolist()]
    assert len(set(made)) == 5000
    for dwelling in made:
        assert len(dwelling) == 16
        assert dwelling[0] == "9"
        assert CHECK[int(dwelling[:9]) % 31] == dwelling[9]
    buildings = [b.decode() for b in ids.buildings(building).tolist()]
    assert [d[:10] for d in made] == buildings


def test_a_payer_id_has_a_wrong_check_digit() -> None:
    for payer in ids.payers(np.arange(2000)).tolist():
        digits = [int(d) for d in payer.decode().replace("-", "")]
        weighed = sum(w * d for w, d in zip((7, 9, 10, 5, 8, 4, 2, 1), digits, strict=True))
        assert weighed % 11 != 0


def test_the_calendar_knows_its_days() -> None:
    year, month, day = ids.calendar(np.array([ids.day_of(2024, 2, 29), ids.day_of(1900, 3, 1)]))
    assert (year.tolist(), month.tolist(), day.tolist()) == ([2024, 1900], [2, 3], [29, 1])
