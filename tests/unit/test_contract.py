"""The contract: each reason code has a row that it stops and a good row that it lets pass."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandera.polars as pa
import polars as pl
import pytest
from border_deliveries import (
    ACTS,
    AS_OF,
    CLIENTS,
    EPISODES,
    Row,
    act,
    care,
    client,
    deliver_rows,
    episode,
    facts,
    hetu,
    judge,
    person,
    quarantine,
)

from quality.acceptance import Acceptance, contract_version
from quality.contract import FAULTS_SCHEMA, Contract
from quality.parsing import parse
from sources.declarations import CsvFormat, Reference, Table
from sources.home import REAL, SYNTHETIC, Home
from sources.landing.reading import ROW

FORM = CsvFormat()


def judged(*rows: Row, table: Table = CLIENTS, kind: str = SYNTHETIC) -> set[tuple[int, str, str]]:
    """(row, column, reason) of the faults."""
    contract = Contract(table, FORM, kind, AS_OF)
    found = contract.judge(text(table, *rows))
    bad = set(found.rows.filter("_bad")[ROW])
    faults = set(found.faults.select(ROW, "column", "reason").iter_rows())
    assert dict(found.faults.schema) == FAULTS_SCHEMA
    assert found.rows.height == len(rows)
    assert bad == {row for row, *_ in faults}
    return faults


def text(table: Table, *rows: Row) -> pl.DataFrame:
    columns = {c.name: [row[c.original] for row in rows] for c in table.kept}
    numbers = pl.Series(ROW, range(1, len(rows) + 1), dtype=pl.Int64)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(numbers)


# What breaks the good row: the supplier's column, the text in it, our column, the reason.
FAULTS = [
    ("HETU", "", "person", "missing"),
    ("SUKUPUOLI", "  ", "sex", "missing"),
    ("TULO", "", "income", "missing"),
    ("SUKUPUOLI", "3", "sex", "unknown_code"),
    ("SYNTPV", "19750230", "born", "not_a_date"),
    ("LOPPUPV", "x", "left", "not_a_date"),
    ("AIKA", "01.03.2023", "seen", "not_a_moment"),
    ("SYY", "32.9F", "cause", "bad_pattern"),
    ("TULO", "1.5", "income", "not_a_number"),
    ("PAINO", "1e999", "weight", "not_a_number"),
    ("KAYNNIT", "1,5", "visits", "not_a_number"),
    ("KAYNNIT", "-1", "visits", "out_of_range"),
    ("KAYNNIT", "367", "visits", "out_of_range"),
    ("TULO", "-0,01", "income", "out_of_range"),
    ("TULO", "1000000,01", "income", "out_of_range"),
    ("KIELI", "Suomi", "language", "bad_pattern"),
    ("ASUNTO", "100000759J1C003", "dwelling", "bad_pattern"),
    ("HETU", hetu("010375", 901)[:-1] + "Z", "person", "hetu_bad_format"),
    ("HETU", hetu("010375", 901).replace("-", "–"), "person", "hetu_bad_format"),
    ("HETU", hetu("010375", 901)[:-1] + "0", "person", "hetu_bad_check"),
    ("HETU", hetu("300275", 901), "person", "hetu_bad_date"),
    ("HETU", hetu("251126", 901, "A"), "person", "hetu_future"),
    ("LOPPUPV", "19750228", "left,born", "left_before_birth"),
]


@pytest.mark.parametrize(("original", "value", "column", "reason"), FAULTS)
def test_each_fault_is_found_under_its_reason_and_alone(
    original: str, value: str, column: str, reason: str
) -> None:
    rows = [client(1), client(2, **{original: value}), client(3)]
    assert judged(*rows) == {(2, column, reason)}


@pytest.mark.parametrize(
    "other",
    [
        {"KAYNNIT": "0"},
        {"KAYNNIT": "366"},
        {"TULO": "0"},
        {"TULO": "1000000,00"},
        {"LOPPUPV": "19750301"},
        {"PAINO": "", "KAYNNIT": "", "ASUNTO": "", "KIELI": "", "LOPPUPV": ""},
        {"HETU": hetu("241126", 901, "A")},
        {"HETU": hetu("290200", 901, "B").lower()},
        {"USKONTO": "anything at all"},
    ],
)
def test_values_on_the_edge_are_good(other: Row) -> None:
    assert judged(client(1, **other)) == set()


def test_every_reason_that_a_contract_can_give_has_its_row_here() -> None:
    kinds = (SYNTHETIC, REAL)
    schemas = [Contract(CLIENTS, FORM, kind, AS_OF)._schema() for kind in kinds]
    named = {
        str(check.name).split("|")[0]
        for schema in schemas
        for column in schema.columns.values()
        for check in column.checks
    }
    shown = {reason for *_, reason in FAULTS} | {"hetu_temporary", "hetu_not_synthetic"}
    assert named == shown


def test_several_faults_of_a_row_are_all_told() -> None:
    row = client(1, HETU="x", SUKUPUOLI="9", TULO="", KAYNNIT="-1", KIELI="FI")
    assert judged(client(2), row) == {
        (2, "person", "hetu_bad_format"),
        (2, "sex", "unknown_code"),
        (2, "income", "missing"),
        (2, "visits", "out_of_range"),
        (2, "language", "bad_pattern"),
    }


def test_only_invented_codes_enter_a_synthetic_home_and_only_issued_ones_a_real_one() -> None:
    issued = hetu("010375", 450)  # put together here, so that none stands in the project's files
    rows = [client(1), client(2, HETU=issued)]
    assert judged(*rows, kind=SYNTHETIC) == {(2, "person", "hetu_not_synthetic")}
    assert judged(*rows, kind=REAL) == {(1, "person", "hetu_temporary")}


def test_no_variable_of_the_environment_switches_the_contract_off() -> None:
    variables = {
        "PANDERA_VALIDATION_ENABLED": "False",
        "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY",
        "PANDERA_USE_NARWHALS_BACKEND": "True",
    }
    code = (
        "from test_contract import client, judged\n"
        "assert judged(client(1), client(2, TULO='x')) == {(2, 'income', 'not_a_number')}\n"
    )
    here = Path(__file__).parent
    path = os.pathsep.join(map(str, (here, here.parent, here.parent.parent)))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | variables | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_schema_sees_data_and_not_a_plan() -> None:
    """pandera looks at a LazyFrame's schema alone: the same bad value would pass."""
    contract = Contract(CLIENTS, FORM, SYNTHETIC, AS_OF)
    batch = text(CLIENTS, client(1, TULO="x"))
    parsed = parse(batch, CLIENTS, FORM, AS_OF)
    assert isinstance(parsed, pl.DataFrame)
    contract._schema().validate(parsed.lazy(), lazy=True)  # the trap: nothing is raised
    with pytest.raises(pa.errors.SchemaErrors):
        contract._schema().validate(parsed, lazy=True)
    assert contract.judge(batch).faults.height == 1


def test_no_value_is_among_the_faults() -> None:
    canary = "Kanarialintu4711"
    row = dict.fromkeys(client(), canary)
    faults = Contract(CLIENTS, FORM, SYNTHETIC, AS_OF).judge(text(CLIENTS, row)).faults
    assert faults.height >= 8
    assert canary not in faults.write_csv()


def test_the_day_of_judging_decides_what_is_in_the_future() -> None:
    row = client(1, HETU=hetu("251126", 901, "A"))
    faults = {
        day: Contract(CLIENTS, FORM, SYNTHETIC, day).judge(text(CLIENTS, row)).faults.height
        for day in (date(2026, 11, 24), date(2026, 11, 25))
    }
    assert faults == {date(2026, 11, 24): 1, date(2026, 11, 25): 0}


def test_the_version_changes_with_each_rule() -> None:
    version = contract_version(care())
    assert re.fullmatch("[0-9a-f]{12}", version)
    assert contract_version(care()) == version
    column = replace(CLIENTS.columns[0], required=False)
    weaker = replace(CLIENTS, columns=(column, *CLIENTS.columns[1:]))
    assert contract_version(replace(care(), tables=(weaker, *care().tables[1:]))) != version
    assert contract_version(replace(care(), format=CsvFormat(decimal="."))) != version
    # A delivery that was refused is judged again under a wider limit.
    assert contract_version(replace(care(), reject_limit=0.5)) != version


# -- what only shows among the rows of a delivery ---------------------------------------


def settled(
    home: Home, clients: list[Row], episodes: list[Row], acts: list[Row]
) -> tuple[Acceptance, set[tuple[str, int, str, str]]]:
    record = judge(home, deliver_rows(home, clients, episodes, acts))
    assert record.status == "accepted", record.why
    assert all(table.balanced for table in record.tables.values())
    return record, quarantine(home, record)


def test_the_first_of_a_key_stays_and_each_later_one_is_a_duplicate(home: Home) -> None:
    rows = [client(1), client(2), client(1, TULO="1,00"), client(1)]
    record, found = settled(home, rows, [episode()], [act()])
    assert found == {
        ("clients", 3, "person", "duplicate"),
        ("clients", 4, "person", "duplicate"),
    }
    assert facts(home, record)["income"].to_list() == [123_456_700, 123_456_700]


def test_a_bad_row_does_not_make_a_good_one_its_duplicate(home: Home) -> None:
    record, found = settled(home, [client(1, TULO="x"), client(1)], [episode()], [act()])
    assert found == {("clients", 1, "income", "not_a_number")}
    assert facts(home, record).height == 1


def test_a_row_without_its_parent_is_an_orphan(home: Home) -> None:
    _, found = settled(home, [client(1)], [episode(1), episode(2, nth=2)], [act(1), act(3)])
    assert found == {
        ("episodes", 2, "person", "orphan"),
        ("acts", 2, "episode,version", "orphan"),
    }


def test_a_row_follows_its_parent_into_quarantine_all_the_way_down(home: Home) -> None:
    record, found = settled(
        home,
        [client(1), client(2, TULO="x")],
        [episode(1), episode(2, nth=2)],
        [act(1), act(2), act(2, MIN="5")],
    )
    assert found == {
        ("clients", 2, "income", "not_a_number"),
        ("episodes", 2, "person", "parent_quarantined"),
        ("acts", 2, "episode,version", "parent_quarantined"),
        ("acts", 3, "episode,version", "parent_quarantined"),
    }
    assert record.tables["episodes"].cascades == 1
    assert record.tables["acts"].cascades == 2


def test_only_the_highest_version_counts_and_rows_of_the_older_leave_with_it(home: Home) -> None:
    record, found = settled(
        home,
        [client(1)],
        [episode(1, version=v) for v in (2, 3, 1)] + [episode(2)],
        [act(1, v) for v in (1, 2, 3, 3)] + [act(2)],
    )
    assert found == set()
    assert record.tables["episodes"].excluded == {"superseded": 2}
    assert record.tables["acts"].excluded == {"superseded": 2}
    assert facts(home, record, "episodes")["version"].to_list() == [3, 1]
    assert facts(home, record, "acts")["version"].to_list() == [3, 3, 1]


def test_rows_that_name_no_version_belong_to_the_newest_and_fall_with_it(home: Home) -> None:
    """Not to an older one that it superseded, though that one was good."""
    loose = replace(ACTS, references=(Reference(("episode",), "episodes", ("episode",)),))
    source = care(tables=(CLIENTS, EPISODES, loose))
    episodes = [
        *(episode(1, version=1), episode(1, version=2)),
        *(episode(2, version=1), episode(2, version=2, TILA="?")),
        *(episode(3, version=1), episode(3, version=2, TILA="P")),
    ]
    acts = [act(1), act(2), act(3)]
    record = judge(home, deliver_rows(home, [client(1)], episodes, acts, source=source), source)
    assert quarantine(home, record) == {
        ("episodes", 4, "state", "unknown_code"),
        ("acts", 2, "episode", "parent_quarantined"),
    }
    assert record.tables["acts"].excluded == {"cancelled": 1}
    assert facts(home, record, "acts")["episode"].to_list() == ["J1"]


def test_an_older_version_does_not_come_back_when_the_newest_is_refused(home: Home) -> None:
    record, found = settled(
        home,
        [client(1)],
        [episode(1, version=1), episode(1, version=2, TILA="?"), episode(2)],
        [act(1, 1), act(1, 2), act(2)],
    )
    assert found == {
        ("episodes", 2, "state", "unknown_code"),
        ("acts", 2, "episode,version", "parent_quarantined"),
    }
    assert record.tables["episodes"].excluded == {"superseded": 1}
    assert record.tables["acts"].excluded == {"superseded": 1}


def test_excluded_rows_are_counted_by_reason_and_take_their_children(home: Home) -> None:
    record, found = settled(home, [client(1)], [episode(1, TILA="P"), episode(2)], [act(1), act(2)])
    assert found == set()
    assert record.tables["episodes"].excluded == {"cancelled": 1}
    assert record.tables["acts"].excluded == {"cancelled": 1}


def test_a_row_may_be_excluded_only_if_it_is_good(home: Home) -> None:
    record, found = settled(home, [client(1)], [episode(1, TILA="P", VERSIO="0")], [act()])
    assert ("episodes", 1, "version", "out_of_range") in found
    assert record.tables["episodes"].excluded == {}


def test_an_unknown_code_refuses_the_delivery_where_that_is_declared(home: Home) -> None:
    good = judge(home, deliver_rows(home, [client(1), client(2)]))
    rows = [episode(1), episode(2), episode(3, PAIKKA="Kanaria")]
    record = judge(home, deliver_rows(home, [client(1)], rows))
    assert record.status == "refused"
    assert record.why == (
        "episodes.csv has codes in column place that the code list doesn't know (first in row 3)"
    )
    assert "Add the new codes to the declaration" in record.extra["todo"]
    assert facts(home, good).height == 2


def test_in_the_facts_a_person_is_a_number_and_nothing_else_identifies(home: Home) -> None:
    record, _ = settled(home, [client(1)], [episode()], [act()])
    frame = facts(home, record)
    assert frame.schema["person"] == pl.Int64
    assert frame.schema["dwelling"] == pl.Int64
    assert "faith" not in frame.columns
    assert person(1) not in frame.write_csv()
    assert frame["person"].to_list() == facts(home, record, "episodes")["person"].to_list()
