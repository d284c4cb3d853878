"""The school health survey: indicators by hand, pupils from the survey's file to protected rows."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from indicator_tables import Spec, check, declared
from survey_journeys import journey

from assets.cells.survey import survey_cells
from assets.rows import survey_rows
from sources.home import Home
from sources.school_health import SOURCE

SPECS = {
    "likes_school_share_8_9": Spec(
        """
        grade                     | likes_school | respondent_weight
        grade_8                   | 1            | 1
        grade_9                   | 2            | 1
        grade_8                   | 3            | 1
        grade_9                   | 4            | 2
        grade_8                   | .            | 5
        general_upper_secondary_1 | 1            | 5
        """,
        40,
        4,
        "1 + 1 of 5",
    ),
    "no_close_friend_share_8_9": Spec(
        """
        grade        | close_friends | respondent_weight
        grade_8      | none          | 1
        grade_9      | none          | 1
        grade_8      | one           | 1
        grade_9      | several       | 5
        grade_9      | .             | 5
        vocational_1 | none          | 5
        """,
        25,
        4,
        "1 + 1 of 8",
    ),
}

# Pertunmaa (588) became a part of Mäntyharju (507) in 2025. The last pupil's row is another year's.
PUPILS = """VUOSI;VASTAAJA;KOULU;KUNTA;LUOKKA;SUKUPUOLI;KOULUSTA_PITAMINEN;LAHEISET_YSTAVAT
2025;2;11;588;9;1;9;1
2025;1;11;588;8;2;2;4
2025;3;12;837;L1;9;1;9
2023;4;12;837;8;1;1;2
"""


@pytest.mark.parametrize("name", SPECS)
def test_an_indicator_gives_the_value_worked_out_by_hand(name: str) -> None:
    check(declared(name), SPECS[name])


def test_a_pupil_stands_for_nobody_else_where_the_school_lies_now(
    home: Home, tmp_path: Path
) -> None:
    frame, record = journey(home, tmp_path, SOURCE, "2025", {"kouluterveyskysely_2025.csv": PUPILS})
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 3, 1)
    told = frame.select(
        "household", "respondent_weight", "sex", "age", "MUNICIPALITY", "COUNTY", "REGION", "grade",
        "likes_school", "close_friends",
    )  # fmt: skip
    assert told.rows() == [
        ("1", 1.0, "F", None, "KU507", "HVA12", "MK10", "grade_8", 2, "several"),
        ("2", 1.0, "M", None, "KU507", "HVA12", "MK10", "grade_9", None, "none"),
        ("3", 1.0, None, None, "KU837", "HVA08", "MK06", "general_upper_secondary_1", 1, None),
    ]


def _answers(none: int, others: int) -> pl.DataFrame:
    """Rows of the indicator for a country of so many pupils."""
    n = none + others
    frame = pl.DataFrame({"household": [str(i) for i in range(n)]}).with_columns(
        cluster="household",
        stratum=pl.lit("pupils"),
        respondent_weight=1.0,
        sex=pl.lit("F"),
        age=pl.lit(None, dtype=pl.Int64),
        COUNTRY=pl.lit("SSS"),
        grade=pl.lit("grade_8"),
        close_friends=pl.Series(["none"] * none + ["one"] * others),
    )
    item = declared("no_close_friend_share_8_9")
    cells = survey_cells(frame, item, item.series[0])
    rows = survey_rows(cells, item, item.series[0], year=2023, synthetic=True)
    return rows.filter(pl.col("sex") == "_T")


def test_pupils_are_protected_as_counts_for_all_of_them_are_asked() -> None:
    # 14 and 146 are published as 10 and 150, and share and Wilson's interval are made of those.
    row = _answers(14, 146).row(0, named=True)
    assert (row["value"], row["n"], row["conf_status"]) == (6.25, 160, "F")
    assert (row["ci_low"], row["ci_high"]) == (3.43, 11.12)
    assert row["se"] is None
    # 9 without a friend are too few to be told, and so are 9 with one.
    for none, others in ((9, 151), (151, 9)):
        hidden = _answers(none, others).row(0, named=True)
        assert (hidden["value"], hidden["n"], hidden["conf_status"]) == (None, None, "A")
