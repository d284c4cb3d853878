"""What the sender says of a delivery: the same words by flag, by manifest and by X-Road."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from border_deliveries import CLIENTS, care, client, csv_bytes, judge
from cli_support import Answer, varanto
from xroad_server import CLIENT, SERVICE, Act, security_server

from quality.acceptance import Acceptance, acceptances
from sources.declarations import Delta, Source
from sources.home import Home
from sources.landing.delivery import deliveries

ONE = care(tables=(CLIENTS,))
IN_CHANGES = care(tables=(replace(CLIENTS, delta=Delta(("person",), "MUUTOS", {"L": "new"})),))
MANY = csv_bytes([client(n) for n in range(1, 301)])
FEW = csv_bytes([client(n) for n in range(1, 120)])
OTHERS = csv_bytes([client(n, TULO=f"{n}000,00") for n in range(1, 301)])

Capture = pytest.CaptureFixture[str]
Way = Callable[[bytes, Mapping[str, bool]], Answer]
"""Sends a file by one of the three ways, with words of its sender."""


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr("sources.catalogue.SOURCES", (ONE,))
    return ONE


@pytest.fixture(params=["receive", "collect", "xroad"])
def send(request: pytest.FixtureRequest, home: Home, tmp_path: Path, capsys: Capture) -> Way:
    def by_hand(content: bytes, words: Mapping[str, bool]) -> Answer:
        (tmp_path / "clients.csv").write_bytes(content)
        return varanto(
            capsys, "receive", "care", tmp_path / "clients.csv", "--period", "2023", "--synthetic",
            *_flags(words),
        )  # fmt: skip

    def by_drop(content: bytes, words: Mapping[str, bool]) -> Answer:
        folder = tmp_path / "drop" / "care" / "from-the-county"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "clients.csv").write_bytes(content)
        told = {
            "source": "care", "period": "2023", "synthetic": True, **words,
            "files": {"clients.csv": hashlib.sha256(content).hexdigest()},
        }  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps(told))
        return varanto(capsys, "collect", tmp_path / "drop")

    def by_xroad(content: bytes, words: Mapping[str, bool]) -> Answer:
        with security_server(Act(body=content)) as server:
            home.prepare()
            asked = {"service": SERVICE, "files": {"clients.csv": "/clients"}}
            settings = {"server": server.address, "client": CLIENT, "sources": {"care": asked}}
            (home.path / "exchange.yaml").write_text(json.dumps({"xroad": settings}))
            answer = varanto(
                capsys, "xroad", "care", "--period", "2023", "--synthetic", *_flags(words)
            )
            assert not (words.get("delta") and server.asked), "a refused delta is not fetched"
            return answer

    ways: dict[str, Way] = {"receive": by_hand, "collect": by_drop, "xroad": by_xroad}
    return ways[str(request.param)]


def _flags(words: Mapping[str, bool]) -> list[str]:
    return [f"--{word.replace('_', '-')}" for word, given in words.items() if given]


def judged(home: Home, source: Source) -> Acceptance:
    return judge(home, deliveries(home.landing, source.id)[-1], source)


@pytest.mark.parametrize(("content", "word"), [(FEW, "fewer_rows"), (OTHERS, "changed")])
def test_a_refused_delivery_is_confirmed_by_the_way_that_it_came(
    home: Home, source: Source, send: Way, content: bytes, word: str
) -> None:
    assert send(MANY, {}).code == 0
    assert judged(home, source).status == "accepted"
    assert send(content, {}).code == 0
    refused = judged(home, source)
    assert refused.status == "refused"
    assert send(content, {word: True}).code == 0
    delivery = deliveries(home.landing, source.id)[-1]
    assert delivery.exchange[word] == "confirmed"
    assert judged(home, source).status == "accepted"
    assert len(acceptances(home, source.id)) == 3


def test_the_refusal_says_how_by_the_way_that_it_came(
    home: Home, source: Source, send: Way, request: pytest.FixtureRequest
) -> None:
    said = {
        "receive": "receive it again with --fewer-rows.",
        "collect": 'deliver it again with "fewer_rows": true in its manifest.json.',
        "xroad": "fetch it again with varanto xroad care --period 2023 --synthetic --fewer-rows.",
    }
    send(MANY, {})
    judged(home, source)
    send(FEW, {})
    todo = judged(home, source).extra["todo"]
    way = next(w for w in said if w in request.node.callspec.id)
    assert said[way] in todo


def test_what_was_said_before_is_to_be_said_again(home: Home, source: Source, send: Way) -> None:
    """Who must confirm twice would else take one word back with the other."""
    send(MANY, {})
    judged(home, source)
    send(OTHERS, {"fewer_rows": True})
    todo = judged(home, source).extra["todo"]
    assert "--fewer-rows --changed" in todo or '"fewer_rows": true, "changed": true' in todo


def test_a_delta_is_refused_at_the_door_where_none_is_declared(
    home: Home, source: Source, send: Way, request: pytest.FixtureRequest
) -> None:
    answer = send(MANY, {"delta": True})
    assert answer.code == (1 if "collect" in request.node.callspec.id else 2)
    assert "table clients is not declared to come in changes" in answer.err
    assert "leave delta out, or declare the table's Delta" in answer.err
    assert answer.err.count("\n") <= 2
    assert deliveries(home.landing) == []


def test_a_delta_of_published_statistics_is_refused_at_the_door(
    home: Home, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "ilc.csv").write_text("a\n")
    answer = varanto(capsys, "receive", "eurostat", tmp_path / "ilc.csv", "--delta")
    assert answer.code == 2
    assert "published statistics come whole" in answer.err
    assert deliveries(home.landing) == []


def test_a_delta_that_is_declared_is_taken(
    home: Home, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.catalogue.SOURCES", (IN_CHANGES,))
    (tmp_path / "clients.csv").write_bytes(csv_bytes([{"MUUTOS": "L"} | client(1)]))
    answer = varanto(
        capsys, "receive", "care", tmp_path / "clients.csv", "--period", "2023", "--delta",
        "--synthetic",
    )  # fmt: skip
    assert answer.code == 0
    assert deliveries(home.landing)[0].exchange == {"delta": "yes"}


def test_the_refusal_in_a_synthetic_home_names_the_flag_and_the_key(
    home: Home, source: Source, tmp_path: Path, capsys: Capture
) -> None:
    home.prepare().fix_kind(synthetic=True)
    folder = tmp_path / "drop" / "care" / "2023"
    folder.mkdir(parents=True)
    (folder / "clients.csv").write_bytes(MANY)
    (folder / "clients.csv.ok").touch()
    answer = varanto(capsys, "collect", tmp_path / "drop")
    assert answer.code == 1
    assert '"synthetic": true in the drop folder\'s manifest.json' in answer.err
    assert "--synthetic" in answer.err


def test_a_real_home_is_not_told_to_call_persons_invented(
    home: Home, source: Source, tmp_path: Path, capsys: Capture
) -> None:
    home.prepare().fix_kind(synthetic=False)
    (tmp_path / "clients.csv").write_bytes(MANY)
    answer = varanto(
        capsys, "receive", "care", tmp_path / "clients.csv", "--period", "2023", "--synthetic"
    )
    assert "holds real persons" in answer.err
    assert "manifest.json" not in answer.err
