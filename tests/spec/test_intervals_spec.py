"""E1, E2: intervals against printed values (Newcombe 1998; PHE indicator methods test data)."""

from __future__ import annotations

import numpy as np
import pytest
from spec_tables import table

from assets.estimators import intervals


def test_wilson_limits_are_those_of_the_printed_tables() -> None:
    # The last four: Newcombe 1998, four decimals; the rest: PHEindicatormethods.
    printed = table("""
        events | n     | low       | high      | tolerance
        1      | 100   | 0.0017674 | 0.0544862 | 0.0000001
        5      | 100   | 0.0215437 | 0.1117505 | 0.0000001
        20     | 100   | 0.1333669 | 0.2888292 | 0.0000001
        65     | 100   | 0.5525444 | 0.7363575 | 0.0000001
        9856   | 12345 | 0.7912102 | 0.8053640 | 0.0000001
        81     | 263   | 0.2553    | 0.3662    | 0.00005
        15     | 148   | 0.0624    | 0.1605    | 0.00005
        0      | 20    | 0         | 0.1611    | 0.00005
        1      | 29    | 0.0061    | 0.1718    | 0.00005
    """)
    n = printed.numbers("n")
    low, high = intervals.wilson_interval(printed.numbers("events") / n, n)
    assert (np.abs(low - printed.numbers("low")) <= printed.numbers("tolerance")).all()
    assert (np.abs(high - printed.numbers("high")) <= printed.numbers("tolerance")).all()


def test_wilson_stays_within_zero_and_one_and_needs_an_n() -> None:
    low, high = intervals.wilson_interval([0.0, 1.0, 0.5], [3.0, 3.0, 0.0])
    assert low[0] == 0.0
    assert high[1] == 1.0
    assert np.isnan([low[2], high[2]]).all()


def test_byar_limits_are_those_of_the_printed_tables() -> None:
    printed = table("""
        events | low        | high
        65     | 50.163188  | 82.849139
        1045   | 982.593202 | 1110.331213
    """)
    low, high = intervals.byar_interval(printed.numbers("events"))
    assert low == pytest.approx(printed.numbers("low"), abs=1e-6)
    assert high == pytest.approx(printed.numbers("high"), abs=1e-6)
    assert float(intervals.byar_interval(0)[0]) == 0.0


def test_fewer_than_ten_events_have_exact_poisson_limits() -> None:
    # Printed: 5 events. The others are the gamma quantiles of textbooks (Garwood 1936).
    printed = table("""
        events | low      | high
        0      | 0        | 3.688879
        1      | 0.025318 | 5.571643
        5      | 1.623486 | 11.668332
        9      | 4.115373 | 17.084803
    """)
    rows = zip(*(printed.numbers(c) for c in ("events", "low", "high")), strict=True)
    for events, low, high in rows:
        assert intervals.count_interval(int(events)) == pytest.approx((low, high), abs=1e-6)


def test_from_ten_events_on_byar_is_used() -> None:
    low, high = intervals.byar_interval(10)
    assert intervals.count_interval(10) == (float(low), float(high))


def test_exact_limits_are_refused_for_counts_they_are_not_meant_for() -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        intervals.poisson_interval(101)


def test_a_normal_interval_is_1_96_standard_errors_each_way() -> None:
    low, high = intervals.normal_interval([10.0], [1.0])
    assert [low[0], high[0]] == pytest.approx([8.040036, 11.959964], abs=1e-6)
