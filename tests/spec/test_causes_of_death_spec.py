"""From the file of causes of death to counts, for persons whose deaths are known.

Year 2023. A man of 71 of Tampere, lung cancer: avoidable. A man of 38 of Vantaa, breast cancer: on
the list for women only. A woman of 33, no municipality, a fall: avoidable and an accident. A woman
of 23 of Tampere, alcoholic cardiomyopathy (I42.6): avoidable, though other I42 are not.
"""

from __future__ import annotations

import polars as pl
import pytest
from border_deliveries import deliver, judge, refused_rows, with_fault

from assets.counts.causes_of_death import COUNTS
from assets.counts.declared import KEY, counted
from quality.acceptance import facts_in_force
from sources.catalogue import source
from sources.errors import VarantoError
from sources.home import Home
from sources.reference.causes import avoidable, codes_between
from sources.synthetic.death_files import FAULTS
from sources.synthetic.faults import DUPLICATE, Fault
from warehouse.engine import DuckDBEngine, Engine, PolarsEngine

FILE = """VUOSI;HENKILOTUNNUS;KUOLPVM;TPKS;KUNTA;IKA;SP
2023;211135-989B;20230105;C349;837;71;1
2023;220285-9391;20230228;C509;092;38;1
2023;010190Y900P;20231231;W19;198;33;2
2023;290200B977U;20230401;I426;837;23;2
"""


def test_deaths_are_counted_by_their_own_municipality_age_and_cause(home: Home) -> None:
    declared = source("causes_of_death")
    delivered = deliver(home, {"kuolemansyyt_2023.csv": FILE.encode()}, source=declared)
    record = judge(home, delivered, declared)
    assert (record.status, record.accepted, record.quarantined) == ("accepted", 4, 0)
    facts = facts_in_force(home, declared, 2023)
    assert facts is not None
    engines: list[Engine] = [DuckDBEngine(home.path / "spill"), PolarsEngine()]
    for engine in engines:
        tables = {name: engine.scan([path]) for name, path in facts.items()}
        made = counted(engine, COUNTS, tables, 2023)
        assert made.select(*KEY, *COUNTS.columns).sort("age").rows() == [
            ("KU837", "F", 23, 1, 1, 0),
            (None, "F", 33, 1, 1, 1),
            ("KU092", "M", 38, 1, 0, 0),
            ("KU837", "M", 71, 1, 1, 0),
        ]


def test_whoever_is_named_twice_died_once() -> None:
    rows = pl.DataFrame(
        {
            "person": [7, 7],
            "municipality": ["KU837"] * 2,
            "sex": ["F"] * 2,
            "age": [80] * 2,
            "cause": ["I219"] * 2,
        }
    )
    engine = PolarsEngine()
    made = counted(engine, COUNTS, {"deaths": engine.table(rows)}, 2023)
    assert made["deaths"].to_list() == [1]


def test_a_range_of_codes_runs_over_letters_and_must_be_one() -> None:
    assert codes_between("V98", "W01") == ["V98", "V99", "W00", "W01"]
    assert codes_between("G000", "G003") == ["G000", "G001", "G002", "G003"]
    for first, last in (("A09", "A00"), ("A00", "A001")):
        with pytest.raises(VarantoError, match="no range"):
            codes_between(first, last)


def test_no_code_of_the_list_stands_in_it_twice() -> None:
    codes = [
        code for row in avoidable().rows(named=True) for code in codes_between(row["first"],
                                                                              row["last"])
    ]  # fmt: skip
    assert len(codes) == len(set(codes))
    assert {code[:3] for code in codes if len(code) == 4} & {c for c in codes if len(c) == 3} == (
        set()
    )


@pytest.mark.parametrize(
    "fault",
    [f for f in FAULTS if f.reason != DUPLICATE],
    ids=lambda f: f"{f.column} {f.reason}",
)
def test_each_kind_of_planted_fault_is_found_for_its_reason(home: Home, fault: Fault) -> None:
    declared = source("causes_of_death")
    # Enough sound rows beside it, so that the delivery isn't refused whole.
    faulty = with_fault(FILE, 1, fault)
    record, refused = refused_rows(home, declared, "kuolemansyyt_2023.csv", faulty)
    assert (record.status, record.accepted) == ("accepted", 3)
    assert [(row, reason) for row, _, reason in refused] == [(1, fault.reason)]
