"""Polite HTTP to a provider: who we are, how often we ask, and nothing asked that is already here.

Answers go to a file, whole or not at all. An answer that has not changed since the last time
(ETag, Last-Modified) costs the provider a 304. Of an error's body the provider's own words are
told: what is published holds no persons.
"""

from __future__ import annotations

import json
import re
import time
import urllib.request
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProxyError,
    SSLError,
)

from sources.errors import VarantoError
from sources.exchange.transfer import (
    CHUNK,
    Again,
    Body,
    Head,
    Limits,
    persist,
    retry_after,
    write_body,
)

MOST_BYTES = 500 << 20
PAUSE_OF_TOO_MANY = 30.0
"""Seconds after a 429 that names none."""

REDIRECTS = 3
NOT_REACHED = (NewConnectionError, ConnectTimeoutError, ProxyError, ConnectionRefusedError)
"""Nobody is there, whatever is asked; another failure may be of the one question alone."""

MOVED = (301, 302, 303, 307, 308)
LONGEST_WORDS = 160

Parameters = Sequence[tuple[str, str]]


class Unreachable(VarantoError):
    """The provider doesn't answer: what else would be asked of it is not asked now."""


class Failing(VarantoError):
    """The provider fails at it (5xx, an answer cut off), at each of several tries."""


class TooMuch(VarantoError):
    """The provider says that the answer would be too large: ask for less at once."""


class NotLetIn(VarantoError):
    """The provider forbids it (403): who asks, or (PxWeb) a question that is too large."""


class NotThere(VarantoError):
    """What was asked is not known to the provider."""


@dataclass(frozen=True)
class Known:
    """What is said of the answer that is already here, and of which address it is."""

    url: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Answer:
    """What was asked, when, and what the provider says of it. `changed` is false after a 304."""

    url: str
    retrieved: str
    changed: bool = True
    etag: str | None = None
    modified: str | None = None


@dataclass
class Client:
    """One provider's interface: its base address, and at most one request an `interval` seconds."""

    name: str
    address: str
    agent: str
    interval: float = 1.0
    limits: Limits = field(default_factory=lambda: Limits(most_bytes=MOST_BYTES, first_pause=1.0))
    clock: Callable[[], float] = time.monotonic
    _last: float | None = None

    def get(
        self,
        path: str,
        target: Path,
        parameters: Parameters = (),
        *,
        known: Sequence[Known] = (),
        accept: str | None = None,
    ) -> Answer:
        """Write the answer to `target`; a 304 to what is `known` of the address leaves it alone."""
        headers = {"Accept": accept} if accept else {}
        url = self._url(path, parameters)
        for one in known:
            if one.url != url:  # what is true of another answer says nothing of this one
                continue
            if one.etag:
                headers["If-None-Match"] = one.etag
            if one.modified:
                headers["If-Modified-Since"] = one.modified
        return self._ask("GET", url, target, headers, None)

    def post(
        self, path: str, target: Path, body: Mapping[str, object], parameters: Parameters = ()
    ) -> Answer:
        """Send `body` as JSON and write the answer to `target`."""
        text = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return self._ask("POST", self._url(path, parameters), target, headers, text)

    def _url(self, path: str, parameters: Parameters) -> str:
        # @ , : + are written as they are: SDMX keys and dataflow names are made of them.
        url = f"{self.address.rstrip('/')}/{quote(path.lstrip('/'), safe='/@,:+.~-_?')}"
        return f"{url}?{urlencode(parameters, safe='@,:+*')}" if parameters else url

    def _ask(
        self, method: str, url: str, target: Path, headers: dict[str, str], sent: bytes | None
    ) -> Answer:
        part = target.with_name(f"{target.name}.part")
        body = Body(part)

        def once(until: float) -> Answer:
            return self._once(method, url, headers, sent, body, until)

        def gave_up(error: Again, tries: int) -> VarantoError:
            kind = Unreachable if error.nobody else Failing
            when = f"in {error.after:,.0f} seconds" if error.after else "later"
            return kind(
                f"{self.name}: {error.what}, at the last of {tries} tries. What came before stays "
                f"in force; try again {when}."
            )

        try:
            answer = persist(self.limits, once, gave_up)
            if answer.changed:
                _unpack(part, target, self.name, self.limits.most_bytes)
        finally:
            part.unlink(missing_ok=True)
        return answer

    def _once(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        sent: bytes | None,
        body: Body,
        until: float,
    ) -> Answer:
        self._pace()
        own = {"User-Agent": self.agent, "Accept-Encoding": "gzip", **headers}
        own |= body.range_headers()
        answer = None
        try:
            answer, at = self._answered(method, url, own, sent)
            if answer.status == 304 and not {"If-None-Match", "If-Modified-Since"} & own.keys():
                raise VarantoError(
                    f"{self.name}: the answer was HTTP 304 to a request without a condition. Try "
                    "again later."
                )
            return self._received(answer, at, body, until)
        except (HTTPError, OSError) as error:
            if answer is not None:
                raise Again(f"the answer was cut off ({type(error).__name__})") from None
            raise self._unanswered(error) from None
        finally:
            if answer is not None:
                answer.close()

    def _answered(
        self, method: str, url: str, headers: dict[str, str], sent: bytes | None
    ) -> tuple[urllib3.BaseHTTPResponse, str]:
        """The answer and its address: sent elsewhere we go, but not to another host."""
        for _ in range(REDIRECTS):
            answer = _pool(url).request(
                method,
                url,
                headers=headers,
                body=sent,
                timeout=urllib3.Timeout(connect=20.0, read=self.limits.read_seconds),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            elsewhere = answer.headers.get("Location")
            if answer.status not in MOVED or not elsewhere:
                return answer, url
            answer.close()
            url = self._within(url, urljoin(url, elsewhere))
        raise VarantoError(
            f"{self.name}: the answer sends us on more than {REDIRECTS} times. Check the address "
            "in services.yaml."
        )

    def _within(self, url: str, elsewhere: str) -> str:
        here, there = urlsplit(url), urlsplit(elsewhere)
        if here.hostname != there.hostname or (here.scheme, there.scheme) == ("https", "http"):
            raise VarantoError(
                f"{self.name}: the answer sends us to another host, or from https to http. If it "
                "has moved, name its new address in services.yaml."
            )
        return elsewhere

    def _received(
        self, answer: urllib3.BaseHTTPResponse, url: str, body: Body, until: float
    ) -> Answer:
        told = Answer(
            url=url,
            retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
            etag=answer.headers.get("ETag"),
            modified=answer.headers.get("Last-Modified"),
        )
        if answer.status == 304:
            return replace(told, changed=False)
        if answer.status not in (200, 206):
            self._refused(answer)
        length = answer.headers.get("Content-Length", "")
        head = Head(
            status=answer.status,
            etag=told.etag,
            content_range=answer.headers.get("Content-Range", ""),
            length=int(length) if length.isdecimal() else None,
            chunked="chunked" in answer.headers.get("Transfer-Encoding", "").lower(),
        )
        chunks = answer.stream(CHUNK, decode_content=False)
        write_body(head, chunks, body, self.name, self.limits, until)
        return told

    def _refused(self, answer: urllib3.BaseHTTPResponse) -> None:
        status = answer.status
        what = f"the answer was HTTP {status}"
        if status >= 500 or status == 429:
            busy = status in (429, 503)
            pause = retry_after(answer.headers.get("Retry-After"))
            if status == 429:
                pause = pause or PAUSE_OF_TOO_MANY
            raise Again(what, pause, nobody=busy)
        words = provider_words(answer.read(4000, decode_content=True))
        said = f"{self.name}: {what}{f' ({words})' if words else ''}"
        if status == 413:
            raise TooMuch(f"{said}. Ask for less at once.")
        if status == 403:
            raise NotLetIn(
                f"{said}. It doesn't let us in: is User-Agent (contact in services.yaml) as it "
                "wants, or has it stopped the interface?"
            )
        if status in (400, 404, 410):
            raise NotThere(f"{said}. Has it been renamed or rebuilt? Check the declaration.")
        raise VarantoError(f"{said}. Check the declaration and the address in services.yaml.")

    def _unanswered(self, error: BaseException | None) -> Exception:
        if isinstance(error, SSLError) and "CERTIFICATE_VERIFY" in str(error):
            return VarantoError(
                f"{self.name}: its certificate is not one that we trust. Check the address in "
                "services.yaml, and the machine's list of certificates."
            )
        if isinstance(error, NOT_REACHED):
            return Again(f"it can't be reached ({type(error).__name__})", nobody=True)
        return Again(f"the connection was cut before an answer ({type(error).__name__})")

    def _pace(self) -> None:
        """Wait until an interval has passed since the last request."""
        if self._last is not None:
            rest = self._last + self.interval - self.clock()
            if rest > 0:
                self.limits.sleep(rest)
        self._last = self.clock()


def _pool(url: str) -> urllib3.PoolManager:
    """The way out: straight, or by the proxy that the environment names for this host."""
    address = urlsplit(url)
    host = address.hostname or ""
    proxy = urllib.request.getproxies().get(address.scheme)
    if proxy and not urllib.request.proxy_bypass(host):
        return urllib3.ProxyManager(proxy)
    return urllib3.PoolManager()


def provider_words(body: bytes) -> str:
    """What a provider says in an error's body: tags off, one line, not long."""
    text = body.decode("utf-8", "replace")
    labels = re.findall(r'"(?:label|message|title)"\s*:\s*"([^"]+)"', text)
    faults = re.findall(r"<faultstring>([^<]+)<", text)
    told = " ".join(labels or faults) or re.sub(r"<[^>]*>", " ", text)
    line = " ".join("".join(c if c.isprintable() else " " for c in told).split())
    return line if len(line) <= LONGEST_WORDS else f"{line[: LONGEST_WORDS - 1]}…"


def page_instead(path: Path) -> str | None:
    """The provider's words where a page or fault came in place of a table, else None."""
    with path.open("rb") as stream:
        start = stream.read(4000)
    found = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return provider_words(start) if found else None


def _unpack(part: Path, target: Path, who: str, most_bytes: int) -> None:
    """Move what came into place, gzip undone: some send it without saying so."""
    with part.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    if not packed or target.suffix == ".gz":
        part.replace(target)
        return
    inflate, size = zlib.decompressobj(wbits=31), 0
    aside = target.with_name(f"{target.name}.unpacked")
    try:
        with part.open("rb") as stream, aside.open("wb") as out:
            while chunk := stream.read(1 << 16):
                while chunk and not inflate.eof:
                    text = inflate.decompress(chunk, CHUNK)
                    size += out.write(text)
                    chunk = inflate.unconsumed_tail
                    if size > most_bytes:
                        raise VarantoError(
                            f"{who}: the answer is longer than {most_bytes / (1 << 20):,.0f} MB "
                            "when unpacked. Ask for it in parts."
                        )
        if not inflate.eof or inflate.unused_data:
            raise VarantoError(f"{who}: the packed answer is damaged. Try again later.")
        aside.replace(target)
    except zlib.error:
        raise VarantoError(f"{who}: the packed answer is damaged. Try again later.") from None
    finally:
        aside.unlink(missing_ok=True)
