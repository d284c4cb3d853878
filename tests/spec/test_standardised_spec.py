"""Directly standardised rates against published and hand-worked numbers (M17)."""

from __future__ import annotations

import numpy as np
import pytest

from assets.estimators import standardised
from sources.reference.standard_population import esp2013


def test_a_rate_of_two_bands_is_worked_out_by_hand() -> None:
    # 3 · 10/100 + 1 · 20/400 = 0.35, of weights 4: 0.0875.
    made = standardised.standardised_rate([10, 20], [100, 400], [3, 1], 1000)
    assert made.rate[0] == pytest.approx(87.5)


def test_the_interval_is_dobsons_on_byars_limits_worked_out_by_hand() -> None:
    # One band: the rate is 65/100 and the limits are Byar's of 65 events.
    made = standardised.standardised_rate([65], [100], [7], 100)
    assert made.rate[0] == pytest.approx(65)
    assert made.low[0] == pytest.approx(50.163188, abs=1e-6)
    assert made.high[0] == pytest.approx(82.849139, abs=1e-6)


def test_a_band_without_persons_or_a_row_without_events_has_no_rate() -> None:
    made = standardised.standardised_rate([[1, 0], [0, 0]], [[10, 0], [10, 10]], [1, 1], 1)
    assert np.isnan(made.rate).all()
    assert np.isnan(made.low).all()


def test_the_standards_weights_are_those_of_nineteen_groups() -> None:
    weights = esp2013(youngest=5, open_from=90)["weight"].to_list()
    assert weights == [5000, *[5500] * 3, *[6000] * 2, 6500, *[7000] * 4, 6500, 6000, 5500, 5000,
                       4000, 2500, 1500, 1000]  # fmt: skip


BIG = (127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91)
SMALL = (12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4)
PERSONS = (636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153,
           123, 207)  # fmt: skip


def test_t_dsr_rates_and_their_intervals_are_those_published() -> None:
    """The test areas of Public Health England's indicator methods, per 10,000."""
    weights = esp2013(youngest=5, open_from=90)["weight"].to_numpy()
    made = standardised.standardised_rate([BIG, SMALL], [PERSONS, PERSONS], weights, 10_000)
    assert made.rate == pytest.approx([1043.0248, 110.3212], abs=5e-5)
    assert made.low == pytest.approx([971.7709, 87.7456], abs=5e-5)
    assert made.high == pytest.approx([1117.8941, 136.7088], abs=5e-5)
