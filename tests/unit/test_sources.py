"""The declared sources hang together, and say what the agreed native formats say."""

from __future__ import annotations

import re

import pytest
from source_files import FILES, HEADERS

from sources import (
    air_quality,
    building_stock,
    causes_of_death,
    degrees,
    green_areas,
    hospital_care,
    income_register,
    kela,
    living_conditions,
    noise_maps,
    offence_victims,
    population,
    primary_care,
    public_transport,
    social_assistance,
    study_rights,
    wellbeing_survey,
)
from sources.catalogue import SECTOR_SOURCES, SOURCES, source
from sources.code_lists import COUNTIES, MUNICIPALITIES, REGIONS
from sources.declarations import Kind, Source, SourceKind, Table, UnknownCode
from sources.errors import VarantoError
from sources.income_register import codes
from sources.landing.names import file_of, tables_of

OURS = (
    population.SOURCE,
    income_register.SOURCE,
    living_conditions.SOURCE,
    wellbeing_survey.SOURCE,
    degrees.SOURCE,
    causes_of_death.SOURCE,
    kela.SOURCE,
    social_assistance.SOURCE,
    building_stock.SOURCE,
    air_quality.SOURCE,
    primary_care.SOURCE,
    hospital_care.SOURCE,
    noise_maps.SOURCE,
    green_areas.SOURCE,
    offence_victims.SOURCE,
    public_transport.SOURCE,
)
TABLES = [(s, t) for s in SECTOR_SOURCES for t in s.tables]
COLUMNS = [(s, t, c) for s, t in TABLES for c in t.columns]


def _id(value: object) -> str | None:
    if isinstance(value, Source):
        return value.id
    return value.name if isinstance(value, Table) else None


def _names(table: Table) -> set[str]:
    return {c.name for c in table.kept}


# The declarations as such


def test_every_column_says_what_it_holds() -> None:
    for _, _, column in COLUMNS:
        assert len(column.description) >= 3, column.original
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        if column.kind is Kind.MONEY:
            assert column.unit is not None
            assert column.unit.startswith("EUR")


@pytest.mark.parametrize(("source", "table"), TABLES, ids=_id)
def test_names_are_unique_within_a_table_whatever_their_case(source: Source, table: Table) -> None:
    # A dwelling's id begins with its building's: one field there, two columns of ours.
    originals = [c.original.lower() for c in table.columns if c.kind is not Kind.BUILDING]
    assert len(set(originals)) == len(originals)
    assert len(_names(table)) == len(table.kept)


@pytest.mark.parametrize(("source", "table"), TABLES, ids=_id)
def test_keys_references_and_rules_name_columns_that_exist(source: Source, table: Table) -> None:
    for key in table.unique:
        assert set(key) <= _names(table)
    for reference in table.references:
        assert set(reference.columns) <= _names(table)
        parent = source.table(reference.table)
        assert set(reference.parent_columns) <= _names(parent)
        # A child may leave the version out: then it belongs to the newest one.
        newest = [parent.latest_of[0]] if parent.latest_of else []
        assert reference.parent_columns in (*parent.unique, *newest)
    for rule in table.rules:
        assert set(rule.columns) <= _names(table)
        assert set(rule.holds.meta.root_names()) <= _names(table)
        assert rule.explanation.endswith(".")
    if table.latest_of:
        key, version = table.latest_of
        assert {*key, version} <= _names(table)


def test_rule_names_are_reason_codes_and_told_once_a_table() -> None:
    for _, table in TABLES:
        names = [r.name for r in table.rules]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


def test_no_code_is_also_a_missing_token_or_blank() -> None:
    for _, _, column in COLUMNS:
        assert not set(column.codes) & {*column.missing, ""}
        assert all(code == code.strip() for code in column.codes)


def test_a_missing_token_is_not_an_answer_of_the_scale() -> None:
    for _, _, column in COLUMNS:
        if column.kind is Kind.INTEGER:
            for token in column.missing:
                assert column.minimum is not None
                assert column.maximum is not None
                assert not column.minimum <= float(token) <= column.maximum


def test_no_two_codes_of_a_closed_list_mean_the_same() -> None:
    for _, _, column in COLUMNS:
        # A leading nought and capitals make no other code: 2 and 02, z and Z.
        spelt = {code.lower().lstrip("0") for code in column.codes}
        assert len(set(column.codes.values())) == len(spelt), column.original


def test_every_source_says_who_owns_it_and_on_what_ground_it_is_held() -> None:
    for declared in OURS:
        assert declared.owner.endswith("@example.fi")
        assert declared.licence
        assert re.search(r"\(\d+/\d{4}\)|Regulation", declared.legal_basis)
        # Rounds of noise maps come every fifth year: no year's is missed.
        if declared is not noise_maps.SOURCE:
            assert re.fullmatch(r"(0[1-9]|1[0-2])-([0-2][0-9]|3[01])", declared.expected_by or "")


# Identity and special categories


def test_every_column_with_a_personal_identity_code_is_a_person() -> None:
    for _, _, column in COLUMNS:
        looks = re.search(r"henkilotunnus|hetu|^tnro$", column.original, re.IGNORECASE)
        assert (column.kind is Kind.PERSON) == bool(looks), column.original


def test_registers_carry_identity_codes_and_surveys_do_not() -> None:
    for declared in SECTOR_SOURCES:
        assert declared.identified == (declared.kind is SourceKind.REGISTER)


def test_religion_is_of_a_special_category_and_not_kept() -> None:
    persons = population.SOURCE.table("persons")
    religion = persons.column("religious_community")
    assert religion.special_category
    assert religion not in persons.kept
    for _, table in TABLES:
        assert not any(c.special_category for c in table.kept)


# Files and headers


@pytest.mark.parametrize(
    ("source_id", "file", "table"),
    [(s, f, t) for s, files in FILES.items() for f, t in files.items()],
)
def test_a_file_name_tells_one_table(source_id: str, file: str, table: str) -> None:
    assert [t.name for t in tables_of(source(source_id), file)] == [table]
    assert [t.name for t in tables_of(source(source_id), file.upper())] == [table]


def test_every_table_has_a_file() -> None:
    for declared in OURS:
        named = set(FILES[declared.id].values()) if declared.id in FILES else set()
        assert {t.name for t in declared.tables if not t.member} == named


def test_one_archive_holds_all_tables_of_the_timetables() -> None:
    timetables = public_transport.SOURCE
    tables = tables_of(timetables, "GTFS_2023.zip")
    assert tables == timetables.tables
    assert file_of(tables[0], "gtfs_2023.zip") == "gtfs_2023.zip/stops.txt"


def test_a_file_of_another_source_is_of_no_table() -> None:
    with pytest.raises(VarantoError, match="no known table"):
        tables_of(population.SOURCE, "terve_suomi_2023.csv")


@pytest.mark.parametrize(("source", "table"), [(s, t) for s in OURS for t in s.tables], ids=_id)
def test_the_columns_are_those_of_the_agreed_header(source: Source, table: Table) -> None:
    assert list(dict.fromkeys(c.original for c in table.columns)) == HEADERS[table.name].split(";")


# Code lists


def test_municipalities_are_those_of_every_year_since_2013_and_vtj_codes_stay_as_they_are() -> None:
    municipality = population.SOURCE.table("residences").column("municipality")
    assert municipality.codes["837"] == "KU837"
    assert municipality.codes["588"] == "KU588"  # Pertunmaa, merged in 2025
    assert municipality.codes["005"] == "KU005"
    assert [municipality.codes[c] for c in ("198", "199", "200")] == ["198", "199", "200"]
    assert len(MUNICIPALITIES) == 320
    assert municipality.unknown_code is UnknownCode.REFUSE


def test_counties_and_regions_are_complete_and_not_mixed_up() -> None:
    assert len(COUNTIES) == 23
    assert len(REGIONS) == 19
    assert COUNTIES["08"] == "HVA08"
    assert REGIONS["06"] == "MK06"
    assert not {"03", "20"} & set(REGIONS)


def test_only_classifications_that_all_hangs_on_refuse_a_whole_delivery() -> None:
    refusing = {c.name for _, _, c in COLUMNS if c.unknown_code is UnknownCode.REFUSE}
    assert refusing == {"municipality", "income_type", "benefit", "type", "state"}


def test_the_series_of_wage_income_types_do_not_overlap() -> None:
    series = {
        "101": codes.TOTALS,
        "102": codes.CONTRIBUTION_BASES,
        "2": codes.ITEMS,
        "3": codes.SEPARATELY_REPORTED,
        "4": codes.DEDUCTIONS,
    }
    assert sum(map(len, series.values())) == len(codes.WAGE_INCOME_TYPES) == 117
    for first in "234":
        assert all(code[0] == first and len(code) == 3 for code in series[first])
    assert set(codes.TOTALS) == {"101"}
    assert not set(codes.TOTALS) & set(codes.ITEMS)
    assert set(codes.CONTRIBUTION_BASES) == {"102", "103", "104", "105", "106"}


def test_income_subsets_lie_within_their_series() -> None:
    assert set(codes.SEPARATELY_REPORTED) >= codes.EXPENSE_COMPENSATIONS
    assert set(codes.DEDUCTIONS) >= codes.TAXES | codes.EMPLOYEE_CONTRIBUTIONS


def test_every_benefit_has_a_group_and_no_wage_code() -> None:
    assert set(codes.BENEFIT_GROUP) == set(codes.BENEFIT_INCOME_TYPES)
    assert not set(codes.BENEFIT_INCOME_TYPES) & set(codes.WAGE_INCOME_TYPES)
    assert len(set(codes.BENEFIT_INCOME_TYPES.values())) == len(codes.BENEFIT_INCOME_TYPES)
    assert set(codes.BENEFIT_GROUP.values()) == set(codes.BenefitGroup)
    unemployment = codes.BenefitGroup.UNEMPLOYMENT
    found = [code for code, group in codes.BENEFIT_GROUP.items() if group is unemployment]
    assert found == ["9201", "9202", "9203"]


def test_weights_are_above_zero() -> None:
    weights = [c for s, _, c in COLUMNS if s in OURS and c.name.endswith("weight")]
    assert len(weights) == 4
    for weight in weights:
        assert weight.kind is Kind.NUMBER
        assert weight.minimum is not None
        assert 0 < weight.minimum <= 1e-6


# Versions


def test_only_the_newest_version_of_a_report_counts_and_its_transactions_follow_it() -> None:
    for kind in ("wage", "benefit"):
        reports = income_register.SOURCE.table(f"{kind}_reports")
        assert reports.latest_of == (("report_id",), "report_version")
        (reference,) = income_register.SOURCE.table(f"{kind}_transactions").references
        assert reference.table == reports.name
        assert reference.columns == ("report_id", "report_version")


def test_a_corrected_identity_code_belongs_to_the_active_one() -> None:
    changes = population.SOURCE.table("identity_changes")
    assert changes.corrects == ("former_person", "person")


# The catalogue


def test_a_source_is_found_by_its_id() -> None:
    assert source("population") is population.SOURCE
    assert len({s.id for s in SOURCES}) == len(SOURCES)
    assert SOURCES[: len(SECTOR_SOURCES)] == SECTOR_SOURCES
    assert all(s.judged for s in SECTOR_SOURCES)


def test_a_file_of_documents_feeds_every_table() -> None:
    for name in ("koski_2023.json", "koski_2023.jsonl.gz", "KOSKI_2023.JSON.ZIP"):
        assert tables_of(study_rights.SOURCE, name) == study_rights.SOURCE.tables


def test_an_unknown_source_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(VarantoError, match=r"no source kanta.*population, income_register"):
        source("kanta")
