"""Accept: no row is lost, a bad delivery is refused whole, the last good one stays in force."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest
from border_deliveries import (
    CLIENTS,
    Row,
    act,
    care,
    client,
    csv_bytes,
    deliver,
    deliver_rows,
    episode,
    facts,
    judge,
    quarantine,
    tree,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quality import acceptance
from quality.acceptance import (
    Acceptance,
    acceptances,
    contract_version,
    facts_in_force,
    in_force,
    pending,
    read_acceptance,
)
from quality.reconciliation import unbalanced
from sources.errors import VarantoError
from sources.home import Home
from sources.landing.delivery import deliveries

# -- read = accepted + quarantined + excluded, counted anew -----------------------------


@dataclass(frozen=True)
class Fate:
    """What becomes of a row, told by rules written down here once more."""

    state: str
    reason: str = ""


OK = Fate("accepted")
BROKEN = "(broken)"


def bad(reason: str) -> Fate:
    return Fate("quarantined", reason)


def client_fates(rows: list[Row]) -> list[Fate]:
    seen: set[str] = set()
    fates = []
    for row in rows:
        if BROKEN in row:
            fates.append(bad("malformed_row"))
        elif row["TULO"] == "x":
            fates.append(bad("not_a_number"))
        elif row["HETU"] in seen:
            fates.append(bad("duplicate"))
        else:
            seen.add(row["HETU"])
            fates.append(OK)
    return fates


def follow(keys: list[object], fates: list[Fate], key: object) -> Fate:
    """The fate that a row takes from the rows it refers to."""
    of_key = [fate for k, fate in zip(keys, fates, strict=True) if k == key]
    for state in ("accepted", "excluded"):
        for fate in of_key:
            if fate.state == state:
                return fate
    return bad("parent_quarantined") if of_key else bad("orphan")


def readable(rows: list[Row], fates: list[Fate]) -> tuple[list[Row], list[Fate]]:
    kept = [(r, f) for r, f in zip(rows, fates, strict=True) if BROKEN not in r]
    return [r for r, _ in kept], [f for _, f in kept]


def episode_fates(rows: list[Row], clients: list[Row], of_clients: list[Fate]) -> list[Fate]:
    parents, parent_fates = readable(clients, of_clients)
    persons: list[object] = [p["HETU"] for p in parents]
    newest: dict[str, int] = {}
    for row in rows:
        if BROKEN not in row:
            newest[row["JAKSO"]] = max(newest.get(row["JAKSO"], 0), int(row["VERSIO"]))
    seen: set[tuple[str, str]] = set()
    fates = []
    for row in rows:
        if BROKEN in row:
            fates.append(bad("malformed_row"))
        elif row["TILA"] == "?":
            fates.append(bad("unknown_code"))
        elif (row["JAKSO"], row["VERSIO"]) in seen:
            fates.append(bad("duplicate"))
        else:
            seen.add((row["JAKSO"], row["VERSIO"]))
            fate = follow(persons, parent_fates, row["HETU"])
            if fate == OK and int(row["VERSIO"]) < newest[row["JAKSO"]]:
                fate = Fate("excluded", "superseded")
            elif fate == OK and row["TILA"] == "P":
                fate = Fate("excluded", "cancelled")
            fates.append(fate)
    return fates


def act_fates(rows: list[Row], episodes: list[Row], of_episodes: list[Fate]) -> list[Fate]:
    parents, parent_fates = readable(episodes, of_episodes)
    keys: list[object] = [(p["JAKSO"], p["VERSIO"]) for p in parents]
    fates = []
    for row in rows:
        if BROKEN in row:
            fates.append(bad("malformed_row"))
        elif row["MIN"] == "-1":
            fates.append(bad("out_of_range"))
        else:
            fates.append(follow(keys, parent_fates, (row["JAKSO"], row["VERSIO"])))
    return fates


def broken(row: Row) -> Row:
    return row | {BROKEN: "yes"}


def file_of(rows: list[Row]) -> bytes:
    """The rows as CSV; a broken one has lost its last fields."""
    good = csv_bytes([{k: v for k, v in row.items() if k != BROKEN} for row in rows])
    header, *lines = good.decode("iso-8859-1").splitlines()
    cut = [
        line.split(";")[0] if BROKEN in row else line for row, line in zip(rows, lines, strict=True)
    ]
    return ("\n".join([header, *cut]) + "\n").encode("iso-8859-1")


few = st.integers(1, 3)
clients_drawn = st.builds(client, few, TULO=st.sampled_from(["1", "2", "x"]))
episodes_drawn = st.builds(
    episode, few, few, st.integers(1, 3), TILA=st.sampled_from(["K", "K", "P", "?"])
)
acts_drawn = st.builds(act, few, st.integers(1, 3), MIN=st.sampled_from(["1", "2", "-1"]))


def drawn(rows: st.SearchStrategy[Row]) -> st.SearchStrategy[list[Row]]:
    return st.lists(rows | rows | rows.map(broken), min_size=1, max_size=12)


@given(clients=drawn(clients_drawn), episodes=drawn(episodes_drawn), acts=drawn(acts_drawn))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_row_ends_where_the_rules_say_and_none_is_lost(
    home: Home, clients: list[Row], episodes: list[Row], acts: list[Row]
) -> None:
    files = {"clients.csv": clients, "episodes.csv": episodes, "acts.csv": acts}
    record = judge(home, deliver(home, {name: file_of(rows) for name, rows in files.items()}))
    of_clients = client_fates(clients)
    of_episodes = episode_fates(episodes, clients, of_clients)
    fates = {
        "clients": of_clients,
        "episodes": of_episodes,
        "acts": act_fates(acts, episodes, of_episodes),
    }
    found = quarantine(home, record)
    for table, of_table in fates.items():
        counts = record.tables[table]
        states = Counter(fate.state for fate in of_table)
        assert counts.read == len(of_table)
        assert counts.read == counts.accepted + counts.quarantined + sum(counts.excluded.values())
        assert counts.accepted == states["accepted"] == facts(home, record, table).height
        assert counts.quarantined == states["quarantined"]
        assert counts.excluded == Counter(f.reason for f in of_table if f.state == "excluded")
        assert {(row, reason) for t, row, _, reason in found if t == table} == {
            (row, fate.reason)
            for row, fate in enumerate(of_table, start=1)
            if fate.state == "quarantined"
        }
    assert unbalanced(home, care(), [record]) == []


# -- what a refusal leaves --------------------------------------------------------------

LIMITED = care(reject_limit=0.25)


def test_a_delivery_at_the_limit_is_taken_and_above_it_refused_whole(home: Home) -> None:
    good = [client(n) for n in range(1, 4)]
    taken = judge(home, deliver_rows(home, [*good, client(4, TULO="x")]), LIMITED)
    assert taken.status == "accepted"
    before = tree(home.facts, home.identity)
    delivery = deliver_rows(home, [client(7), client(8), client(9, TULO="x"), client(5, TULO="")])
    refused = judge(home, delivery, LIMITED)
    assert refused.status == "refused"
    assert refused.why == (
        "2 of 4 rows of table clients break the contract, most by missing in income "
        "(50.0%; the limit is 25.0%)"
    )
    after = tree(home.facts, home.identity)
    assert [Path(p).name for p in set(after) - set(before)] == [f"{delivery.id}.json"]
    assert {k: after[k] for k in before} == before
    assert in_force(acceptances(home, "care"))["2023"].delivery == taken.delivery
    assert quarantine(home, refused) == {
        ("clients", 3, "income", "not_a_number"),
        ("clients", 4, "income", "missing"),
        ("episodes", 1, "person", "orphan"),
        ("acts", 1, "episode,version", "parent_quarantined"),
    }


def test_a_refused_delivery_gives_out_no_person_number(home: Home) -> None:
    judge(home, deliver_rows(home, [client(1)]), LIMITED)
    register = tree(home.identity)
    judge(home, deliver_rows(home, [client(2), client(3, TULO="x")]), LIMITED)
    assert tree(home.identity) == register


def test_rows_that_only_follow_a_parent_do_not_count_against_the_limit(home: Home) -> None:
    rows = [client(n) for n in range(1, 4)] + [client(4, TULO="x")]
    record = judge(
        home, deliver_rows(home, rows, [episode(n, nth=4) for n in range(1, 9)]), LIMITED
    )
    assert record.status == "accepted"
    assert record.tables["episodes"].cascades == 8


def test_broken_rows_count_against_the_limit(home: Home) -> None:
    content = csv_bytes([client(1), client(2)]) + b"a\nb\n"
    files = {"clients.csv": content, "episodes.csv": csv_bytes([episode()])}
    delivery = deliver(home, {**files, "acts.csv": csv_bytes([act()])})
    assert "2 of 4 rows of table clients" in judge(home, delivery, LIMITED).why


def test_a_file_of_broken_rows_alone_is_refused_and_not_a_failure(home: Home) -> None:
    header = csv_bytes([client()]).split(b"\n")[0]
    others = {"episodes.csv": csv_bytes([episode()]), "acts.csv": csv_bytes([act()])}
    delivery = deliver(home, {"clients.csv": header + b"\na\nb\n", **others})
    assert "2 of 2 rows of table clients" in judge(home, delivery, LIMITED).why
    record = judge(home, delivery)  # where no limit is set, all of it is quarantined
    assert (record.status, record.accepted) == ("accepted", 0)
    assert unbalanced(home, care(), [record]) == []


def test_a_row_may_lack_its_person_where_the_contract_lets_it(home: Home) -> None:
    person = replace(CLIENTS.column("person"), required=False)
    table = replace(CLIENTS, columns=(person, *CLIENTS.columns[1:]), unique=())
    source = care(tables=(table,))
    rows = [client(1), client(2, HETU="")]
    record = judge(home, deliver(home, {"clients.csv": csv_bytes(rows)}, source=source), source)
    numbers = facts(home, record)["person"].to_list()
    assert numbers[0] is not None
    assert numbers[1] is None
    assert unbalanced(home, source, [record]) == []


@pytest.mark.parametrize("name", ["state", "reason", "field", "nth", "token", "best", "table"])
def test_a_column_may_have_any_name(home: Home, name: str) -> None:
    columns = tuple(replace(c, name=name) if c.name == "language" else c for c in CLIENTS.columns)
    source = care(tables=(replace(CLIENTS, columns=columns), *care().tables[1:]))
    record = judge(home, deliver_rows(home, [client(1), client(1)], source=source), source)
    assert facts(home, record)[name].to_list() == ["fi"]


# -- which delivery counts --------------------------------------------------------------


def test_a_corrected_delivery_takes_the_place_of_the_one_before(home: Home) -> None:
    first = judge(home, deliver_rows(home, [client(1), client(2)]))
    second = judge(home, deliver_rows(home, [client(1, TULO="5,00"), client(3)]))
    number = facts(home, first)["person"][0]
    assert facts(home, second)["person"][0] == number
    paths = facts_in_force(home, care(), 2023)
    assert paths is not None
    assert pl.read_parquet(paths["clients"])["income"].to_list() == [50_000, 123_456_700]
    assert facts_in_force(home, care(), 2022) is None


def test_what_was_first_counts_again_when_it_comes_again(home: Home) -> None:
    for income in ("1,00", "2,00", "1,00"):
        judge(home, deliver_rows(home, [client(1, TULO=income)]))
    paths = facts_in_force(home, care(), 2023)
    assert paths is not None
    assert pl.read_parquet(paths["clients"])["income"].to_list() == [10_000]


def test_judging_again_changes_no_byte_of_the_facts(home: Home) -> None:
    delivery = deliver_rows(home, [client(n) for n in range(1, 9)])
    judge(home, delivery)
    before = {k: v for k, v in tree(home.facts, home.identity).items() if k.endswith("parquet")}
    judge(home, delivery)
    after = {k: v for k, v in tree(home.facts, home.identity).items() if k.endswith("parquet")}
    assert after == before


def test_a_new_contract_has_the_newest_of_each_year_judged_again(home: Home) -> None:
    old = [deliver_rows(home, [client(1, TULO=t)]) for t in ("1,00", "2,00")]
    other = deliver_rows(home, period="2022")
    for delivery in (*old, other):
        judge(home, delivery)
    version = contract_version(care())
    all_of_them = deliveries(home.landing, "care")
    assert pending(home, "care", version, all_of_them) == []
    assert pending(home, "care", "new", all_of_them) == [old[1], other]


def test_what_has_no_record_yet_waits(home: Home) -> None:
    delivery = deliver_rows(home)
    assert pending(home, "care", "any", deliveries(home.landing, "care")) == [delivery]


def test_a_damaged_record_is_said_with_what_to_do(home: Home) -> None:
    record = judge(home, deliver_rows(home))
    path = acceptance.record_path(home, "care", record.delivery)
    assert read_acceptance(path) == record
    path.write_text(json.dumps({"source": "care"}))
    with pytest.raises(VarantoError, match="is damaged"):
        acceptances(home, "care")


def test_nothing_is_left_of_the_work_in_the_restricted_zone(home: Home) -> None:
    judge(home, deliver_rows(home))
    judge(home, deliver_rows(home, [client(1, TULO="x")]), care(reject_limit=0))
    assert list(home.spool.iterdir()) == []


def test_work_left_by_a_killed_process_is_no_hindrance(home: Home) -> None:
    delivery = deliver_rows(home)
    folder = home.spool / f"care-{delivery.id}"
    folder.mkdir(parents=True)
    (folder / "settle.duckdb").write_bytes(b"half a database")
    assert judge(home, delivery).status == "accepted"


def test_a_home_with_quotes_and_blanks_in_its_path_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARANTO_KEYS", str(tmp_path / "keys"))
    home = Home(tmp_path / "it's a 'home'; --")
    assert judge(home, deliver_rows(home)).status == "accepted"


def test_a_delivery_of_less_than_half_the_rows_waits_for_the_senders_word(home: Home) -> None:
    """A file cut off between two rows looks like a good one; it must not replace the whole one."""
    source = care(tables=(CLIENTS,))
    whole = [client(nth) for nth in range(1, 121)]

    def send(rows: list[Row], period: str = "2023", **said: dict[str, str]) -> Acceptance:
        files = {"clients.csv": csv_bytes(rows)}
        return judge(home, deliver(home, files, source=source, period=period, **said), source)

    first = send(whole)
    assert send(whole[:59]).why.startswith("table clients has 59 rows where delivery 2023-")
    assert in_force(acceptances(home, "care"))["2023"] == first
    assert send(whole[:40], "2024").status == "refused"  # beside the year before
    assert send(whole[:40], "2022").status == "accepted"  # nothing came before it
    assert send(whole[:60]).status == "accepted"
    confirmed = send(whole[:10], exchange={"fewer_rows": "confirmed"})
    assert confirmed.status == "accepted"


def test_a_table_that_may_be_empty_comes_as_a_header_alone(home: Home) -> None:
    """Good news where it is declared (no correction this year), a broken delivery elsewhere."""
    header = csv_bytes([client()]).split(b"\n")[0] + b"\n"
    for may_be_empty, status in ((True, "accepted"), (False, "refused")):
        source = care(tables=(replace(CLIENTS, may_be_empty=may_be_empty),))
        record = judge(home, deliver(home, {"clients.csv": header}, source=source), source)
        assert record.status == status
        assert record.read == 0
