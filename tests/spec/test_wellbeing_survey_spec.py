"""From the wellbeing survey's own file to facts, frame and shares, for respondents who are known.

Year 2023. "No answer" is 9, but 99 on scales to 10, where 9 is an answer; empty was not asked.

    respondent  weight     health       lonely      trust in government  MHI-5
    1           1 000,5    1, good      5, always   9                    6 6 6, 1 1: 100
    2           2 000      9, nothing   1, never    99, nothing          6 6 9, 1 1: nothing
    3             999,5    4            9, nothing  0                    3 3 3, 4 4: 40
    4             500,25   2            2           6                    6 6 6, 1 1: 100
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from border_deliveries import deliver, facts, judge, quarantine
from indicator_tables import declared

from assets.cells.survey import survey_cells
from assets.frames import FRAMES
from quality.acceptance import Acceptance, facts_in_force
from sources.catalogue import source
from sources.home import Home

SURVEY = source("wellbeing_survey")
NAME = "terve_suomi_2023.csv"
COLUMNS = (
    *("VASTAAJA", "OSITE", "HVA", "MAAKUNTA", "SUKUPUOLI", "IKA", "PAINO", "KOETTU_TERVEYS"),
    *("MHI_HERMOSTUNUT", "MHI_MASENTUNUT", "MHI_ALAKULOINEN", "MHI_RAUHALLINEN", "MHI_ONNELLINEN"),
    *("YKSINAISYYS", "ASUINALUE", "TURVALLISUUS_PAIVA", "TURVALLISUUS_ILTA", "TURVALLISUUS_ARKI"),
    *("LUOTTAMUS_HALLITUS", "LUOTTAMUS_KUNTA", "VAIKUTUSMAHDOLLISUUS", "SYRJINTA", "VAKIVALTA"),
    *("HARRASTUS", "VAPAAEHTOISTYO", "DIGITAIDOT", "OPPIMISMAHDOLLISUUDET"),
    *(f"EUROHIS_{n}" for n in range(1, 9)),
)
ROWS = (
    "1;081;08;06;1;44;1000,5;1;6;6;6;1;1;5;1;1;1;1;9;10;5;2;2;1;1;1;2;5;5;4;4;5;5;4;4",
    "2;082;08;06;2;80;2000;9;6;6;9;1;1;1;9;2;3;;99;0;99;9;1;4;2;5;;3;3;3;3;3;3;3;9",
    "3;061;06;04;2;30;999,5;4;3;3;3;4;4;9;5;4;4;4;0;99;0;1;2;9;9;3;5;1;1;1;1;1;1;1;1",
    "4;061;06;04;1;20;500,25;2;6;6;6;1;1;2;2;1;2;9;6;6;6;2;9;2;1;9;1;3;3;3;3;3;3;3;3",
)


def _file(*rows: str) -> bytes:
    return "\n".join([";".join(COLUMNS), *rows, ""]).encode("iso-8859-1")


def _judged(home: Home, *rows: str) -> Acceptance:
    delivered = deliver(home, {NAME: _file(*rows)}, source=SURVEY)
    return judge(home, delivered, replace(SURVEY, reject_limit=0.5))


def _frame(home: Home) -> pl.DataFrame:
    paths = facts_in_force(home, SURVEY, 2023)
    assert paths is not None
    return FRAMES["wellbeing_survey"]({n: pl.scan_parquet(p) for n, p in paths.items()})


def test_respondents_come_through_with_their_weights_and_areas(home: Home) -> None:
    record = _judged(home, *ROWS)
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 4, 0)
    made = facts(home, record, "respondents")
    columns = ("respondent", "stratum", "county", "region", "sex", "age", "respondent_weight")
    assert made.select(columns).rows() == [
        ("1", "081", "HVA08", "MK06", "M", 44, 1000.5),
        ("2", "082", "HVA08", "MK06", "F", 80, 2000.0),
        ("3", "061", "HVA06", "MK04", "F", 30, 999.5),
        ("4", "061", "HVA06", "MK04", "M", 20, 500.25),
    ]


def test_no_answer_is_no_value_and_a_nine_to_ten_is_one(home: Home) -> None:
    made = facts(home, _judged(home, *ROWS), "respondents")
    found = {name: made[name].to_list() for name in made.columns}
    assert found["self_rated_health"] == [1, None, 4, 2]
    assert found["loneliness"] == [5, 1, None, 2]
    assert found["neighbourhood_satisfaction"] == [1, None, 5, 2]
    assert found["trust_government"] == [9, None, 0, 6]
    assert found["trust_municipality"] == [10, 0, None, 6]
    assert found["daily_safety"] == [1, None, 4, None]
    assert found["discrimination"] == ["no", None, "yes", "no"]
    assert found["violence"] == ["no", "yes", "no", None]
    assert found["learning_opportunities"] == [2, None, 5, 1]


def test_a_missing_answer_leaves_a_person_without_the_index_that_needs_it(home: Home) -> None:
    _judged(home, *ROWS)
    frame = _frame(home)
    # Three negative items of 6 (never) and two positive of 1 (always) are the best there is; three
    # of 3 and two of 4 give 3 × 2 + 2 × 2 = 10 points of 25.
    assert frame["mhi5"].to_list() == [100.0, None, 40.0, 100.0]
    assert frame["eurohis_mean"].to_list() == [4.5, None, 1.0, 3.0]


def test_shares_weigh_those_who_answered(home: Home) -> None:
    _judged(home, *ROWS)
    frame = _frame(home)
    found = {}
    for name in ("self_rated_health_good_thl_share", "loneliness_thl_share"):
        indicator = declared(name)
        cells = survey_cells(frame, indicator, indicator.series[0])
        total = cells.filter(
            (pl.col("area_level") == "COUNTRY")
            & (pl.col("sex") == "_T")
            & (pl.col("age_group") == "TOTAL")
        )
        found[name] = (total["value"].item(), total["n"].item())
    # Good are 1 and 2 of those of 1, 3 and 4; lonely the first of those of 1, 2 and 4.
    good, lonely = 100 * 1500.75 / 2500.25, 100 * 1000.5 / 3500.75
    assert found["self_rated_health_good_thl_share"] == (pytest.approx(good), 3)
    assert found["loneliness_thl_share"] == (pytest.approx(lonely), 3)


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("PAINO", "", "missing"),
        ("PAINO", "0", "out_of_range"),
        ("PAINO", "1000.5", "not_a_number"),
        ("KOETTU_TERVEYS", "6", "out_of_range"),
        ("LUOTTAMUS_HALLITUS", "11", "out_of_range"),
        ("SUKUPUOLI", "9", "unknown_code"),
        ("IKA", "19", "out_of_range"),
        ("HVA", "06", "county_outside_region"),
    ],
)
def test_what_is_not_an_answer_waits(home: Home, column: str, text: str, reason: str) -> None:
    cells = dict(zip(COLUMNS, ROWS[0].split(";"), strict=True)) | {column: text}
    record = _judged(home, ";".join(cells.values()), *ROWS[1:])
    assert {(row, why) for _, row, _, why in quarantine(home, record)} == {(1, reason)}
