"""A delta merged by key ends as a full delivery of the same rows would have; nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest
from border_deliveries import (
    CLIENTS,
    EPISODES,
    Row,
    care,
    client,
    csv_bytes,
    deliver,
    episode,
    facts,
    judge,
    person,
    quarantine,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quality.acceptance import Acceptance, acceptances, in_force
from quality.reconciliation import unbalanced
from sources.declarations import Delta, Kind, Table
from sources.errors import VarantoError
from sources.home import Home
from sources.landing.delivery import deliveries

CHANGES = {"L": "new", "M": "changed", "P": "removed"}
BOTH = (
    replace(CLIENTS, delta=Delta(("person",), "MUUTOS", CHANGES)),
    replace(EPISODES, delta=Delta(("episode", "version"), "MUUTOS", CHANGES), exclusions=()),
)
SOURCE = care(tables=BOTH)


def send(
    home: Home,
    clients: Sequence[Row] | None = None,
    episodes: Sequence[Row] | None = None,
    *,
    delta: bool = False,
    period: str = "2023",
) -> Acceptance:
    files = {"clients.csv": clients, "episodes.csv": episodes}
    delivery = deliver(
        home,
        {name: csv_bytes(rows) for name, rows in files.items() if rows},
        source=SOURCE,
        period=period,
        exchange={"delta": "yes"} if delta else None,
    )
    record = judge(home, delivery, SOURCE)
    if record.status == "accepted":
        assert unbalanced(home, SOURCE, [record]) == []
        assert all(t.balanced for t in record.tables.values())
    return record


def change(kind: str, row: Row) -> Row:
    return {"MUUTOS": kind} | row


def removal(nth: int) -> Row:
    return change("P", dict.fromkeys(client(), "") | {"HETU": person(nth)})


def same(home: Home, one: Acceptance, other: Acceptance) -> bool:
    return all(
        facts(home, one, t.name).sort(pl.all()).equals(facts(home, other, t.name).sort(pl.all()))
        for t in BOTH
    )


def test_new_changed_and_removed_rows_end_as_in_a_full_delivery(home: Home) -> None:
    send(home, [client(n) for n in (1, 2, 3)], [episode(n, nth=n) for n in (1, 2, 3)])
    delta = send(
        home,
        [change("L", client(4)), change("M", client(2, TULO="5,00")), removal(3)],
        [change("P", episode(3, nth=3) | {"PAIKKA": "", "TILA": "", "HETU": ""})],
        delta=True,
    )
    assert delta.status == "accepted"
    assert delta.tables["clients"].read == 6
    assert delta.tables["clients"].excluded == {"replaced": 1, "removed": 1, "removal": 1}
    assert delta.tables["episodes"].excluded == {"removed": 1, "removal": 1}
    full = send(
        home,
        [client(1), client(2, TULO="5,00"), client(4)],
        [episode(1, nth=1), episode(2, nth=2)],
    )
    assert same(home, delta, full)
    assert in_force(acceptances(home, "care"))["2023"].delivery == full.delivery


def test_deltas_follow_each_other_and_a_table_without_changes_need_not_come(home: Home) -> None:
    first = send(home, [client(1), client(2)], [episode(1, nth=1)])
    second = send(home, [change("M", client(1, TULO="7,00"))], delta=True)
    third = send(home, [removal(2), change("L", client(3))], delta=True)
    assert third.extra["parts"].split() == [first.delivery, second.delivery, third.delivery]
    fourth = send(home, [change("L", client(2))], delta=True)
    full = send(home, [client(1, TULO="7,00"), client(3), client(2)], [episode(1, nth=1)])
    assert same(home, fourth, full)


def test_a_bad_row_takes_the_place_of_what_it_mends_and_is_said_by_its_own_file(home: Home) -> None:
    send(home, [client(1), client(2, TULO="x"), client(3, TULO="x")], [episode(1, nth=1)])
    delta = send(
        home,
        [change("M", client(1, TULO="y")), change("M", client(2)), change("?", client(5))],
        delta=True,
    )
    rows = pl.read_parquet(home.quarantine / "care" / f"{delta.delivery}.parquet")
    ids = {d.id: d.number for d in deliveries(home.landing, "care")}
    assert {(r["row"], r["reason"], ids[r["delivery"]]) for r in rows.to_dicts()} == {
        (3, "not_a_number", 1),
        (1, "not_a_number", 2),
        (3, "unknown_code", 2),
        (1, "parent_quarantined", 1),
    }
    assert facts(home, delta).height == 1


def test_removing_what_is_not_there_waits(home: Home) -> None:
    send(home, [client(1)], [episode(1, nth=1)])
    delta = send(home, [removal(9)], delta=True)
    assert {q[1:] for q in quarantine(home, delta)} == {(1, "person", "nothing_to_remove")}


def test_a_delta_that_nothing_full_goes_before_is_refused(home: Home) -> None:
    record = send(home, [change("L", client(1))], delta=True)
    assert record.why == "it is a delta, and no full delivery of 2023 is in force"


def test_a_delta_where_none_is_declared_is_not_received_and_not_judged(home: Home) -> None:
    source = care(tables=(CLIENTS,))
    sent = {"clients.csv": csv_bytes([client(1)])}
    with pytest.raises(VarantoError, match=r"not declared to come in changes.*leave delta out"):
        deliver(home, sent, source=source, exchange={"delta": "yes"})
    assert deliveries(home.landing) == []
    # The declaration may lose its Delta between the receipt and the judgement.
    delivery = deliver(home, sent, source=SOURCE, exchange={"delta": "yes"})
    assert "not declared to come in changes" in judge(home, delivery, source).why


def test_a_delta_without_the_column_of_changes_is_refused(home: Home) -> None:
    send(home, [client(1)], [episode(1, nth=1)])
    assert "lacks the column MUUTOS" in send(home, [client(2)], delta=True).why


rows_drawn = st.dictionaries(st.integers(1, 6), st.sampled_from(["1", "2", "x"]), min_size=1)


@given(before=rows_drawn, after=rows_drawn)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_two_states_of_a_table_are_told_by_a_delta(
    home: Home, before: dict[int, str], after: dict[int, str]
) -> None:
    episodes = [episode(n, nth=n) for n in range(1, 7)]
    send(home, [client(n, TULO=t) for n, t in before.items()], episodes)
    told = [change("L" if n not in before else "M", client(n, TULO=t)) for n, t in after.items()]
    told += [removal(n) for n in before if n not in after]
    delta = send(home, told, delta=True)
    full = send(home, [client(n, TULO=t) for n, t in after.items()], episodes)
    assert same(home, delta, full)


def test_rows_of_another_year_wait_where_that_is_declared(home: Home) -> None:
    clients: Table = replace(CLIENTS, year_of="left")
    source = care(tables=(clients,))
    rows = [client(1, LOPPUPV="20231231"), client(2, LOPPUPV="20221231"), client(3)]
    record = judge(home, deliver(home, {"clients.csv": csv_bytes(rows)}, source=source), source)
    assert clients.column("left").kind is Kind.DATE
    assert quarantine(home, record) == {("clients", 2, "left", "other_year")}
    assert facts(home, record).height == 2


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_cancelled_report_drops_out_with_its_versions_and_income_types(
    home: Home, cancelled: bool
) -> None:
    from sources.catalogue import source

    declared = source("income_register")
    files = {
        "tulorek_palkka_toimitus_2023.csv": [
            "delId;payerIdType1_s;paymentDate;paymentStartDate;paymentEndDate",
            "D1;;2023-01-31;2023-01-01;2023-01-31",
        ],
        "tulorek_palkka_ilmoitus_2023.csv": [
            "repId;delId;incomeEarnerHetu;reportVersion;actionCode;employmentCode;termCode;"
            "hoursPerWeek;professionCode1",
            f"R1;D1;{person(1)};1;1;1;1;;",
            f"R2;D1;{person(1)};1;1;1;1;;",
            f"R2;D1;{person(1)};2;2;1;1;;",
        ],
        "tulorek_palkka_tulolaji_2023.csv": [
            "repId;reportVersion;transactionCode;amount;noMoney;unjustEnrichment;recovery",
            "R1;1;101;100,00;;;",
            "R2;1;101;200,00;;;",
            "R2;2;101;300,00;;;",
        ],
        "tulorek_etuus_toimitus_2023.csv": [
            "delId;payerIdType1_s;paymentDate;paymentStartDate;paymentEndDate",
            "E1;;2023-01-31;;",
        ],
        "tulorek_etuus_ilmoitus_2023.csv": [
            "repId;delId;incomeEarnerHetu;reportVersion;actionCode",
            f"B1;E1;{person(1)};1;1",
        ],
        "tulorek_etuus_tulolaji_2023.csv": [
            "repId;reportVersion;transactionCode;amount;benefitUnitCode;recovery",
            "B1;1;9101;100,00;;",
        ],
    }
    if cancelled:
        files["tulorek_palkka_mitatointi_2023.csv"] = ["repId;invalidationDate", "R2;2023-02-01"]
    sent = {name: ("\n".join(lines) + "\n").encode() for name, lines in files.items()}
    record = judge(home, deliver(home, sent, source=declared), declared)
    assert record.status == "accepted", record.why
    reports = facts(home, record, "wage_reports")
    amounts = facts(home, record, "wage_transactions")["amount"].to_list()
    counts = record.tables["wage_reports"]
    if cancelled:
        assert reports["report_id"].to_list() == ["R1"]
        assert amounts == [1_000_000]
        assert counts.excluded == {"cancelled": 2}
        assert record.tables["wage_transactions"].excluded == {"cancelled": 2}
    else:
        assert amounts == [1_000_000, 3_000_000]
        assert counts.excluded == {"superseded": 1}
