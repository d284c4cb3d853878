"""Known persons' care from native files to the person-year, worked out by hand; on each engine.

Primary care, 2023. The persons P1 to P4 are those of `PERSONS`, in that order.

    record  who  what it is                                              counts
    1       P1   nurse (32311), visit; diagnosis F32.9                   contact, nurse, mental
    2       P1   sent twice; its last form is a call (R51) to a doctor   contact, doctor
    3       P1   booked and cancelled                                    no
    4       P1   oral health (T60), dentist                              no
    5       P2   physiotherapist (32261), reason P76                     contact, mental
    6       P2   matters handled without the client (R72)                no
    7       P2   began on the last day of 2022                           no
    8       P3   help was asked for, and no visit came of it             no
    9       P2   mental health work (T71), profession not told           contact, mental
    10      P2   the visit ended before it began                         quarantined

Hospital care that ended in 2023:

    spell  who  arrived, discharged     rule                             counts
    1      P1   28.12.2022–3.1.2023     R80                              stay, 6 days; injury S72.00
    2      P1   5.5.–5.5.2023           branch 1 alone                   stay, 1 day; asthma J45.9
    3      P2   6.6.–6.6.2023           R10, branch 92; F20.0            visit, mental
    4      P2   7.7.–9.7.2023           R10, branch 1; psychiatry (70F)  stay, 2 days; mental
    5      P3   8.8.–8.8.2023           R10, branch 91; injury S60.0     visit: not an injury stay
    6      P3   9.9.–8.9.2023                                            quarantined
    7      P4   1.2.–4.2.2023           R52, branch 1                    visit: the mode decides
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from assets.person_years import hospital_care, primary_care
from assets.person_years.contribution import Contribution
from quality.accept import Accept
from quality.acceptance import Acceptance, facts_in_force
from sources.catalogue import source
from sources.home import Home
from sources.hospital_care.inpatient import inpatient
from sources.identity.keys import KeyRing
from sources.identity.permutation import Permutation
from sources.identity.registry import LocalRegistry
from sources.landing.receive import receive
from warehouse.engine import DuckDBEngine, Engine, PolarsEngine

YEAR = 2023
PERSONS = ("300169-915F", "211135-989B", "140840-9360", "010190Y900P")

# dd.mm/hh:mm, of 2023 where no year is given
VISITS = """
1 P1 12.01/10:00 10.01/08:00 10.01/08:30 10.01/08:31 . 12.01/09:20 12.01/09:50 . R10 T11 32311
2 P1 01.03/10:00 . . . . 01.03/09:00 . . R10 T11 32311
2 P1 02.03/12:00 . . . . 01.03/09:00 01.03/09:10 . R51 T11 22211
3 P1 05.04/12:00 01.04/12:00 . 01.04/12:05 06.04/12:00 . . 05.04/11:00 R10 T11 22212
4 P1 05.05/12:00 . . . . 05.05/10:00 05.05/10:40 . R10 T60 22221
5 P2 05.06/12:00 . . . . 05.06/10:00 . . R10 T11 32261
6 P2 06.06/12:00 . . . . 06.06/10:00 . . R72 T11 22212
7 P2 02.01/12:00 . . . . 31.12.2022/23:50 . . R10 T11 22212
8 P3 07.07/12:00 07.07/11:00 . . . . . . . . .
9 P2 31.12/23:59 . . . . 31.12/23:50 . . R52 T71 .
10 P2 08.08/12:00 . . . . 08.08/10:00 08.08/09:59 . R10 T11 22212
"""
ICD10 = "1 1 F32.9\n1 2 F419\n2 1 J069\n10 1 F329"
ICPC2 = "5 1 P76\n2 1 -45"
SPAT = "1 1 SPAT1034"
VACCINES = "1 1 J07BB02 12.01.2023 1"

SPELLS = """
1 P1 2023 1  20  28.12.2022 03.01.2023 S7200 . R80 5
2 P1 2023 1  10  05.05.2023 05.05.2023 J459  . .   5
3 P2 2023 92 10  06.06.2023 06.06.2023 F200  . R10 1
4 P2 2023 1  70F 07.07.2023 09.07.2023 .     . R10 1
5 P3 2023 91 20  08.08.2023 08.08.2023 S600  . R10 5
6 P3 2023 1  10  09.09.2023 08.09.2023 J459  . R80 5
7 P4 2023 1  10  01.02.2023 04.02.2023 E104  G632 R52 1
"""
SIDE_DIAGNOSES = "1 ULKSYY 0 W010\n1 SDGO 0 I109"
OPERATIONS = "1 0 NFB30"

TABLES = {
    "primary_care": (
        ("avohilmo_2023.csv", "visits", VISITS),
        ("avohilmo_icd10_2023.csv", "visit_diagnoses", ICD10),
        ("avohilmo_icpc2_2023.csv", "visit_reasons", ICPC2),
        ("avohilmo_toimenpide_2023.csv", "visit_procedures", SPAT),
        ("avohilmo_rokotus_2023.csv", "vaccinations", VACCINES),
    ),
    "hospital_care": (
        ("hilmo_2023.csv", "spells", SPELLS),
        ("hilmo_diagnoosit_2023.csv", "spell_diagnoses", SIDE_DIAGNOSES),
        ("hilmo_toimenpiteet_2023.csv", "spell_procedures", OPERATIONS),
    ),
}


def _moment(cell: str) -> str:
    day, slash, time = cell.partition("/")
    return f"{day if len(day) > 5 else f'{day}.{YEAR}'} {time}" if slash else cell


def _file(source_id: str, table: str, text: str) -> bytes:
    header = ";".join(c.original for c in source(source_id).table(table).columns)
    persons = {f"P{nth}": code for nth, code in enumerate(PERSONS, start=1)}
    lines = [
        ";".join("" if cell == "." else persons.get(cell, _moment(cell)) for cell in line.split())
        for line in text.strip().splitlines()
    ]
    return ("\n".join([header, *lines]) + "\n").encode("iso-8859-1")


_KEYS = KeyRing(bytes(range(32)))
_PERMUTATION = Permutation(_KEYS)


def accepted(home: Home, folder: Path, source_id: str) -> tuple[Acceptance, Mapping[str, Path]]:
    """The delivery of `source_id` judged, and the files of its facts."""
    paths = []
    for name, table, text in TABLES[source_id]:
        paths.append(folder / name)
        paths[-1].write_bytes(_file(source_id, table, text))
    declared = replace(source(source_id), reject_limit=0.5)  # one bad row of few
    delivery = receive(home, declared, paths, period=str(YEAR), synthetic=True).delivery
    with patch("sources.identity.registry.Permutation", lambda _: _PERMUTATION):
        accept = Accept(home, date(2026, 11, 24), _KEYS, LocalRegistry(home.identity, _KEYS))
    record = accept.accept(declared, delivery)
    assert record.status == "accepted", record.why
    facts = facts_in_force(home, declared, YEAR)
    assert facts is not None
    return record, facts


def person_years(
    facts: Mapping[str, Path], contribution: Contribution, year: int = YEAR
) -> dict[int, dict[str, int]]:
    """person number → column → value; it must be the same on each engine."""
    results = []
    with tempfile.TemporaryDirectory() as spill:
        engines: list[Engine] = [DuckDBEngine(Path(spill)), PolarsEngine()]
        for engine in engines:
            tables = {name: engine.scan([path]) for name, path in facts.items()}
            made = engine.fetch(
                contribution.of_persons(tables, year).select("person", *contribution.columns)
            )
            assert set(made.dtypes) == {pl.Int64}
            results.append({r.pop("person"): r for r in made.iter_rows(named=True)})
    assert results[0] == results[1]
    return results[0]


def test_known_contacts_with_primary_care_come_through(home: Home, tmp_path: Path) -> None:
    record, facts = accepted(home, tmp_path, "primary_care")
    visits = record.tables["visits"]
    assert visits.excluded == {"cancelled": 1, "not_realised": 1, "superseded": 1}
    assert (visits.quarantined, record.tables["visit_diagnoses"].cascades) == (1, 1)
    assert visits.faults == {"ended_before_began|ended,began": 1}
    kept = pl.read_parquet(facts["visits"])
    assert kept.schema["began"] == pl.Datetime("us")
    codes = pl.read_parquet(facts["visit_diagnoses"])["icd10"].to_list()
    assert codes == ["F329", "F419", "J069"]  # without the dot, however they came
    number = dict(kept.select("visit_id", "person").iter_rows())
    assert person_years(facts, primary_care.CONTACTS) == {
        number["1"]: _contacts(2, 2, 1),
        number["5"]: _contacts(2, 0, 2),
    }
    assert person_years(facts, primary_care.CONTACTS, 2022) == {number["7"]: _contacts(1, 1, 0)}


def _contacts(n: int, professional: int, mental: int) -> dict[str, int]:
    return dict(zip(primary_care.CONTACTS.columns, (n, professional, mental), strict=True))


def test_known_spells_of_hospital_care_come_through(home: Home, tmp_path: Path) -> None:
    record, facts = accepted(home, tmp_path, "hospital_care")
    assert record.tables["spells"].faults == {"discharged_before_arrival|discharged,arrived": 1}
    kept = pl.read_parquet(facts["spells"])
    number = dict(kept.select("spell_id", "person").iter_rows())
    # stays, days, visits, mental, injury, sensitive
    assert person_years(facts, hospital_care.SPELLS) == {
        number["1"]: _spells(2, 7, 0, 0, 1, 1),
        number["3"]: _spells(1, 2, 1, 2, 0, 0),
        number["5"]: _spells(0, 0, 1, 0, 0, 0),
        number["7"]: _spells(0, 0, 1, 0, 0, 0),
    }


def _spells(*values: int) -> dict[str, int]:
    return dict(zip(hospital_care.SPELLS.columns, values, strict=True))


@pytest.mark.parametrize(
    ("branch", "mode", "until_2018", "since_2019"),
    [
        ("1", "R80", True, True),
        ("92", "R80", False, True),
        (None, "R80", False, True),
        ("1", "R10", True, True),
        ("31", None, True, True),
        ("1", "R52", True, False),
        ("2", "R10", False, False),
        ("83", None, False, False),
        (None, "R10", False, False),
        (None, None, False, False),
    ],
)
def test_a_stay_on_a_ward_is_told_by_branch_and_since_2019_by_mode_of_contact_too(
    branch: str | None, mode: str | None, until_2018: bool, since_2019: bool
) -> None:
    row = pl.DataFrame(
        {"service_branch": [branch], "contact_mode": [mode]},
        schema={"service_branch": pl.String, "contact_mode": pl.String},
    )
    for year, expected in ((2018, until_2018), (2019, since_2019)):
        found = nw.from_native(row.lazy()).select(ward=inpatient(year)).collect().to_native()
        assert found["ward"].to_list() == [expected]
