"""Income types of the Incomes Register: wages (three digits) and benefits (four digits).

Wage codes and names follow the register's variable list (Statistics Finland, TAX_INCOMES,
transaction codes; CC0). The series overlap: 101 is the total of the 2xx items, and 102–106 are
parts of it by contribution. **Never add 101 and 2xx together**: a report's wages are its 101
where it has one, otherwise the sum of its 2xx items.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

TOTALS: Mapping[str, str] = {"101": "Total wages"}

CONTRIBUTION_BASES: Mapping[str, str] = {
    "102": "Wages subject to earnings-related pension contribution",
    "103": "Wages subject to social insurance contributions",
    "104": "Wages subject to health insurance contribution",
    "105": "Wages subject to unemployment insurance contribution",
    "106": "Wages subject to accident and occupational disease insurance contribution",
}

ITEMS: Mapping[str, str] = {
    "201": "Time-rate pay",
    "202": "Initiative fee",
    "203": "Bonus pay",
    "204": "Complementary pay for a benefit period",
    "205": "Emergency work compensation",
    "206": "Evening work compensation",
    "207": "Evening shift allowance",
    "208": "Compensation for the notice period",
    "209": "Kilometre allowance (taxable)",
    "210": "Meeting fee",
    "211": "Saturday work compensation",
    "212": "Extra work premium",
    "213": "Holiday bonus",
    "214": "Lecture fee",
    "215": "Compensation for a position of trust",
    "216": "Other supplement paid",
    "217": "Waiting time compensation",
    "218": "Working condition supplement",
    "219": "Partial pay during sick leave",
    "220": "Commission",
    "221": "Sunday work compensation",
    "222": "Synthetic option",
    "223": "Performance bonus",
    "224": "Monetary compensation from a working time bank",
    "225": "Compensation for levelling out working hours",
    "226": "Share issue based on employment",
    "227": "Contract pay",
    "229": "Damages at the end of employment",
    "230": "Stand-by compensation",
    "231": "Voluntary compensation at the end of employment",
    "232": "Weekly rest compensation",
    "233": "Profit-sharing bonus",
    "234": "Annual holiday compensation",
    "235": "Overtime compensation",
    "236": "Night work compensation",
    "237": "Night shift allowance",
    "238": "Other regular supplement",
    "239": "Compensation for unearned days off",
}

SEPARATELY_REPORTED: Mapping[str, str] = {
    "301": "Housing benefit (in kind)",
    "302": "Interest benefit of a housing loan",
    "303": "Meal allowance",
    "304": "Car benefit",
    "308": "Fee for membership of a governing body",
    "309": "Share and surplus drawn from a personnel fund (80 % taxable)",
    "310": "Monetary gift to employees",
    "311": "Kilometre allowance (tax-free)",
    "312": "Municipal veterinarian's treatment fee",
    "313": "Royalty as earned income",
    "314": "Royalty as capital income",
    "315": "Other taxable benefit to employees",
    "316": "Other taxable earned income",
    "317": "Other fringe benefit",
    "319": "Informal carer's fee",
    "320": "Share reward",
    "321": "Substitute payer's wages, employer pays social insurance contributions",
    "322": "Substitute payer's wages, employer pays pension contribution",
    "323": "Substitute payer's wages, employer pays unemployment contribution",
    "324": "Substitute payer's wages, employer pays accident insurance contribution",
    "325": "Substitute payer's wages, employer pays health insurance contribution",
    "326": "Compensation for an employee invention",
    "327": "Family carer's expense compensation",
    "328": "Family carer's fee",
    "329": "Family day carer's expense compensation",
    "330": "Telephone benefit",
    "331": "Daily allowance",
    "332": "Payment that is capital income",
    "334": "Meal benefit",
    "335": "Conciliator's expense compensation",
    "336": "Non-wage compensation for work",
    "337": "Supplementary daily allowance of an employer's sickness fund",
    "338": "Pension paid by an employer",
    "339": "Dividend or surplus based on work effort (wages)",
    "340": "Dividend or surplus based on work effort (non-wage)",
    "341": "Commuter ticket, tax-free share",
    "342": "Commuter ticket, share treated as wages",
    "343": "Employee stock option",
    "350": "Wages transferred to an athletes' fund",
    "351": "Wages paid from an athletes' fund",
    "352": "Insurable wages",
    "353": "Taxable expense compensation",
    "354": "Municipal supplement to private day care allowance",
    "355": "Private day care allowance (wages)",
    "356": "Private day care allowance (non-wage)",
    "357": "Kilometre allowance of a non-profit organisation",
    "358": "Daily allowance of a non-profit organisation",
    "359": "Unjust enrichment",
    "361": "Employee stock option with a subscription price below the market price",
    "362": "Royalty paid to a non-resident taxpayer",
    "363": "Bicycle benefit, tax-free share",
    "364": "Bicycle benefit, share treated as wages",
    "365": "Conditional share reward",
}

DEDUCTIONS: Mapping[str, str] = {
    "401": "Compensation collected for a car benefit",
    "402": "Withholding tax",
    "403": "Fee of an elected official",
    "404": "Tax at source",
    "405": "Deduction from tax at source",
    "406": "Wages payable",
    "407": "Compensation collected for other fringe benefits",
    "408": "Other item deducted from net wages",
    "409": "Net wages",
    "410": "Employer's contribution to a collective supplementary pension",
    "411": "Employee's share of a collective supplementary pension contribution",
    "412": "Employee's health insurance contribution",
    "413": "Employee's earnings-related pension contribution",
    "414": "Employee's unemployment insurance contribution",
    "415": "Compensation collected for a commuter ticket",
    "416": "Tax paid abroad",
    "417": "Distraint",
    "418": "Contribution to a voluntary individual pension insurance",
    "419": "Deduction before withholding",
    "420": "Compensation collected for a bicycle benefit",
}

WAGE_INCOME_TYPES: Mapping[str, str] = {
    **TOTALS,
    **CONTRIBUTION_BASES,
    **ITEMS,
    **SEPARATELY_REPORTED,
    **DEDUCTIONS,
}
"""Every wage income type: code → English name."""

EXPENSE_COMPENSATIONS = frozenset({"303", "311", "327", "329", "331", "335", "357", "358"})
"""Compensations for expenses among the separately reported types: money, but not income."""

TAXES = frozenset({"402", "404", "416"})
EMPLOYEE_CONTRIBUTIONS = frozenset({"412", "413", "414"})


class BenefitGroup(StrEnum):
    """The register's groups of benefits, as far as its benefit types are listed here."""

    OLD_AGE_PENSION = "old_age_pension"
    DISABILITY_PENSION = "disability_pension"
    SURVIVORS_PENSION = "survivors_pension"
    OTHER_PENSION = "other_pension"
    FRONT_VETERANS_SUPPLEMENT = "front_veterans_supplement"
    UNEMPLOYMENT = "unemployment"
    SICKNESS_AND_REHABILITATION = "sickness_and_rehabilitation"
    FAMILY = "family"
    STUDY = "study"
    HOUSING = "housing"
    CARE = "care"
    MILITARY_SERVICE = "military_service"
    OTHER = "other"
    DEDUCTION = "deduction"


_G = BenefitGroup

# The Tax Administration's four-digit numbers are not in the variable lists that we hold: only
# 1197 and 1269 are attested. The rest are working codes in 9xxx, out of the way of the real
# ones, so that a real delivery is refused until its code list is entered, and never misread.
_BENEFITS: tuple[tuple[str, BenefitGroup, str], ...] = (
    ("1197", _G.OTHER, "Compensation for functional limitation, temporary (travel insurance)"),
    ("1269", _G.DEDUCTION, "Distraint"),
    ("9101", _G.OLD_AGE_PENSION, "Old-age pension, earnings-related"),
    ("9102", _G.OLD_AGE_PENSION, "Old-age pension, national pension"),
    ("9103", _G.OLD_AGE_PENSION, "Guarantee pension"),
    ("9104", _G.OLD_AGE_PENSION, "Partial old-age pension"),
    ("9111", _G.DISABILITY_PENSION, "Disability pension, earnings-related"),
    ("9112", _G.DISABILITY_PENSION, "Disability pension, national pension"),
    ("9121", _G.SURVIVORS_PENSION, "Surviving spouse's pension"),
    ("9122", _G.SURVIVORS_PENSION, "Orphan's pension"),
    ("9131", _G.OTHER_PENSION, "Part-time pension (group pension insurance)"),
    ("9132", _G.OTHER_PENSION, "Pension (voluntary individual insurance, taken by the person)"),
    ("9133", _G.OTHER_PENSION, "Pension (voluntary individual insurance, taken by the employer)"),
    ("9134", _G.OTHER_PENSION, "Pension (single-premium voluntary pension insurance)"),
    ("9135", _G.OTHER_PENSION, "Part-time pension (voluntary earnings-related insurance)"),
    ("9136", _G.OTHER_PENSION, "Unemployment pension (insurance taken by the person)"),
    ("9137", _G.OTHER_PENSION, "Unemployment pension (insurance taken by the employer)"),
    ("9141", _G.FRONT_VETERANS_SUPPLEMENT, "Front-veteran's supplement"),
    ("9201", _G.UNEMPLOYMENT, "Earnings-related unemployment allowance"),
    ("9202", _G.UNEMPLOYMENT, "Basic unemployment allowance"),
    ("9203", _G.UNEMPLOYMENT, "Labour market subsidy"),
    ("9204", _G.OTHER, "Job alternation compensation (Kela)"),
    ("9205", _G.OTHER, "Job alternation compensation (unemployment funds)"),
    ("9206", _G.OTHER, "Start-up grant"),
    ("9301", _G.SICKNESS_AND_REHABILITATION, "Sickness allowance"),
    ("9302", _G.SICKNESS_AND_REHABILITATION, "Partial sickness allowance"),
    ("9303", _G.SICKNESS_AND_REHABILITATION, "Rehabilitation allowance"),
    ("9401", _G.FAMILY, "Pregnancy allowance"),
    ("9402", _G.FAMILY, "Parental allowance"),
    ("9403", _G.FAMILY, "Child benefit"),
    ("9404", _G.FAMILY, "Child home care allowance"),
    ("9405", _G.FAMILY, "Flexible or partial care allowance"),
    ("9406", _G.FAMILY, "Private day care allowance"),
    ("9407", _G.FAMILY, "Child maintenance allowance"),
    ("9501", _G.STUDY, "Study grant"),
    ("9502", _G.STUDY, "Adult education allowance"),
    ("9601", _G.HOUSING, "General housing allowance"),
    ("9602", _G.HOUSING, "Housing allowance for pensioners"),
    ("9603", _G.HOUSING, "General housing allowance (Åland)"),
    ("9604", _G.HOUSING, "Housing supplement of financial aid for students"),
    ("9701", _G.CARE, "Care allowance for pensioners"),
    ("9702", _G.CARE, "Disability allowance"),
    ("9801", _G.MILITARY_SERVICE, "Conscript's allowance"),
    ("9802", _G.OTHER, "Daily allowance (Åland)"),
    ("9901", _G.DEDUCTION, "Withholding tax"),
    ("9902", _G.DEDUCTION, "Tax at source"),
)

BENEFIT_INCOME_TYPES: Mapping[str, str] = {code: label for code, _, label in _BENEFITS}
"""Every benefit income type that we read: code → English name."""

BENEFIT_GROUP: Mapping[str, BenefitGroup] = {code: group for code, group, _ in _BENEFITS}

PENSION_GROUPS = frozenset(
    {_G.OLD_AGE_PENSION, _G.DISABILITY_PENSION, _G.SURVIVORS_PENSION, _G.OTHER_PENSION}
)
