"""What must be true of the providers' interfaces, whoever plays them.

The same checks run against twins on this machine (`make test`) and against the real services
(`make test-live`): every declared series is fetched, read and matched, and rates are made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.official_rows import accept_official, official_in_force, write_official
from assets.reserves import INDICATORS
from quality.accept import Accept
from quality.acceptance import ACCEPTED, acceptances, facts_path, in_force
from sources.catalogue import source
from sources.declarations import Reserve
from sources.elections.tables import MUNICIPALITY
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.official import OFFICIAL_SOURCES
from sources.official.recognise import read_official
from sources.services.client import Client
from sources.services.eurostat import Eurostat
from sources.services.fetch import PROVIDERS, Fetched, all_wanted, fetch
from sources.services.settings import Settings
from sources.services.statfin import Statfin
from sources.services.wanted import Wanted

SINCE = 2018
Where = Mapping[str, str]

THOUSANDS, PER_CENT = 0.5, 0.05
"""Half of the last printed digit of a count and of a rate."""


@dataclass(frozen=True)
class Rate:
    """A published rate, and the published counts above and below its line."""

    dataset: str
    rate: Where
    above: Where
    of: str
    below: Where


_ACTIVE = {"indic_em": "ACT", "unit": "THS_PER", "age": "Y15-74"}
RATES = (
    Rate("une_rt_a", {"unit": "PC_ACT", "age": "Y15-74"}, {"unit": "THS_PER", "age": "Y15-74"},
         "lfsi_emp_a", _ACTIVE),
    Rate("une_ltu_a", {"indic_em": "LTU", "unit": "PC_ACT", "age": "Y15-74"},
         {"indic_em": "LTU", "unit": "THS_PER", "age": "Y15-74"}, "lfsi_emp_a", _ACTIVE),
)  # fmt: skip

_ALL = {"age": "TOTAL"}
ONE_POPULATION: tuple[tuple[str, tuple[tuple[str, Where], ...]], ...] = (
    (
        "PC_POP",
        (
            ("lfsi_emp_a", {"indic_em": "EMP_LFS", "age": "Y20-64"}),
            ("lfsi_emp_a", {"indic_em": "ACT", "age": "Y20-64"}),
        ),
    ),
    (
        "PC",
        (
            ("ilc_li02", {**_ALL, "rskpovth": "B_60", "statinfo": "MED_EI"}),
            ("ilc_peps01n", _ALL),
            ("ilc_mdsd11", _ALL),
        ),
    ),
)
"""Unit of the share → datasets and slices that are published in it and in thousands of persons."""

ELECTIONS, TABLE = "elections", "parliamentary_areas"

TURNOUT = ("evaa_ao", "evaa_aanest", "evaa_aanpros")
"""Those entitled, those who voted, and per cent, in table 13sv."""


def fetched(home: Home, settings: Settings) -> list[Fetched]:
    """Everything that is declared, and the elections, fetched into the home and judged."""
    asked = all_wanted(INDICATORS, PROVIDERS, SINCE)
    outcomes = fetch(home, asked, source, settings, lambda *_: None)
    for provider in OFFICIAL_SOURCES:
        for delivery in deliveries(home.landing, provider):
            accept_official(home, source(provider), delivery)
    for delivery in deliveries(home.landing, ELECTIONS):
        Accept(home, date.today()).accept(source(ELECTIONS), delivery)
    return outcomes


def every_dataset_comes(outcomes: list[Fetched]) -> None:
    assert [f"{o.provider} {o.dataset}: {o.text}" for o in outcomes if o.outcome == "failed"] == []


def everything_that_came_is_read(home: Home, outcomes: list[Fetched]) -> None:
    records = [r for several in official_in_force(home).values() for r in several]
    records += in_force(acceptances(home, ELECTIONS)).values()
    assert {r.status for r in records} == {ACCEPTED}
    assert len(records) == sum(o.outcome != "failed" for o in outcomes)


def every_series_is_answered_and_every_reserve_has_finland(home: Home) -> None:
    made = write_official(home, INDICATORS)
    assert made.misfits == ()
    finland = pl.col("area_code") == "SSS"
    for reserve in Reserve:
        rows = made.rows[reserve].filter(finland, pl.col("value").is_not_null())
        assert rows.height > 0, reserve


def a_rate_is_its_counts(folder: Path, settings: Settings, rate: Rate) -> None:
    """Counts are in whole thousands: half a thousand on each side may move the last digit."""
    published = _finland(folder, settings, rate.dataset, rate.rate, "rate")
    above = _finland(folder, settings, rate.dataset, rate.above, "above")
    below = _finland(folder, settings, rate.of, rate.below, "below")
    joined = published.join(above, on="time").join(below, on="time")
    assert joined.height >= 2
    made = 100 * pl.col("above") / pl.col("below")
    slack = THOUSANDS / pl.col("below") * (100 + made)
    off = (made - pl.col("rate")).abs() > PER_CENT + slack
    assert joined.filter(off).rows() == []


def shares_and_persons_imply_one_population(
    folder: Path, settings: Settings, share: str, several: tuple[tuple[str, Where], ...]
) -> None:
    """Persons in thousands and in per cent tell a population; all must tell the same."""
    all_bounds: pl.DataFrame | None = None
    for number, (dataset, where) in enumerate(several):
        persons = _finland(folder, settings, dataset, {**where, "unit": "THS_PER"}, "n")
        percent = _finland(folder, settings, dataset, {**where, "unit": share}, "p")
        bounds = persons.join(percent, on="time").select(
            "time",
            (100 * (pl.col("n") - THOUSANDS) / (pl.col("p") + PER_CENT)).alias(f"from{number}"),
            (100 * (pl.col("n") + THOUSANDS) / (pl.col("p") - PER_CENT)).alias(f"to{number}"),
        )
        all_bounds = bounds if all_bounds is None else all_bounds.join(bounds, on="time")
    assert all_bounds is not None
    assert all_bounds.height >= 2
    numbers = range(len(several))
    begin = pl.max_horizontal(f"from{n}" for n in numbers)
    end = pl.min_horizontal(f"to{n}" for n in numbers)
    assert all_bounds.filter(begin > end).rows() == []


def turnout_is_those_who_voted_of_those_entitled(
    folder: Path, settings: Settings, least: int
) -> None:
    """In at least so many cells of area, election and sex, to the published digit."""
    slices = tuple({"tiedot": code} for code in TURNOUT)
    asked = Wanted("statfin", "statfin_evaa_pxt_13sv", slices, SINCE)
    came = Statfin(_client(settings, "statfin"), "v1").fetch(asked, folder, None)
    assert came is not None
    told = read_official(*came.files).filter(pl.col("value").is_not_null())
    key = ["geo", "time", "sex"]
    entitled, voted, turnout = (
        told.filter(pl.col("dimensions").str.contains(f'"{code}"', literal=True)).select(
            *key, pl.col("value").alias(code)
        )
        for code in TURNOUT
    )
    joined = turnout.join(voted, on=key, nulls_equal=True).join(entitled, on=key, nulls_equal=True)
    joined = joined.filter(pl.col("evaa_ao") > 0)
    assert joined.height >= least
    off = (100 * pl.col("evaa_aanest") / pl.col("evaa_ao") - pl.col("evaa_aanpros")).abs()
    assert joined.filter(off > PER_CENT + 1e-9).rows() == []


def turnout_of_the_ministrys_files_is_the_published_one(home: Home, least: int) -> None:
    """In at least so many municipalities and years, to the published digit.

    Statistics Finland gives earlier elections in today's municipalities: where one has merged
    since, the ministry's file has another. Fewer than one in fifty have.
    """
    counted = pl.concat(
        pl.read_parquet(facts_path(home, ELECTIONS, TABLE, record.period, record.delivery)).select(
            year=pl.lit(int(record.period), pl.Int32),
            area_code="municipality",
            turnout=100 * pl.col("voted") / pl.col("entitled"),
            kind="area_type",
        )
        for record in in_force(acceptances(home, ELECTIONS)).values()
        if record.tables[TABLE].accepted
    ).filter(pl.col("kind") == MUNICIPALITY)
    both = pl.col("sex") == "_T"
    published = (
        write_official(home, INDICATORS)
        .rows[Reserve.VOICE_AND_GOVERNANCE]
        .filter(
            pl.col("indicator_id") == "voter_turnout_parliamentary",
            both,
            pl.col("value").is_not_null(),
        )
    )
    joined = published.join(counted, on=["year", "area_code"])
    assert joined.height >= least
    off = joined.filter((pl.col("turnout") - pl.col("value")).abs() > PER_CENT + 1e-9)
    assert off.height <= joined.height // 50, off.select("year", "area_code", "turnout", "value")


def _finland(
    folder: Path, settings: Settings, dataset: str, where: Where, name: str
) -> pl.DataFrame:
    """Finland's values of a slice of a Eurostat dataset, both sexes, by time as `name`."""
    asked = Wanted("eurostat", dataset, (where,), SINCE)
    came = Eurostat(_client(settings, "eurostat"), "json-stat").fetch(asked, folder, None)
    assert came is not None
    both = (pl.col("sex") == "_T") | pl.col("sex").is_null()
    found = read_official(*came.files).filter(
        pl.col("geo") == "FI", both, pl.col("value").is_not_null()
    )
    assert not found["time"].is_duplicated().any()
    return found.select("time", pl.col("value").alias(name))


def _client(settings: Settings, name: str) -> Client:
    service = settings.services[name]
    return Client(name, service.address, settings.agent, service.interval)
