"""What the contracts of registers of spells and events do to rows: a good one, one fault."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from quality.contract import Contract, Judged
from sources import job_seekers
from sources.declarations import Source
from sources.home import SYNTHETIC
from sources.landing.reading import ROW

OURS: tuple[Source, ...] = (job_seekers.SOURCE,)

GOOD = {
    "job_searches": {
        "person": "010190-900P",
        "search_start": "2.1.2023",
        "search_end": "11.11.2222",
        "before": "01",
    },
    "employment_spells": {
        "person": "010190-900P",
        "spell_start": "02.01.2023",
        "spell_end": "31.03.2023",
        "employment": "02",
        "change_reason": "03",
    },
    "placements": {
        "person": "010190-900P",
        "placement_start": "01.04.2023",
        "placement_end": "",
        "placement_kind": "6T",
        "funding": "0",
        "occupation": "51201",
    },
}

FAULTY = [
    ("job_searches", {"search_end": "1.1.2023"}, "search_backwards"),
    ("job_searches", {"search_start": "31.2.2023"}, "not_a_date"),
    ("job_searches", {"person": ""}, "missing"),
    ("job_searches", {"before": "99"}, "unknown_code"),
    ("employment_spells", {"spell_end": "01.01.2023"}, "spell_backwards"),
    ("employment_spells", {"employment": "11"}, "unknown_code"),
    ("employment_spells", {"employment": ""}, "missing"),
    (
        "employment_spells",
        {"spell_start": "1.1.2022", "spell_end": "30.4.2022", "employment": "9"},
        "part_time_before_its_time",
    ),
    ("placements", {"placement_end": "31.03.2023"}, "placement_backwards"),
    ("placements", {"placement_kind": "palkkatuki"}, "bad_pattern"),
    ("placements", {"funding": "8"}, "unknown_code"),
    ("placements", {"occupation": "siivooja"}, "bad_pattern"),
]


def _judged(table: str, changed: dict[str, str]) -> Judged:
    source = next(s for s in OURS if any(t.name == table for t in s.tables))
    declared = source.table(table)
    texts = {c.name: GOOD[table].get(c.name) for c in declared.kept} | changed
    batch = pl.DataFrame(
        {ROW: [1], **{name: [text] for name, text in texts.items()}},
        schema={ROW: pl.Int64, **dict.fromkeys(texts, pl.String)},
    )
    form = source.format_of(declared)
    return Contract(declared, form, SYNTHETIC, date(2024, 3, 1)).judge(batch)


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_has_no_fault(table: str) -> None:
    assert _judged(table, {}).faults.is_empty()


@pytest.mark.parametrize(
    ("table", "changed", "reason"),
    FAULTY,
    ids=[f"{t}-{r}-{i}" for i, (t, _, r) in enumerate(FAULTY)],
)
def test_a_faulty_row_is_found_with_its_reason(
    table: str, changed: dict[str, str], reason: str
) -> None:
    assert _judged(table, changed).faults["reason"].to_list() == [reason]


def test_every_table_has_a_good_row_and_every_rule_one_that_breaks_it() -> None:
    broken = {reason for _, _, reason in FAULTY}
    for declared in OURS:
        for table in declared.tables:
            assert table.name in GOOD
            assert {rule.name for rule in table.rules} <= broken


def test_what_is_open_has_no_last_day() -> None:
    assert _judged("job_searches", {}).rows["search_end"].item() is None
    assert _judged("placements", {}).rows["placement_end"].item() is None


@pytest.mark.parametrize(
    ("code", "state"), [("2", "unemployed"), ("02", "unemployed"), ("z", "unknown"), ("09", None)]
)
def test_employment_codes_have_one_digit_or_two(code: str, state: str | None) -> None:
    judged = _judged("employment_spells", {"employment": code, "spell_end": ""})
    assert judged.rows["employment"].item() == (state or "part_time")
    assert judged.faults.is_empty()
