"""Of each published cell the newest counts; what a newer answer has withdrawn is gone."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from assets.official_slices import SINCE, observed_in_force
from quality.acceptance import Acceptance
from sources.official import OBSERVATION_SCHEMA

Cell = tuple[str, str, float | None]


def delivery(folder: Path, number: int, since: str | None, *cells: Cell) -> Acceptance:
    usual = {"provider": "eurostat", "dataset": "d", "dimensions": "{}", "sex": "_T",
             "age": "TOTAL", "obs_status": "A", "conf_status": "F", "flag_raw": ""}  # fmt: skip
    rows = [usual | dict(zip(("geo", "time", "value"), cell, strict=True)) for cell in cells]
    pl.DataFrame(rows, schema=dict(OBSERVATION_SCHEMA)).write_parquet(
        folder / f"d-{number}.parquet"
    )
    extra = {SINCE: since} if since else {}
    return Acceptance(
        "eurostat", f"d-{number}", "d", number, "accepted", "c", "now", {}, extra=extra
    )


def found(folder: Path, *several: Acceptance) -> dict[tuple[str, str], float | None]:
    rows = observed_in_force(
        {"eurostat": several}, lambda _, name: folder / f"{name}.parquet", {("eurostat", "d")}
    )
    return {(geo, time): value for geo, time, value in rows.select("geo", "time", "value").rows()}


OLD = (("FI", "2009", 1.0), ("FI", "2012", 2.0), ("SE", "2012", 3.0))
NEW = (("SE", "2012", 4.0),)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        # Both fetched: what the newer answer from 2010 on hasn't, is withdrawn.
        ("2000", "2010", {("FI", "2009"): 1.0, ("SE", "2012"): 4.0}),
        ("2000", "2013", {("FI", "2009"): 1.0, ("FI", "2012"): 2.0, ("SE", "2012"): 4.0}),
        # By hand: nobody says which years it has all of.
        (None, "2010", {("FI", "2009"): 1.0, ("FI", "2012"): 2.0, ("SE", "2012"): 4.0}),
        ("2000", None, {("FI", "2009"): 1.0, ("FI", "2012"): 2.0, ("SE", "2012"): 4.0}),
    ],
)
def test_a_newer_answer_takes_the_place_of_its_years(
    tmp_path: Path, before: str | None, now: str | None, expected: dict[tuple[str, str], float]
) -> None:
    old, new = delivery(tmp_path, 1, before, *OLD), delivery(tmp_path, 2, now, *NEW)
    assert found(tmp_path, old, new) == expected


def test_a_pooled_period_is_of_its_last_year_and_another_of_none(tmp_path: Path) -> None:
    old = delivery(tmp_path, 1, "2000", ("FI", "2008/2010", 1.0), ("FI", "odd", 2.0))
    new = delivery(tmp_path, 2, "2010", ("SE", "2012", 4.0))
    assert found(tmp_path, old, new) == {("FI", "odd"): 2.0, ("SE", "2012"): 4.0}
