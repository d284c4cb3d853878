"""From the trust survey's file to the frame and its shares, for respondents who are known.

"Do not know" (97) and no answer (98) are neither a 5 nor out of the scale.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from border_deliveries import deliver, judge, quarantine
from indicator_tables import declared

from assets.cells.survey import survey_cells
from assets.frames import FRAMES
from quality.acceptance import facts_in_force
from sources.catalogue import source
from sources.home import Home
from sources.synthetic.faults import DUPLICATE, Fault
from sources.synthetic.trust import FAULTS

HEADER = "RESPID,YEAR,REGION,GENDER,AGE,WEIGHT,TRUST_NATGOV,TRUST_LOCALGOV,POL_VOICE\n"
ROWS = (
    "4,2023,FI1B,2,18,1000.5,6,97,0\n",
    "2,2023,FI19,1,75,2000,5,10,98\n",
    "3,2023,FI20,2,44,999.5,10,6,6\n",
    "1,2023,FI1D,1,30,500,0,5,\n",
)
TRUST = source("trust_survey")


def test_a_file_becomes_a_frame_and_shares(home: Home) -> None:
    sent = {"trust_survey_fin_2023.csv": (HEADER + "".join(ROWS)).encode()}
    record = judge(home, deliver(home, sent, source=TRUST), TRUST)
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 4, 0)
    paths = facts_in_force(home, TRUST, 2023)
    assert paths is not None
    frame = FRAMES["trust_survey"]({n: pl.scan_parquet(p) for n, p in paths.items()})
    assert frame.select("household", "cluster", "stratum", "COUNTRY").rows() == [
        (who, who, "SSS", "SSS") for who in "1234"
    ]
    assert frame["weight"].to_list() == frame["respondent_weight"].to_list()
    assert frame.select("sex", "age", "trust_local_government", "political_voice").rows() == [
        ("M", 30, 5, None),
        ("M", 75, 10, None),
        ("F", 44, 6, 6),
        ("F", 18, None, 0),
    ]
    shares = {}
    for name in ("trust_national_government", "trust_local_government", "political_voice"):
        indicator = declared(f"{name}_share")
        cells = survey_cells(frame, indicator, indicator.series[0])
        total = cells.filter((pl.col("sex") == "_T") & (pl.col("age_group") == "TOTAL"))
        assert total["area_level"].to_list() == ["COUNTRY"]
        shares[name] = (total["value"].item(), total["n"].item())
    assert shares["trust_national_government"] == (pytest.approx(100 * 2000 / 4500), 4)
    assert shares["trust_local_government"] == (pytest.approx(100 * 2999.5 / 3499.5), 3)
    assert shares["political_voice"] == (pytest.approx(100 * 999.5 / 2000), 2)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.column} {f.reason}")
def test_each_kind_of_planted_fault_is_found_for_its_reason(home: Home, fault: Fault) -> None:
    cells = dict(zip(HEADER.strip().split(","), ROWS[0].strip().split(","), strict=True))
    cells[fault.column] = fault.change(cells[fault.column])
    rows = [",".join(cells.values()) + "\n", *ROWS[1:]]
    at = 1
    if fault.reason == DUPLICATE:
        rows, at = [*ROWS, ROWS[0]], 5
    sent = {"trust_survey_fin_2023.csv": (HEADER + "".join(rows)).encode()}
    record = judge(home, deliver(home, sent, source=TRUST), replace(TRUST, reject_limit=0.5))
    assert record.status == "accepted"
    found = {(row, reason) for _, row, _, reason in quarantine(home, record)}
    assert found == {(at, fault.reason)}
