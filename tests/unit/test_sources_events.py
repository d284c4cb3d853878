"""What the contracts of registers of spells and events do to rows: a good one, one fault."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from quality.contract import Contract, Judged
from sources import hospital_care, job_seekers, primary_care, study_rights
from sources.declarations import Source
from sources.home import SYNTHETIC
from sources.landing.reading import ROW

OURS: tuple[Source, ...] = (
    job_seekers.SOURCE,
    primary_care.SOURCE,
    hospital_care.SOURCE,
    study_rights.SOURCE,
)

GOOD = {
    "job_searches": {
        "person": "010190-900P",
        "search_start": "2.1.2023",
        "search_end": "11.11.2222",
        "before": "01",
    },
    "employment_spells": {
        "person": "010190-900P",
        "spell_start": "02.01.2023",
        "spell_end": "31.03.2023",
        "employment": "02",
        "change_reason": "03",
    },
    "placements": {
        "person": "010190-900P",
        "placement_start": "01.04.2023",
        "placement_end": "",
        "placement_kind": "6T",
        "funding": "0",
        "occupation": "51201",
    },
    "visits": {
        "visit_id": "1",
        "person": "010190-900P",
        "updated": "03.05.2023 09:00",
        "contacted": "01.05.2023 08:00",
        "need_assessed": "01.05.2023 08:00",
        "booked": "01.05.2023 08:05",
        "booked_for": "03.05.2023 08:15",
        "began": "03.05.2023 08:10",
        "ended": "03.05.2023 08:10",
        "contact_mode": "R10",
        "service_form": "T11",
        "profession": "22212",
    },
    "visit_diagnoses": {"visit_id": "1", "nth": "1", "icd10": "f32.9"},
    "visit_reasons": {"visit_id": "1", "nth": "1", "icpc2": "-45"},
    "visit_procedures": {"visit_id": "1", "nth": "1", "procedure": "SPAT1034"},
    "vaccinations": {
        "visit_id": "1",
        "nth": "1",
        "atc": "J07BB02",
        "given_on": "3.5.2023",
        "dose": "1",
    },
    "spells": {
        "spell_id": "1",
        "person": "010190-900P",
        "year": "2023",
        "service_branch": "1",
        "specialty": "70F",
        "arrived": "31.12.2022",
        "discharged": "01.01.2023",
        "main_diagnosis": "E10.4",
        "main_symptom": "G632",
        "contact_mode": "R80",
    },
    "spell_diagnoses": {"spell_id": "1", "field": "ULKSYY", "nth": "0", "icd10": "W19"},
    "spell_procedures": {"spell_id": "1", "nth": "0", "procedure": "NFB30"},
    "learners": {
        "document": "1",
        "person": "010190-900P",
        "learner": "1.2.246.562.98.10243600011",
    },
    "study_rights": {
        "document": "1",
        "study_right": "1.2.246.562.15.13897600170",
        "version": "2",
        "type": "lukiokoulutus",
        "school": "00204",
        "started_on": "2021-08-10",
        "ended_on": "2024-01-31",
        "states": "lasna,valmistunut",
    },
    "study_right_states": {
        "study_right": "1.2.246.562.15.13897600170",
        "version": "2",
        "starts_on": "2021-08-10",
        "state": "lasna",
        "funding": "17",
    },
    "main_achievements": {
        "study_right": "1.2.246.562.15.13897600170",
        "version": "2",
        "kind": "lukionoppimaara",
        "unit": "309902",
        "unit_list": "koulutus",
    },
}

FAULTY = [
    ("job_searches", {"search_end": "1.1.2023"}, "search_backwards"),
    ("job_searches", {"search_start": "31.2.2023"}, "not_a_date"),
    ("job_searches", {"person": ""}, "missing"),
    ("job_searches", {"before": "99"}, "unknown_code"),
    ("employment_spells", {"spell_end": "01.01.2023"}, "spell_backwards"),
    ("employment_spells", {"employment": "11"}, "unknown_code"),
    ("employment_spells", {"employment": ""}, "missing"),
    (
        "employment_spells",
        {"spell_start": "1.1.2022", "spell_end": "30.4.2022", "employment": "9"},
        "part_time_before_its_time",
    ),
    ("placements", {"placement_end": "31.03.2023"}, "placement_backwards"),
    ("placements", {"placement_kind": "palkkatuki"}, "bad_pattern"),
    ("placements", {"funding": "8"}, "unknown_code"),
    ("placements", {"occupation": "siivooja"}, "bad_pattern"),
    ("visits", {"updated": "2023-05-03 09:00"}, "not_a_moment"),
    ("visits", {"need_assessed": "01.05.2023 07:59"}, "need_assessed_before_contact"),
    ("visits", {"contacted": "", "booked": "01.05.2023 07:59"}, "booked_before_contact"),
    ("visits", {"booked": "", "began": "01.05.2023 07:59"}, "began_before_contact"),
    ("visits", {"ended": "03.05.2023 08:09"}, "ended_before_began"),
    ("visits", {"contact_mode": "R11"}, "unknown_code"),
    ("visits", {"service_form": "T1"}, "bad_pattern"),
    ("visits", {"person": ""}, "missing"),
    ("visit_diagnoses", {"icd10": "F3"}, "bad_pattern"),
    ("visit_reasons", {"icpc2": "P7"}, "bad_pattern"),
    ("visit_procedures", {"procedure": "1034"}, "bad_pattern"),
    ("vaccinations", {"atc": "N02BE01"}, "bad_pattern"),
    ("spells", {"arrived": "02.01.2023"}, "discharged_before_arrival"),
    ("spells", {"year": "2022"}, "year_not_of_discharge"),
    ("spells", {"main_diagnosis": ""}, "symptom_without_cause"),
    ("spells", {"discharged": ""}, "missing"),
    ("spell_diagnoses", {"field": "XDG"}, "unknown_code"),
    ("spell_procedures", {"procedure": "NF"}, "bad_pattern"),
    ("learners", {"learner": "1.2.246.562.98.10243600012"}, "person_oid_bad_check"),
    ("learners", {"learner": "1.2.246.562.99.10243600011"}, "bad_pattern"),
    ("study_rights", {"study_right": "1.2.246.562.15.13897600171"}, "study_right_oid_bad_check"),
    # The person's check digit in the place of Luhn's, and the other way round.
    ("study_rights", {"study_right": "1.2.246.562.15.10231654325"}, "study_right_oid_bad_check"),
    ("learners", {"learner": "1.2.246.562.98.13897600170"}, "person_oid_bad_check"),
    ("study_rights", {"ended_on": "2021-08-09"}, "ended_before_start"),
    ("study_rights", {"version": "0"}, "out_of_range"),
    ("study_rights", {"type": "korkeakoulu"}, "unknown_code"),
    ("study_rights", {"states": "[]"}, "bad_pattern"),
    ("study_right_states", {"state": "poissa"}, "unknown_code"),
    ("study_right_states", {"funding": "18"}, "unknown_code"),
    ("study_right_states", {"starts_on": "1.8.2021"}, "not_a_date"),
    ("main_achievements", {"kind": "{}"}, "bad_pattern"),
]


def _judged(table: str, changed: dict[str, str]) -> Judged:
    source = next(s for s in OURS if any(t.name == table for t in s.tables))
    declared = source.table(table)
    texts = {c.name: GOOD[table].get(c.name) for c in declared.kept} | changed
    batch = pl.DataFrame(
        {ROW: [1], **{name: [text] for name, text in texts.items()}},
        schema={ROW: pl.Int64, **dict.fromkeys(texts, pl.String)},
    )
    form = source.format_of(declared)
    return Contract(declared, form, SYNTHETIC, date(2024, 3, 1)).judge(batch)


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_has_no_fault(table: str) -> None:
    assert _judged(table, {}).faults.is_empty()


@pytest.mark.parametrize(
    ("table", "changed", "reason"),
    FAULTY,
    ids=[f"{t}-{r}-{i}" for i, (t, _, r) in enumerate(FAULTY)],
)
def test_a_faulty_row_is_found_with_its_reason(
    table: str, changed: dict[str, str], reason: str
) -> None:
    assert _judged(table, changed).faults["reason"].to_list() == [reason]


def test_every_table_has_a_good_row_and_every_rule_one_that_breaks_it() -> None:
    broken = {reason for _, _, reason in FAULTY}
    for declared in OURS:
        for table in declared.tables:
            assert table.name in GOOD
            assert {rule.name for rule in table.rules} <= broken


def test_what_is_open_has_no_last_day() -> None:
    assert _judged("job_searches", {}).rows["search_end"].item() is None
    assert _judged("placements", {}).rows["placement_end"].item() is None


@pytest.mark.parametrize(
    ("code", "state"), [("2", "unemployed"), ("02", "unemployed"), ("z", "unknown"), ("09", None)]
)
def test_employment_codes_have_one_digit_or_two(code: str, state: str | None) -> None:
    judged = _judged("employment_spells", {"employment": code, "spell_end": ""})
    assert judged.rows["employment"].item() == (state or "part_time")
    assert judged.faults.is_empty()


def test_diagnoses_have_no_dot_in_the_facts_and_minutes_stay() -> None:
    assert _judged("visit_diagnoses", {}).rows["icd10"].item() == "F329"
    assert _judged("spells", {}).rows["main_diagnosis"].item() == "E104"
    assert _judged("visits", {}).rows["began"].item() == datetime(2023, 5, 3, 8, 10)
