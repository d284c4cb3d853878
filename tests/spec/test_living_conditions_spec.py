"""The living conditions survey, from its own four files to the frame: two households by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from indicator_tables import declared
from survey_journeys import journey

from assets.cells.survey import survey_cells
from sources.home import Home
from sources.living_conditions import SOURCE

D = """DB010,DB020,DB030,DB040,FI_MK,FI_HVA,DB050,DB060,DB090
2022,FI,1,FI19,06,08,08,1,100
2022,FI,2,FI19,06,08,08,2,300
"""
H = (
    "HB010,HB020,HB030,HY010,HY020,HY025,HX040,HX050,HS011,HS021,HS031,HS040,HS050,HS060,HH050,"
    "HS110,HD080,HS120,HH070,HY070G,HS170,HS180,HS190\n"
    "2022,FI,1,9000,9000,1,2,1.3,3,3,3,1,1,1,1,1,1,3,500,0,2,2,2\n"
    "2022,FI,2,30000.50,24000,1,1,1,3,3,3,1,1,1,1,1,1,5,500,0,2,2,2\n"
)
R = """RB010,RB020,RB030,RB040,RB050,RB080,RB090,RX020
2022,FI,101,1,100,1986,2,35
2022,FI,102,1,100,2014,1,7
2022,FI,201,2,300,1961,1,60
"""
P_HEAD = (
    "PB010,PB020,PB030,PB060,PE010,PE041,PL032,PL073,PL074,PL075,PL076,PL080,PL060,PY080G,PY100G,"
    "PY110G,PY130G,PD020,PD030,PD050,PD060,PD070,PD080,PH010,PH030,PH040,PH040_F,PH050,PW010,"
    "PW100,PW120,PW130,PW140,PW150,PW160,PW180,PW191,PW220,PW230"
)
# Three part-time months and nine unemployed. And aged 60, inactive, most of the household's gross
# income a pension for another's death: nobody could have worked there.
MOTHER = "2022,FI,101,100,2,300,2,0,3,0,0,9,,0,0,0,0,1,1,1,1,1,1,2,3,,-2,,7,,6,5,6,7,8,1,7,2,4"
WIDOWER = "2022,FI,201,300,2,300,6,0,0,0,0,0,,0,0,16000,0,1,1,1,1,1,1,2,3,,-2,,7,,6,5,6,7,8,1,7,2,4"
MODULE = ",PS010,PS020,PS030,PS040,PS050,PS060,PS070,PS080,PS110"


def _files(*persons: str, module: bool) -> dict[str, str]:
    head = P_HEAD + (MODULE if module else "")
    p = "\n".join([head, *persons]) + "\n"
    return {"silc_2022_d.csv": D, "silc_2022_h.csv": H, "silc_2022_r.csv": R, "silc_2022_p.csv": p}


def test_a_household_that_hardly_worked_and_one_that_lives_on_a_pension(
    home: Home, tmp_path: Path
) -> None:
    files = _files(MOTHER + ",1,7,4,8,99,3,4,2,6", WIDOWER + ",8,7,4,8,6,99,5,5,3", module=True)
    frame, record = journey(home, tmp_path, SOURCE, "2022", files)
    assert (record.status, record.quarantined) == ("accepted", 0)
    told = frame.select(
        "household", "age", "equivalised_income", "at_risk_of_poverty", "very_low_work_intensity",
        "cinema", "sees_kin", "contacts_friends", "formal_volunteering",
    )  # fmt: skip
    poor = 9000 / 1.3
    # Her hours aren't known any more: 1.5 of 12 months, under a fifth. The line is 14,400.
    assert told.rows() == [
        ("1", 35, pytest.approx(poor), True, True, "at_most_3_times", "has_none", "weekly", "no"),
        ("1", 7, pytest.approx(poor), True, True, None, None, None, None),
        ("2", 60, 24_000.0, False, False, "other_reason", "never", "yearly", "sport"),
    ]
    # By weight 200 of 500 are poor or idle; one of two answered yes, with weights 100 and 300.
    for name, value in (
        ("arope_rate", 40),
        ("leisure_participation_share", 25),
        ("weekly_contact_share", 25),
        ("formal_volunteering_share", 75),
    ):
        indicator = declared(name)
        cell = survey_cells(frame, indicator, indicator.series[0]).row(0, named=True)
        assert cell["value"] == pytest.approx(value), name


def test_in_other_years_the_modules_columns_do_not_come(home: Home, tmp_path: Path) -> None:
    frame, record = journey(home, tmp_path, SOURCE, "2022", _files(MOTHER, WIDOWER, module=False))
    assert (record.status, record.quarantined) == ("accepted", 0)
    assert any("PS010" in remark for remark in record.remarks)
    assert frame["cinema"].null_count() == frame.height == 3
    assert frame["at_risk_of_poverty"].to_list() == [True, True, False]
