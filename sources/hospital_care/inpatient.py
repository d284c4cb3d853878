"""Which spells are stays on a ward: the one place where the two rules stand.

The register's form changed in 2019. Up to 2018 the branch of service (PALA) tells alone: the
branches below are wards, all others and none are outpatient care. From 2019 on the mode of contact
(YHTEYSTAPA) tells: R80 is care on a ward; an ordinary visit (R10) or no mode at all is one where
the branch is one of wards; every other mode is outpatient care. Specialised research on the
register (FinRegistry, FinnGen) goes by the same rules. The year is that of the discharge.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw

WARD_BRANCHES = ("1", "3", "4", "5", "6", "7", "8", "31")
BY_CONTACT_MODE_SINCE = 2019

_WARD = "R80"
_VISIT = "R10"


def inpatient(year: int) -> nw.Expr:
    """Whether a spell discharged in `year` is a stay on a ward: true or false, never null."""
    mode, branch = nw.col("contact_mode"), nw.col("service_branch")
    ward = branch.is_in(WARD_BRANCHES) & ~branch.is_null()
    if year < BY_CONTACT_MODE_SINCE:
        return _true(ward)
    by_branch = (mode.is_null() | (mode == _VISIT)) & ward
    return _true(by_branch | (mode == _WARD))


def _true(holds: nw.Expr) -> nw.Expr:
    return nw.when(holds).then(nw.lit(True)).otherwise(nw.lit(False))
