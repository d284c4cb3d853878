"""Candidate → release: what is recorded, what may be published, and the swap under a reader."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from assets.reserves import INDICATORS
from quality.audit.result import Audit, CheckResult, Finding, Severity
from sources.catalogue import SOURCES, source
from sources.declarations import Indicator
from sources.errors import VarantoError
from sources.home import Home
from warehouse import release as release_module
from warehouse.catalogue import CatalogTable, catalogue
from warehouse.release import (
    Manifest,
    publish,
    publish_audited,
    releases,
    write_candidate,
)
from warehouse.shape import SCHEMA, TABLES, shaped


def rows(value: float) -> dict[str, pl.DataFrame]:
    row = {
        "indicator_id": "made_up",
        "area_level": "COUNTRY",
        "area_code": "SSS",
        "year": 2024,
        "period": "2024",
        "sex": "_T",
        "age_group": "TOTAL",
        "breakdown_by": "_T",
        "breakdown_value": "_T",
        "value": value,
        "source_kind": "official",
        "source_id": "eurostat",
        "vintage": 1,
    }
    empty = pl.DataFrame(schema=SCHEMA)
    return {t: shaped(pl.DataFrame([row])) if t == "health" else empty for t in TABLES}


def write(
    home: Home,
    value: float,
    passed: bool = True,
    indicators: Sequence[Indicator] = INDICATORS[:1],
) -> Manifest:
    """A candidate of one row, with the record of an audit that it passed or failed."""
    home.prepare()
    manifest = write_candidate(home, rows(value), indicators, [source("eurostat")])
    findings = () if passed else (Finding("health_all", "made up", 1),)
    check = CheckResult("made_up", "", Severity.ERROR, findings, 1)
    Audit(manifest.release_id, manifest.content, (check,)).write(home.candidate)
    return manifest


def test_the_manifest_says_what_the_release_is_and_what_it_is_made_of(home: Home) -> None:
    write(home, 1.0)
    manifest, new = publish_audited(home)
    assert new
    assert manifest == Manifest.read(home.current)
    assert manifest.tables["health"] == manifest.tables["health_all"] == 1
    assert set(manifest.digests) == set(manifest.tables)
    assert manifest.digests["health"] != manifest.digests["health_all"]
    assert len(manifest.definitions) == 1
    assert manifest.deliveries == {}
    assert manifest.code


def test_unchanged_content_gives_no_new_release(home: Home) -> None:
    first = write(home, 1.0)
    assert publish_audited(home) == (first, True)
    write(home, 1.0)
    assert publish_audited(home) == (first, False)
    assert releases(home) == [first]


def test_a_label_that_changed_makes_a_release_of_the_same_figures(home: Home) -> None:
    first = write(home, 1.0)
    publish_audited(home)
    renamed = replace(INDICATORS[0], label_en="Under another name")
    second = write(home, 1.0, indicators=[renamed])
    assert second.content == first.content
    assert publish_audited(home) == (second, True)
    with duckdb.connect(str(home.database), read_only=True) as connection:
        found = connection.execute("select label_en from catalog.indicators").fetchall()
    assert ("Under another name",) in found


def test_a_delivery_that_changed_no_figure_is_named_by_the_release_after_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, 1.0)
    publish_audited(home)
    usual = catalogue

    def corrected(*arguments: Any) -> list[CatalogTable]:
        made = usual(*arguments)
        row = pl.DataFrame([{"source_id": "eurostat", "period": "d", "delivery_id": "d-2"}])
        return [replace(t, rows=row) if t.name == "deliveries" else t for t in made]

    monkeypatch.setattr(release_module, "catalogue", corrected)
    second = write(home, 1.0)
    assert publish_audited(home) == (second, True)
    with duckdb.connect(str(home.database), read_only=True) as connection:
        found = connection.execute("select delivery_id from catalog.deliveries").fetchall()
    assert found == [("d-2",)]
    write(home, 1.0)
    assert publish_audited(home) == (second, False)


def test_every_file_and_folder_of_a_release_is_read_only(home: Home) -> None:
    write(home, 1.0)
    publish_audited(home)
    paths = [home.current.resolve(), *home.current.resolve().rglob("*")]
    assert len(paths) > 5
    assert not any(p.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) for p in paths)


def test_what_was_not_audited_or_failed_is_not_published(home: Home) -> None:
    write(home, 1.0)
    (home.candidate / "quality" / "audit.json").unlink()
    with pytest.raises(VarantoError, match="not been audited"):
        publish_audited(home)
    write(home, 1.0, passed=False)
    with pytest.raises(VarantoError, match="failed its audit"):
        publish_audited(home)
    assert releases(home) == []


def test_what_changed_after_its_audit_is_not_published(home: Home) -> None:
    write(home, 1.0)
    file = home.candidate / "reserves" / "health-2024.parquet"
    pl.read_parquet(file).with_columns(value=pl.lit(2.0)).write_parquet(file)
    with pytest.raises(VarantoError, match="changed after its audit"):
        publish_audited(home)
    assert not home.current.exists()


def test_releases_of_one_second_keep_their_order(home: Home) -> None:
    made = []
    for value in (1.0, 2.0, 1.0, 3.0):
        write(home, value)
        made.append(publish_audited(home)[0].release_id)
    assert [m.release_id for m in releases(home)] == made
    assert home.current.resolve().name == made[-1]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", ["replace", "symlink"])
def test_killed_between_move_and_swap_the_old_release_stays_and_the_next_run_mends_it(
    home: Home, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    first = write(home, 1.0)
    publish_audited(home)
    second = write(home, 2.0)

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if moment == "replace":
            patch.setattr(release_module.os, "replace", killed)
        else:
            patch.setattr(Path, "symlink_to", killed)
        with pytest.raises(Killed):
            publish(home)
    assert home.current.resolve().name == first.release_id
    with duckdb.connect(str(home.database), read_only=True) as connection:
        assert connection.sql("select value from reserves.health").fetchall() == [(1.0,)]
    write(home, 2.0)
    assert publish_audited(home) == (second, True)
    assert releases(home) == [first, second]
    assert home.current.resolve().name == second.release_id
    assert sorted(p.name for p in home.releases.glob(".current-*")) == []
    write(home, 3.0)
    third, new = publish_audited(home)
    assert new
    assert releases(home) == [first, second, third]


READER = """
import sys, duckdb
path = sys.argv[1]
held = duckdb.connect(path, read_only=True)
for _ in sys.stdin:
    with duckdb.connect(path, read_only=True) as fresh:
        values = [c.sql("select value from reserves.health").fetchall()[0][0]
                  for c in (held, fresh)]
    print(*values, flush=True)
"""


def test_a_reader_in_another_process_keeps_the_old_release_over_several_publications(
    home: Home,
) -> None:
    write(home, 0.0)
    publish_audited(home)
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(home.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("VARANTO")},
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        seen = []
        for published in (0.0, 1.0, 2.0, 3.0):
            if published:
                write(home, published)
                publish_audited(home)
            reader.stdin.write("\n")
            reader.stdin.flush()
            seen.append(reader.stdout.readline().split())
        reader.stdin.close()
    held = [values[0] for values in seen]
    assert held == ["0.0"] * 4
    # A path that is open already may be shared by the reader's process; a new release is another.
    assert {values[1] for values in seen} <= {"0.0", "1.0", "2.0", "3.0"}
    assert home.current.resolve().name == releases(home)[-1].release_id


def named(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    return {name: tables[t] for t in TABLES for name in (t, f"{t}_all")}


def test_the_catalogue_lists_published_series_too_and_needs_no_series_at_all(home: Home) -> None:
    home.prepare()

    def series(indicators: Sequence[Indicator]) -> pl.DataFrame:
        found = catalogue(home, indicators, SOURCES, named(rows(1.0)))
        return next(t.rows for t in found if t.name == "series")

    listed = series(INDICATORS)
    declared = [(i.id, s.provider, s.dataset) for i in INDICATORS for s in i.official]
    official = listed.filter(pl.col("source_kind") == "official")
    assert sorted(official.select("indicator_id", "source_id", "dataset").rows()) == sorted(
        declared
    )
    places = listed.group_by("indicator_id").agg(pl.col("preference").sort())
    assert all(p == list(range(1, len(p) + 1)) for p in places["preference"].to_list())
    told = listed.filter(
        indicator_id="violent_offences_per_1000", source_kind="official", source_id="sotkanet"
    )
    assert told.select("differs", "evidence").rows() == [(None, "response")]
    told = listed.filter(indicator_id="accident_mortality_asr", source_kind="official")
    assert told.select("differs", "evidence").rows() == [(None, "documentation")]
    ours = listed.filter(source_kind="computed")
    assert ours["differs"].is_null().all()
    assert ours["evidence"].is_null().all()
    without = [i for i in INDICATORS if not i.series and not i.official]
    assert series(without or INDICATORS[:0]).columns == listed.columns
