"""Reserve vi: what each indicator counts, on tables small enough to work out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "weekly_contact_share": Spec(
        """
        age | sees_kin | sees_friends | contacts_kin | contacts_friends | respondent_weight
        16  | daily           | never              | never              | never            | 1
        40  | never           | weekly             | .                  | .                | 1
        41  | monthly         | never              | weekly             | yearly           | 1
        42  | yearly          | never              | monthly            | daily            | 1
        50  | monthly         | has_none           | monthly            | several_times_a_month| 4
        51  | monthly         | .                  | never              | never            | 9
        15  | daily           | daily              | daily              | daily            | 9
        """,
        50,
        5,
        "4 of 8; to have no friends is an answer, and not a weekly one",
    ),
    "formal_volunteering_share": Spec(
        """
        age | formal_volunteering | respondent_weight
        16  | charity             | 1
        40  | other_organisation  | 1
        50  | no                  | 3
        15  | sport               | 9
        60  | .                   | 5
        """,
        40,
        3,
        "1 + 1 of 5",
    ),
    "living_alone_share": Spec(
        """
        household | lives_alone
        1         | true
        2         | false
        2         | false
        .         | false
        """,
        100 / 3,
        3,
        "1 of the 3 who have a dwelling",
    ),
    "loneliness_thl_share": Spec(
        """
        loneliness | respondent_weight
        5          | 1
        4          | 1
        3          | 2
        1          | 1
        .          | 2
        """,
        40,
        4,
        "fairly often and all the time: 1 + 1 of 5",
    ),
    "loneliness_silc_share": Spec(
        """
        age | loneliness | respondent_weight
        16  | 1          | 1
        30  | 2          | 1
        40  | 3          | 2
        50  | 5          | 1
        15  | 1          | 6
        60  | .          | 3
        """,
        40,
        4,
        "all or most of the time: 1 + 1 of 5; the scale runs against THL's",
    ),
    "loneliness_at_least_some_silc_share": Spec(
        """
        age | loneliness | respondent_weight
        16  | 1          | 1
        30  | 3          | 2
        40  | 4          | 1
        50  | 5          | 1
        15  | 1          | 6
        60  | .          | 3
        """,
        60,
        4,
        "1 + 2 of 5",
    ),
    "has_help_available_share": Spec(
        """
        age | help_available | respondent_weight
        16  | yes            | 3
        40  | no             | 1
        15  | no             | 5
        50  | .              | 2
        """,
        75,
        2,
        "3 of 4",
    ),
    "cannot_afford_meeting_friends_share": Spec(
        """
        age | meets_friends | respondent_weight
        16  | cannot_afford | 1
        40  | other_reason  | 2
        50  | yes           | 1
        15  | cannot_afford | 6
        60  | .             | 1
        """,
        25,
        3,
        "1 of 4; who doesn't for another reason isn't counted",
    ),
    "trust_in_others_mean": Spec(
        """
        age | trust_others | respondent_weight
        16  | 8            | 1
        50  | 5            | 2
        15  | 0            | 3
        30  | .            | 4
        """,
        6,
        2,
        "(8 + 2 × 5) / 3",
    ),
    "satisfaction_relationships_mean": Spec(
        """
        age | relationship_satisfaction | respondent_weight
        16  | 10                        | 3
        50  | 6                         | 1
        15  | 0                         | 4
        30  | .                         | 4
        """,
        9,
        2,
        "(3 × 10 + 6) / 4",
    ),
    "volunteering_thl_share": Spec(
        """
        volunteering | respondent_weight
        yes          | 1
        no           | 4
        .            | 2
        """,
        20,
        2,
        "1 of 5",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
