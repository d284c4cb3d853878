"""The crime victim survey: indicators by hand, and respondents on their whole way."""

from __future__ import annotations

from pathlib import Path

import pytest
from indicator_tables import Spec, check, declared
from survey_journeys import journey

from assets.cells.survey import survey_cells
from sources.crime_victims import SOURCE
from sources.home import Home

SPECS = {
    "violence_victim_share": Spec(
        """
        age | slapped | struck | kicked_or_strangled | weapon_used | threatened | respondent_weight
        15  | yes     | no     | no                  | no          | no         | 1
        74  | no      | yes    | .                   | .           | .          | 1
        40  | no      | no     | yes                 | no          | no         | 1
        41  | no      | no     | no                  | yes         | yes        | 1
        42  | no      | no     | no                  | no          | yes        | 6
        43  | no      | no     | .                   | no          | yes        | 9
        14  | yes     | yes    | yes                 | yes         | yes        | 9
        75  | yes     | yes    | yes                 | yes         | yes        | 9
        """,
        40,
        5,
        "4 of 10; a threat is no violence, one yes is an answer and three noes aren't",
    ),
    "fear_of_violence_share": Spec(
        """
        age | feared_violence_outdoors | respondent_weight
        15  | yes                      | 1
        74  | yes                      | 1
        40  | no                       | 3
        41  | stays_at_home            | 3
        42  | .                        | 9
        14  | yes                      | 9
        75  | yes                      | 9
        """,
        25,
        4,
        "1 + 1 of 8; not to go out in the evening is an answer",
    ),
}

HEADER = (
    "VUOSI;VASTAAJA;OSITE;SUURALUE;SUKUPUOLI;IKA;PAINO;UHKAUS;TARTTUMINEN;LAIMAYS;ISKU;POTKU;ASE;"
    "PELKO_ILTAISIN"
)
VICTIMS = f"""{HEADER}
2023;3;MA;FI19;2;15;300,5;1;1;1;9;2;2;1
2023;1;AX;FI20;1;74;99,5;1;1;2;2;2;2;3
2023;2;MA;FI1C;1;40;100;2;2;2;2;9;2;9
2022;4;MA;FI1C;1;40;100;2;2;2;2;2;2;2
"""


@pytest.mark.parametrize("name", SPECS)
def test_an_indicator_gives_the_value_worked_out_by_hand(name: str) -> None:
    check(declared(name), SPECS[name])


def test_victims_come_from_the_surveys_own_file_with_their_weights(
    home: Home, tmp_path: Path
) -> None:
    frame, record = journey(home, tmp_path, SOURCE, "2023", {"rikosuhritutkimus_2023.csv": VICTIMS})
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 3, 1)
    told = frame.select(
        "household", "stratum", "respondent_weight", "sex", "age", "COUNTRY", "threatened",
        "slapped", "struck", "kicked_or_strangled", "feared_violence_outdoors",
    )  # fmt: skip
    assert told.rows() == [
        ("1", "AX", 99.5, "M", 74, "SSS", "yes", "no", "no", "no", "stays_at_home"),
        ("2", "MA", 100.0, "M", 40, "SSS", "no", "no", "no", None, None),
        ("3", "MA", 300.5, "F", 15, "SSS", "yes", "yes", None, "no", "yes"),
    ]
    # The second doesn't say whether kicked: of 300.5 + 99.5 the third was slapped, and fears.
    for name in SPECS:
        item = declared(name)
        cell = survey_cells(frame, item, item.series[0]).row(0, named=True)
        assert (cell["value"], cell["n"]) == (pytest.approx(75.125), 2)
