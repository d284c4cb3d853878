"""The same deliveries give the same figures, whenever the refreshes came between them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.refresh import refresh
from sources.catalogue import source
from sources.home import Home
from sources.landing.receive import receive
from warehouse.release import Manifest

YEARS = ("2021", "2022", "2023", "2024")


@pytest.mark.deep
def test_one_refresh_and_one_a_year_give_the_same_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Corrections of identity codes come with later years and must reach the earlier ones."""
    finland = tmp_path / "finland"
    subprocess.run(
        [
            sys.executable, "-m", "sources.synthetic", "--persons", "20000",
            "--years", f"{YEARS[0]}-{YEARS[-1]}", "--out", str(finland), "--quiet",
        ],
        check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    contents = []
    for name, batches in (("at once", [YEARS]), ("year by year", [[y] for y in YEARS])):
        home = Home(tmp_path / name)
        monkeypatch.setenv("VARANTO_HOME", str(home.path))
        monkeypatch.setenv("VARANTO_KEYS", str(tmp_path / "keys"))
        for years in batches:
            for year in years:
                for sector in ("population", "income_register"):
                    files = sorted((finland / sector / year).iterdir())
                    receive(home, source(sector), files, period=year, synthetic=True)
            assert refresh(home, lambda _: None).failures == []
        manifest = Manifest.read(home.current)
        assert manifest is not None
        contents.append(manifest.content)
        assert refresh(home, lambda _: None).made == []
    assert contents[0] == contents[1]
