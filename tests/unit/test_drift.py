"""Drift: what differs is told, with the right figures; what chance does isn't."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest

from assets.deliveries import drift_result
from quality.accept import Accept
from quality.acceptance import REFUSED, acceptances, contract_version, in_force
from quality.drift import BLOCK, WARN, Finding, apart, drift, furthest, share_up_to
from quality.profile import (
    ColumnProfile,
    Profile,
    TableProfile,
    profiled,
    read_profile,
    write_profile,
)
from sources.declarations import Column, CsvFormat, Kind, Source, SourceKind, Table, Tolerance
from sources.errors import VarantoError
from sources.home import Home, today
from sources.landing.receive import receive
from sources.landing.said import CHANGED

CLIENTS = Table(
    name="clients",
    grain="one row a client",
    file_pattern=r"clients_\d{4}\.csv",
    columns=(
        Column("client", "ID", Kind.RECORD, "Client"),
        Column("kind", "KIND", Kind.CODE, "Kind", codes={"a": "a", "b": "b", "c": "c"}),
        Column("grade", "GRADE", Kind.INTEGER, "Grade", minimum=1, maximum=5, required=False),
        Column("cost", "COST", Kind.MONEY, "Cost", required=False),
        Column("day", "DAY", Kind.DATE, "Day", date_format="%Y-%m-%d"),
        Column("at", "AT", Kind.MOMENT, "Moment", False, date_format="%Y-%m-%d %H:%M"),
    ),
)
SOURCE = Source(
    id="clients",
    title="Clients",
    title_fi="Asiakkaat",
    description="Made up.",
    sector="test",
    kind=SourceKind.SURVEY,
    provider="Nobody",
    owner="nobody@example.fi",
    licence="None",
    legal_basis="None",
    tables=(CLIENTS,),
    format=CsvFormat(",", "utf-8", "."),
)


def one(column: ColumnProfile, rows: int = 1000) -> Profile:
    return {"clients": TableProfile(rows, {"x": column})}


def told(before: Profile, now: Profile, tolerance: Tolerance | None = None) -> list[Finding]:
    return drift(before, now, tolerance or Tolerance())


def test_a_profile_counts_values_codes_months_and_quantiles() -> None:
    rows = pl.DataFrame(
        {
            "kind": ["a", "a", "b", None],
            "grade": [1, 5, 5, None],
            "cost": [10_000, 20_000, 30_000, 40_000],
            "day": pl.Series(["2024-01-05", "2024-01-06", "2024-03-01", None]).str.to_date(),
            "at": pl.Series([None, None, None, "2024-07-01 23:30"]).str.to_datetime(),
        }
    )
    with duckdb.connect() as connection:
        connection.register("given", rows.to_arrow())
        made = profiled(connection, "given", CLIENTS)
    assert made.rows == 4
    assert made.columns["kind"] == ColumnProfile(3, codes={"a": 2, "b": 1})
    assert made.columns["grade"] == ColumnProfile(3, codes={"1": 1, "5": 2})
    assert made.columns["day"] == ColumnProfile(3, codes={"01": 2, "03": 1})
    assert made.columns["at"] == ColumnProfile(1, codes={"07": 1})
    quantiles = made.columns["cost"].quantiles
    assert quantiles is not None
    assert (quantiles[0], quantiles[-1], len(quantiles)) == (10_000, 40_000, 21)
    assert "client" not in made.columns


def test_a_profile_comes_back_as_it_was_kept_and_a_damaged_one_says_so(home: Home) -> None:
    kept = one(ColumnProfile(5, codes={"a": 5}), rows=5)
    write_profile(home, "clients", "2024-1", kept)
    assert read_profile(home, "clients", "2024-1") == kept
    assert read_profile(home, "clients", "2023-1") is None
    path = home.facts / "clients" / "profiles" / "2024-1.json"
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("{", encoding="utf-8")
    with pytest.raises(VarantoError, match="is damaged"):
        read_profile(home, "clients", "2024-1")


def test_distances_by_hand() -> None:
    # |0.5 - 0.2| + |0.5 - 0.5| + |0 - 0.3| = 0.6, of which half.
    assert apart({"a": 5, "b": 5}, {"a": 2, "b": 5, "c": 3}) == pytest.approx(0.3)
    steps = [float(n) for n in range(21)]
    assert share_up_to(steps, 5.0) == pytest.approx(0.25)
    assert share_up_to(steps, 5.5) == pytest.approx(0.275)
    assert share_up_to(steps, -1) == 0
    assert share_up_to(steps, 21) == 1
    # The same moved up by five steps of twenty.
    assert furthest(steps, [s + 5 for s in steps])[0] == pytest.approx(0.25)


def test_emptier_columns_warn_and_empty_ones_block() -> None:
    full = one(ColumnProfile(1000))
    assert told(full, one(ColumnProfile(1000))) == []
    (warned,) = told(full, one(ColumnProfile(900)))
    assert (warned.level, warned.measure, warned.now) == (WARN, "filled", 0.9)
    (blocked,) = told(full, one(ColumnProfile(600)))
    assert blocked.level == BLOCK
    assert "60.0% of the rows, after 100.0%" in blocked.what


def test_codes_that_shift_are_told_with_the_one_that_moved_most() -> None:
    before = one(ColumnProfile(1000, codes={"a": 500, "b": 490, "c": 10}))
    now = one(ColumnProfile(1000, codes={"a": 300, "b": 700}))
    found = {f.measure: f for f in told(before, now)}
    assert set(found) == {"codes", "code gone"}
    assert found["codes"].level == WARN
    assert (found["codes"].before, found["codes"].now) == (0.49, 0.7)
    assert "code c no longer comes" in found["code gone"].what
    other = [one(ColumnProfile(1000, codes={code: 1000})) for code in "ab"]
    swapped, _ = told(*other)
    assert swapped.level == BLOCK


def test_measured_values_in_another_unit_block() -> None:
    euros = [float(n) for n in range(21)]
    before = one(ColumnProfile(1000, quantiles=euros))
    assert told(before, one(ColumnProfile(1000, quantiles=euros))) == []
    (found,) = told(before, one(ColumnProfile(1000, quantiles=[100 * q for q in euros])))
    assert found.level == BLOCK
    assert "median is 1,000 after 10" in found.what


def test_money_that_moved_is_told_in_euros() -> None:
    def of(units: float) -> Profile:
        column = ColumnProfile(1000, quantiles=[units * n for n in range(21)])
        return {"clients": TableProfile(1000, {"cost": column})}

    (found,) = drift(of(10_000), of(1_000_000), Tolerance(), SOURCE.tables)
    assert "the median is 1,000.00 EUR after 10.00 EUR." in found.what


def test_rows_beyond_tolerance_warn() -> None:
    nothing = ColumnProfile(0)
    (found,) = told(one(nothing), one(nothing, rows=1400))
    assert (found.level, found.measure, found.before, found.now) == (WARN, "rows", 1000, 1400)
    assert told(one(nothing), one(nothing, rows=1290)) == []


def test_chance_small_tables_constants_and_exempt_columns_are_no_findings() -> None:
    small = one(ColumnProfile(150, codes={"a": 150}), rows=150)
    assert told(small, one(ColumnProfile(150, codes={"b": 150}), rows=150)) == []
    # 12 points apart, and 1.63 * sqrt(2 / 300) = 13.3: chance may do that.
    few = [one(ColumnProfile(300, codes={"a": 150 + d, "b": 150 - d}), rows=300) for d in (0, 36)]
    assert told(*few) == []
    year = [one(ColumnProfile(1000, quantiles=[y] * 21)) for y in (2023.0, 2024.0)]
    assert told(*year) == []
    moved = [one(ColumnProfile(1000, codes={c: 1000})) for c in "ab"]
    assert told(*moved, Tolerance(exempt=("clients.x",))) == []


def _deliver(home: Home, folder: Path, year: str, kinds: str, **more: dict[str, str]) -> str:
    """300 clients of the `kinds` in turn; what became of them."""
    folder.mkdir(exist_ok=True)
    file = folder / f"clients_{year}.csv"
    lines = [f"{n},{kinds[n % len(kinds)]},{n % 5 + 1},{n}.50,{year}-05-01," for n in range(300)]
    file.write_text("\n".join(["ID,KIND,GRADE,COST,DAY,AT", *lines]) + "\n", encoding="utf-8")
    delivery = receive(home, SOURCE, [file], period=year, synthetic=True, **more).delivery
    record = Accept(home, today()).accept(SOURCE, delivery)
    return f"{record.status} {record.why}"


def test_a_delivery_unlike_the_last_one_waits_for_its_senders_word(
    home: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert _deliver(home, folder, "2023", "a").startswith("accepted")
    refused = _deliver(home, folder, "2024", "b")
    assert refused.startswith(REFUSED)
    assert "differs too much from delivery 2023-" in refused
    assert not list((home.facts / "clients" / "clients").glob("year=2024/*"))
    confirmed = _deliver(home, folder, "2024", "b", exchange={"changed": "confirmed"})
    assert confirmed.startswith("accepted")
    assert in_force(acceptances(home, SOURCE.id))["2024"].extra == {CHANGED: "confirmed"}


def test_the_check_on_the_asset_warns_of_what_differs(home: Home, tmp_path: Path) -> None:
    def check() -> dg.AssetCheckResult:
        return drift_result(home, SOURCE, in_force(acceptances(home, SOURCE.id)))

    for year, kinds in (("2021", "aaab"), ("2022", "baaa"), ("2023", "aabb")):
        assert check().passed
        assert _deliver(home, tmp_path / "out", year, kinds).startswith("accepted")
    warned = check()
    assert (warned.passed, warned.severity) == (False, dg.AssetCheckSeverity.WARN)
    told = str(warned.metadata["differences"].value)
    assert "- 2023 beside 2022: clients.kind" in told
    assert "2022 beside 2021" not in told


def test_the_limits_are_part_of_the_contract() -> None:
    stricter = replace(SOURCE, tolerance=Tolerance(shifted_block=0.2))
    assert contract_version(stricter) != contract_version(SOURCE)
    # What is judged with the candidate has no delivery accepted anew.
    audited = replace(SOURCE, tolerance=Tolerance(coverage_block=0.5, late_blocks_after=90))
    assert contract_version(audited) == contract_version(SOURCE)
