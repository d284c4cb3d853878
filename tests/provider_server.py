"""A provider's interface on this machine: it answers as told, or as it goes wrong in life."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from sources.exchange.transfer import Limits

PAUSES: list[float] = []
QUICK = Limits(
    attempts=3,
    first_pause=1.0,
    read_seconds=0.4,
    most_bytes=5 << 20,
    sleep=PAUSES.append,
)
"""Tries as in life, but nobody waits."""


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes = b""

    def all(self, name: str) -> list[str]:
        """The values of a parameter that is repeated."""
        return [value for key, value in self.parameters if key == name]


@dataclass
class Act:
    """How one request is answered: all is well unless said otherwise."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    wait: float = 0.0
    no_length: bool = False
    chunked: bool = False
    packed: bool = False
    hangs_up: bool = False


Play = Callable[[Asked], Act]


@dataclass
class Server:
    """Where it is, how it answers, and what it was asked."""

    address: str
    play: Play
    asked: list[Asked] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [a.path for a in self.asked]


def in_turn(*acts: Act) -> Play:
    """One act a request, the last again and again."""
    waiting = list(acts)
    return lambda _: waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def provider(play: Play) -> Iterator[Server]:
    """Run it on a free port of 127.0.0.1 until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _answer(self, sent: bytes) -> None:
            split = urlsplit(self.path)
            asked = Asked(
                self.command,
                unquote(split.path),
                tuple(parse_qsl(split.query, keep_blank_values=True)),
                dict(self.headers.items()),
                sent,
            )
            server.asked.append(asked)
            act = server.play(asked)
            time.sleep(act.wait)
            if act.hangs_up:
                self.close_connection = True
                return
            body = gzip.compress(act.body, mtime=0) if act.packed else act.body
            headers, status = dict(act.headers), act.status
            if act.packed:
                headers["Content-Encoding"] = "gzip"
            begin = asked.headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
            if begin and asked.headers.get("If-Range") == headers.get("ETag") and status == 200:
                whole = len(body)
                status, body = 206, body[int(begin) :]
                headers.setdefault("Content-Range", f"bytes {begin}-{whole - 1}/{whole}")
            self._send(status, headers, body, act)

        def _send(self, status: int, headers: dict[str, str], body: bytes, act: Act) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if act.chunked:
                self.send_header("Transfer-Encoding", "chunked")
            elif not act.no_length and status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            out = body if act.cut_after is None else body[: act.cut_after]
            if act.chunked and out:
                out = f"{len(out):x}\r\n".encode() + out + b"\r\n"
            if act.chunked and act.cut_after is None:
                out += b"0\r\n\r\n"
            self.wfile.write(out)
            if act.cut_after is not None or act.no_length:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is part of the play."""

    PAUSES.clear()
    httpd = Quiet(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{httpd.server_port}", play)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()
