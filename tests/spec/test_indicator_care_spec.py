"""Indicators of care given: what each counts, on tables worked out by hand."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

SPECS = {
    "primary_care_contact_share": Spec(
        """
        doctor_or_nurse_contacts | times
        1                        | 1
        3                        | 1
        0                        | 6
        .                        | 2
        """,
        25,
        8,
        "2 of 8, once each however often; unknown leaves the base",
    ),
    "mental_health_primary_contact_share": Spec(
        """
        primary_mental_contacts | times
        1                       | 1
        3                       | 1
        0                       | 6
        .                       | 2
        """,
        25,
        8,
        "2 of 8, once each however often; unknown leaves the base",
    ),
    "mental_disorder_care_share": Spec(
        """
        hospital_mental_spells | times
        1                      | 1
        3                      | 1
        0                      | 6
        .                      | 2
        """,
        25,
        8,
        "2 of 8, once each however often; unknown leaves the base",
    ),
    "inpatient_care_share": Spec(
        """
        inpatient_stays | times
        1               | 1
        3               | 1
        0               | 6
        .               | 2
        """,
        25,
        8,
        "2 of 8, once each however often; unknown leaves the base",
    ),
    "ambulatory_sensitive_inpatient_share": Spec(
        """
        ambulatory_sensitive_stays | times
        1                          | 1
        3                          | 1
        0                          | 6
        .                          | 2
        """,
        25,
        8,
        "2 of 8, once each however often; unknown leaves the base",
    ),
    "injury_inpatient_share": Spec(
        """
        injury_stays | times
        1            | 1
        3            | 1
        0            | 6
        .            | 2
        """,
        25,
        8,
        "2 of 8, once each however often; unknown leaves the base",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_care_given_in_a_year(name: str) -> None:
    check(declared(name), SPECS[name])
