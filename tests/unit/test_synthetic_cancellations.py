"""Reports that their payers cancelled: left out with all they hold, and counted as left out."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest
from border_deliveries import facts, judge

from quality.acceptance import Acceptance
from quality.reconciliation import unbalanced
from sources.catalogue import source
from sources.home import Home
from sources.landing.receive import receive
from sources.synthetic.__main__ import main

PERSONS, YEAR = 3_000, "2023"
DECLARED = source("income_register")
KINDS = {"palkka": "wage", "etuus": "benefit"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cancellations") / "out"
    asked = ["--persons", str(PERSONS), "--years", YEAR, "--seed", "5", "--fault-rate", "0"]
    assert main([*asked, "--quiet", "--out", str(out)]) == 0
    return out / "income_register" / YEAR


def read(folder: Path, kind: str, table: str) -> pl.DataFrame:
    packed = (folder / f"tulorek_{kind}_{table}_{YEAR}.csv.gz").read_bytes()
    return pl.read_csv(gzip.decompress(packed), separator=";", infer_schema=False)


def accepted(home: Home, files: list[Path]) -> Acceptance:
    delivery = receive(home, DECLARED, files, period=YEAR, synthetic=True).delivery
    record = judge(home, delivery, DECLARED)
    assert record.status == "accepted", record.why
    assert unbalanced(home, DECLARED, [record]) == []
    return record


def cents(home: Home, record: Acceptance, table: str) -> int:
    return int(facts(home, record, table)["amount"].sum())


def test_a_small_share_is_cancelled_and_part_of_it_had_been_replaced(made: Path) -> None:
    for kind in KINDS:
        messages, reports = read(made, kind, "mitatointi"), read(made, kind, "ilmoitus")
        share = messages.height / reports["repId"].n_unique()
        assert share == pytest.approx(0.003, abs=0.002)
        assert messages["repId"].is_unique().all()
        whose = reports.join(messages, on="repId")
        assert whose["repId"].n_unique() == messages.height
        assert set(whose["reportVersion"]) == {"1", "2"}
        paid = read(made, kind, "toimitus").join(whose, on="delId", how="semi")["paymentDate"].min()
        assert messages["invalidationDate"].min() > str(paid)


def test_cancelled_reports_add_nothing_to_facts_and_each_row_is_counted(
    made: Path, home: Home, tmp_path: Path
) -> None:
    record = accepted(home, sorted(made.glob("*")))
    for kind, name in KINDS.items():
        gone = read(made, kind, "mitatointi").select("repId")
        for table, of in (("reports", "ilmoitus"), ("transactions", "tulolaji")):
            delivered = read(made, kind, of)
            cancelled = delivered.join(gone, on="repId", how="semi").height
            assert cancelled > 0
            assert record.tables[f"{name}_{table}"].excluded["cancelled"] == cancelled
            kept = facts(home, record, f"{name}_{table}")
            assert not set(kept["report_id"]) & set(gone["repId"])
    # The same deliveries without them, as if they had never been sent, make the same facts.
    for path in made.glob("*"):
        kind, table = path.name.split("_")[1:3]
        rows = read(made, kind, table)
        if "repId" in rows.columns:
            rows = rows.join(read(made, kind, "mitatointi"), on="repId", how="anti")
        text = rows.write_csv(separator=";", quote_style="never").encode()
        (tmp_path / path.name).write_bytes(gzip.compress(text))
    other = Home(tmp_path / "other")
    without = accepted(other, sorted(tmp_path.glob("*.gz")))
    for name in KINDS.values():
        assert "cancelled" not in without.tables[f"{name}_reports"].excluded
        table = f"{name}_transactions"
        assert cents(home, record, table) == cents(other, without, table)


def test_without_their_messages_the_money_would_count_twice(made: Path, home: Home) -> None:
    whole = accepted(home, sorted(made.glob("*")))
    once = cents(home, whole, "wage_transactions")
    unsaid = accepted(home, [p for p in sorted(made.glob("*")) if "mitatointi" not in p.name])
    assert unsaid.tables["wage_reports"].excluded.keys() == {"superseded"}
    assert cents(home, unsaid, "wage_transactions") > once
