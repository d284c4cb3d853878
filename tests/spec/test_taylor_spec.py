"""E3: the variance of cluster totals within strata."""

from __future__ import annotations

import math

import numpy as np
import pytest
from spec_tables import Table, table

from assets.estimators import taylor


def sample() -> Table:
    return table("""
        stratum | cluster | weight | value | domain
        A       | 1       | 1      | 2     | 1
        A       | 1       | 1      | 4     | 0
        A       | 2       | 1      | 6     | 1
        B       | 1       | 1      | 1     | 0
        B       | 2       | 1      | 3     | 1
    """)


def test_a_total_varies_as_the_cluster_totals_of_each_stratum_do() -> None:
    # A: totals 6 and 6, no variance. B: 1 and 3, 2/(2−1)·(1 + 1) = 4.
    people = sample()
    design = taylor.sample_design(people["cluster"], people["stratum"])
    total = taylor.estimate_total(people.numbers("value"), people.numbers("weight"), design)
    assert (total.value, total.se, total.n) == (16.0, 2.0, 5)


def test_a_domain_keeps_the_clusters_in_which_it_has_nobody() -> None:
    # A: 2 and 6 give 16; B: 0 and 3 give 9.
    people = sample()
    design = taylor.sample_design(people["cluster"], people["stratum"])
    total = taylor.estimate_total(
        people.numbers("value"), people.numbers("weight"), design, people.numbers("domain") == 1
    )
    assert (total.value, total.se, total.n) == (11.0, 5.0, 3)


def test_a_mean_has_the_variance_of_its_linearised_total() -> None:
    # Mean 16/5 = 3.2; residual totals A −0.4 and 2.8, B −2.2 and −0.2, over 5.
    people = sample()
    design = taylor.sample_design(people["cluster"], people["stratum"])
    mean = taylor.estimate_mean(people.numbers("value"), people.numbers("weight"), design)
    assert mean.value == pytest.approx(3.2)
    assert mean.se == pytest.approx(math.sqrt(2 * 2 * 1.6**2 + 2 * 2 * 1.0**2) / 5)


def test_a_sampled_fraction_takes_its_part_of_the_variance_away() -> None:
    people = sample()
    design = taylor.sample_design(people["cluster"], people["stratum"], np.full(5, 0.25))
    total = taylor.estimate_total(people.numbers("value"), people.numbers("weight"), design)
    assert total.se == pytest.approx(math.sqrt(3.0))


def test_a_stratum_of_one_cluster_joins_its_neighbour_and_is_counted() -> None:
    expected = {
        "ABBCC": (1, [3, 2]),  # the first joins the next
        "AABBC": (1, [2, 3]),  # the last joins the one before
        "AABCC": (1, [2, 3]),
        "ABCDD": (3, [2, 3]),
        "AABBB": (0, [2, 3]),
    }
    for strata, (merged, clusters) in expected.items():
        design = taylor.sample_design(np.arange(5), np.array(list(strata)))
        assert (design.merged, design.clusters.tolist()) == (merged, clusters)


def test_a_single_cluster_has_no_known_variance() -> None:
    design = taylor.sample_design(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64))
    assert math.isnan(taylor.estimate_mean(np.arange(3.0), np.ones(3), design).se)


def test_the_effective_size_of_a_simple_random_sample_is_its_size() -> None:
    design = taylor.sample_design(np.arange(6), np.zeros(6, dtype=np.int64))
    values = np.array([0.0, 1.0, 4.0, 2.0, 9.0, 3.0])
    mean = taylor.estimate_mean(values, np.full(6, 10.0), design)
    assert mean.deff == pytest.approx(1.0)
    assert mean.n_effective == pytest.approx(6.0)


def test_households_that_answer_as_one_halve_the_effective_size() -> None:
    design = taylor.sample_design(np.repeat(np.arange(50), 2), np.zeros(100, dtype=np.int64))
    values = np.repeat(np.arange(50) % 2, 2).astype(np.float64)
    mean = taylor.estimate_mean(values, np.ones(100), design)
    assert mean.n_effective == pytest.approx(50.0, rel=0.03)


def test_kish_counts_unequal_weights_as_fewer_people() -> None:
    assert taylor.kish_size(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)
