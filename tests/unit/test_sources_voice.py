"""The contracts of elections and the trust survey: fields, files, rows that break them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from quality.contract import Contract, Judged
from sources import elections, trust_survey
from sources.catalogue import SECTOR_SOURCES, source
from sources.declarations import CsvFormat, Source, Table
from sources.elections.fields import AREA_FIELDS, CANDIDATE_FIELDS
from sources.home import SYNTHETIC
from sources.landing.names import tables_of
from sources.landing.reading import ROW

FILES = {
    "kv-2025_taat_maa.csv": "municipal_areas",
    "av-2025_taat_maa.csv": "county_areas",
    "ekv-2023_taat_maa.csv.zip": "parliamentary_areas",
    "epv-2024_taat_maa.csv": "european_areas",
    "tpv-2024-1_taat_maa.csv": "presidential_first_areas",
    "tpv-2024_2_taat_maa.csv": "presidential_second_areas",
    "kv-2025_teat_maa.csv": "municipal_candidates",
    "av-2025_teat_maa.csv": "county_candidates",
    "ekv-2023_teat_maa.csv": "parliamentary_candidates",
    "epv-2024_teat_maa.csv": "european_candidates",
}
_AREA = {
    "election": "K",
    "district": "7",
    "municipality": "837",
    "area_type": "K",
    "polling_district": "****",
    "entitled": "200",
    "entitled_men": "90",
    "entitled_resident": "180",
    "entitled_resident_men": "80",
    "voted_in_advance": "60",
    "voted_on_day": "40",
    "voted": "100",
    "voted_men": "",
    "voted_resident": "99",
    "updated": "20210616160757",
}
_CANDIDATE = {
    "election": "K",
    "district": "07",
    "municipality": "837",
    "area_type": "A",
    "polling_district": "001A",
    "candidate": "2",
    "sex": "2",
    "age": "18",
    "votes_in_advance": "3",
    "votes_on_day": "0",
    "votes": "3",
    "outcome": "1",
    "updated": "20210616160757",
}
_RESPONDENT = {
    "respondent": "1",
    "year": "2023",
    "nuts2": "FI1B",
    "sex": "1",
    "age": "18",
    "respondent_weight": "1000.5",
    "trust_national_government": "10",
    "trust_local_government": "97",
    "political_voice": "0",
}
GOOD = {
    "municipal_areas": (elections.SOURCE, _AREA),
    "municipal_candidates": (elections.SOURCE, _CANDIDATE),
    "respondents": (trust_survey.SOURCE, _RESPONDENT),
}
FAULTY = [
    ("municipal_areas", {"election": "E"}, "record_of_another_election"),
    ("municipal_candidates", {"election": "M"}, "record_of_another_election"),
    ("municipal_areas", {"voted": "101"}, "voters_not_total"),
    ("municipal_areas", {"entitled_men": "201"}, "men_over_total"),
    ("municipal_areas", {"voted_men": "101"}, "men_over_total"),
    ("municipal_areas", {"entitled_resident": "98"}, "more_voters_than_entitled"),
    ("municipal_areas", {"voted_resident": "101"}, "residents_over_total"),
    ("municipal_areas", {"entitled_resident": "201"}, "residents_over_total"),
    ("municipal_areas", {"municipality": "***"}, "municipality_not_named"),
    ("municipal_areas", {"municipality": "999"}, "unknown_code"),
    ("municipal_areas", {"polling_district": "1"}, "bad_pattern"),
    ("municipal_areas", {"entitled": ""}, "missing"),
    ("municipal_areas", {"updated": "16.6.2021"}, "bad_pattern"),
    ("municipal_candidates", {"votes": "4"}, "votes_not_total"),
    ("municipal_candidates", {"age": "17"}, "out_of_range"),
    ("municipal_candidates", {"municipality": "***"}, "municipality_not_named"),
    ("respondents", {"age": "17"}, "out_of_range"),
    ("respondents", {"trust_national_government": "11"}, "out_of_range"),
    ("respondents", {"political_voice": "96"}, "out_of_range"),
    ("respondents", {"respondent_weight": "0"}, "out_of_range"),
    ("respondents", {"year": "2021"}, "other_year"),
    ("respondents", {"nuts2": "FI1A"}, "unknown_code"),
]


def _judged(table: str, **changed: str) -> Judged:
    declared, good = GOOD[table]
    row = {c.name: (good | changed).get(c.name, "") for c in declared.table(table).kept}
    batch = pl.DataFrame({ROW: [1]} | {n: [v or None] for n, v in row.items()}).with_columns(
        pl.col(list(row)).cast(pl.String)
    )
    form = declared.format_of(declared.table(table))
    contract = Contract(declared.table(table), form, SYNTHETIC, date(2026, 11, 24), "2023")
    return contract.judge(batch)


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_has_no_fault(table: str) -> None:
    assert _judged(table).faults.is_empty()


@pytest.mark.parametrize(("table", "changed", "reason"), FAULTY)
def test_a_faulty_row_is_found_with_its_reason(
    table: str, changed: dict[str, str], reason: str
) -> None:
    assert _judged(table, **changed).faults["reason"].to_list() == [reason]


def test_every_rule_has_a_row_that_breaks_it() -> None:
    broken = {reason for _, _, reason in FAULTY}
    assert {r.name for declared, _ in GOOD.values() for t in declared.tables for r in t.rules} <= (
        broken
    )


def test_who_does_not_know_or_does_not_answer_has_no_value() -> None:
    rows = _judged("respondents", political_voice="98").rows
    assert rows.select("trust_local_government", "political_voice").row(0) == (None, None)


@pytest.mark.parametrize(("file", "table"), FILES.items())
def test_a_file_name_tells_the_election_and_the_record(file: str, table: str) -> None:
    assert [t.name for t in tables_of(source("elections"), file)] == [table]
    assert {t.name for t in elections.SOURCE.tables} == set(FILES.values())


@pytest.mark.parametrize(
    ("declared", "table"),
    [(s, t) for s in SECTOR_SOURCES for t in s.tables],
    ids=lambda part: part.name if isinstance(part, Table) else part.id,
)
def test_a_format_without_header_has_every_column_among_its_fields(
    declared: Source, table: Table
) -> None:
    form = declared.format_of(table)
    if isinstance(form, CsvFormat) and form.fields:
        assert {c.original for c in table.columns} <= set(form.fields)


def test_the_result_files_have_their_fields_where_the_ministry_says() -> None:
    places = {"Kuntanumero": 3, "Äänioikeutetut yhteensä": 14, "Ennakkoon äänestäneet": 37}
    places |= {"Vaalipäivänä äänestäneet": 39, "Äänestäneet yhteensä": 41}
    places |= {"Hyväksytyt ennakkoäänet": 64, "Viimeisin päivitys": 74}
    assert {name: AREA_FIELDS.index(name) + 1 for name in places} == places
    assert len(AREA_FIELDS) == 114
    places = {"Ehdokasnumero": 15, "Sukupuoli": 20, "Äänet yhteensä": 35, "Valintatieto": 39}
    assert {name: CANDIDATE_FIELDS.index(name) + 1 for name in places} == places
    assert len(CANDIDATE_FIELDS) == 45


def test_no_field_that_names_a_candidate_is_read() -> None:
    named = {"Etunimi", "Sukunimi", "Ammatti", "Kieli", "Kotikunnan koodi"}
    assert named <= set(CANDIDATE_FIELDS)
    read = {c.original for t in elections.SOURCE.tables for c in t.columns}
    assert not named & read


def test_nothing_is_awaited_every_year() -> None:
    assert elections.SOURCE.expected_by is None
    assert not trust_survey.SOURCE.is_due(2022)
    assert all(t.occasional for t in elections.SOURCE.tables)
