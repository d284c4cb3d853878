"""From the ministry's result files to counts, for municipalities whose turnout is known.

Parliament 2023, Tampere: 100 residents entitled, 40 of them men; 70 voted, 22 of them men. Ten live
abroad, of whom one voted: they stand in the totals and not in the turnout. Vantaa: men who voted
aren't known. The polling district repeats what its municipality says, and counts once.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from border_deliveries import deliver, facts, judge, quarantine

from assets.counts.declared import KEY, counted
from assets.counts.elections import COUNTS
from quality.acceptance import REFUSED, facts_in_force
from sources.catalogue import source
from sources.home import Home
from sources.synthetic.election_files import CANDIDATE_FAULTS, FAULTS
from sources.synthetic.faults import DUPLICATE, Fault
from warehouse.engine import DuckDBEngine, Engine, PolarsEngine

TAMPERE = {
    1: "E", 2: "07", 3: "837", 4: "K", 5: "****", 10: "Tampere", 14: "110", 15: "45", 16: "65",
    17: "100", 18: "40", 19: "60", 37: "30", 38: "10", 39: "41", 40: "13", 41: "71", 42: "23",
    43: "29", 44: "10", 45: "41", 46: "12", 47: "70", 48: "22", 73: "T", 74: "20230405170638",
}  # fmt: skip
VANTAA = TAMPERE | {3: "092", 10: "Vantaa", 42: "", 48: ""}
DISTRICT = TAMPERE | {4: "A", 5: "001A"}
WHOLE = TAMPERE | {3: "***", 4: "V", 14: "9999"}
CANDIDATE = {
    1: "K", 2: "07", 3: "837", 4: "K", 5: "****", 12: "ABC", 15: "2", 18: "Aku", 19: "Ankka",
    20: "2", 21: "44", 33: "5", 34: "6", 35: "11", 39: "1", 45: "20210616160757",
}  # fmt: skip
ELECTIONS = source("elections")


def line(cells: dict[int, str], fields: int = 114) -> str:
    return ";".join(cells.get(at, "") for at in range(1, fields + 1)) + ";\r\n"


def file(*rows: dict[int, str], fields: int = 114) -> bytes:
    return "".join(line(row, fields) for row in rows).encode("iso-8859-1")


def test_turnout_is_of_residents_by_municipality_and_sex(home: Home) -> None:
    delivered = deliver(
        home, {"ekv-2023_taat_maa.csv": file(TAMPERE, VANTAA, DISTRICT, WHOLE)}, source=ELECTIONS
    )
    record = judge(home, delivered, ELECTIONS)
    assert (record.status, record.accepted, record.remarks) == ("accepted", 4, [])
    paths = facts_in_force(home, ELECTIONS, 2023)
    assert paths is not None
    engines: list[Engine] = [DuckDBEngine(home.path / "spill"), PolarsEngine()]
    for engine in engines:
        tables = {name: engine.scan([path]) for name, path in paths.items()}
        made = counted(engine, COUNTS, tables, 2023)
        here = made.select(*KEY, "parliamentary_entitled", "parliamentary_voted")
        assert here.rows() == [
            ("KU092", None, None, 100, 70),
            ("KU837", "F", None, 60, 48),
            ("KU837", "M", None, 40, 22),
        ]
        assert made.select("municipal_entitled", "county_voted").sum().row(0) == (0, 0)


def test_in_municipal_and_county_elections_everybody_entitled_counts(home: Home) -> None:
    letters = {"kv": "K", "av": "M"}
    both = {f"{k}-2025_taat_maa.csv": file(TAMPERE | {1: v}) for k, v in letters.items()}
    record = judge(home, deliver(home, both, source=ELECTIONS, period="2025"), ELECTIONS)
    assert record.accepted == 2
    paths = facts_in_force(home, ELECTIONS, 2025)
    assert paths is not None
    engine = PolarsEngine()
    made = counted(engine, COUNTS, {n: engine.scan([p]) for n, p in paths.items()}, 2025)
    for election in ("municipal", "county"):
        counts = made.select("sex", f"{election}_entitled", f"{election}_voted").rows()
        assert counts == [("F", 65, 48), ("M", 45, 23)]


def test_a_file_called_another_elections_is_refused(home: Home) -> None:
    for name in ("kv-2023_taat_maa.csv", "epv-2023_taat_maa.csv"):
        record = judge(home, deliver(home, {name: file(TAMPERE)}, source=ELECTIONS), ELECTIONS)
        assert record.status == REFUSED
        assert "record_of_another_election in election" in record.why


def test_nothing_that_names_a_candidate_reaches_the_facts(home: Home) -> None:
    delivered = deliver(
        home,
        {"kv-2021_teat_maa.csv": file(CANDIDATE, fields=45)},
        source=ELECTIONS,
        period="2021",
    )
    record = judge(home, delivered, ELECTIONS)
    candidates = facts(home, record, "municipal_candidates")
    assert candidates.select("candidate", "votes", "outcome").rows() == [(2, 11, "elected")]
    assert "Ankka" not in str(candidates.rows())


def test_a_kind_of_election_that_the_year_has_none_of_is_no_loss(home: Home) -> None:
    many = [TAMPERE | {4: "A", 5: f"{n:03d}A"} for n in range(150)]
    first = {"ekv-2023_taat_maa.csv": file(*many)}
    assert judge(home, deliver(home, first, source=ELECTIONS), ELECTIONS).accepted == 150
    many = [row | {1: "U"} for row in many]
    other = {"epv-2024_taat_maa.csv": file(*many)}
    later = deliver(home, other, source=ELECTIONS, period="2024")
    assert judge(home, later, ELECTIONS).accepted == 150
    # In the same year's next delivery it is one; and half of a file is one in any year.
    again = judge(home, deliver(home, other, source=ELECTIONS), ELECTIONS)
    assert (again.status, "less than half" in again.why) == (REFUSED, True)
    half = {"epv-2024_taat_maa.csv": file(*many[:70])}
    halved = judge(home, deliver(home, half, source=ELECTIONS, period="2025"), ELECTIONS)
    assert halved.status == REFUSED


@pytest.mark.parametrize(
    ("table", "fault"),
    [("taat", f) for f in FAULTS] + [("teat", f) for f in CANDIDATE_FAULTS],
    ids=lambda part: part if isinstance(part, str) else f"{part.column} {part.reason}",
)
def test_each_kind_of_planted_fault_is_found_for_its_reason(
    home: Home, table: str, fault: Fault
) -> None:
    good, fields, name = (
        (TAMPERE | {1: "K"}, 114, "municipal_areas")
        if table == "taat"
        else (CANDIDATE, 45, "municipal_candidates")
    )
    at = int(fault.column)
    wrong = dict(good) if fault.reason == DUPLICATE else good | {at: fault.change(good[at])}
    others = [good | {3: code} for code in ("837", "092", "005")]
    sent = file(*others, wrong, fields=fields) if fault.reason == DUPLICATE else (
        file(wrong, *others[1:], fields=fields)
    )  # fmt: skip
    delivered = deliver(home, {f"kv-2021_{table}_maa.csv": sent}, source=ELECTIONS, period="2021")
    record = judge(home, delivered, replace(ELECTIONS, reject_limit=0.5))
    found = {(t, row, reason) for t, row, _, reason in quarantine(home, record)}
    assert found == {(name, 4 if fault.reason == DUPLICATE else 1, fault.reason)}
    assert record.status == "accepted"
    assert (
        facts(home, record, name).height
        == record.accepted
        == len(others) - 1 + (fault.reason == DUPLICATE)
    )


def test_a_field_too_many_refuses_the_file_whole(home: Home) -> None:
    shifted = "".join("X;" + line(row) for row in (TAMPERE, VANTAA)).encode("iso-8859-1")
    delivered = deliver(home, {"ekv-2023_taat_maa.csv": shifted}, source=ELECTIONS)
    record = judge(home, delivered, ELECTIONS)
    assert record.status == REFUSED
    assert "has 116 fields a row where 114 are declared" in record.why
    assert pl.DataFrame(quarantine(home, record) if record.tables else []).is_empty()
