"""E4: linearised variables, checked by hand on tables and by what they must add up to."""

from __future__ import annotations

import math

import numpy as np
import pytest
from spec_tables import table

from assets.estimators import linearised


def people() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    return rng.lognormal(10, 0.5, 5000), rng.uniform(50, 200, 5000)


def test_the_density_is_a_gaussian_kernel_of_width_sigma_over_the_fifth_root_of_n() -> None:
    # Two incomes 0 and 10: σ = 5, N̂ = 2, so h = 5/2^0.2 = 4.352753.
    sample = table("""
        income | weight
        0      | 1
        10     | 1
    """)
    income, weight = sample.numbers("income"), sample.numbers("weight")
    assert linearised.bandwidth(income, weight) == pytest.approx(4.352753, abs=1e-6)
    by_hand = math.exp(-0.5 * (5 / 4.352753) ** 2) / (4.352753 * math.sqrt(2 * math.pi))
    assert linearised.density(5.0, income, weight) == pytest.approx(by_hand, rel=1e-6)


def test_a_persons_influence_on_a_quantile_is_by_the_side_of_it_they_stand_on() -> None:
    sample = table("""
        income | weight | side
        10     | 1      | -0.5
        20     | 1      | -0.5
        30     | 1      | 0.5
    """)
    income, weight = sample.numbers("income"), sample.numbers("weight")
    z = linearised.quantile_influence(income, weight, 0.5)
    mass = 3 * linearised.density(20.0, income, weight)
    assert z * mass == pytest.approx(sample.numbers("side"))


def test_the_rate_counts_the_share_below_and_the_pull_of_the_line() -> None:
    sample = table("""
        income | weight | own
        10     | 1      | 18.75
        20     | 1      | -6.25
        30     | 2      | -6.25
    """)
    income, weight = sample.numbers("income"), sample.numbers("weight")
    influence = linearised.arop_influence(income, weight, 15.0)
    assert influence.own == pytest.approx(sample.numbers("own"))
    assert influence.through_line == pytest.approx(100 * linearised.density(15.0, income, weight))


def test_influences_of_statistics_that_ignore_the_scale_of_weights_add_up_to_zero() -> None:
    income, weight = people()
    line = linearised.poverty_line(income, weight)
    everyone = np.ones(income.size, dtype=np.bool_)
    rate = linearised.arop_influence(income, weight, line.threshold)
    for z in (
        linearised.gini_influence(income, weight),
        linearised.quintile_share_ratio_influence(income, weight),
        linearised.rmpg_influence(income, weight, line.threshold).everywhere(everyone, line),
        rate.everywhere(everyone, line),
    ):
        # Quantiles sit on a person, so ≤ is off by at most that person's weight.
        assert abs((weight * z).sum()) < 0.01 * np.abs(weight * z).sum()


def test_ginis_influence_is_its_derivative_by_weight() -> None:
    income, weight = np.array([1.0, 2.0, 4.0, 8.0]), np.array([3.0, 1.0, 2.0, 1.0])

    def gini(w: np.ndarray) -> float:
        earned = (w * income).sum()
        twice = 2 * (np.cumsum(w) * income * w).sum() - earned
        return 100 * (twice / (earned * w.sum()) - 1)

    z = linearised.gini_influence(income, weight)
    for person in range(4):
        step = np.zeros(4)
        step[person] = 1e-6
        slope = (gini(weight + step) - gini(weight - step)) / 2e-6
        assert z[person] == pytest.approx(slope, rel=1e-6)


def test_equal_incomes_have_no_density_and_so_no_standard_error() -> None:
    influence = linearised.arop_influence(np.full(3, 5.0), np.ones(3), 4.0)
    assert math.isnan(influence.through_line)
