"""What the indicators of Kela's registers and of social assistance count, in tables."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "household_social_assistance_share": Spec(
        """
        household_social_assistance | age
        4000                        | 40
        4000                        | 7
        1                           | 80
        0                           | 30
        0                           | 50
        .                           | 40
        """,
        60,
        5,
        "3 of the 5 whose assistance is known; children of recipients count",
    ),
    "long_term_social_assistance_share": Spec(
        """
        household_social_assistance_months
        12
        10
        9
        0
        0
        0
        0
        0
        .
        """,
        25,
        8,
        "2 of 8: ten months are enough, nine are not",
    ),
    "medicine_cost_ceiling_share": Spec(
        """
        medicine_ceiling_reimbursement
        1
        0
        0
        0
        .
        """,
        25,
        4,
        "1 of the 4 whose purchases are known",
    ),
    "special_reimbursement_right_share": Spec(
        """
        special_reimbursement_rights
        1
        3
        0
        0
        0
        .
        """,
        40,
        5,
        "2 of 5: one right is enough, three are one person",
    ),
    "psychotropic_medicine_purchase_share": Spec(
        """
        psychotropic_purchases | antidepressant_purchases
        1                      | 0
        4                      | 4
        0                      | 0
        0                      | 0
        0                      | 0
        .                      | .
        """,
        40,
        5,
        "2 of 5: one purchase is enough",
    ),
    "antidepressant_purchase_share_18_64": Spec(
        """
        age | antidepressant_purchases | psychotropic_purchases
        18  | 1                        | 1
        64  | 0                        | 2
        40  | 0                        | 0
        17  | 1                        | 1
        65  | 1                        | 1
        40  | .                        | .
        """,
        100 / 3,
        3,
        "1 of the 3 of 18–64 whose purchases are known; another psychotropic doesn't count",
    ),
    "long_sickness_allowance_share_18_64": Spec(
        """
        age | sickness_allowance_days
        18  | 31
        64  | 30
        40  | 0
        50  | 0
        17  | 90
        65  | 90
        30  | .
        """,
        25,
        4,
        "1 of the 4 of 18–64 whose days are known; 30 days are not more than 30",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_table_gives_the_value_worked_out_for(name: str) -> None:
    check(declared(name), SPECS[name])
