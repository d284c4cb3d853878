"""A file by HTTP, whole or not at all: tries with longer and longer pauses, resumed where cut off.

Whoever asks (X-Road, the providers of official statistics) makes the request and judges its head;
what is alike for all is here: when to try again, and how a body becomes a file.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar

from sources.errors import VarantoError

CHUNK = 1 << 16
"""Small enough that a trickle is noticed."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class Limits:
    """How long and how often is tried; tests are shorter of breath."""

    attempts: int = 4
    first_pause: float = 2.0
    longest_pause: float = 120.0
    read_seconds: float = 60.0
    whole_seconds: float = 6 * 3600.0
    most_bytes: int = 64 << 30
    sleep: Callable[[float], None] = time.sleep


class Again(Exception):
    """It may go better the next time: `what` happened, `after` seconds at least.

    `nobody` says that there was no answer at all, or one that turns everybody away.
    """

    def __init__(self, what: str, after: float = 0.0, *, nobody: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.after = after
        self.nobody = nobody


@dataclass
class Body:
    """What has come so far, and of which version (`etag`, null where it isn't told exactly)."""

    target: Path
    got: int = 0
    etag: str | None = None

    def range_headers(self) -> dict[str, str]:
        """What asks for the rest; without a version to hold on to, all is asked for again."""
        if self.got and self.etag:
            return {"Range": f"bytes={self.got}-", "If-Range": self.etag}
        self.got = 0
        return {}


@dataclass(frozen=True)
class Head:
    """The head of an answer, as far as the body depends on it."""

    status: int
    etag: str | None
    content_range: str
    length: int | None
    chunked: bool


def persist(
    limits: Limits, once: Callable[[float], _T], gave_up: Callable[[Again, int], VarantoError]
) -> _T:
    """What `once(until)` gives; `Again` is tried again, at last `gave_up(error, tries)` is raised.

    `until` is the monotonic second at which patience ends. Who asks for a longer pause than we have
    patience for is not asked again before it.
    """
    until, pause = time.monotonic() + limits.whole_seconds, limits.first_pause
    for attempt in range(1, limits.attempts + 1):
        try:
            return once(until)
        except Again as error:
            impatient = error.after > limits.longest_pause
            if attempt == limits.attempts or impatient or time.monotonic() > until:
                raise gave_up(error, attempt) from None
            limits.sleep(min(max(pause, error.after), limits.longest_pause))
            pause *= 2
    raise AssertionError("unreachable")


def write_body(
    head: Head, chunks: Iterator[bytes], body: Body, who: str, limits: Limits, until: float
) -> None:
    """Append to the target; raises Again when the body is shorter than was said."""
    if head.status == 206:
        part = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", head.content_range)
        goes_on = part and body.got and int(part[1]) == body.got
        if not (part and goes_on and int(part[2]) + 1 == int(part[3])):
            body.got, body.etag = 0, None
            raise Again("the answer went on at another place, or not to its end")
    else:
        body.got = 0
    # W/ says that it is alike, not that it is the same.
    body.etag = None if (head.etag or "W/").startswith("W/") else head.etag
    if head.length is None and not head.chunked:
        raise VarantoError(
            f"{who}: the answer doesn't say how long it is, so nobody can tell whether it is "
            "whole. Ask the service's owner for Content-Length."
        )
    came = 0
    with body.target.open("r+b" if body.got else "wb") as out:
        out.seek(body.got)
        out.truncate()
        for chunk in chunks:
            out.write(chunk)
            came += len(chunk)
            body.got += len(chunk)
            if body.got > limits.most_bytes:
                raise VarantoError(
                    f"{who}: the answer is longer than {limits.most_bytes / (1 << 20):,.0f} MB. "
                    "Ask for it in parts."
                )
            if time.monotonic() > until:
                raise Again("the answer took too long")
    if head.length is not None and came < head.length:
        raise Again(f"the answer was cut off after {came:,} of {head.length:,} bytes")


def retry_after(header: str | None) -> float:
    """Seconds that a server asks us to wait (Retry-After, a number or a date), else 0."""
    if header and header.isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header or "")
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, moment.timestamp() - time.time())
