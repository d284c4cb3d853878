"""Each provider's client through what happens in life, at every step of its conversation.

The twins answer as the providers do; one of their answers is disturbed. What comes in spite of it
is what comes without it, byte by byte; else one clear line is told, and no file is left.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import prod
from pathlib import Path

import polars as pl
import pytest
from provider_server import PAUSES, Act, Asked, Play, Server, provider
from provider_twins import PLAYS
from service_support import client

from assets.reserves import INDICATORS
from sources.errors import VarantoError
from sources.official import read_official
from sources.services.came import Provider
from sources.services.client import NotThere, Unreachable
from sources.services.elections import Elections
from sources.services.eurostat import Eurostat
from sources.services.fetch import all_wanted
from sources.services.oecd import Oecd
from sources.services.sotkanet import Sotkanet
from sources.services.statfin import Statfin
from sources.services.wanted import Wanted

DATASETS = {
    "eurostat": "ilc_di03",
    "statfin": "statfin_tjt_pxt_14ww",
    "sotkanet": "3113",
    "oecd": "OECD.WISE.WDP:DSD_HSL@DF_HSL_FWB",
    "elections": "2025",
}
MAKERS: dict[str, Callable[..., Provider]] = {
    "eurostat": lambda c: Eurostat(c, "json-stat"),
    "statfin": lambda c: Statfin(c, "v1"),
    "sotkanet": Sotkanet,
    "oecd": lambda c: Oecd(c, "csv"),
    "elections": Elections,
}
STEPS = {"eurostat": 2, "statfin": 4, "sotkanet": 3, "oecd": 2, "elections": 2}
"""Provider → requests of a dataset: structure, numbers, and what else belongs to it."""

AT_EACH_STEP = [(name, step) for name, steps in STEPS.items() for step in range(steps)]


READ_LATER = (("statfin", 3), ("sotkanet", 1), ("sotkanet", 2))
"""Answers that nobody judges but their reader, before they count for a delivery."""


def asked_of(name: str) -> Wanted:
    """A dataset that our declarations want of the provider."""
    every = all_wanted(INDICATORS, [name], 2021)
    return next(a for a in every if a.dataset == DATASETS[name])


@dataclass
class Disturbed:
    """A twin whose request number `step` is answered otherwise, `times` times."""

    name: str
    step: int
    change: Callable[[Act], Act]
    times: int = 1
    seen: list[Asked] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Act:
        usual = PLAYS[self.name](asked)
        number, before = len(self.seen), self.step
        self.seen.append(asked)
        return self.change(usual) if before <= number < before + self.times else usual


def made(server: Server, name: str, seconds: float = 5.0) -> Provider:
    """The client, with breath enough for a twin that has much to make up."""
    quick = client(server, name)
    return MAKERS[name](replace(quick, limits=replace(quick.limits, read_seconds=seconds)))


def fetched(name: str, play: Play, folder: Path, seconds: float = 5.0) -> dict[str, bytes]:
    """File → content of what came; an answer is waited for so many `seconds`."""
    folder.mkdir()
    with provider(play) as server:
        came = made(server, name, seconds).fetch(asked_of(name), folder, None)
    assert came is not None
    assert len(came.files) == len(came.answers)
    assert sorted(folder.iterdir()) == sorted(came.files)
    return {path.name: path.read_bytes() for path in came.files}


def usually(name: str, folder: Path) -> dict[str, bytes]:
    return fetched(name, PLAYS[name], folder / "usual")


def told(name: str, play: Play, folder: Path, kind: type[VarantoError] = VarantoError) -> str:
    """The line that is said when nothing came."""
    folder.mkdir(exist_ok=True)
    with provider(play) as server, pytest.raises(kind) as error:
        made(server, name).fetch(asked_of(name), folder, None)
    assert str(error.value).startswith(name)
    assert "\n" not in str(error.value)
    assert list(folder.glob("*.part")) == []
    return str(error.value)


def test_the_conversations_are_as_long_as_they_are_tried(tmp_path: Path) -> None:
    for name, steps in STEPS.items():
        whole = Disturbed(name, 99, lambda act: act)
        fetched(name, whole, tmp_path / name)
        assert len(whole.seen) == steps, name


BUSY = {"429": (429, {"Retry-After": "7"}, 7.0), "429 bare": (429, {}, 30.0),
        "500": (500, {}, 1.0), "503": (503, {"Retry-After": "3"}, 3.0)}  # fmt: skip


@pytest.mark.parametrize(("name", "step"), AT_EACH_STEP)
@pytest.mark.parametrize("kind", BUSY)
def test_a_busy_provider_is_asked_again(tmp_path: Path, name: str, step: int, kind: str) -> None:
    status, headers, pause = BUSY[kind]
    expected = usually(name, tmp_path)
    play = Disturbed(name, step, lambda _: Act(b"busy", status, headers))
    assert fetched(name, play, tmp_path / "x") == expected
    assert [pause] == PAUSES
    assert len(play.seen) == STEPS[name] + 1
    assert play.seen[step].path == play.seen[step + 1].path


@pytest.mark.parametrize(("name", "step"), AT_EACH_STEP)
def test_a_provider_that_stays_busy_is_unreachable(tmp_path: Path, name: str, step: int) -> None:
    play = Disturbed(name, step, lambda _: Act(b"", 503), times=99)
    assert "HTTP 503, at the last of 3 tries" in told(name, play, tmp_path, Unreachable)
    assert len(play.seen) == step + 3


@pytest.mark.parametrize(("name", "step"), AT_EACH_STEP)
@pytest.mark.parametrize("etag", [None, '"7"'])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_cut_answer_comes_whole(
    tmp_path: Path, name: str, step: int, etag: str | None, chunked: bool
) -> None:
    headers = {"ETag": etag} if etag else {}

    def twin(asked: Asked) -> Act:
        return replace(PLAYS[name](asked), headers=headers, chunked=chunked)

    cut = Disturbed(name, step, lambda act: act)

    def play(asked: Asked) -> Act:
        first = len(cut.seen) == step
        cut(asked)
        act = twin(asked)
        return replace(act, cut_after=len(act.body) // 2) if first else act

    assert fetched(name, play, tmp_path / "x") == usually(name, tmp_path)
    resumed = "Range" in cut.seen[step + 1].headers
    assert resumed or etag is None or chunked


@pytest.mark.parametrize("name", STEPS)
def test_a_slow_answer_is_asked_for_again(tmp_path: Path, name: str) -> None:
    play = Disturbed(name, STEPS[name] - 1, lambda act: replace(act, wait=2.0))
    assert fetched(name, play, tmp_path / "x", seconds=1.0) == usually(name, tmp_path)
    assert len(play.seen) == STEPS[name] + 1


@pytest.mark.parametrize(("name", "step"), AT_EACH_STEP)
def test_a_gigantic_answer_is_refused(tmp_path: Path, name: str, step: int) -> None:
    for packed in (False, True):
        play = Disturbed(name, step, lambda _, p=packed: Act(b"[" * (6 << 20), packed=p))
        assert "longer than 5 MB" in told(name, play, tmp_path)


@pytest.mark.parametrize(("name", "step"), AT_EACH_STEP)
def test_a_page_in_place_of_an_answer_is_told(tmp_path: Path, name: str, step: int) -> None:
    page = Act(b"<html><h1>Service break</h1></html>")
    play = Disturbed(name, step, lambda _: page)
    if (name, step) in READ_LATER:
        came = fetched(name, play, tmp_path / "x")
        with pytest.raises(VarantoError, match="is in no format that is read"):
            read_official(*(tmp_path / "x" / file for file in came))
    else:
        told(name, play, tmp_path)


@pytest.mark.parametrize(("name", "step"), AT_EACH_STEP)
@pytest.mark.parametrize("status", [400, 404])
def test_what_is_not_there_is_told_at_once(
    tmp_path: Path, name: str, step: int, status: int
) -> None:
    play = Disturbed(name, step, lambda _: Act(b'{"message": "no such table"}', status))
    line = told(name, play, tmp_path, NotThere)
    assert f"HTTP {status} (no such table). Has it been renamed or rebuilt?" in line
    assert len(play.seen) == step + 1


@pytest.mark.parametrize("name", STEPS)
def test_everybody_says_who_asks(tmp_path: Path, name: str) -> None:
    def shut(asked: Asked) -> Act:
        agent = asked.headers.get("User-Agent", "")
        return PLAYS[name](asked) if agent.startswith("varanto/") else Act(status=403)

    assert fetched(name, shut, tmp_path / "x") == usually(name, tmp_path)
    assert "is User-Agent (contact in services.yaml) as it wants" in told(
        name, lambda _: Act(status=403), tmp_path / "shut"
    )


@pytest.mark.parametrize("name", STEPS)
def test_lists_are_repeated_and_never_joined_by_commas(tmp_path: Path, name: str) -> None:
    def strict(asked: Asked) -> Act:
        joined = any("," in value for _, value in asked.parameters)
        return Act(b"no comma list", 400) if joined else PLAYS[name](asked)

    assert fetched(name, strict, tmp_path / "x") == usually(name, tmp_path)


def cells(name: str, asked: Asked) -> int:
    """How much a question is for: years, or of Statistics Finland cells; 0 where it is no data."""
    if name == "statfin":
        if asked.method != "POST":
            return 0
        return prod(len(q["selection"]["values"]) for q in json.loads(asked.body)["query"])
    if name == "sotkanet":
        return len(asked.all("years"))
    if "/data/" not in asked.path:
        return 0
    names = ("startPeriod", "endPeriod") if name == "oecd" else ("sinceTimePeriod",
                                                                 "untilTimePeriod")  # fmt: skip
    first, last = (int(asked.all(n)[0]) for n in names)
    return last - first + 1


@pytest.mark.parametrize(
    ("name", "most"), [("eurostat", 1), ("statfin", 2), ("sotkanet", 1), ("oecd", 1)]
)
def test_what_is_too_much_at_once_comes_in_parts_that_say_the_same(
    tmp_path: Path, name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.services.statfin.LEAST_CELLS", 2)
    refused: list[Asked] = []

    def play(asked: Asked) -> Act:
        if cells(name, asked) <= most:
            return PLAYS[name](asked)
        refused.append(asked)
        return Act(b"too much at once", 413)

    parts = fetched(name, play, tmp_path / "parts")
    whole = usually(name, tmp_path)
    assert refused
    assert len(parts) > len(whole)
    found, expected = (
        read_official(*(tmp_path / folder / file for file in came)).sort(pl.all())
        for folder, came in (("parts", parts), ("usual", whole))
    )
    assert found.height > 0
    assert found.equals(expected)


@pytest.mark.parametrize("name", STEPS)
def test_a_refusal_of_the_least_is_told(tmp_path: Path, name: str) -> None:
    def play(asked: Asked) -> Act:
        numbers = name == "elections" or cells(name, asked)
        return Act(b"too much at once", 413) if numbers else PLAYS[name](asked)

    assert "HTTP 413 (too much at once)" in told(name, play, tmp_path)


CHANGED = {
    "eurostat": (0, b'id="unit"', b'id="measure"', "dimension 'unit' is not there"),
    "statfin": (1, b'"values": ["2022"', b'"valueTexts": ["2022"', "what the table has"),
    "sotkanet": (0, b'"range"', b'"years"', "doesn't say its years"),
    "oecd": (0, b'id="MEASURE"', b'id="INDICATOR"', "dimension 'measure' is not there"),
    "elections": (0, b"PK", b"??", "is no zip archive"),
}
"""Provider → step, what was there, what is there now, and what is told of it."""


@pytest.mark.parametrize("name", STEPS)
def test_a_changed_structure_is_told_and_no_number_asked_for(tmp_path: Path, name: str) -> None:
    step, old, new, line = CHANGED[name]

    def changed(act: Act) -> Act:
        assert old in act.body
        return replace(act, body=act.body.replace(old, new))

    play = Disturbed(name, step, changed)
    assert line in told(name, play, tmp_path)
    assert len(play.seen) == step + 1 or name == "statfin"
    assert all(cells(name, a) == 0 for a in play.seen)
