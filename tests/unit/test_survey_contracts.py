"""The contracts of the surveys of work, trust, time, crime and school: headers, and faults.

One good row a table as it is delivered, and rows with one text changed that must wait.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from quality.contract import Contract
from sources import crime_victims, labour_force, school_health
from sources.declarations import Source
from sources.home import SYNTHETIC
from sources.landing.names import tables_of
from sources.landing.reading import ROW

OURS = (labour_force.SOURCE, school_health.SOURCE, crime_victims.SOURCE)

FILES = {
    "tyovoimatutkimus_2023.csv": ("labour_force", "interviews"),
    "kouluterveyskysely_2023.csv": ("school_health", "pupils"),
    "rikosuhritutkimus_2023.csv": ("crime_victims", "victims"),
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
