"""The European Standard Population: the published weights, groups put together, faults said."""

from __future__ import annotations

import polars as pl
import pytest

from sources.errors import VarantoError
from sources.reference.areas import seed
from sources.reference.standard_population import STANDARD_TOTAL, esp2013, esp_group


def test_the_standard_has_21_groups_without_gap_that_sum_to_100_000() -> None:
    standard = esp2013()
    assert standard.height == 21
    assert standard["weight"].sum() == STANDARD_TOTAL
    follows = standard["last_age"].to_list()[:-1]
    assert [last + 1 for last in follows] == standard["first_age"].to_list()[1:]
    assert standard["last_age"].to_list()[-1] is None


def test_codes_are_those_of_the_seed_table() -> None:
    assert esp2013()["age_group"].to_list() == seed("esp2013")["age_group"].to_list()


def test_broad_shares_are_those_that_the_report_gives() -> None:
    """Below 15: 16.0 %; 15–64: 64.5 %; 65 and over: 19.5 %."""
    first, weight = pl.col("first_age"), pl.col("weight")
    broad = esp2013().select(
        weight.filter(first < 15).sum().alias("young"),
        weight.filter(first.is_between(15, 64)).sum().alias("middle"),
        weight.filter(first >= 65).sum().alias("old"),
    )
    assert broad.row(0) == (16_000, 64_500, 19_500)


def test_groups_put_together_keep_the_total() -> None:
    coarse = esp2013(youngest=5, open_from=85)
    assert coarse.row(0) == ("Y0-4", 0, 4, 5_000)
    assert coarse.row(-1) == ("Y_GE85", 85, None, 2_500)
    assert (coarse.height, coarse["weight"].sum()) == (18, STANDARD_TOTAL)


@pytest.mark.parametrize("bounds", [(1, 87), (2, 95), (20, 15), (0, 95), (95, 95)])
def test_a_bound_inside_a_group_is_refused(bounds: tuple[int, int]) -> None:
    with pytest.raises(VarantoError, match="groups begin at"):
        esp2013(*bounds)


def test_ages_find_their_group() -> None:
    ages = pl.DataFrame({"age": [-1, 0, 1, 4, 5, 84, 85, 94, 95, 110, None]})
    fine = ages.select(group=esp_group(pl.col("age")))["group"].to_list()
    assert fine == [
        *(None, "Y0", "Y1-4", "Y1-4", "Y5-9", "Y80-84", "Y85-89", "Y90-94", "Y_GE95", "Y_GE95"),
        None,
    ]
    coarse = ages.select(group=esp_group(pl.col("age"), youngest=5, open_from=85))["group"]
    assert coarse.to_list() == [
        *(None, "Y0-4", "Y0-4", "Y0-4", "Y5-9", "Y80-84"),
        *(["Y_GE85"] * 4),
        None,
    ]
