"""The real services: every declared series is fetched, read and matched, and rates made anew.

Needs the network and some minutes; `make test-live` runs it, `make test` never does.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from assets.official_rows import accept_official, official_in_force, write_official
from assets.reserves import INDICATORS
from quality.acceptance import ACCEPTED
from sources.catalogue import source
from sources.declarations import Reserve
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.official import OFFICIAL_SOURCES
from sources.official.recognise import read_official
from sources.services.client import Client
from sources.services.eurostat import Eurostat
from sources.services.fetch import Fetched, all_wanted, fetch
from sources.services.settings import SERVICES, Settings
from sources.services.statfin import Statfin
from sources.services.wanted import Wanted

pytestmark = pytest.mark.live
SINCE = 2018


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, list[Fetched]]:
    """A home with everything that came, judged."""
    home = Home(tmp_path_factory.mktemp("live"))
    asked = all_wanted(INDICATORS, tuple(OFFICIAL_SOURCES), SINCE)
    outcomes = fetch(home, asked, source, Settings(), lambda *_: None)
    for provider in OFFICIAL_SOURCES:
        for delivery in deliveries(home.landing, provider):
            accept_official(home, source(provider), delivery)
    return home, outcomes


def test_every_declared_dataset_comes(fetched: tuple[Home, list[Fetched]]) -> None:
    _, outcomes = fetched
    assert [f"{o.provider} {o.dataset}: {o.text}" for o in outcomes if o.outcome == "failed"] == []


def test_everything_that_came_is_read(fetched: tuple[Home, list[Fetched]]) -> None:
    home, outcomes = fetched
    records = [r for several in official_in_force(home).values() for r in several]
    assert {r.status for r in records} == {ACCEPTED}
    assert len(records) == sum(o.outcome != "failed" for o in outcomes)


def test_every_series_is_answered_and_every_reserve_has_finland(
    fetched: tuple[Home, list[Fetched]],
) -> None:
    home, _ = fetched
    made = write_official(home, INDICATORS)
    assert made.misfits == ()
    finland = pl.col("area_code") == "SSS"
    for reserve in Reserve:
        rows = made.rows[reserve].filter(finland, pl.col("value").is_not_null())
        assert rows.height > 0, reserve


def counts(tmp_path: Path, dataset: str, **where: str) -> pl.DataFrame:
    """Finland's observations of a slice of a Eurostat dataset."""
    service = SERVICES["eurostat"]
    client = Client("eurostat", service.address, "varanto/0.1 (live test)", service.interval)
    asked = Wanted("eurostat", dataset, (where,), SINCE)
    came = Eurostat(client, "json-stat").fetch(asked, tmp_path, None)
    assert came is not None
    finland = pl.col("geo") == "FI"
    both = (pl.col("sex") == "_T") | pl.col("sex").is_null()
    return read_official(*came.files).filter(finland, both, pl.col("value").is_not_null())


@pytest.mark.parametrize(
    ("dataset", "rate", "count", "of", "of_slice"),
    [
        ("une_rt_a", {"unit": "PC_ACT", "age": "Y15-74"}, {"unit": "THS_PER", "age": "Y15-74"},
         "lfsi_emp_a", {"indic_em": "ACT", "unit": "THS_PER", "age": "Y15-74"}),
        ("une_ltu_a", {"indic_em": "LTU", "unit": "PC_ACT", "age": "Y15-74"},
         {"indic_em": "LTU", "unit": "THS_PER", "age": "Y15-74"},
         "lfsi_emp_a", {"indic_em": "ACT", "unit": "THS_PER", "age": "Y15-74"}),
    ],
)  # fmt: skip
def test_a_published_rate_is_its_published_counts(
    tmp_path: Path,
    dataset: str,
    rate: dict[str, str],
    count: dict[str, str],
    of: str,
    of_slice: dict[str, str],
) -> None:
    published = counts(tmp_path, dataset, **rate).select("time", "value")
    above = counts(tmp_path, dataset, **count).select("time", above="value")
    below = counts(tmp_path, of, **of_slice).select("time", below="value")
    joined = published.join(above, on="time").join(below, on="time")
    assert joined.height >= 3
    with duckdb.connect() as connection:
        connection.register("joined", joined.to_arrow())
        # Counts are in whole thousands: half a thousand on each side may move the last digit.
        off = connection.execute(
            "select time from joined where abs(100 * above / below - value) > "
            "0.05 + 100 * (0.5 / below + above * 0.5 / below ** 2)"
        ).fetchall()
    assert off == []


def test_published_turnout_is_those_who_voted_of_those_entitled(tmp_path: Path) -> None:
    service = SERVICES["statfin"]
    client = Client("statfin", service.address, "varanto/0.1 (live test)", service.interval)
    codes = ("evaa_ao", "evaa_aanest", "evaa_aanpros")
    asked = Wanted("statfin", "statfin_evaa_pxt_13sv", tuple({"tiedot": c} for c in codes), SINCE)
    came = Statfin(client, "v1").fetch(asked, tmp_path, None)
    assert came is not None
    told = read_official(*came.files).filter(pl.col("value").is_not_null())
    key = ["geo", "time", "sex"]
    entitled, voted, turnout = (
        told.filter(pl.col("dimensions").str.contains(f'"{code}"', literal=True)).select(
            *key, pl.col("value").alias(code)
        )
        for code in codes
    )
    joined = turnout.join(voted, on=key).join(entitled, on=key).filter(pl.col("evaa_ao") > 0)
    assert joined.height > 500
    off = (100 * pl.col("evaa_aanest") / pl.col("evaa_ao") - pl.col("evaa_aanpros")).abs()
    assert joined.filter(off > 0.05 + 1e-9).rows() == []
