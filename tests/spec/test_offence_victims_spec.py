"""From the police's own file to the person-year, for victims who are known.

Year 2023, all residents of Tampere (837). What the extract says, and what becomes of it:

    010190Y900P  hit on New Year's Eve, reported on 2 January (207): 1; threatened (310): no
                 violence by the group of the offence
    290200B977U  two offences of one report (201 and 223, the ends of the group), one of another
                 that lasted for months (208): 3
    220285-9391  sexual offence (231) and theft with violence (131): 0
    140840-9360  the codes next to the group's ends (200 is there, 224): 0
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from border_deliveries import deliver, judge, refused_rows, with_fault
from test_education_registers_spec import person_years

from assets.cells.register import register_cells
from assets.person_years.offence_victims import violence
from assets.reserves import INDICATORS
from quality.acceptance import facts_in_force
from quality.protection import protect_counts
from sources.catalogue import source
from sources.home import Home
from sources.synthetic.faults import DUPLICATE, Fault
from sources.synthetic.victim_files import FAULTS
from warehouse.engine import PolarsEngine

NAME = "rikosten_uhrit_2023.csv"
HEADER = (
    "ilmoitus_nro;rikos_nro;rikosnimike;tekoaika_alku;tekoaika_loppu;ilmoituspvm;tekokunta;rooli;"
    "hetu;ika;sukup;selvitetty\n"
)
FILE = f"""{HEADER}\
5500/R/1/23;1;207;31.12.2022;01.01.2023;02.01.2023;837;asianomistaja;010190Y900P;32;2;1
5500/R/1/23;2;310;01.01.2023;01.01.2023;02.01.2023;837;asianomistaja;010190Y900P;33;2;0
5500/R/2/23;1;201;03.03.2023;;03.03.2023;837;asianomistaja;290200B977U;23;2;0
5500/R/2/23;2;223;03.03.2023;;03.03.2023;091;asianomistaja;290200B977U;23;2;0
5500/R/3/23;1;208;01.02.2023;30.06.2023;31.12.2023;;asianomistaja;290200B977U;;2;0
5500/R/4/23;1;231;01.05.2023;01.05.2023;02.05.2023;837;asianomistaja;220285-9391;38;2;1
5500/R/4/23;2;131;01.05.2023;01.05.2023;02.05.2023;837;asianomistaja;220285-9391;38;2;1
5500/R/5/23;1;200;01.05.2023;01.05.2023;02.05.2023;837;asianomistaja;140840-9360;82;2;1
5500/R/6/23;1;224;01.05.2023;01.05.2023;02.05.2023;837;asianomistaja;140840-9360;82;2;1
"""
DECLARED = source("offence_victims")
INDICATOR = next(i for i in INDICATORS if i.id == "violence_victim_known_share")


def test_victims_of_violence_come_through_from_the_polices_own_file(home: Home) -> None:
    made = person_years(home, offence_victims={NAME: FILE.encode()})
    assert {code: row["violent_offences_suffered"] for code, row in made.items()} == {
        "010190Y900P": 1,
        "290200B977U": 3,
        "220285-9391": 0,
        "140840-9360": 0,
    }


def test_without_the_extract_it_is_unknown_who_was_a_victim(home: Home) -> None:
    made = person_years(home)
    assert {row["violent_offences_suffered"] for row in made.values()} == {None}


def test_a_victim_under_two_identity_codes_suffered_an_offence_once() -> None:
    # Both codes have become one person by now; the report names each.
    rows = pl.LazyFrame(
        {"person": [1, 1, 1, 2], "report": [7, 7, 8, 7], "nth": [1, 1, 1, 1], "offence": [207] * 4}
    )
    made = violence(nw.from_native(rows)).collect().to_native()
    assert dict(made.rows()) == {1: 2, 2: 1}


def _accepted(home: Home, text: str) -> tuple[str, list[tuple[int, str, str]]]:
    record, refused = refused_rows(home, DECLARED, NAME, text)
    return record.status, refused


@pytest.mark.parametrize(
    "fault",
    [f for f in FAULTS if f.reason != DUPLICATE],
    ids=lambda f: f"{f.column} {f.reason}",
)
def test_each_kind_of_planted_fault_is_found_for_its_reason(home: Home, fault: Fault) -> None:
    status, waits = _accepted(home, with_fault(FILE, 1, fault))
    assert status == "accepted"
    assert [(row, reason) for row, _, reason in waits] == [(1, fault.reason)]


def test_a_row_that_comes_twice_counts_once(home: Home) -> None:
    _, waits = _accepted(home, FILE + FILE.splitlines()[1] + "\n")
    assert [(row, reason) for row, _, reason in waits] == [(10, "duplicate")]


@pytest.mark.parametrize("began", ["03.01.2023", "31.12.2023"])
def test_an_offence_of_unknown_end_that_began_after_its_report_waits(
    home: Home, began: str
) -> None:
    text = FILE.replace("31.12.2022;01.01.2023;", f"{began};;")
    assert [w[2] for w in _accepted(home, text)[1]] == ["reported_before_committed"]


def test_a_delivery_full_of_suspects_is_refused_whole(home: Home) -> None:
    text = FILE.replace("asianomistaja", "epäilty")
    delivered = deliver(home, {NAME: text.encode()}, source=DECLARED)
    assert judge(home, delivered, DECLARED).status != "accepted"
    assert facts_in_force(home, DECLARED, 2023) is None


def test_neither_the_place_of_the_offence_nor_a_suspect_reaches_the_facts(home: Home) -> None:
    _accepted(home, FILE.replace("asianomistaja;140840", "epäilty;140840", 1))
    paths = facts_in_force(home, DECLARED, 2023)
    assert paths is not None
    facts = pl.read_parquet(paths["victims"], hive_partitioning=False)
    assert "place" not in facts.columns
    assert facts.height == 8
    assert set(facts["role"]) == {"victim"}


def test_victims_are_given_by_county_and_region_and_never_by_municipality() -> None:
    people = pl.DataFrame(
        {
            "municipality": ["KU837"] * 200,
            "county": ["HVA08"] * 200,
            "region": ["MK06"] * 200,
            "sex": ["F"] * 200,
            "age": [40] * 200,
            "violent_offences_suffered": [1] * 20 + [0] * 180,
        }
    )
    counted = [(INDICATOR, series) for series in INDICATOR.series]
    rows = nw.from_native(people.lazy())
    cells = register_cells(PolarsEngine(), rows, counted, 2023)
    assert set(cells["area_level"]) == {"COUNTRY", "REGION", "COUNTY"}
    whole = cells.filter(
        (pl.col("sex") == "_T") & (pl.col("age_group") == "TOTAL") & (pl.col("numerator") > 0)
    )
    assert set(whole.select("area_code", "numerator", "denominator").rows()) == {
        ("SSS", 20, 200),
        ("MK06", 20, 200),
        ("HVA08", 20, 200),
    }


def test_fewer_than_ten_victims_hide_their_cell_and_the_others_are_rounded() -> None:
    cells = pl.DataFrame({"numerator": [9, 14], "denominator": [5000, 5000]})
    made = protect_counts(cells)
    assert made.select("numerator", "conf_status").rows() == [(None, "A"), (10, "F")]
