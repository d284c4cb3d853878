"""Declarations: refused when they contradict themselves, and told apart by their fingerprint."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from border_deliveries import ACTS, CLIENTS, EPISODES, care

from assets.reserves import INDICATORS
from quality.spool import in_order
from sources.catalogue import SECTOR_SOURCES, SOURCES, source
from sources.declarations import (
    Column,
    CsvFormat,
    Delta,
    Exclusion,
    FormerName,
    JsonDocuments,
    Kind,
    ParquetFormat,
    Reference,
    RegisterShare,
    Rule,
    Source,
    Table,
    UnknownCode,
)
from sources.declarations.fingerprint import fingerprint
from sources.errors import VarantoError

COLUMN = Column("sex", "SUKUPUOLI", Kind.CODE, "Sex", codes={"1": "M", "2": "F"})
OTHER: dict[str, object] = {
    "name": "gender",
    "original": "SP",
    "kind": Kind.TEXT,
    "bare": True,
    "may_be_absent": True,
    "description": "Sex as registered",
    "required": False,
    "codes": {"1": "M", "2": "F", "3": "U"},
    "unknown_code": UnknownCode.REFUSE,
    "minimum": 0,
    "maximum": 9,
    "pattern": "^[12]$",
    "unit": "EUR",
    "date_format": "%Y%m%d",
    "incomplete_dates": True,
    "missing": ("9",),
    "special_category": True,
    "date_formats": ("%Y-%m-%d",),
    "formerly": (FormerName("SP", until="2022"),),
}
TABLE_OTHER: dict[str, object] = {
    "name": "customers",
    "grain": "one row a customer",
    "file_pattern": "customers",
    "columns": (COLUMN,),
    "unique": (),
    "references": (Reference(("person",), "persons", ("person",)),),
    "rules": (),
    "exclusions": (Exclusion("gone", pl.col("left").is_not_null(), "They left."),),
    "latest_of": (("person",), "visits"),
    "corrects": ("person", "person"),
    "may_be_empty": True,
    "format": ParquetFormat(),
    "may_be_absent": True,
    "occasional": True,
    "cancelled_by": (Reference(("person",), "gone", ("person",)),),
    "year_of": "left",
    "delta": Delta(("person",), "MUUTOS", {"L": "new"}),
    "member": "clients.txt",
}


def changed(column: Column, name: str, value: object) -> Column:
    other: dict[str, object] = {name: value}
    if name == "kind":
        other["codes"] = {}
    if name == "bare":
        other |= {"kind": Kind.TEXT, "codes": {}}
    if name == "may_be_absent":
        other["required"] = False
    return replace(column, **other)  # type: ignore[arg-type]  # any field of Column


def test_every_field_of_a_column_tells_in_the_fingerprint() -> None:
    assert set(OTHER) == {f.name for f in fields(Column)}
    prints = {fingerprint(COLUMN)} | {fingerprint(changed(COLUMN, n, v)) for n, v in OTHER.items()}
    assert len(prints) == len(OTHER) + 1


def test_a_column_that_must_be_filled_in_may_not_be_absent() -> None:
    with pytest.raises(ValueError, match="isn't required"):
        replace(COLUMN, may_be_absent=True)


def test_every_field_of_a_table_tells_in_the_fingerprint() -> None:
    assert set(TABLE_OTHER) == {f.name for f in fields(Table)}
    prints = {fingerprint(CLIENTS)}
    for name, value in TABLE_OTHER.items():
        prints.add(fingerprint(replace(CLIENTS, **{name: value})))  # type: ignore[arg-type]
    assert len(prints) == len(TABLE_OTHER) + 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pl.col("x") > 1, pl.col("x") >= 1),
        (pl.col("x").is_in(["a", "b"]), pl.col("x").is_in(["a", "c"])),
        # Same ends, another middle: printed, these two look alike.
        (pl.col("x").is_in(list(range(50))), pl.col("x").is_in([*range(25), 99, *range(26, 50)])),
        (
            pl.col("x").is_in(pl.Series("s", range(50))),
            pl.col("x").is_in(pl.Series("s", range(1, 51))),
        ),
        (
            pl.col("x").replace_strict({str(n): n for n in range(50)}),
            pl.col("x").replace_strict({str(n): n + (n == 20) for n in range(50)}),
        ),
    ],
)
def test_rules_that_differ_anywhere_have_other_fingerprints(one: pl.Expr, other: pl.Expr) -> None:
    def rule(holds: pl.Expr) -> Rule:
        return Rule("r", holds, ("x",), "x")

    assert fingerprint(rule(one)) == fingerprint(rule(one))
    assert fingerprint(rule(one)) != fingerprint(rule(other))


def test_register_shares_that_differ_anywhere_have_other_fingerprints() -> None:
    grown = (nw.col("age") >= 18) & (nw.col("wages") > 0)
    for other in (
        (nw.col("age") >= 19) & (nw.col("wages") > 0),
        (nw.col("age") >= 18) & (nw.col("wages") >= 0),
        (nw.col("age") >= 18) | (nw.col("wages") > 0),
    ):
        assert fingerprint(RegisterShare(grown, grown)) == fingerprint(RegisterShare(grown, grown))
        assert fingerprint(RegisterShare(grown, grown)) != fingerprint(RegisterShare(other, grown))
    codes, others = list(range(50)), [*range(25), 99, *range(26, 50)]
    assert fingerprint(nw.col("x").is_in(codes)) != fingerprint(nw.col("x").is_in(others))


def test_order_and_nesting_tell() -> None:
    assert fingerprint("a", "b") != fingerprint("b", "a")
    assert fingerprint(("a", "b")) != fingerprint("a", "b")
    assert fingerprint("1") != fingerprint(1)
    assert fingerprint(None) != fingerprint("None")


def test_what_has_no_stable_text_is_not_taken() -> None:
    with pytest.raises(TypeError, match="no stable text"):
        fingerprint(object())


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    code = (
        "from sources.catalogue import SECTOR_SOURCES as s\n"
        "from sources.declarations.fingerprint import fingerprint as f\n"
        "from assets.reserves import INDICATORS as i\n"
        "import sys; sys.stdout.write(' '.join([*(f(x.tables, x.format) for x in s), f(i)]))"
    )
    here = " ".join(
        [*(fingerprint(s.tables, s.format) for s in SECTOR_SOURCES), fingerprint(INDICATORS)]
    )
    env = os.environ | {"PYTHONHASHSEED": "17", "POLARS_FMT_STR_LEN": "3"}
    project = Path(__file__).resolve().parent.parent.parent
    there = subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert there == here


def test_codes_belong_to_code_columns_and_to_no_other() -> None:
    with pytest.raises(ValueError, match="column x"):
        Column("x", "X", Kind.CODE, "x")
    with pytest.raises(ValueError, match="column x"):
        Column("x", "X", Kind.TEXT, "x", codes={"1": "a"})


def test_a_moment_needs_a_time_and_bare_codes_are_text() -> None:
    with pytest.raises(ValueError, match="column x"):
        Column("x", "X", Kind.MOMENT, "x")
    with pytest.raises(ValueError, match="column x"):
        Column("x", "X", Kind.RECORD, "x", bare=True)


def test_special_categories_are_not_among_what_is_kept() -> None:
    assert "faith" in [c.name for c in CLIENTS.columns]
    assert "faith" not in [c.name for c in CLIENTS.kept]


def test_parents_come_before_children_and_circles_are_refused() -> None:
    assert in_order((ACTS, EPISODES, CLIENTS)) == [CLIENTS, EPISODES, ACTS]
    circle = replace(CLIENTS, references=(Reference(("person",), "episodes", ("person",)),))
    with pytest.raises(VarantoError, match="go round in a circle"):
        in_order((circle, EPISODES))


def test_tables_and_columns_are_found_by_name_or_said_to_be_absent() -> None:
    assert care().table("acts") is ACTS
    assert CLIENTS.column("sex").original == "SUKUPUOLI"
    with pytest.raises(KeyError, match="source care has no table x"):
        care().table("x")
    with pytest.raises(KeyError, match="table clients has no column x"):
        CLIENTS.column("x")


@pytest.mark.parametrize("declared", SECTOR_SOURCES, ids=lambda s: s.id)
def test_what_a_source_refers_to_is_declared_in_it(declared: Source) -> None:
    """Every name in keys, references, rules, versions and corrections is a column that is kept."""
    assert source(declared.id) is declared
    assert in_order(declared.tables)
    for table in declared.tables:
        kept = {c.name for c in table.kept}
        assert len(kept) == len(table.kept)
        # A dwelling's id begins with its building's: one field there, two columns of ours.
        own = [c.original.lower() for c in table.columns if c.kind is not Kind.BUILDING]
        assert len(set(own)) == len(own)
        assert not [n for n in kept if n.startswith("_")]
        named = {n for key in table.unique for n in key}
        named |= {n for rule in table.rules for n in rule.columns}
        named |= {n for rule in table.rules for n in rule.holds.meta.root_names()}
        named |= {n for e in table.exclusions for n in e.where.meta.root_names()}
        named |= {n for r in table.references for n in r.columns}
        if table.latest_of:
            named |= {*table.latest_of[0], table.latest_of[1]}
        if table.corrects:
            named |= set(table.corrects)
            assert {table.column(n).kind for n in table.corrects} == {Kind.PERSON}
        assert named <= kept
        for reference in table.references:
            parent = declared.table(reference.table)
            for mine, theirs in zip(reference.columns, reference.parent_columns, strict=True):
                assert table.column(mine).kind is parent.column(theirs).kind


@pytest.mark.parametrize("declared", SECTOR_SOURCES, ids=lambda s: s.id)
def test_each_file_name_leads_to_one_table(declared: Source) -> None:
    if isinstance(declared.format, CsvFormat):
        assert len(declared.format.delimiter) == 1
    # A file of documents feeds every table of its source: by what their rows are made of.
    patterns = [
        f.rows
        if isinstance(f := declared.format_of(t), JsonDocuments)
        else f"{t.file_pattern} {t.member}"
        for t in declared.tables
    ]
    assert len(set(patterns)) == len(patterns)
    if any(isinstance(declared.format_of(t), JsonDocuments) for t in declared.tables):
        assert "" in patterns, "a document that can't be read is a row of the table of documents"
    assert 0 <= declared.reject_limit < 1


def test_a_table_of_documents_comes_in_no_changes() -> None:
    rights = source("study_rights")
    first, *others = rights.tables
    changing = replace(first, delta=Delta(("document",), "MUUTOS", {"L": "new"}))
    with pytest.raises(ValueError, match="without a delta"):
        replace(rights, tables=(changing, *others))


def test_source_ids_are_unique() -> None:
    ids = [s.id for s in SOURCES]
    assert len(set(ids)) == len(ids)
