"""From the Incomes Register's own files to facts and the person-year, for persons who are known.

Year 2023. What payers reported of them, and what becomes of it:

    010190Y900P  two employers. The first says 30 000 as a total (101), with the 28 000 and 2 000
                 it is made of; tax 6 000, contributions 2 145 and 450. The second says only parts,
                 4 000 and 200 of overtime; tax 800. Wages 34 200, taken off 9 395
    290200B977U  20 000, replaced by version 2 of the report with 21 000; the same sent again under
                 another number and cancelled: 21 000. Study grant 2 250,50
    220285-9391  one report alone, in two versions, cancelled with both: no wages. Unemployment
                 allowance 9 000, of which 1 000 was recovered; tax 1 600
    140840-9360  pensions of two payers, 15 000 and 3 000, tax 2 500; 500 more were cancelled. A
                 telephone, 240, is no wage in money
"""

from __future__ import annotations

from datetime import date

import polars as pl
from border_deliveries import deliver, judge
from border_deliveries import facts as accepted
from test_education_registers_spec import BORN, person_years

from quality.acceptance import Acceptance
from sources.catalogue import source
from sources.home import Home
from sources.income_register.codes import TAXES

EUR = 10_000
DECLARED = source("income_register")
PAYMENTS = """delId;payerIdType1_s;paymentDate;paymentStartDate;paymentEndDate
TP-A;9000001-1;2023-06-15;2023-01-01;2023-06-30
TP-B;9000002-2;2023-12-15;2023-07-01;2023-12-31
"""
REPORT = (
    "repId;delId;incomeEarnerHetu;reportVersion;actionCode;employmentCode;termCode;hoursPerWeek;"
    "professionCode1\n"
)
REPORTS = f"""{REPORT}W1;TP-A;010190Y900P;1;1;1;1;37,5;25120
W2;TP-B;010190Y900P;1;1;2;2;8;
W3;TP-A;290200B977U;1;1;3;;;53210
W3;TP-A;290200B977U;2;2;3;;;53210
W3B;TP-A;290200B977U;1;1;3;;;53210
W4;TP-B;220285-9391;1;1;1;1;40;
W4;TP-B;220285-9391;2;2;1;1;40;
W5;TP-B;140840-9360;1;1;;;;
"""
LINES = """repId;reportVersion;transactionCode;amount;noMoney;unjustEnrichment;recovery
W1;1;101;30000,00;;;
W1;1;201;28000,00;;;
W1;1;213;2000,00;;;
W1;1;402;6000,00;;;
W1;1;413;2145,00;;;
W1;1;414;450,00;;;
W2;1;201;4000,00;false;false;false
W2;1;235;200,00;false;false;false
W2;1;402;800,00;false;false;false
W3;1;101;20000,00;;;
W3;2;101;21000,00;;;
W3B;1;101;21000,00;;;
W4;1;101;9000,00;;;
W4;2;101;9100,00;;;
W5;1;330;240,00;true;;
"""
CANCELLED = "repId;invalidationDate\nW3B;2023-07-01\nW4;\n"
BENEFIT_PAYMENTS = """delId;payerIdType1_s;paymentDate;paymentStartDate;paymentEndDate
TE-A;9000003-3;2023-05-04;;
TE-B;9000004-4;2023-05-02;2023-05-01;2023-05-31
"""
BENEFIT_REPORTS = """repId;delId;incomeEarnerHetu;reportVersion;actionCode
E1;TE-A;290200b977u;1;1
E2;TE-A;220285-9391;1;1
E3;TE-B;140840-9360;1;1
E4;TE-A;140840-9360;1;1
E5;TE-A;140840-9360;1;1
"""
BENEFIT_LINES = """repId;reportVersion;transactionCode;amount;benefitUnitCode;recovery
E1;1;9501;2250,50;4;
E2;1;9201;9000,00;2;false
E2;1;9201;1000,00;2;true
E2;1;9901;1600,00;;
E3;1;9101;15000,00;4;
E3;1;9901;2500,00;;
E4;1;9102;3000,00;4;
E5;1;9102;500,00;4;
"""
FILES = {
    "tulorek_palkka_toimitus_2023.csv": PAYMENTS,
    "tulorek_palkka_ilmoitus_2023.csv": REPORTS,
    "tulorek_palkka_tulolaji_2023.csv": LINES,
    "tulorek_palkka_mitatointi_2023.csv": CANCELLED,
    "tulorek_etuus_toimitus_2023.csv": BENEFIT_PAYMENTS,
    "tulorek_etuus_ilmoitus_2023.csv": BENEFIT_REPORTS,
    "tulorek_etuus_tulolaji_2023.csv": BENEFIT_LINES,
    "tulorek_etuus_mitatointi_2023.csv": "repId;invalidationDate\nE5;2023-06-01\n",
}


def _files(**other: str) -> dict[str, bytes]:
    return {name: text.encode() for name, text in (FILES | other).items()}


def _judged(home: Home, files: dict[str, bytes]) -> Acceptance:
    return judge(home, deliver(home, files, source=DECLARED), DECLARED)


def test_reports_come_through_with_the_right_version_and_without_the_cancelled(home: Home) -> None:
    record = _judged(home, _files())
    assert (record.status, record.quarantined) == ("accepted", 0)
    assert record.tables["wage_reports"].excluded == {"superseded": 1, "cancelled": 3}
    assert record.tables["wage_transactions"].excluded == {"superseded": 1, "cancelled": 3}
    assert record.tables["benefit_reports"].excluded == {"cancelled": 1}
    reports = accepted(home, record, "wage_reports").sort("report_id")
    columns = ("report_id", "payment_id", "report_version", "action", "employment", "term")
    assert reports.select(*columns, "hours_per_week", "occupation").rows() == [
        ("W1", "TP-A", 1, "new", "full_time", "permanent", 37.5, "25120"),
        ("W2", "TP-B", 1, "new", "part_time", "fixed_term", 8.0, None),
        ("W3", "TP-A", 2, "replacement", None, None, None, "53210"),
        ("W5", "TP-B", 1, "new", None, None, None, None),
    ]
    assert reports["person"].n_unique() == 3  # W1 and W2 are of one
    paid = accepted(home, record, "wage_deliveries").sort("payment_id")
    assert paid["payment_date"].to_list() == [date(2023, 6, 15), date(2023, 12, 15)]
    assert accepted(home, record, "benefit_deliveries")["period_start"].null_count() == 1


def test_amounts_come_through_as_exact_units_with_what_is_said_of_them(home: Home) -> None:
    record = _judged(home, _files())
    lines = accepted(home, record, "wage_transactions")
    assert lines["amount"].sum() == (30_000 * 2 + 8_595 + 5_000 + 21_000 + 240) * EUR
    phone = lines.filter(pl.col("report_id") == "W5")
    assert phone.select("income_type", "amount", "not_in_money", "recovery").rows() == [
        ("330", 240 * EUR, "yes", None)
    ]
    assert lines.filter(pl.col("income_type").is_in(TAXES))["amount"].to_list() == [
        6_000 * EUR,
        800 * EUR,
    ]
    benefits = accepted(home, record, "benefit_transactions").sort("report_id", "amount")
    assert benefits.select("income_type", "amount", "benefit_unit", "recovery").rows()[:3] == [
        ("9501", 22_505_000, "month", None),
        ("9201", 1_000 * EUR, "day", "yes"),
        ("9901", 1_600 * EUR, None, None),
    ]


def test_a_years_incomes_come_through_from_the_registers_own_files(home: Home) -> None:
    made = person_years(home, income_register=_files())
    columns = ("wages", "wage_taxes", "study_benefit", "unemployment_benefit", "old_age_pension")
    found = {code: tuple(row[c] for c in (*columns, "benefit_taxes")) for code, row in made.items()}
    assert found == {
        "010190Y900P": (34_200 * EUR, 9_395 * EUR, 0, 0, 0, 0),
        "290200B977U": (21_000 * EUR, 0, 22_505_000, 0, 0, 0),
        "220285-9391": (0, 0, 0, 8_000 * EUR, 0, 1_600 * EUR),
        "140840-9360": (0, 0, 0, 0, 18_000 * EUR, 2_500 * EUR),
    }


def test_a_report_that_nobody_cancelled_is_counted(home: Home) -> None:
    """The other way round: without its messages the same files pay W3B and W4 as well."""
    made = person_years(
        home,
        income_register=_files(
            **{"tulorek_palkka_mitatointi_2023.csv": "repId;invalidationDate\n"}
        ),
    )
    wages = [made[code]["wages"] for code in BORN]
    assert wages == [34_200 * EUR, 42_000 * EUR, 9_100 * EUR, 0]
