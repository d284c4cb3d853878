"""The job-seeker register (URA and its successors): searches, employment spells, placements.

A year's delivery holds the searches in force in the year with all their spells, so that a spell's
own first day tells how long it has lasted. What is still open ends on 11.11.2222 or has no end.
Dates come as in statistics (1.2.2023) or, from the register itself, as in ISO 8601.
Plans, statements on benefits and contacts are not asked for: no indicator needs them.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from sources.declarations import Column, CsvFormat, Kind, Rule, Source, SourceKind, Table

_DATES = ("%Y-%m-%d",)
_OPEN = ("11.11.2222", "2222-11-11")
_YEAR = r"_\d{4}\.csv"

_EMPLOYMENT = {
    "0": "placed",
    "1": "employed",
    "2": "unemployed",
    "3": "laid_off",
    "4": "short_week",
    "5": "outside_labour_force",
    "6": "unemployment_pension",
    "7": "in_service",
    "8": "in_education",
    "9": "part_time",
}
EMPLOYMENT = {
    **_EMPLOYMENT,
    **{f"0{code}": name for code, name in _EMPLOYMENT.items()},
    **dict.fromkeys(("z", "Z"), "unknown"),
}
"""Employment codes: one digit in the statistics of job seekers, two in URA itself."""

_ENDED = {
    "00": "placed",
    "01": "referred_to_work",
    "02": "layoff_ended",
    "03": "found_work",
    "04": "found_work_former_code",
    "05": "left_labour_force",
    "06": "other",
    "07": "unemployment_pension",
    "08": "other_education",
    "09": "to_eea",
    "10": "not_renewed",
    "11": "coaching_or_trial",
    "12": "rehabilitative_work",
    "13": "self_motivated_study",
    "14": "neglected_appointments",
    "15": "gave_no_information",
    "16": "part_time_work",
}
_CHANGED = {**_ENDED, "04": "labour_market_training"}
_BEFORE = {
    "00": "threatened_by_unemployment",
    "01": "at_work",
    "02": "municipal_activity",
    "03": "vocational_school",
    "04": "general_school",
    "05": "labour_market_training",
    "06": "self_employed",
    "07": "military_service",
    "08": "in_prison",
    "09": "ill",
    "10": "parental_leave",
    "11": "caring_for_children",
    "12": "retired",
    "13": "other",
    "ZZ": "not_in_use",
}

PART_TIME_SINCE = date(2022, 5, 1)
"""First day on which the code for part-time work was in use."""


def _person() -> Column:
    return Column("person", "hetu", Kind.PERSON, "The job seeker")


def _first(name: str, original: str, what: str) -> Column:
    return Column(name, original, Kind.DATE, f"First day of the {what}", date_formats=_DATES)


def _last(name: str, original: str, what: str) -> Column:
    return Column(
        name,
        original,
        Kind.DATE,
        f"Last day of the {what}; empty or 11.11.2222 while it lasts",
        required=False,
        missing=_OPEN,
        date_formats=_DATES,
    )


def _forwards(first: str, last: str, what: str) -> Rule:
    return Rule(
        name=f"{what}_backwards",
        holds=pl.col(last) >= pl.col(first),
        columns=(last, first),
        explanation=f"The {what} ends before it begins.",
    )


_SEARCHES = Table(
    name="job_searches",
    grain="one row a person and job search",
    file_pattern=f"tyonhaku_haku{_YEAR}",
    columns=(
        _person(),
        _first("search_start", "alkpv1", "job search"),
        _last("search_end", "loppv1", "job search"),
        Column(
            "before",
            "hedkd",
            Kind.CODE,
            "What the person did before the search",
            required=False,
            codes=_BEFORE,
        ),
        Column(
            "end_reason",
            "hapkd",
            Kind.CODE,
            "Why the search ended",
            required=False,
            codes=_ENDED,
        ),
    ),
    unique=(("person", "search_start"),),
    rules=(_forwards("search_start", "search_end", "search"),),
)

# Offices delete single spells and searches afterwards, so no row waits for a parent here. A spell
# that was open in an earlier extract may come twice, open and ended: both rows are good.
_SPELLS = Table(
    name="employment_spells",
    grain="one row a person and spell under one employment code, within a job search",
    file_pattern=f"tyonhaku_tyollisyys{_YEAR}",
    columns=(
        _person(),
        _first("spell_start", "tappvh", "spell"),
        _last("spell_end", "tppvm", "spell"),
        Column(
            "employment",
            "tyok1",
            Kind.CODE,
            "What the person is in the spell: unemployed, laid off, at work, in a service, …",
            codes=EMPLOYMENT,
        ),
        Column(
            "change_reason",
            "tymsyy",
            Kind.CODE,
            "Why the spell ended",
            required=False,
            codes=_CHANGED,
        ),
    ),
    unique=(("person", "spell_start", "employment", "spell_end"),),
    rules=(
        _forwards("spell_start", "spell_end", "spell"),
        Rule(
            name="part_time_before_its_time",
            holds=(pl.col("employment") != "part_time") | (pl.col("spell_end") >= PART_TIME_SINCE),
            columns=("employment", "spell_end"),
            explanation="The code for part-time work has been in use since May 2022.",
        ),
    ),
)

_PLACEMENTS = Table(
    name="placements",
    grain="one row a person and placement in subsidised work",
    file_pattern=f"tyonhaku_sijoitus{_YEAR}",
    columns=(
        _person(),
        _first("placement_start", "alkpv2", "placement"),
        _last("placement_end", "loppv2", "placement"),
        Column(
            "placement_kind",
            "sijkds",
            Kind.TEXT,
            "Kind of placement by the code of its time (5T and 6T pay subsidies, …)",
            pattern=r"^[0-9][0-9A-Z]$",
        ),
        Column(
            "funding",
            "ralaj",
            Kind.CODE,
            "What it is paid from",
            required=False,
            codes={
                "0": "regional",
                "1": "personal",
                "2": "discretionary",
                "3": "labour_appropriation",
                "4": "eu",
                "5": "employment_of_55_and_over",
            },
        ),
        Column(
            "occupation",
            "ammnos",
            Kind.TEXT,
            "Occupation by the Classification of Occupations 2010",
            required=False,
            pattern=r"^[0-9]{1,5}$",
        ),
    ),
    unique=(("person", "placement_start", "placement_kind", "placement_end"),),
    rules=(_forwards("placement_start", "placement_end", "placement"),),
    may_be_empty=True,  # a small area has years without one
)

SOURCE: Source = Source(
    id="job_seekers",
    title="Job-seeker register",
    title_fi="Työnhakijarekisteri (URA)",
    description=(
        "Job searches in force in the year, with all their spells of unemployment, layoff, work, "
        "education and services, and placements in subsidised work. Another concept, and a higher "
        "level, than the unemployment of the labour force survey."
    ),
    sector="income and work",
    kind=SourceKind.REGISTER,
    provider="KEHA Centre (Ministry of Economic Affairs and Employment)",
    owner="register-owner@example.fi",
    licence="Restricted: statistics and research under a permit; no redistribution",
    legal_basis="Act on the Organisation of Employment Services (380/2023); Statistics Act "
    "(280/2004)",
    tables=(_SEARCHES, _SPELLS, _PLACEMENTS),
    format=CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
    expected_by="03-31",
)
