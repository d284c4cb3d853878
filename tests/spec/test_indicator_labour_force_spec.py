"""The labour force survey: each indicator on a table by hand, and interviews on their whole way."""

from __future__ import annotations

from pathlib import Path

import pytest
from indicator_tables import Spec, check, declared
from survey_journeys import journey

from assets.cells.survey import survey_cells
from sources.home import Home
from sources.labour_force import SOURCE

SPECS = {
    "employment_rate_20_64": Spec(
        """
        age | ilo_status           | respondent_weight
        20  | employed             | 3
        64  | unemployed           | 1
        40  | outside_labour_force | 1
        19  | employed             | 9
        65  | employed             | 9
        30  | .                    | 4
        """,
        60,
        3,
        "3 of 3 + 1 + 1",
    ),
    "employment_rate_15_64": Spec(
        """
        age | ilo_status           | respondent_weight
        15  | employed             | 1
        64  | employed             | 2
        40  | outside_labour_force | 1
        66  | employed             | 9
        65  | employed             | 9
        30  | .                    | 4
        """,
        75,
        3,
        "1 + 2 of 4",
    ),
    "unemployment_rate_15_74": Spec(
        """
        age | ilo_status           | respondent_weight
        15  | unemployed           | 1
        74  | employed             | 3
        40  | outside_labour_force | 9
        14  | unemployed           | 9
        75  | employed             | 9
        """,
        25,
        2,
        "1 of the labour force of 4",
    ),
    "long_term_unemployment_rate": Spec(
        """
        age | ilo_status           | unemployment_duration | respondent_weight
        15  | unemployed           | 12_17_months          | 1
        30  | unemployed           | 18_23_months          | 1
        31  | unemployed           | 24_47_months          | 1
        74  | unemployed           | 48_months_or_longer   | 1
        40  | unemployed           | 6_11_months           | 6
        41  | employed             | .                     | 10
        42  | unemployed           | .                     | 5
        43  | outside_labour_force | .                     | 9
        75  | unemployed           | 48_months_or_longer   | 9
        """,
        20,
        6,
        "1 + 1 + 1 + 1 of 4 + 6 + 10; who doesn't say how long leaves the base",
    ),
    "neet_rate_15_29": Spec(
        """
        age | ilo_status           | studied | respondent_weight
        15  | outside_labour_force | no      | 1
        29  | unemployed           | no      | 1
        20  | employed             | no      | 5
        21  | outside_labour_force | yes     | 3
        22  | employed             | .       | 8
        23  | unemployed           | .       | 8
        30  | unemployed           | no      | 8
        """,
        20,
        4,
        "1 + 1 of 10; without a word on education nobody counts, the employed neither",
    ),
    "long_working_hours_share": Spec(
        """
        age | ilo_status | usual_hours | respondent_weight
        20  | employed   | 49          | 1
        64  | employed   | 60          | 1
        40  | employed   | 48          | 2
        41  | employed   | .           | 9
        42  | unemployed | 50          | 9
        19  | employed   | 50          | 9
        65  | employed   | 50          | 9
        """,
        50,
        3,
        "1 + 1 of 4; hours that vary leave the base",
    ),
    "early_leavers_18_24": Spec(
        """
        age | attainment | studied | respondent_weight
        18  | low        | no      | 1
        24  | low        | yes     | 2
        20  | medium     | no      | 5
        21  | .          | yes     | 9
        22  | high       | .       | 9
        17  | low        | no      | 9
        25  | low        | no      | 9
        """,
        12.5,
        3,
        "1 of 8; both questions must be answered",
    ),
    "adult_learning_4w_25_64": Spec(
        """
        age | studied | respondent_weight
        25  | yes     | 1
        64  | no      | 3
        30  | .       | 5
        24  | yes     | 9
        65  | yes     | 9
        """,
        25,
        2,
        "1 of 4",
    ),
}

HEADER = (
    "REFYEAR;REFQUARTER;REFWEEK;INTWAVE;IDENT;HHNUM;STRATUM;COEFFQ;FI_MK;FI_HVA;SEX;AGE;ILOSTAT;"
    "HWUSUAL;DURUNE;EDUCFED4;EDUCNFE4;HATLEV1D"
)
# One person is at work in spring and looks for work in autumn; another is asked once; the third
# has a reference week of another quarter.
INTERVIEWS = f"""{HEADER}
2023;1;2;1;501;7;MA;100.5;06;08;2;34;1;50;;2;1;M
2023;3;27;3;501;7;MA;99.5;06;08;2;34;2;;5;2;9;M
2023;1;13;2;502;8;MA;200;02;05;1;22;3;;;9;2;L
2023;3;12;2;503;9;MA;200;02;05;1;22;3;;;2;2;L
"""


@pytest.mark.parametrize("name", SPECS)
def test_an_indicator_gives_the_value_worked_out_by_hand(name: str) -> None:
    check(declared(name), SPECS[name])


def test_interviews_become_rows_with_weights_of_the_yearly_mean(home: Home, tmp_path: Path) -> None:
    frame, record = journey(
        home, tmp_path, SOURCE, "2023", {"tyovoimatutkimus_2023.csv": INTERVIEWS}
    )
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 3, 1)
    told = frame.select(
        "person", "quarter", "respondent_weight", "COUNTY", "ilo_status", "usual_hours",
        "unemployment_duration", "studied", "attainment",
    )  # fmt: skip
    # Two quarters were delivered: a quarter's weight counts half. Not to say whether one took a
    # course, or was at school, leaves open what one did unless the other answer is yes.
    assert told.rows() == [
        ("501", 1, 50.25, "HVA08", "employed", 50, None, "yes", "medium"),
        ("501", 3, 49.75, "HVA08", "unemployed", None, "12_17_months", None, "medium"),
        ("502", 1, 100.0, "HVA05", "outside_labour_force", None, None, None, "low"),
    ]


def test_a_rate_is_of_the_year_and_its_size_counts_persons(home: Home, tmp_path: Path) -> None:
    frame, _ = journey(home, tmp_path, SOURCE, "2023", {"tyovoimatutkimus_2023.csv": INTERVIEWS})
    rate = declared("unemployment_rate_15_74")
    row = survey_cells(frame, rate, rate.series[0]).row(0, named=True)
    # 49.75 of 50.25 + 49.75, in two interviews of one person.
    assert (row["value"], row["n"]) == (pytest.approx(49.75), 1)
    assert row["n_effective"] == 1
