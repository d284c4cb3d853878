"""Where alerts go: a webhook, a mail relay. What can't be reached says so without its address."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from http.client import HTTPException
from typing import Protocol
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10


class AlertKind(StrEnum):
    """What an alert is about."""

    FAILURE = "failure"
    REFUSAL = "refusal"
    MISSING = "missing_delivery"
    SIZE = "unusual_size"


@dataclass(frozen=True)
class Alert:
    """One thing that somebody should know. `key` is the same for the same thing."""

    kind: AlertKind
    key: str
    subject: str
    text: str


class Unreachable(Exception):
    """A target did not take the alert; the text says why, without the target's address."""


class Target(Protocol):
    """Something that takes alerts."""

    @property
    def name(self) -> str:
        """What the report calls it."""

    def send(self, alert: Alert) -> None:
        """Hand the alert over; raises Unreachable."""


@dataclass(frozen=True)
class Webhook:
    """A JSON POST: `text` (what most chats show), `kind`, `subject`."""

    url: str
    name: str = "webhook"

    def send(self, alert: Alert) -> None:
        """Post it; anything but a 2xx answer is a failure."""
        # urllib would open file: and ftp: too.
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise Unreachable("VARANTO_ALERT_WEBHOOK is not an http(s) URL")
        body = {
            "kind": alert.kind.value,
            "subject": alert.subject,
            "text": f"{alert.subject}. {alert.text}",
        }
        request = urllib.request.Request(
            self.url,
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "User-Agent": "varanto"},
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):
                pass
        except urllib.error.HTTPError as error:
            raise Unreachable(f"the webhook answered {error.code}") from None
        except (OSError, ValueError, HTTPException) as error:
            raise Unreachable(f"the webhook can't be reached ({type(error).__name__})") from None


@dataclass(frozen=True)
class Mail:
    """A plain text mail through a relay, encrypted on the way where the relay offers it."""

    to: tuple[str, ...]
    sender: str
    relay: str
    name: str = "mail"

    def send(self, alert: Alert) -> None:
        """Mail it."""
        try:
            message = EmailMessage()
            message["From"], message["To"] = self.sender, ", ".join(self.to)
            message["Subject"] = " ".join(f"Varanto: {alert.subject}".split())
            message.set_content(alert.text + "\n")
            with smtplib.SMTP(self.relay, timeout=TIMEOUT_SECONDS) as relay:
                relay.ehlo_or_helo_if_needed()
                if relay.has_extn("starttls"):
                    relay.starttls(context=ssl.create_default_context())
                relay.send_message(message)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise Unreachable(f"the mail was not taken ({type(error).__name__})") from None


def targets_from_environment() -> list[Target]:
    """The targets that are set; one that is set wrongly fails when it is used, and says so."""
    found: list[Target] = []
    if url := os.environ.get("VARANTO_ALERT_WEBHOOK"):
        found.append(Webhook(url))
    to = tuple(a.strip() for a in os.environ.get("VARANTO_ALERT_MAIL_TO", "").split(",") if a)
    if to:
        sender = os.environ.get("VARANTO_ALERT_MAIL_FROM", "varanto@localhost")
        found.append(Mail(to, sender, os.environ.get("VARANTO_ALERT_SMTP", "localhost:25")))
    return found
