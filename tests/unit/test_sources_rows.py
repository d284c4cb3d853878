"""What the contracts of the declared sources do to rows: one good row a table, one fault each."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from quality.contract import Contract, Judged
from sources import (
    causes_of_death,
    degrees,
    income_register,
    kela,
    living_conditions,
    population,
    social_assistance,
    wellbeing_survey,
)
from sources.declarations import Source
from sources.home import SYNTHETIC
from sources.landing.reading import ROW

OURS = (
    population.SOURCE,
    income_register.SOURCE,
    living_conditions.SOURCE,
    wellbeing_survey.SOURCE,
    degrees.SOURCE,
    causes_of_death.SOURCE,
    kela.SOURCE,
    social_assistance.SOURCE,
)

_GOOD = {
    "persons": {
        "person": "010190-900P",
        "sex": "NAINEN",
        "birth_date": "19900101",
        "birth_date_precision": "PAIVA",
        "death_date": "20230505",
        "language": "fi",
        "citizenship": "246",
        "marital_status": "2",
        "non_disclosure": "0",
    },
    "residences": {
        "person": "010190-900P",
        "municipality": "837",
        "moved_in": "20200101",
        "moved_out": "20201231",
        "dwelling": "900000759J1C003 ",
    },
    "identity_changes": {
        "former_person": "010190Y900P",
        "person": "010190-900P",
        "changed_on": "20230301",
        "validity": "PASSIIVI",
    },
    "wage_deliveries": {
        "payment_id": "1",
        "payment_date": "2023-05-31",
        "period_start": "2023-05-01",
        "period_end": "2023-05-31",
    },
    "wage_reports": {
        "report_id": "1",
        "payment_id": "1",
        "person": "010190-900P",
        "report_version": "1",
        "action": "1",
        "employment": "3",
        "hours_per_week": "37,5",
        "occupation": "22110",
    },
    "wage_transactions": {
        "report_id": "1",
        "report_version": "1",
        "income_type": "101",
        "amount": "2500,05",
        "recovery": "false",
    },
    "benefit_transactions": {
        "report_id": "1",
        "report_version": "1",
        "income_type": "9201",
        "amount": "980,10",
        "benefit_unit": "4",
    },
    "household_register": {
        "year": "2023",
        "country": "FI",
        "household": "1",
        "nuts2": "FI19",
        "region": "06",
        "county": "08",
        "stratum": "1",
        "cluster": "1",
        "household_weight": "412.5",
    },
    "household_data": {
        "year": "2023",
        "country": "FI",
        "household": "1",
        "gross_income": "14000",
        "disposable_income": "-120.50",
        "household_size": "2",
        "equivalent_size": "1.5",
        "has_car": "3",
    },
    "personal_register": {
        "year": "2023",
        "country": "FI",
        "person_id": "1",
        "household": "1",
        "weight": "412.5",
        "birth_year": "2023",
        "sex": "2",
        "age": "-1",
    },
    "personal_data": {
        "year": "2023",
        "country": "FI",
        "person_id": "1",
        "education": "600",
        "economic_status": "1",
        "months_full_time_employee": "3",
        "months_part_time_employee": "2",
        "months_full_time_self_employed": "1",
        "months_part_time_self_employed": "1",
        "months_unemployed": "5",
        "usual_hours": "99",
        "private_pensions": "0",
        "old_age_benefits": "0.0",
        "survivors_benefits": "560.25",
        "disability_benefits": "0",
        "cinema": "8",
        "performances": "7",
        "sees_friends": "99",
        "formal_volunteering": "6",
        "unmet_need_examination": "1",
        "need_examination_flag": "1",
        "reason_unmet_need": "2",
        "life_satisfaction": "99",
    },
    "respondents": {
        "respondent": "1",
        "stratum": "08-1",
        "county": "08",
        "region": "06",
        "sex": "1",
        "age": "20",
        "respondent_weight": "88,25",
        "trust_government": "9",
        "loneliness": "9",
        "mhi_happy": "6",
    },
    "deaths": {
        "year": "2023",
        "person": "220285-9391",
        "death_date": "20230505",
        "cause": "C349",
        "municipality": "837",
        "age": "38",
        "sex": "1",
    },
    "medicine_purchases": {
        "person": "010190-900P",
        "atc": "N06AB04",
        "packages": "0,5",
        "cost": "20,05",
        "reimbursement": "8,02",
        "statistics_year": "2023",
        "purchased_on": "2023-05-31",
        "prescribed_on": "2023-05-31",
    },
    "reimbursement_rights": {
        "person": "010190-900P",
        "right": "205",
        "diagnosis": "E10.9",
        "valid_from": "2015-01-01",
        "valid_to": "9999-12-31",
    },
    "benefit_spells": {
        "person": "010190-900P",
        "benefit": "SAIRPR",
        "valid_from": "2023-01-02",
        "valid_to": "2023-01-31",
        "paid_on": "2023-02-05",
        "amount": "-12,50",
        "ground": "1",
    },
    "recipients": {
        "person": "010190-900P",
        "statistics_year": "2023",
        "municipality": "837",
        **dict.fromkeys(social_assistance.MONTHS, "0"),
        "may": "1",
        "months": "1",
        "basic": "0,00",
        "preventive": "150,00",
        "children": "2",
    },
    "highest_degrees": {
        "year": "2023",
        "person": "010190-900P",
        "degree": "671101",
        "level": "62",
        "field": "0913",
        "completed": "201505",
        "abroad": "0",
    },
}


def _contract(source: Source, table: str, changed: dict[str, str]) -> Judged:
    """One good row with some texts changed, judged."""
    declared = source.table(table)
    texts = {c.name: _GOOD[table].get(c.name) for c in declared.kept} | changed
    batch = pl.DataFrame(
        {ROW: [1], **{name: [text] for name, text in texts.items()}},
        schema={ROW: pl.Int64, **dict.fromkeys(texts, pl.String)},
    )
    return Contract(declared, source.format, SYNTHETIC, date(2024, 3, 1)).judge(batch)


def _reasons(source: Source, table: str, **changed: str) -> list[str]:
    return _contract(source, table, changed).faults["reason"].to_list()


def _judged(source: Source, table: str, **changed: str) -> pl.DataFrame:
    return _contract(source, table, changed).rows


FAULTY = [
    ("persons", {"death_date": "19891231"}, "death_before_birth"),
    ("persons", {"birth_date_precision": "VUOSI", "birth_date": "19900215"}, "birth_date_finer"),
    ("persons", {"birth_date_precision": "KUUKAUSI", "birth_date": "19900215"}, "birth_date_finer"),
    ("persons", {"birth_date": "19901301"}, "not_a_date"),
    ("persons", {"birth_date": ""}, "missing"),
    ("persons", {"sex": "X"}, "unknown_code"),
    ("persons", {"language": "suomi"}, "bad_pattern"),
    ("persons", {"citizenship": "FI"}, "bad_pattern"),
    ("residences", {"moved_out": "20191231"}, "moved_out_before_in"),
    ("residences", {"municipality": "999"}, "unknown_code"),
    ("residences", {"dwelling": "800000759J"}, "bad_pattern"),
    ("identity_changes", {"former_person": "010190-900P"}, "identity_change_to_itself"),
    ("wage_deliveries", {"period_end": "2023-04-30"}, "payment_period_backwards"),
    ("wage_deliveries", {"payment_date": "31.5.2023"}, "not_a_date"),
    ("wage_reports", {"report_version": "0"}, "out_of_range"),
    ("wage_reports", {"hours_per_week": "169"}, "out_of_range"),
    ("wage_reports", {"occupation": "johtaja"}, "bad_pattern"),
    ("wage_reports", {"person": ""}, "missing"),
    ("wage_transactions", {"income_type": "228"}, "unknown_code"),
    ("wage_transactions", {"amount": "-1,00"}, "out_of_range"),
    ("wage_transactions", {"amount": "2500.05"}, "not_a_number"),
    ("benefit_transactions", {"income_type": "101"}, "unknown_code"),
    ("benefit_transactions", {"benefit_unit": "7"}, "unknown_code"),
    ("household_register", {"household_weight": "0"}, "out_of_range"),
    ("household_register", {"county": "09"}, "county_outside_region"),
    ("household_register", {"nuts2": "FI1B"}, "region_outside_nuts2"),
    ("household_data", {"equivalent_size": "2.1"}, "equivalent_size_over_household_size"),
    ("household_data", {"housing_cost": "-5"}, "out_of_range"),
    ("personal_register", {"age": "-2"}, "out_of_range"),
    ("personal_register", {"age": "40"}, "age_against_birth_year"),
    ("personal_data", {"months_unemployed": "6"}, "months_over_twelve"),
    ("personal_data", {"months_part_time_self_employed": "2"}, "months_over_twelve"),
    ("personal_data", {"economic_status": "3"}, "hours_without_work"),
    ("personal_data", {"usual_hours": "100"}, "out_of_range"),
    ("personal_data", {"old_age_benefits": ""}, "missing"),
    ("personal_data", {"disability_benefits": "-1"}, "out_of_range"),
    ("personal_data", {"performances": "8"}, "unknown_code"),
    ("personal_data", {"formal_volunteering": "7"}, "unknown_code"),
    ("household_data", {"gross_income": ""}, "missing"),
    ("personal_data", {"unmet_need_examination": "2"}, "reason_without_unmet_need"),
    ("personal_data", {"life_satisfaction": "11"}, "out_of_range"),
    ("personal_data", {"respondent_weight": "0"}, "out_of_range"),
    ("respondents", {"age": "19"}, "out_of_range"),
    ("respondents", {"loneliness": "6"}, "out_of_range"),
    ("respondents", {"trust_government": "11"}, "out_of_range"),
    ("respondents", {"region": "02"}, "county_outside_region"),
    ("respondents", {"respondent_weight": "0"}, "out_of_range"),
    ("deaths", {"death_date": "20240101"}, "death_outside_year"),
    ("deaths", {"cause": "S065"}, "injury_as_cause"),
    ("deaths", {"cause": "C34.9"}, "bad_pattern"),
    ("deaths", {"age": "126"}, "out_of_range"),
    ("deaths", {"municipality": "999"}, "unknown_code"),
    ("medicine_purchases", {"atc": "N06-AB"}, "bad_pattern"),
    ("medicine_purchases", {"packages": "0"}, "out_of_range"),
    ("medicine_purchases", {"prescribed_on": "2023-06-01"}, "prescribed_after_purchase"),
    ("medicine_purchases", {"ceiling_reimbursement": "12,04"}, "reimbursed_more_than_it_cost"),
    ("medicine_purchases", {"purchased_on": "31.5.2023"}, "not_a_date"),
    ("reimbursement_rights", {"right": "E10"}, "bad_pattern"),
    ("reimbursement_rights", {"diagnosis": "diabetes"}, "bad_pattern"),
    ("reimbursement_rights", {"valid_to": "2014-12-31"}, "right_ends_before_it_begins"),
    ("benefit_spells", {"valid_to": "2023-01-01"}, "spell_ends_before_it_begins"),
    ("benefit_spells", {"benefit": "9201"}, "unknown_code"),
    ("recipients", {"months": "2"}, "months_do_not_add_up"),
    ("recipients", {"preventive": "0,00"}, "assistance_without_amount"),
    ("recipients", {"municipality": "999"}, "unknown_code"),
    ("recipients", {"children": "45"}, "out_of_range"),
    ("highest_degrees", {"level": "63", "degree": "725105"}, "level_not_of_degree"),
    ("highest_degrees", {"completed": "202401"}, "completed_after_year"),
    ("highest_degrees", {"completed": "202313"}, "bad_pattern"),
    ("highest_degrees", {"degree": "6711010"}, "bad_pattern"),
    ("highest_degrees", {"level": "30"}, "unknown_code"),
]


def _source_of(table: str) -> Source:
    return next(s for s in OURS if any(t.name == table for t in s.tables))


@pytest.mark.parametrize("table", _GOOD)
def test_a_good_row_has_no_fault(table: str) -> None:
    assert _reasons(_source_of(table), table) == []


@pytest.mark.parametrize(
    ("table", "changed", "reason"),
    FAULTY,
    ids=[f"{t}-{r}-{i}" for i, (t, _, r) in enumerate(FAULTY)],
)
def test_a_faulty_row_is_found_with_its_reason(
    table: str, changed: dict[str, str], reason: str
) -> None:
    reasons = _reasons(_source_of(table), table, **changed)
    assert len(reasons) == 1
    assert reasons[0].startswith(reason)


def test_every_rule_of_our_sources_has_a_row_that_breaks_it() -> None:
    broken = [reason for _, _, reason in FAULTY]
    for declared in OURS:
        for table in declared.tables:
            for rule in table.rules:
                # The same rule stands in both tables of deliveries.
                assert any(rule.name.startswith(reason) for reason in broken), rule.name


@pytest.mark.parametrize(
    ("text", "precision", "expected"),
    [
        ("19900000", "VUOSI", date(1990, 1, 1)),
        ("19900200", "KUUKAUSI", date(1990, 2, 1)),
        ("19900228", "PAIVA", date(1990, 2, 28)),
    ],
)
def test_an_incomplete_birth_date_reads_as_its_earliest_day(
    text: str, precision: str, expected: date
) -> None:
    assert (
        _reasons(population.SOURCE, "persons", birth_date=text, birth_date_precision=precision)
        == []
    )
    judged = _judged(population.SOURCE, "persons", birth_date=text)
    assert judged["birth_date"].item() == expected


def test_no_answer_reads_as_no_value_but_nine_of_ten_is_an_answer() -> None:
    rows = _judged(wellbeing_survey.SOURCE, "respondents", trust_municipality="99", violence="9")
    assert rows["loneliness"].item() is None
    assert rows["violence"].item() is None
    assert rows["trust_municipality"].item() is None
    assert rows["trust_government"].item() == 9


def test_silc_answers_that_are_not_known_read_as_no_value() -> None:
    rows = _judged(living_conditions.SOURCE, "personal_data", help_available="99")
    assert rows["life_satisfaction"].item() is None
    assert rows["help_available"].item() is None


def test_codes_come_out_in_our_words() -> None:
    assert _judged(population.SOURCE, "residences")["municipality"].item() == "KU837"
    household = _judged(living_conditions.SOURCE, "household_register")
    assert household.select("country", "region", "county").row(0) == ("SSS", "MK06", "HVA08")
    assert _judged(living_conditions.SOURCE, "household_data")["has_car"].item() == "other_reason"
    assert _judged(income_register.SOURCE, "wage_reports")["employment"].item() is None


def test_money_is_kept_in_units_of_a_hundredth_of_a_cent() -> None:
    amount = _judged(income_register.SOURCE, "wage_transactions")["amount"].item()
    assert amount == 25_000_500
    income = _judged(living_conditions.SOURCE, "household_data")["disposable_income"].item()
    assert income == -1_205_000
