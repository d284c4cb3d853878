"""Unpaid work of women and men: by hand, and its standard error by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from indicator_tables import Spec, check, declared
from survey_journeys import journey

from assets.estimators.domains import Membership, domain_gaps
from assets.estimators.taylor import sample_design
from sources.home import Home
from sources.time_use import SOURCE

SPECS = {
    "unpaid_work_gap": Spec(
        """
        times|sex|age|household_minutes|volunteering_minutes|help_minutes|respondent_weight
        20    | F   | 10  | 200               | 10                   | 0            | 1
        10    | F   | 40  | 300               | 0                    | 30           | 2
        30    | M   | 40  | 140               | 0                    | 10           | 1
        10    | M   | 10  | 200               | 20                   | 10           | 2
        40    | F   | 9   | 900               | 0                    | 0            | 9
        5     | M   | 50  | .                 | 0                    | 0            | 9
        5     | .   | 50  | 900               | 0                    | 0            | 9
        """,
        88,
        70,
        "women (20·210 + 20·330)/40 = 270, men (30·150 + 20·230)/50 = 182",
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


def test_a_diary_comes_from_the_surveys_own_files_and_a_slot_left_empty_makes_it_wait(
    home: Home, tmp_path: Path
) -> None:
    persons = "VUOSI;VASTAAJA;KOTITALOUS;OSITE;SUURALUE;SUKUPUOLI;IKA;HENKILOPAINO\n"
    persons += "2021;1;7;MA;FI19;2;10;700,5\n"
    head = ["TUTKIMUSVUOSI;VASTAAJA;PAIVAKIRJA;PVM;VIIKONPAIVA;PAIVAPAINO"]
    head += [f"MACT{n}" for n in range(1, 145)]
    # Sleep, 30 minutes of ironing, 20 of organisational work, 10 of help, a meeting, travel.
    whole = ["011"] * 137 + ["332"] * 3 + ["411"] * 2 + ["421"] + ["431"]
    gap = ["011"] * 143 + [""]
    diaries = [
        head,
        ["2021;1;1;04.01.2021;1;500,5", *whole],
        ["2021;1;2;09.01.2021;6;200", *gap],
    ]
    text = "".join(";".join(line) + "\n" for line in diaries)
    files = {"ajankaytto_henkilot_2021.csv": persons, "ajankaytto_paivat_2021.csv": text}
    frame, record = journey(home, tmp_path, SOURCE, "2021", files)
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 2, 1)
    assert frame.rows() == [("7", "7", "MA", "1", 500.5, 500.5, "F", 10, "SSS", 30, 20, 10)]
