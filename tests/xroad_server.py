"""A security server on this machine that answers as PR-REST says, or as it goes wrong in life."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SERVICE = "FI/GOV/1111111-1/tulorek/extract"
CLIENT = "FI/GOV/2222222-2/varanto"


@dataclass
class Act:
    """How one request is answered: all is well unless said otherwise."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    cut_after: int | None = None
    wait: float = 0.0
    no_length: bool = False


def refusal(code: str, status: int = 500) -> Act:
    """An error of X-Road itself: its code in the header, 500 for denials too, a body of JSON.

    The body's words are the provider's, and its keeper's: they may hold what is nobody's business.
    """
    told = {"type": code, "message": "no 010190-900P here", "detail": str(uuid.uuid4())}
    return Act(
        status,
        json.dumps(told).encode(),
        {"X-Road-Error": code, "Content-Type": "application/json;charset=utf-8"},
        leave_out=(
            "X-Road-Client", "X-Road-Id", "X-Road-Service", "X-Road-Request-Id",
            "X-Road-Request-Hash",
        ),
    )  # fmt: skip


@dataclass
class Server:
    """Acts are played one a request; the last one again and again."""

    address: str
    acts: list[Act] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def request_hash(path: str, headers: dict[str, str]) -> str:
    """Base64 of SHA-512(SHA-512(headers) + SHA-512(body)); a GET has no body."""
    head = "\n".join([path, *(f"{k}:{v}" for k, v in sorted(headers.items()))]).encode()
    inner = hashlib.sha512(head).digest() + hashlib.sha512(b"").digest()
    return base64.b64encode(hashlib.sha512(inner).digest()).decode()


@contextmanager
def security_server(*acts: Act) -> Iterator[Server]:
    """Run it on a free port of 127.0.0.1 until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = dict(self.headers.items())
            server.asked.append((self.path, headers))
            act = server.acts.pop(0) if len(server.acts) > 1 else server.acts[0]
            time.sleep(act.wait)
            body, status, more = act.body, act.status, {}
            begin = headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
            if begin and headers.get("If-Range") == act.headers.get("ETag") and status == 200:
                status, body = 206, body[int(begin) :]
                more["Content-Range"] = f"bytes {begin}-{len(act.body) - 1}/{len(act.body)}"
            answer = {
                "X-Road-Client": headers.get("X-Road-Client", ""),
                "X-Road-Id": headers.get("X-Road-Id", ""),
                "X-Road-Service": SERVICE,
                "X-Road-Request-Id": str(uuid.uuid4()),
                "X-Road-Request-Hash": request_hash(self.path, headers),
                "Content-Length": str(len(body)),
                **more,
                **act.headers,
            }
            self.send_response(status)
            for name, value in answer.items():
                if name not in act.leave_out and not (act.no_length and name == "Content-Length"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body if act.cut_after is None else body[: act.cut_after])
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing: addresses stay out of the tests' output."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        httpd.daemon_threads = True
        server = Server(f"http://127.0.0.1:{httpd.server_address[1]}", list(acts))
        thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            httpd.shutdown()
            thread.join()
