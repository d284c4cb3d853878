"""Statistics Finland's answers as PX: asked for so, and the same figures as in json-stat2."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from provider_server import Act, Asked, provider
from provider_twins import statfin
from service_support import client

from assets.reserves import INDICATORS
from sources.official import read_official
from sources.services.fetch import all_wanted
from sources.services.statfin import FORMATS, Statfin
from sources.services.wanted import Wanted

EVERY = all_wanted(INDICATORS, ["statfin"], 2020)


def figures(asked: Wanted, form: str, folder: Path) -> pl.DataFrame:
    folder.mkdir()
    with provider(statfin) as server:
        came = Statfin(client(server, "statfin"), form).fetch(asked, folder, None)
    assert came is not None
    assert {f.suffix for f in came.files} == {".px" if form == "v1-px" else ".json"}
    read = read_official(*came.files)
    return read.drop("geo_label", "title", strict=False).sort(
        "dimensions", "geo", "time", "sex", "age"
    )


@pytest.mark.parametrize("asked", EVERY, ids=lambda a: a.dataset)
def test_a_table_in_px_has_the_figures_of_json_stat(tmp_path: Path, asked: Wanted) -> None:
    as_px = figures(asked, "v1-px", tmp_path / "px")
    assert as_px["value"].count() > 0
    assert as_px.equals(figures(asked, "v1", tmp_path / "json"))


@pytest.mark.parametrize("form", ["v2", "v2-px"])
def test_the_second_version_says_the_form_in_the_address(tmp_path: Path, form: str) -> None:
    def play(asked: Asked) -> Act:
        if asked.path == "/v2/tables":
            told = {"tables": [{"id": "13aj"}], "page": {"totalPages": 1}}
            return Act(json.dumps(told).encode())
        if asked.path == "/v2/config":
            return Act(b'{"maxDataCells": 1000}')
        index = {"ikä": ["15-64", "15-74"], "tiedot": ["Tyottomyysaste", "Tyollisyysaste"]}
        dimension = {
            name: {"label": name, "category": {"index": {c: n for n, c in enumerate(codes)}}}
            for name, codes in index.items()
        }
        return Act(json.dumps({"id": list(index), "dimension": dimension}).encode())

    asked = next(a for a in EVERY if a.dataset.endswith("13aj"))
    with provider(play) as server:
        came = Statfin(client(server, "statfin"), form).fetch(asked, tmp_path, None)
    assert server.asked[-1].all("outputFormat") == [FORMATS[form][1]]
    assert came is not None
    assert came.files[0].name == f"{asked.dataset}.{'px' if form == 'v2-px' else 'json'}"
