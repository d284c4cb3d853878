"""Errors of X-Road itself: what is final is told at once, what may pass is tried again."""

from __future__ import annotations

from pathlib import Path

import pytest
from xroad_server import CLIENT, SERVICE, Act, refusal, security_server

from sources.errors import VarantoError
from sources.exchange.settings import Service, XRoad
from sources.exchange.transfer import Limits
from sources.exchange.xroad import fetch
from sources.exchange.xroad_errors import advice, error_code, meaning

QUICK = Limits(attempts=3, first_pause=1.0, read_seconds=2.0, sleep=lambda _: None)


def ask(address: str, target: Path) -> None:
    settings = XRoad(address, CLIENT, {"care": Service(SERVICE, {})})
    fetch(settings, SERVICE, "/clients", target, QUICK)


def asked_and_told(target: Path, act: Act) -> tuple[int, str]:
    """How often the server was asked, and the line that it ended with."""
    with security_server(act) as server, pytest.raises(VarantoError) as error:
        ask(server.address, target)
    said = str(error.value)
    assert "\n" not in said
    assert SERVICE in said
    assert "900P" not in said, "the server's own words are never told"
    assert not target.exists()
    return len(server.asked), said


@pytest.mark.parametrize(
    ("code", "todo"),
    [
        ("Server.ServerProxy.AccessDenied", "ask the service's owner to grant our client access"),
        ("server.serverproxy.access_denied", "ask the service's owner to grant our client access"),
        ("Server.ServerProxy.UnknownService", "check the service's id in exchange.yaml"),
        ("Server.ServerProxy.ServiceDisabled", "ask its owner when it is enabled again"),
        ("Server.ClientProxy.UnknownMember", "check the ids of client and service"),
        ("Server.ServerProxy.UnknownMember", "check the ids of client and service"),
        ("Server.ClientProxy.InvalidRequest", "check client, the service and the path"),
        ("server.serverproxy.service_type", "is not a REST service"),
        ("Server.ServerProxy.ServiceMissingUrl", "no usable address"),
        ("Client.BadRequest", "check client, the service and the path"),
        ("Client.SomethingNew", "check client, the service and the path"),
        ("AccessDenied", "ask the service's owner to grant our client access"),
    ],
)
@pytest.mark.parametrize("status", [500, 400, 200])
def test_a_final_error_is_told_at_once_with_its_code_and_what_to_do(
    tmp_path: Path, code: str, todo: str, status: int
) -> None:
    asked, said = asked_and_told(tmp_path / "x", refusal(code, status))
    assert asked == 1
    assert f"HTTP {status}, X-Road error {code}. " in said
    assert todo in said
    assert "Try again later" not in said


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("Server.ServerProxy.NetworkError", " (one security server could not reach the other)"),
        ("Server.ClientProxy.IOError", ""),
        ("server.clientproxy.io_error", ""),
        ("Server.ServerProxy.ServiceFailed.HttpError", " (the service behind"),
        ("Server.ServerProxy.ServiceFailed.InvalidRequest", " (the service behind"),
        ("Server.ClientProxy.SslAuthenticationFailed", " (a certificate was not accepted"),
        ("Server.ServerProxy.NeverHeardOf", ""),
        ("Signer.KeyNotFound", ""),
    ],
)
@pytest.mark.parametrize("status", [500, 404])
def test_an_error_that_may_pass_is_tried_again_and_told_with_its_code_at_last(
    tmp_path: Path, code: str, words: str, status: int
) -> None:
    asked, said = asked_and_told(tmp_path / "x", refusal(code, status))
    assert asked == 3
    assert f"HTTP {status}, X-Road error {code}{words}" in said
    assert "at the last of 3 tries" in said
    assert "Try again later" in said


@pytest.mark.parametrize(
    "header", ["value of <a row>", "010190-900P", "Client.010190-900P", "a" * 500, "Client..x"]
)
@pytest.mark.parametrize("status", [500, 200])
def test_an_error_whose_code_is_none_is_no_answer_and_not_told(
    tmp_path: Path, header: str, status: int
) -> None:
    asked, said = asked_and_told(tmp_path / "x", refusal(header, status))
    assert asked == 3
    assert "X-Road error of no known form" in said
    assert header not in said


def test_a_passing_error_does_not_end_the_delivery(tmp_path: Path) -> None:
    with security_server(refusal("Server.ServerProxy.IOError"), Act(body=b"a;b\n")) as server:
        ask(server.address, tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"a;b\n"


def test_a_code_is_read_as_a_whole() -> None:
    assert error_code(None) == error_code("") == error_code("a b") == error_code("x.9") == ""
    assert error_code(" Client.BadRequest ") == "Client.BadRequest"
    assert advice("Server.ServerProxy.ServiceFailed.AccessDenied") is None
    assert advice("Server.ClientProxy.InternalError") is None
    assert meaning("Server.ClientProxy.InternalError") == ""
