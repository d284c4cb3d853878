"""Reconciliation: by the files themselves, a row that is lost or doubled is seen."""

from __future__ import annotations

import shutil
from dataclasses import replace

import polars as pl
from border_deliveries import care, client, deliver_rows, episode, judge

from quality import acceptance
from quality.reconciliation import unbalanced
from sources.home import Home


def planted(home: Home) -> acceptance.Acceptance:
    record = judge(home, deliver_rows(home, [client(1), client(2), client(3, TULO="x")]))
    assert unbalanced(home, care(), [record]) == []
    return record


def test_a_row_lost_from_the_facts_turns_reconciliation_red(home: Home) -> None:
    record = planted(home)
    path = acceptance.facts_path(home, "care", "clients", "2023", record.delivery)
    pl.read_parquet(path).head(1).write_parquet(path)
    assert unbalanced(home, care(), [record]) == [
        f"{record.delivery}/clients: read 3 ≠ accepted 1 + quarantined 1 + excluded 0"
    ]


def test_a_row_lost_from_the_quarantine_turns_reconciliation_red(home: Home) -> None:
    record = planted(home)
    path = home.quarantine / "care" / f"{record.delivery}.parquet"
    pl.read_parquet(path).filter(pl.col("table") != "clients").write_parquet(path)
    assert unbalanced(home, care(), [record]) == [
        f"{record.delivery}/clients: read 3 ≠ accepted 2 + quarantined 0 + excluded 0"
    ]


def test_lost_files_and_doubled_rows_turn_reconciliation_red(home: Home) -> None:
    record = planted(home)
    path = acceptance.facts_path(home, "care", "clients", "2023", record.delivery)
    frame = pl.read_parquet(path)
    pl.concat([frame, frame]).write_parquet(path)
    assert "accepted 4" in unbalanced(home, care(), [record])[0]
    path.unlink()
    shutil.rmtree(home.quarantine)
    assert len(unbalanced(home, care(), [record])) == 1


def test_an_excluded_row_counted_twice_turns_reconciliation_red(home: Home) -> None:
    record = judge(home, deliver_rows(home, [client()], [episode(TILA="P"), episode(2)]))
    counts = record.tables["episodes"]
    wrong = replace(counts, excluded={"cancelled": 2})
    assert not wrong.balanced
    changed = replace(record, tables=record.tables | {"episodes": wrong})
    assert unbalanced(home, care(), [record]) == []
    assert len(unbalanced(home, care(), [changed])) == 1


def test_the_quarantine_holds_places_and_reasons_and_no_value(home: Home) -> None:
    record = planted(home)
    frame = pl.read_parquet(home.quarantine / "care" / f"{record.delivery}.parquet")
    assert frame.columns == ["table", "row", "column", "reason"]
    declared = {c.name for t in care().tables for c in t.columns} | {"episode,version", "(row)"}
    assert set(frame["column"]) <= declared
