"""Unpaid work of women and men: by hand, and its standard error by hand."""

from __future__ import annotations

import numpy as np
import pytest
from indicator_tables import Spec, check, declared

from assets.estimators.domains import Membership, domain_gaps
from assets.estimators.taylor import sample_design

SPECS = {
    "unpaid_work_gap": Spec(
        """
        times|sex|age|household_minutes|volunteering_minutes|help_minutes|respondent_weight
        20    | F   | 10  | 200               | 10                   | 0            | 1
        10    | F   | 40  | 300               | 0                    | 30           | 2
        30    | M   | 40  | 140               | 0                    | 10           | 1
        10    | M   | 10  | 200               | 20                   | 10           | 3
        40    | F   | 9   | 900               | 0                    | 0            | 9
        5     | M   | 50  | .                 | 0                    | 0            | 9
        5     | .   | 50  | 900               | 0                    | 0            | 9
        """,
        80,
        70,
        "women (20·210 + 20·330)/40 = 270, men (30·150 + 30·230)/60 = 190",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPECS)
def test_an_indicator_gives_the_value_worked_out_by_hand(name: str) -> None:
    check(declared(name), SPECS[name])


@pytest.mark.parametrize(("cluster", "variance"), [([0, 1, 2, 3], 400 / 3), ([0, 1, 0, 1], 0.0)])
def test_the_variance_of_a_gap_is_that_of_what_the_sexes_do_not_share(
    cluster: list[int], variance: float
) -> None:
    """Women 10, 30, men 0, 20, each of weight 1: u = −5, 5 and 5, −5; Σu² = 100, times 4/3.

    In two households of a woman and a man the sums are 0 and 0: the gap is 10 in each.
    """
    found = domain_gaps(
        np.array([10.0, 30.0, 0.0, 20.0]),
        np.ones(4),
        sample_design(np.array(cluster), np.zeros(4, dtype=np.int64)),
        Membership(np.arange(4), np.zeros(4, dtype=np.int64), 1),
        np.array([True, True, False, False]),
    )
    assert (found.gap[0], found.n[0]) == (10.0, 4)
    assert found.variance[0] == pytest.approx(variance)
