"""Kela's codes: benefits of the yearly extracts, and the series of reimbursement rights."""

from __future__ import annotations

from collections.abc import Mapping

# The short names of benefits in the yearly extracts are not in the variable lists that we hold.
# These stand for them: a real delivery is refused until its own list is entered, never misread.
BENEFITS: Mapping[str, str] = {
    "KANSEL": "national_pension",
    "TAKEL": "guarantee_pension",
    "TYOKYV": "disability_pension",
    "PERUSPR": "basic_unemployment_allowance",
    "TMTUKI": "labour_market_subsidy",
    "SAIRPR": "sickness_allowance",
    "OSASAIRPR": "partial_sickness_allowance",
    "KUNTRAHA": "rehabilitation_allowance",
    "VANHPR": "parental_allowance",
    "LAPSILISA": "child_benefit",
    "KHTUKI": "child_home_care_allowance",
    "OPRAHA": "study_grant",
    "YLASTUKI": "general_housing_allowance",
    "ELASTUKI": "pensioners_housing_allowance",
    "ELHOTUKI": "pensioners_care_allowance",
    "VAMTUKI": "disability_allowance",
    "SOTAV": "conscripts_allowance",
}
"""Benefit of a spell: Kela's short name → ours."""

SICKNESS_ALLOWANCES = frozenset({"sickness_allowance", "partial_sickness_allowance"})

SPECIAL_REIMBURSEMENT = r"^[12][0-9]{2}$"
"""Rights to special reimbursement: 1xx at the higher rate, 2xx at the lower.

The 3xx are rights to limited basic reimbursement, of a medicine and not of a disease.
"""

PSYCHOTROPIC = ("N05", "N06")
"""ATC groups: antipsychotics, anxiolytics and hypnotics; antidepressants, stimulants, dementia."""

ANTIDEPRESSANT = "N06A"
