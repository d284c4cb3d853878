"""The client of the providers' interfaces: polite, whole or not at all, clear when refused."""

from __future__ import annotations

import gzip
import itertools
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from provider_server import PAUSES, QUICK, Act, Server, in_turn, provider

from sources.errors import VarantoError
from sources.services.client import Client, Known, NotThere, TooMuch, Unreachable

BODY = b"geo,OBS_VALUE\n" + b"FI,4.5\n" * 500
AGENT = "varanto/0.1 (data@example.org)"


def client(server: Server, **changed: object) -> Client:
    made = Client("eurostat", server.address, AGENT, interval=0.0, limits=QUICK)
    return replace(made, **changed)  # type: ignore[arg-type]


def got(tmp_path: Path, *acts: Act) -> bytes:
    with provider(in_turn(*acts)) as server:
        client(server).get("/data", tmp_path / "x.csv")
    return (tmp_path / "x.csv").read_bytes()


def test_an_answer_becomes_a_file_and_tells_what_it_is(tmp_path: Path) -> None:
    act = Act(BODY, headers={"ETag": '"7"', "Last-Modified": "Tue, 03 Nov 2026 22:00:00 GMT"})
    with provider(in_turn(act)) as server:
        answer = client(server).get("/data/ILC_LI02", tmp_path / "x.csv", [("geo", "FI")])
    assert (tmp_path / "x.csv").read_bytes() == BODY
    assert answer.url == f"{server.address}/data/ILC_LI02?geo=FI"
    assert (answer.etag, answer.modified) == ('"7"', "Tue, 03 Nov 2026 22:00:00 GMT")
    assert answer.retrieved.endswith("+00:00")
    assert server.asked[0].headers["User-Agent"] == AGENT
    assert list(tmp_path.iterdir()) == [tmp_path / "x.csv"]


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    with provider(in_turn(Act(status=304))) as server:
        known = Known(f"{server.address}/data", '"7"', "Tue, 03 Nov 2026 22:00:00 GMT")
        answer = client(server).get("/data", tmp_path / "x", known=[known])
    assert not answer.changed
    assert server.asked[0].headers["If-None-Match"] == '"7"'
    assert server.asked[0].headers["If-Modified-Since"] == "Tue, 03 Nov 2026 22:00:00 GMT"
    assert list(tmp_path.iterdir()) == []


def test_key_and_dataflow_are_written_as_sdmx_writes_them(tmp_path: Path) -> None:
    with provider(in_turn(Act(BODY))) as server:
        one = client(server)
        answer = one.get("/data/OECD.WISE,DSD_HSL@DF_HSL_CWB,/A..FIN+SWE", tmp_path / "x")
    assert answer.url.endswith("/data/OECD.WISE,DSD_HSL@DF_HSL_CWB,/A..FIN+SWE")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_provider_is_asked_again_after_the_pause_that_it_names(
    tmp_path: Path, status: int
) -> None:
    busy = Act(status=status, headers={"Retry-After": "7"})
    assert got(tmp_path, busy, Act(status=status), Act(BODY)) == BODY
    assert [7.0, 30.0 if status == 429 else 2.0] == PAUSES


def test_after_the_last_try_it_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"eurostat: the answer was HTTP 503, at the last of 3"):
        got(tmp_path, Act(status=503))
    assert list(tmp_path.iterdir()) == []


def test_nobody_there_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Unreachable) as told:
        Client("sotkanet", address, AGENT, 0.0, QUICK).get("/regions", tmp_path / "x")
    assert str(told.value) == (
        "sotkanet: it can't be reached (NewConnectionError), at the last of 3 tries. What came "
        "before stays in force; try again later."
    )


def test_a_slow_answer_is_tried_again(tmp_path: Path) -> None:
    assert got(tmp_path, Act(BODY, wait=0.8), Act(BODY)) == BODY


def test_a_cut_answer_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    version = {"ETag": '"7"'}
    acts = (Act(BODY, headers=version, cut_after=1000), Act(BODY, headers=version))
    with provider(in_turn(*acts)) as server:
        client(server).get("/data", tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == BODY
    assert server.asked[1].headers["Range"] == "bytes=1000-"


@pytest.mark.parametrize("etag", [None, 'W/"7"'])
def test_without_a_version_a_cut_answer_begins_anew(tmp_path: Path, etag: str | None) -> None:
    headers = {"ETag": etag} if etag else {}
    with provider(in_turn(Act(BODY, headers=headers, cut_after=1000), Act(BODY))) as server:
        client(server).get("/data", tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == BODY
    assert "Range" not in server.asked[1].headers


def test_a_new_version_meanwhile_is_taken_whole(tmp_path: Path) -> None:
    newer = b"newer\n" * 300
    acts = (Act(BODY, headers={"ETag": '"7"'}, cut_after=999), Act(newer, headers={"ETag": '"8"'}))
    assert got(tmp_path, *acts) == newer


def test_an_answer_that_goes_on_elsewhere_is_not_patched_together(tmp_path: Path) -> None:
    for said in ("bytes 5-9/10", "bytes 1000-1004/3514", "bytes 1000-3513/*", "bytes 1000-"):
        wrong = {"ETag": '"7"', "Content-Range": said}
        first = Act(BODY, headers={"ETag": '"7"'}, cut_after=1000)
        assert got(tmp_path, first, Act(BODY, headers=wrong), Act(BODY)) == BODY, said


def test_a_part_that_was_not_asked_for_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    part = Act(BODY[:100], 206, headers={"Content-Range": f"bytes 0-99/{len(BODY)}"})
    assert got(tmp_path, part, Act(BODY)) == BODY


def test_another_addresss_version_says_nothing_of_this_one(tmp_path: Path) -> None:
    with provider(in_turn(Act(BODY))) as server:
        known = Known(f"{server.address}/other", '"7"')
        client(server).get("/data", tmp_path / "x", known=[known])
    assert "If-None-Match" not in server.asked[0].headers


def test_not_modified_without_a_condition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VarantoError, match="304 to a request without a condition"):
        got(tmp_path, Act(status=304))


def test_who_asks_for_a_long_pause_is_not_asked_again_before_it(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"at the last of 1 tries.*in 3,600 seconds"):
        got(tmp_path, Act(status=503, headers={"Retry-After": "3600"}))
    assert PAUSES == []
    told = Act(status=429)
    assert got(tmp_path, told, Act(BODY)) == BODY
    assert PAUSES == [30.0]


def test_a_fault_of_one_answer_is_not_the_providers_silence(tmp_path: Path) -> None:
    with pytest.raises(VarantoError) as error:
        got(tmp_path, Act(status=500))
    assert not isinstance(error.value, Unreachable)


def test_to_another_host_nobody_goes(tmp_path: Path) -> None:
    away = Act(status=302, headers={"Location": "http://localhost:1/inside"})
    with pytest.raises(VarantoError, match="sends us to another host"):
        got(tmp_path, away)


def test_a_chunked_answer_that_is_cut_is_noticed(tmp_path: Path) -> None:
    assert got(tmp_path, Act(BODY, chunked=True, cut_after=100), Act(BODY, chunked=True)) == BODY


def test_an_answer_of_unknown_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VarantoError, match="doesn't say how long it is"):
        got(tmp_path, Act(BODY, no_length=True))


@pytest.mark.parametrize("act", [Act(BODY, packed=True), Act(gzip.compress(BODY))])
def test_a_packed_answer_is_unpacked_said_or_not(tmp_path: Path, act: Act) -> None:
    assert got(tmp_path, act) == BODY


@pytest.mark.parametrize(
    "body",
    [gzip.compress(BODY)[:-9], gzip.compress(BODY) + b"more", b"\x1f\x8bno gzip at all"],
    ids=["cut", "more", "none"],
)
def test_a_damaged_packed_answer_is_refused(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(VarantoError, match="the packed answer is damaged"):
        got(tmp_path, Act(body))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("act", [Act(b"0" * (6 << 20)), Act(b"0" * (6 << 20), packed=True)])
def test_a_gigantic_answer_is_refused(tmp_path: Path, act: Act) -> None:
    with pytest.raises(VarantoError, match="longer than 5 MB"):
        got(tmp_path, act)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("act", "kind", "told"),
    [
        (Act(b'{"error":[{"status":400,"id":150,"label":"Wrong geo"}]}', 400), NotThere,
         "the answer was HTTP 400 (Wrong geo). Has it been renamed"),
        (Act(b"<html><h1>Not\n found</h1></html>", 404), NotThere, "HTTP 404 (Not found)"),
        (Act(b"<S:Fault><faultcode>413</faultcode><faultstring>EXTRACTION_TOO_BIG</faultstring>",
             413), TooMuch, "HTTP 413 (EXTRACTION_TOO_BIG). Ask for less"),
        (Act(b"", 403), VarantoError, "HTTP 403. It doesn't let us in: is User-Agent"),
        (Act(b"x" * 4000, 418), VarantoError, "x…). Check the declaration"),
    ],
)  # fmt: skip
def test_a_refusal_is_told_in_the_providers_words(
    tmp_path: Path, act: Act, kind: type[VarantoError], told: str
) -> None:
    with pytest.raises(kind) as error:
        got(tmp_path, act)
    assert told in str(error.value)
    assert len(str(error.value)) < 400
    assert PAUSES == []


def test_it_goes_where_the_answer_sends_us_but_not_in_circles(tmp_path: Path) -> None:
    moved = Act(status=302, headers={"Location": "/new"})
    assert got(tmp_path, moved, Act(BODY)) == BODY
    with pytest.raises(VarantoError, match="more than 3 times"):
        got(tmp_path, moved)


def test_requests_keep_their_distance(tmp_path: Path) -> None:
    seconds = itertools.count(100.0, 0.25)
    with provider(in_turn(Act(BODY))) as server:
        one = client(server, interval=1.0, clock=lambda: next(seconds))
        one.get("/a", tmp_path / "a")
        one.get("/b", tmp_path / "b")
    assert PAUSES == [0.75]


def test_a_query_is_posted_as_json(tmp_path: Path) -> None:
    with provider(in_turn(Act(BODY))) as server:
        client(server).post("/table.px", tmp_path / "x", {"query": ["Ikä"]})
    assert server.asked[0].method == "POST"
    assert server.asked[0].body == '{"query": ["Ikä"]}'.encode()
    assert server.asked[0].headers["Content-Type"].startswith("application/json")
