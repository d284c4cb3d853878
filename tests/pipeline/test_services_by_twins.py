"""The checks of `make test-live` against twins of the services; a twin that errs turns them red."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import provider_twins
import pytest
import service_checks as checks
from provider_server import Act, Asked
from provider_twins import all_providers

from sources.home import Home
from sources.services.settings import Settings


@pytest.fixture
def settings() -> Iterator[Settings]:
    with all_providers() as (_, led_here):
        yield led_here


def test_every_declared_series_is_fetched_read_and_matched(home: Home, settings: Settings) -> None:
    outcomes = checks.fetched(home, settings)
    checks.every_dataset_comes(outcomes)
    checks.everything_that_came_is_read(home, outcomes)
    checks.every_series_is_answered_and_every_reserve_has_finland(home)
    checks.turnout_of_the_ministrys_files_is_the_published_one(home, least=1)


def test_an_election_file_of_other_numbers_turns_its_check_red(
    home: Home, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(provider_twins.TURNOUT, "ekv", 71)
    checks.fetched(home, settings)
    with pytest.raises(AssertionError, match="KU837"):
        checks.turnout_of_the_ministrys_files_is_the_published_one(home, least=1)


def test_a_dataset_that_does_not_come_turns_the_first_check_red(
    home: Home, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = provider_twins.PLAYS["eurostat"]

    def without_one(asked: Asked) -> Act:
        return Act(b"", 404) if "ILC_LI02" in asked.path else usual(asked)

    monkeypatch.setitem(provider_twins.PLAYS, "eurostat", without_one)
    outcomes = checks.fetched(home, settings)
    with pytest.raises(AssertionError, match="ilc_li02"):
        checks.every_dataset_comes(outcomes)
    checks.everything_that_came_is_read(home, outcomes)


@pytest.mark.parametrize("rate", checks.RATES, ids=lambda r: r.dataset)
@pytest.mark.parametrize("wrong", [False, True])
def test_a_rate_is_its_counts(
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    rate: checks.Rate,
    wrong: bool,
) -> None:
    if wrong:  # 2 % more persons than the rate says
        monkeypatch.setitem(provider_twins.BASES, rate.dataset, 2856)
        with pytest.raises(AssertionError):
            checks.a_rate_is_its_counts(tmp_path, settings, rate)
    else:
        checks.a_rate_is_its_counts(tmp_path, settings, rate)


@pytest.mark.parametrize(("share", "several"), checks.ONE_POPULATION, ids=["work", "poverty"])
@pytest.mark.parametrize("wrong", [False, True])
def test_shares_and_persons_imply_one_population(
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    share: str,
    several: tuple[tuple[str, checks.Where], ...],
    wrong: bool,
) -> None:
    if wrong and share == "PC":
        monkeypatch.setitem(provider_twins.BASES, "ilc_peps01n", 5600)
    elif wrong:
        monkeypatch.setattr(provider_twins, "ACTIVE_SHARE", 71.0)
    if wrong:
        with pytest.raises(AssertionError):
            checks.shares_and_persons_imply_one_population(tmp_path, settings, share, several)
    else:
        checks.shares_and_persons_imply_one_population(tmp_path, settings, share, several)


@pytest.mark.parametrize("wrong", [False, True])
def test_turnout_is_those_who_voted_of_those_entitled(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, wrong: bool
) -> None:
    if wrong:
        monkeypatch.setattr(provider_twins, "ENTITLED", (200_000, 199_000))
        with pytest.raises(AssertionError):
            checks.turnout_is_those_who_voted_of_those_entitled(tmp_path, settings, least=2)
    else:
        checks.turnout_is_those_who_voted_of_those_entitled(tmp_path, settings, least=2)
