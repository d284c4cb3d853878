"""Alerts against real servers of the test's own: HTTP and SMTP."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipelines.alerts import alert, failed, invented_overdue, missing
from pipelines.refresh import Outcome, refresh
from pipelines.reports import Snapshot, close_night
from quality.acceptance import ACCEPTED, REFUSED, Acceptance, TableCounts, write_acceptance
from sources.catalogue import source
from sources.home import Home
from sources.landing.receive import receive

WEBHOOK = "VARANTO_ALERT_WEBHOOK"
SMTP = "VARANTO_ALERT_SMTP"
MAIL_TO = "VARANTO_ALERT_MAIL_TO"


class Webhook(HTTPServer):
    """Keeps what is posted; answers `status`."""

    status = 200

    def __init__(self) -> None:
        self.posted: list[dict[str, object]] = []
        super().__init__(("127.0.0.1", 0), Answering)


class Answering(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *_: object) -> None:
        return


class Mailbox(socketserver.TCPServer):
    """As much of an SMTP server as a client needs."""

    allow_reuse_address = True

    def __init__(self) -> None:
        self.mails: list[str] = []
        super().__init__(("127.0.0.1", 0), Conversation)


class Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text.decode())
                self.server.mails.append("".join(lines))
            if word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    with Webhook() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv(WEBHOOK, f"http://127.0.0.1:{server.server_port}/hook")
        yield server
        server.shutdown()


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv(SMTP, f"127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv(MAIL_TO, "night@example.org")
        yield server
        server.shutdown()


def record(
    home: Home,
    status: str,
    number: int,
    period: str = "2024",
    why: str = "",
    *,
    synthetic: bool = False,
) -> None:
    tables = {"persons": TableCounts(10, 10, 0, 0, {}, {})}
    write_acceptance(
        home,
        Acceptance(
            "population", f"d{number}", period, number, status, "contract", tables,
            why=why, synthetic=synthetic,
        ),
    )  # fmt: skip


def test_a_failure_goes_to_the_webhook_and_by_mail(
    home: Home, webhook: Webhook, mailbox: Mailbox
) -> None:
    told = alert(home.prepare(), [failed("candidate: KeyError at release.py:1.")])
    assert [target for _, target in told.sent] == ["webhook", "mail"]
    assert not told.problems
    assert webhook.posted[0]["kind"] == "failure"
    assert "candidate: KeyError" in str(webhook.posted[0]["text"])
    assert "Subject: Varanto: A run failed" in mailbox.mails[0]
    assert "candidate: KeyError" in mailbox.mails[0]


def test_a_refusal_is_told_once(home: Home, webhook: Webhook) -> None:
    record(home, REFUSED, 1, "2025", why="the column SUKUPUOLI is missing")
    assert len(alert(home).sent) == 1
    assert alert(home).sent == []
    assert [p["kind"] for p in webhook.posted] == ["refusal"]
    assert "SUKUPUOLI" in str(webhook.posted[0]["text"])


def test_a_refusal_that_was_made_good_is_not_told(home: Home, webhook: Webhook) -> None:
    record(home, REFUSED, 1, "2025", why="it is empty")
    record(home, ACCEPTED, 2, "2025")
    alert(home)
    assert webhook.posted == []


def test_a_missing_delivery_is_told_once_a_year(home: Home, webhook: Webhook) -> None:
    record(home, ACCEPTED, 1, "2024")
    assert [a.key for a, _ in alert(home).sent] == ["missing population 2025"]
    assert alert(home).sent == []
    assert len(webhook.posted) == 1


def test_nothing_is_missing_before_its_day_or_of_a_source_that_never_delivered(home: Home) -> None:
    assert missing(home, date(2026, 11, 24)) == []
    record(home, ACCEPTED, 1, "2024")
    assert missing(home, date(2026, 2, 28)) == []
    assert len(missing(home, date(2026, 3, 1))) == 1


def test_invented_data_is_awaited_from_nobody(home: Home) -> None:
    record(home, ACCEPTED, 1, "2024", synthetic=True)
    as_of = date(2026, 3, 1)
    assert (missing(home, as_of), invented_overdue(home, as_of)) == ([], 1)
    assert invented_overdue(home, date(2026, 2, 28)) == 0
    record(home, ACCEPTED, 2, "2024")  # the newest one in force is real
    assert (len(missing(home, as_of)), invented_overdue(home, as_of)) == (1, 0)


def test_nothing_is_missing_of_a_year_in_which_the_source_does_not_come(home: Home) -> None:
    record(home, ACCEPTED, 1, "2021")
    biennial = replace(source("population"), every_years=2, since=2021)
    assert missing(home, date(2025, 3, 1), [biennial]) == []
    assert len(missing(home, date(2024, 3, 1), [biennial])) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "file:///etc/hostname", "nonsense"])
def test_a_failing_target_is_reported_and_stops_neither_the_other_nor_the_night(
    home: Home, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(WEBHOOK, address)
    home.prepare()
    report = close_night(home, Outcome(failures=["it failed"]), Snapshot.take(home)).read_text()
    assert len(mailbox.mails) == 1
    assert "Sent by mail: A run failed" in report
    assert "Not sent: A run failed: " in report
    assert address not in report


def test_what_a_target_did_not_take_is_told_again(home: Home, webhook: Webhook) -> None:
    record(home, REFUSED, 1, "2025", why="it is empty")
    webhook.status = 500
    assert "500" in alert(home).problems[0]
    webhook.status = 200
    assert [target for _, target in alert(home).sent] == ["webhook"]


@pytest.mark.reference_data
def test_each_refresh_leaves_a_report(home: Home, reference: Path) -> None:
    file = reference / "microdata" / "eusilc.csv"
    receive(home, source("eu_silc"), [file], period="2006", sender="test", synthetic=False)
    refresh(home, lambda _: None)
    refresh(home, lambda _: None)
    first, second = (
        p.read_text()
        for p in sorted(home.reports.glob("2*.md"), key=lambda p: p.stat().st_mtime_ns)
    )
    assert "This is the first release." in first
    assert "| eu_silc | 1 | 0 | 14,827 |" in first
    assert "| frames/eu_silc | 2006 | success |" in first
    assert "Nothing was new, so nothing was made." in second
    assert len(list(home.reports.glob("2*.json"))) == 2
