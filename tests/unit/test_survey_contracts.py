"""The contracts of the surveys of work, school, crime and time: headers, and faults.

One good row a table as it is delivered, and rows with one text changed that must wait.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from quality.contract import Contract
from sources import crime_victims, labour_force, school_health, time_use
from sources.declarations import Source
from sources.home import SYNTHETIC
from sources.landing.names import tables_of
from sources.landing.reading import ROW
from sources.time_use.codes import ACTIVITIES, HELP, HOUSEHOLD_AND_FAMILY, VOLUNTEERING

OURS = (labour_force.SOURCE, school_health.SOURCE, crime_victims.SOURCE, time_use.SOURCE)

FILES = {
    "tyovoimatutkimus_2023.csv": ("labour_force", "interviews"),
    "kouluterveyskysely_2023.csv": ("school_health", "pupils"),
    "rikosuhritutkimus_2023.csv": ("crime_victims", "victims"),
    "ajankaytto_henkilot_2021.csv": ("time_use", "persons"),
    "ajankaytto_paivat_2021.csv": ("time_use", "diaries"),
}

GOOD = {
    "interviews": {
        "REFYEAR": "2023",
        "REFQUARTER": "4",
        "REFWEEK": "53",
        "INTWAVE": "5",
        "IDENT": "501",
        "HHNUM": "7",
        "STRATUM": "MA",
        "COEFFQ": "100.5",
        "FI_MK": "06",
        "FI_HVA": "08",
        "SEX": "2",
        "AGE": "89",
        "ILOSTAT": "1",
        "HWUSUAL": "98",
        "DURUNE": "9",
        "EDUCFED4": "9",
        "EDUCNFE4": "1",
        "HATLEV1D": "H",
    },
    "pupils": {
        "VUOSI": "2023",
        "VASTAAJA": "100200",
        "KOULU": "12001",
        "KUNTA": "837",
        "LUOKKA": "8",
        "SUKUPUOLI": "9",
        "KOULUSTA_PITAMINEN": "4",
        "LAHEISET_YSTAVAT": "1",
    },
    "victims": {
        "VUOSI": "2023",
        "VASTAAJA": "10200",
        "OSITE": "MA",
        "SUURALUE": "FI1B",
        "SUKUPUOLI": "1",
        "IKA": "74",
        "PAINO": "650,25",
        "UHKAUS": "1",
        "TARTTUMINEN": "2",
        "LAIMAYS": "9",
        "ISKU": "2",
        "POTKU": "2",
        "ASE": "2",
        "PELKO_ILTAISIN": "3",
    },
    "persons": {
        "VUOSI": "2023",
        "VASTAAJA": "30200",
        "KOTITALOUS": "100700",
        "OSITE": "MA",
        "SUURALUE": "FI1C",
        "SUKUPUOLI": "2",
        "IKA": "10",
        "HENKILOPAINO": "1250,5",
    },
    "diaries": {
        "TUTKIMUSVUOSI": "2023",
        "VASTAAJA": "30200",
        "PAIVAKIRJA": "2",
        "PVM": "31.12.2022",
        "VIIKONPAIVA": "6",
        "PAIVAPAINO": "357,2",
        **{f"MACT{n}": "011" for n in range(1, 145)},
    },
}

FAULTY = [
    ("interviews", {"REFWEEK": "39"}, "week_outside_quarter"),
    ("interviews", {"REFWEEK": "54"}, "out_of_range"),
    ("interviews", {"ILOSTAT": "3"}, "hours_without_work"),
    ("interviews", {"DURUNE": "5"}, "duration_without_unemployment"),
    ("interviews", {"DURUNE": "11"}, "unknown_code"),
    ("interviews", {"AGE": "14"}, "out_of_range"),
    ("interviews", {"COEFFQ": "0"}, "out_of_range"),
    ("interviews", {"ILOSTAT": ""}, "missing"),
    ("interviews", {"FI_MK": "02"}, "county_outside_region"),
    ("pupils", {"VUOSI": "2021"}, "other_year"),
    ("pupils", {"KUNTA": "999"}, "unknown_code"),
    ("pupils", {"KUNTA": ""}, "missing"),
    ("pupils", {"LUOKKA": "7"}, "unknown_code"),
    ("pupils", {"SUKUPUOLI": "X"}, "unknown_code"),
    ("pupils", {"KOULUSTA_PITAMINEN": "5"}, "out_of_range"),
    ("pupils", {"KOULUSTA_PITAMINEN": "2,5"}, "not_a_number"),
    ("pupils", {"LAHEISET_YSTAVAT": "0"}, "unknown_code"),
    ("victims", {"VUOSI": "2024"}, "other_year"),
    ("victims", {"IKA": "75"}, "out_of_range"),
    ("victims", {"IKA": ""}, "missing"),
    ("victims", {"PAINO": "0"}, "out_of_range"),
    ("victims", {"PAINO": "650.25"}, "not_a_number"),
    ("victims", {"SUURALUE": "FI1A"}, "unknown_code"),
    ("victims", {"LAIMAYS": "3"}, "unknown_code"),
    ("victims", {"PELKO_ILTAISIN": "4"}, "unknown_code"),
    ("persons", {"VUOSI": "2022"}, "other_year"),
    ("persons", {"IKA": "9"}, "out_of_range"),
    ("persons", {"IKA": ""}, "missing"),
    ("persons", {"KOTITALOUS": ""}, "missing"),
    ("persons", {"OSITE": ""}, "missing"),
    ("persons", {"SUKUPUOLI": "3"}, "unknown_code"),
    ("persons", {"SUURALUE": "FI1A"}, "unknown_code"),
    ("persons", {"HENKILOPAINO": "0"}, "out_of_range"),
    ("diaries", {"VIIKONPAIVA": "7"}, "weekday_not_of_date"),
    ("diaries", {"PVM": "01.01.2023", "VIIKONPAIVA": "6"}, "weekday_not_of_date"),
    ("diaries", {"PAIVAKIRJA": "1"}, "not_its_kind_of_day"),
    ("diaries", {"PVM": "30.12.2022", "VIIKONPAIVA": "5"}, "not_its_kind_of_day"),
    ("diaries", {"PVM": "25.12.2021"}, "day_outside_survey"),
    ("diaries", {"PVM": "06.01.2024"}, "day_outside_survey"),
    ("diaries", {"PVM": "29.02.2023"}, "not_a_date"),
    ("diaries", {"TUTKIMUSVUOSI": "2022"}, "other_year"),
    ("diaries", {"PAIVAPAINO": "0"}, "out_of_range"),
    ("diaries", {"MACT1": ""}, "missing"),
    ("diaries", {"MACT144": "11"}, "unknown_code"),
    ("diaries", {"MACT72": "777"}, "unknown_code"),
]


def _reasons(table: str, changed: dict[str, str]) -> list[str]:
    source, declared = next((s, t) for s in OURS for t in s.tables if t.name == table)
    texts = GOOD[table] | changed
    assert list(texts) == [c.original for c in declared.columns], "the header as it is agreed"
    named = {c.name: texts[c.original] or None for c in declared.kept}
    batch = pl.DataFrame(
        {ROW: [1], **{name: [text] for name, text in named.items()}},
        schema={ROW: pl.Int64, **dict.fromkeys(named, pl.String)},
    )
    judged = Contract(declared, source.format, SYNTHETIC, date(2024, 3, 1), period="2023").judge(
        batch
    )
    return judged.faults["reason"].to_list()


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_has_no_fault(table: str) -> None:
    assert _reasons(table, {}) == []


@pytest.mark.parametrize(
    ("table", "changed", "reason"),
    FAULTY,
    ids=[f"{t}-{r}-{i}" for i, (t, _, r) in enumerate(FAULTY)],
)
def test_a_faulty_row_waits_with_its_reason(
    table: str, changed: dict[str, str], reason: str
) -> None:
    assert _reasons(table, changed) == [reason]


@pytest.mark.parametrize("source", OURS, ids=lambda s: s.id)
def test_every_rule_has_a_row_that_breaks_it(source: Source) -> None:
    broken = {reason for _, _, reason in FAULTY}
    assert {r.name for t in source.tables for r in t.rules} <= broken


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_name(name: str) -> None:
    source, table = FILES[name]
    assert [t.name for t in tables_of(next(s for s in OURS if s.id == source), name)] == [table]


def test_unpaid_work_is_what_a_household_does_for_itself_an_organisation_or_others() -> None:
    assert {code[0] for code in HOUSEHOLD_AND_FAMILY} == {"3"}
    assert {code[:2] for code in VOLUNTEERING} == {"40", "41"}
    assert {code[:2] for code in HELP} == {"42"}
    unpaid = {*HOUSEHOLD_AND_FAMILY, *VOLUNTEERING, *HELP}
    assert {code for code in ACTIVITIES if code[0] in "34"} - unpaid == {"430", "431", "432", "439"}
