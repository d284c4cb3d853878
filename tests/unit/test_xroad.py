"""X-Road: what is asked, what proves the answer, and what becomes of every way to go wrong."""

from __future__ import annotations

import base64
import hashlib
import uuid
from pathlib import Path

import pytest
from border_deliveries import CLIENTS, care, client, csv_bytes, judge
from xroad_server import CLIENT, SERVICE, Act, refusal, security_server

from sources.errors import VarantoError
from sources.exchange import settings as settings_module
from sources.exchange.delivery import receive_by_xroad
from sources.exchange.settings import Service, XRoad, xroad_settings
from sources.exchange.transfer import Limits
from sources.exchange.xroad import fetch
from sources.home import Home
from sources.landing.delivery import deliveries

BODY = csv_bytes([client(n) for n in range(1, 40)])
PAUSES: list[float] = []
QUICK = Limits(attempts=3, first_pause=1.0, read_seconds=0.3, sleep=PAUSES.append)
ETAG = {"ETag": '"v1"'}


def ask(address: str, target: Path, path: str = "/clients?year=2023") -> dict[str, str]:
    PAUSES.clear()
    settings = XRoad(address, CLIENT, {"care": Service(SERVICE, {})}, user="varanto")
    return fetch(settings, SERVICE, path, target, QUICK)


def failure(target: Path, *acts: Act) -> str:
    with security_server(*acts) as server, pytest.raises(VarantoError) as error:
        ask(server.address, target)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_the_request_is_as_the_protocol_says_and_the_answer_is_kept(tmp_path: Path) -> None:
    with security_server(Act(body=BODY)) as server:
        proof = ask(server.address, tmp_path / "x")
    [(path, headers)] = server.asked
    assert path == f"/r1/{SERVICE}/clients?year=2023"
    assert headers["X-Road-Client"] == CLIENT
    assert headers["X-Road-UserId"] == "varanto"
    assert str(uuid.UUID(headers["X-Road-Id"])) == headers["X-Road-Id"] == proof["X-Road-Id"]
    assert (tmp_path / "x").read_bytes() == BODY
    assert proof["X-Road-Service"] == SERVICE
    assert uuid.UUID(proof["X-Road-Request-Id"])
    assert len(base64.b64decode(proof["X-Road-Request-Hash"])) == 64
    digest = base64.b64encode(hashlib.sha512(BODY).digest()).decode()
    assert proof["SHA-512 of the body"] == digest


def test_what_is_not_the_answer_to_our_request_is_not_taken(tmp_path: Path) -> None:
    for headers, said in (
        ({"X-Road-Id": str(uuid.uuid4())}, "X-Road-Id of the answer is not that of our request"),
        ({"X-Road-Client": "FI/GOV/9-9/other"}, "X-Road-Client of the answer"),
        ({"X-Road-Service": f"{SERVICE}2"}, "X-Road-Service of the answer"),
        ({"X-Road-Request-Hash": "bm8="}, "lacks X-Road-Request-Id or X-Road-Request-Hash"),
    ):
        assert said in failure(tmp_path / "x", Act(body=BODY, headers=headers))
    for name in ("X-Road-Service", "X-Road-Request-Id", "X-Road-Request-Hash"):
        assert name in failure(tmp_path / "x", Act(body=BODY, leave_out=(name,)))
    assert not (tmp_path / "x").exists()


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    with security_server(Act(body=BODY)) as other:
        for status in (301, 302, 303, 307, 308):
            said = failure(tmp_path / "x", Act(status, headers={"Location": other.address}))
            assert "no redirect is followed" in said
            assert other.address not in said
    assert other.asked == []


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "Check client and certificate"),
        (403, "has no permission"),
        (404, "Check the service and the path"),
        (400, "HTTP 400. Check the request"),
    ],
)
def test_an_error_of_the_service_says_what_where_and_what_to_do_and_is_not_repeated(
    tmp_path: Path, status: int, said: str
) -> None:
    with (
        security_server(Act(status, b'{"message": "no 010190-900P here"}')) as server,
        pytest.raises(VarantoError) as failed,
    ):
        ask(server.address, tmp_path / "x")
    assert said in str(failed.value)
    assert SERVICE in str(failed.value)
    assert "900P" not in str(failed.value)
    assert len(server.asked) == 1


def test_a_server_that_fails_is_asked_again_after_longer_and_longer_pauses(tmp_path: Path) -> None:
    broken = refusal("Server.ServerProxy.NetworkError")
    busy = Act(503, headers={"Retry-After": "7"})
    with security_server(broken, busy, Act(body=BODY)) as server:
        ask(server.address, tmp_path / "x")
    assert PAUSES == [1.0, 7.0]
    assert (tmp_path / "x").read_bytes() == BODY
    said = failure(tmp_path / "x", Act(503))
    assert "the answer was HTTP 503, at the last of 3 tries" in said


def test_a_body_that_was_cut_off_is_begun_anew_and_goes_on_where_it_may(tmp_path: Path) -> None:
    cut = Act(body=BODY, cut_after=500)
    with security_server(cut, Act(body=BODY)) as server:
        proof = ask(server.address, tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == BODY
    assert "Range" not in server.asked[1][1]
    assert uuid.UUID(proof["earlier requests"])

    named = Act(body=BODY, cut_after=500, headers=ETAG)
    with security_server(named, Act(body=BODY, headers=ETAG)) as server:
        ask(server.address, tmp_path / "y")
    assert (tmp_path / "y").read_bytes() == BODY
    assert server.asked[1][1]["Range"] == "bytes=500-"

    changed = Act(body=BODY[::-1], headers={"ETag": '"v2"'})
    with security_server(named, changed) as server:
        ask(server.address, tmp_path / "z")
    assert (tmp_path / "z").read_bytes() == BODY[::-1]
    assert "cut off after 500 of" in failure(tmp_path / "x", cut)


def test_an_answer_whose_end_can_not_be_told_is_not_taken(tmp_path: Path) -> None:
    assert "doesn't say how long it is" in failure(tmp_path / "x", Act(body=BODY, no_length=True))


def test_a_slow_and_an_absent_server_are_given_up(tmp_path: Path) -> None:
    assert "no answer in time" in failure(tmp_path / "x", Act(body=BODY, wait=1.0))
    with pytest.raises(VarantoError, match=r"the connection failed.*last of 3 tries"):
        ask("http://127.0.0.1:9", tmp_path / "x")


def test_no_identity_code_goes_into_an_address(home: Home, tmp_path: Path) -> None:
    for code in ("010190-900P", "010190Y900P", "290200A900P", "010190%2B900P"):
        with security_server(Act(body=BODY)) as server:
            with pytest.raises(VarantoError, match="holds a personal identity code") as error:
                ask(server.address, tmp_path / "x", f"/person/{code}")
            assert server.asked == []
        assert "900P" not in str(error.value)


CONFIGURED = f"""
xroad:
  server: SERVER
  client: {CLIENT}
  sources:
    care:
      service: {SERVICE}
      files:
        clients.csv: /clients?year={{year}}
"""


def configure(home: Home, text: str) -> None:
    home.prepare()
    (home.path / "exchange.yaml").write_text(text)


def test_from_the_service_to_the_facts_with_its_proof(home: Home) -> None:
    source, told = care(tables=(CLIENTS,)), list[str]()
    with security_server(Act(body=BODY)) as server:
        configure(home, CONFIGURED.replace("SERVER", server.address))
        receipt = receive_by_xroad(home, source, "2023", told.append, synthetic=True, limits=QUICK)
        again = receive_by_xroad(home, source, "2023", told.append, synthetic=True, limits=QUICK)
    assert server.asked[0][0].endswith("/clients?year=2023")
    assert (receipt.new, again.new) == (True, False)
    assert receipt.delivery.sender == f"X-Road {SERVICE}"
    assert uuid.UUID(receipt.delivery.exchange["via:clients.csv X-Road-Request-Id"])
    assert judge(home, receipt.delivery, source).accepted == 39
    assert not [p for p in home.spool.rglob("*") if p.is_file()]


def test_nothing_is_received_unless_every_file_came_whole(home: Home) -> None:
    with security_server(Act(body=BODY), Act(404)) as server:
        text = CONFIGURED.replace("SERVER", server.address)
        configure(home, text + "        episodes.csv: /episodes\n")
        with pytest.raises(VarantoError, match="HTTP 404"):
            receive_by_xroad(home, care(), "2023", print, synthetic=True, limits=QUICK)
    assert deliveries(home.landing) == []
    assert not [p for p in home.spool.rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("server: SERVER", "server: http://example.fi"), "must begin with https"),
        (("server: SERVER", "server: example"), "is not an address"),
        ((CLIENT, "FI/GOV"), "client is not INSTANCE/CLASS/MEMBER/SUBSYSTEM"),
        ((f"service: {SERVICE}", "service: x"), "service of care is not"),
        (("/clients?year={year}", "/p/010190-900P"), "holds a personal identity code"),
        (("  client:", "  who:"), "is not as it should be"),
        (("xroad:", "xroad: ["), "is not as it should be"),
    ],
)
def test_settings_that_can_not_be_followed_are_said(
    home: Home, change: tuple[str, str], said: str
) -> None:
    configure(home, CONFIGURED.replace(*change).replace("SERVER", "https://example.fi"))
    with pytest.raises(VarantoError, match=said) as error:
        xroad_settings(home)
    assert "\n" not in str(error.value)


def test_a_home_without_settings_and_a_certificate_that_is_not_there(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(VarantoError, match="X-Road is not set up"):
        xroad_settings(home)
    monkeypatch.setenv(settings_module.VARIABLE, str(tmp_path / "other.yaml"))
    (tmp_path / "other.yaml").write_text(CONFIGURED.replace("SERVER", "https://127.0.0.1:9"))
    settings = xroad_settings(home)
    absent = XRoad(settings.server, CLIENT, {}, certificate=tmp_path / "no.pem")
    with pytest.raises(VarantoError, match="certificate, key or ca can't be read"):
        fetch(absent, SERVICE, "/x", tmp_path / "x", QUICK)
