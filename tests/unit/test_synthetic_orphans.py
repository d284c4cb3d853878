"""Rows whose parent was made up: nobody has that key, and no other made-up row either."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sources.synthetic import country, faults, study_files
from sources.synthetic.faults import ORPHAN, Fault, FaultBook
from sources.synthetic.output import Dialect, TableFile
from sources.synthetic.population_files import _stranger

KEYS = [f"{n}" for n in range(1, 200)]
EVERYWHERE = 1.0


def planted(root: Path, block: pl.DataFrame, kind: Fault, rate: float = EVERYWHERE) -> pl.DataFrame:
    """The extra rows of a table whose every row is asked to bring an orphan."""
    file = TableFile(root, f"{len(block.columns)}.csv", tuple(block.columns), Dialect(";"))
    book = FaultBook(rate)
    changed, _ = book.plant(file, "s", 2023, block, [kind], np.random.default_rng(1))
    file.close()
    assert len(book.faults) == changed.height - block.height
    return changed.slice(block.height)


def test_a_row_in_the_middle_has_a_key_that_no_orphan_below_it_names(tmp_path: Path) -> None:
    reports = pl.DataFrame({"delId": KEYS, "repId": KEYS})
    lines = pl.DataFrame({"repId": KEYS})
    middle = planted(tmp_path, reports, Fault("delId", ORPHAN, faults.nobodys, also="repId"))
    below = planted(tmp_path, lines, Fault("repId", ORPHAN, faults.nobodys))
    assert middle.height == below.height == len(KEYS)
    assert not set(middle["repId"]) & set(below["repId"])
    assert not (set(middle["repId"]) | set(middle["delId"]) | set(below["repId"])) & set(KEYS)
    assert middle["repId"].n_unique() == below["repId"].n_unique() == len(KEYS)


def test_a_stranger_comes_once_though_several_persons_could_have_lent_the_number(
    tmp_path: Path,
) -> None:
    people = pl.DataFrame({"hetu": ["010160-912A", "010180-912B", "010199X912C", "020160-912D"]})
    kind = Fault("hetu", ORPHAN, _stranger)
    assert planted(tmp_path, people, kind)["hetu"].n_unique() == 2
    once = planted(tmp_path, people, Fault("hetu", ORPHAN, _stranger, once=True))
    assert once.height == once["hetu"].n_unique() == 2


def test_no_two_rights_that_lost_their_numbers_share_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Version and day are all that is left of the keys of what lies below such a right."""
    monkeypatch.setattr(country, "WRITERS", (study_files.write,))
    out = tmp_path / "out"
    country.build(country.Options(20_000, 2022, 2022, 5, out, fault_rate=0.02, quiet=True))
    text = gzip.decompress((out / "study_rights" / "2022" / "koski_2022.json.gz").read_bytes())
    versions = [
        right["versionumero"]
        for line in text.decode().splitlines()[1:-1]
        if line.rstrip(",").endswith("}]}")
        for right in json.loads(line.rstrip(","))["opiskeluoikeudet"]
        if not right.get("oid")
    ]
    assert len(versions) > 9
    assert len(set(versions)) == len(versions)
