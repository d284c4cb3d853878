"""An answer that holds far less than the last one takes nobody's place unasked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

import pytest
from provider_server import QUICK, Act, Asked, provider
from service_support import sdmx_structure

from sources.catalogue import source
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.services.fetch import SINCE, Fetched, fetch
from sources.services.settings import SERVICES, Settings
from sources.services.wanted import Wanted

AREAS, YEARS = ("FI", "SE"), tuple(str(year) for year in range(2014, 2024))
DATASETS = tuple(f"ilc_li0{n}" for n in range(4))
STRUCTURE = sdmx_structure(freq="A", unit="PC", geo=" ".join(AREAS))


@dataclass
class Estat:
    """Eurostat that has lost the figures of some areas and years, or hangs up on some datasets."""

    lost: set[tuple[str, str]] = field(default_factory=set)
    silent: str = ""

    def __call__(self, asked: Asked) -> Act:
        if self.silent and self.silent.upper() in asked.path:
            return Act(hangs_up=True)
        if "/dataflow/" in asked.path:
            return Act(STRUCTURE)
        codes = {"freq": ["A"], "unit": ["PC"], "geo": AREAS, "time": YEARS}
        cells = enumerate(product(AREAS, YEARS))
        told = {
            "version": "2.0",
            "class": "dataset",
            "source": "ESTAT",
            "id": list(codes),
            "size": [len(c) for c in codes.values()],
            "role": {"time": ["time"], "geo": ["geo"]},
            "dimension": {
                name: {"category": {"index": {c: n for n, c in enumerate(several)}}}
                for name, several in codes.items()
            },
            "extension": {"agencyId": "ESTAT", "id": asked.path.rpartition("/")[2]},
            "value": {str(n): 4.5 for n, cell in cells if cell not in self.lost},
        }
        return Act(json.dumps(told).encode())


@pytest.fixture
def estat() -> Estat:
    return Estat()


@pytest.fixture
def settings(estat: Estat) -> Iterator[Settings]:
    with provider(estat) as server:
        there = replace(SERVICES["eurostat"], address=server.address, interval=0.0)
        yield Settings({**SERVICES, "eurostat": there})


def ask(home: Home, settings: Settings, *names: str, fewer: bool = False) -> list[Fetched]:
    asked = [Wanted("eurostat", name, ({"unit": "PC"},), SINCE) for name in names]
    return fetch(home, asked, source, settings, lambda *_: None, QUICK, fewer=fewer)


FINLAND = {("FI", year) for year in YEARS}
TWO_YEARS = set(product(AREAS, YEARS[:2]))


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (set(), None),
        (TWO_YEARS, None),  # a fifth
        (TWO_YEARS | {("SE", "2023")}, "5 of the 20 figures that the last one had are gone"),
        (set(product(AREAS, YEARS)) - {("SE", "2019")}, "19 of the 20 figures"),
    ],
)
def test_much_less_than_before_is_not_taken_in(
    home: Home, settings: Settings, estat: Estat, lost: set[tuple[str, str]], told: str | None
) -> None:
    ask(home, settings, "ilc_li00")
    estat.lost = lost
    (outcome,) = ask(home, settings, "ilc_li00")
    if told is None:
        assert outcome.outcome == ("new" if lost else "unchanged")
        return
    assert outcome.outcome == "failed"
    assert outcome.text.startswith(f"eurostat ilc_li00: {told}")
    assert "confirm it with --fewer-rows" in outcome.text
    assert len(deliveries(home.landing, "eurostat")) == 1
    (confirmed,) = ask(home, settings, "ilc_li00", fewer=True)
    assert confirmed.outcome == "new"
    assert ask(home, settings, "ilc_li00")[0].outcome == "unchanged"


def test_an_answer_without_finland_is_not_taken_in(
    home: Home, settings: Settings, estat: Estat
) -> None:
    estat.lost = FINLAND - {("FI", "2023")}
    ask(home, settings, "ilc_li00")
    estat.lost = FINLAND
    (outcome,) = ask(home, settings, "ilc_li00")
    assert "Finland, of which the last one had figures, is gone" in outcome.text


def test_who_hangs_up_on_one_dataset_is_asked_for_the_others(
    home: Home, settings: Settings, estat: Estat
) -> None:
    estat.silent = DATASETS[1]
    told = ask(home, settings, *DATASETS)
    assert [t.outcome for t in told] == ["new", "failed", "new", "new"]
    assert "the connection was cut before an answer" in told[1].text
