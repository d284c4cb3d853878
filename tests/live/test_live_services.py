"""The real services: the checks that `make test` makes of their twins.

Needs the network and some minutes; `make test-live` runs it, `make test` never does.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import service_checks as checks

from sources.home import Home
from sources.services.fetch import Fetched
from sources.services.settings import Settings

pytestmark = pytest.mark.live
SETTINGS = Settings(contact="live test")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="module")
def outcomes(home: Home) -> list[Fetched]:
    return checks.fetched(home, SETTINGS)


def test_every_declared_dataset_comes(outcomes: list[Fetched]) -> None:
    checks.every_dataset_comes(outcomes)


def test_everything_that_came_is_read(home: Home, outcomes: list[Fetched]) -> None:
    checks.everything_that_came_is_read(home, outcomes)


def test_every_series_is_answered_and_every_reserve_has_finland(
    home: Home, outcomes: list[Fetched]
) -> None:
    checks.every_series_is_answered_and_every_reserve_has_finland(home)


@pytest.mark.parametrize("rate", checks.RATES, ids=lambda r: r.dataset)
def test_a_published_rate_is_its_published_counts(tmp_path: Path, rate: checks.Rate) -> None:
    checks.a_rate_is_its_counts(tmp_path, SETTINGS, rate)


@pytest.mark.parametrize(("share", "several"), checks.ONE_POPULATION, ids=["work", "poverty"])
def test_shares_and_persons_imply_one_population(
    tmp_path: Path, share: str, several: tuple[tuple[str, checks.Where], ...]
) -> None:
    checks.shares_and_persons_imply_one_population(tmp_path, SETTINGS, share, several)


def test_turnout_of_the_ministrys_files_is_the_published_one(
    home: Home, outcomes: list[Fetched]
) -> None:
    checks.turnout_of_the_ministrys_files_is_the_published_one(home, least=500)


def test_published_turnout_is_those_who_voted_of_those_entitled(tmp_path: Path) -> None:
    checks.turnout_is_those_who_voted_of_those_entitled(tmp_path, SETTINGS, least=500)
