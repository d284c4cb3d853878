"""X-Road REST (PR-REST 1.0.4): ask a service through our security server, stream the answer.

The answer's message headers prove what was received: they are kept with the delivery, beside our
own digest of the body. The security server verifies signatures; we verify that the answer is the
one to our request, whole, and of the service that was asked.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import ssl
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote, urlsplit

from sources.errors import VarantoError
from sources.exchange.settings import IDENTITY_CODE, XRoad
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
from sources.exchange.xroad_errors import advice, error_code, meaning

PROTOCOL = "/r1"
_TOKEN = re.compile(r"[\w.:/@+=-]{1,120}", re.ASCII)


def fetch(
    settings: XRoad, service: str, path: str, target: Path, limits: Limits | None = None
) -> dict[str, str]:
    """Write the answer's body to `target`; gives what proves it, by header name.

    Network faults, X-Road errors that may pass, 5xx and 429 answers and cut-off bodies are tried
    again after a pause that doubles; a body goes on where it was cut off if the service has named
    its version (ETag).
    Raises VarantoError with what, where, why and what to do.
    """
    limits = limits or Limits()
    if IDENTITY_CODE.search(path):
        raise VarantoError(
            f"X-Road, {service}: the path holds a personal identity code. Addresses are logged "
            "along the way: ask for whole files only."
        )
    body = Body(target)
    requests: list[Mapping[str, str]] = []

    def once(until: float) -> dict[str, str]:
        _attempt(settings, service, path, body, requests, limits, until)
        return _provenance(body, requests)

    def gave_up(error: Again, tries: int) -> VarantoError:
        return VarantoError(
            f"X-Road, {service}: {error.what}, at the last of {tries} tries. Nothing was "
            "received. Try again later; if it stays so, ask the service's owner."
        )

    return persist(limits, once, gave_up)


def _attempt(
    settings: XRoad,
    service: str,
    path: str,
    body: Body,
    requests: list[Mapping[str, str]],
    limits: Limits,
    until: float,
) -> None:
    own = str(uuid.uuid4())
    headers = {
        "X-Road-Client": "/".join(quote(p, safe="") for p in settings.client.split("/")),
        "X-Road-Id": own,
        "Accept-Encoding": "identity",
    }
    if settings.user:
        headers["X-Road-UserId"] = settings.user
    headers |= body.range_headers()
    connection = _connect(settings, service, limits)
    try:
        where = "/".join(quote(p, safe="") for p in service.split("/"))
        connection.request("GET", f"{PROTOCOL}/{where}/{path.lstrip('/')}", headers=headers)
        answer = connection.getresponse()
        _check_status(answer, service)
        requests.append(_verified(answer, settings, service, own))
        head = Head(
            status=answer.status,
            etag=answer.headers.get("ETag"),
            content_range=answer.headers.get("Content-Range", ""),
            length=answer.length,
            chunked=bool(answer.chunked),
        )
        chunks = iter(lambda: answer.read1(CHUNK), b"")
        write_body(head, chunks, body, f"X-Road, {service}", limits, until)
    except ssl.SSLCertVerificationError:
        raise VarantoError(
            f"X-Road, {service}: the security server's certificate is not one that we trust. "
            "Check server and ca in exchange.yaml."
        ) from None
    except (OSError, http.client.HTTPException) as error:
        kind = "no answer in time" if isinstance(error, TimeoutError) else "the connection failed"
        raise Again(f"{kind} ({type(error).__name__})") from None
    finally:
        connection.close()


def _connect(settings: XRoad, service: str, limits: Limits) -> http.client.HTTPConnection:
    address = urlsplit(settings.server)
    host = address.hostname or ""
    if address.scheme == "http":
        return http.client.HTTPConnection(host, address.port, timeout=limits.read_seconds)
    try:
        context = ssl.create_default_context(cafile=str(settings.ca) if settings.ca else None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if settings.certificate:
            context.load_cert_chain(settings.certificate, settings.key)
    except (OSError, ssl.SSLError):
        raise VarantoError(
            f"X-Road, {service}: the TLS certificate, key or ca can't be read. Check their paths "
            "in exchange.yaml."
        ) from None
    return http.client.HTTPSConnection(
        host, address.port, timeout=limits.read_seconds, context=context
    )


def _check_status(answer: http.client.HTTPResponse, service: str) -> None:
    """X-Road's own error decides, whatever the status; without one, the service's answer does.

    Nothing of an error's body is told: it may quote data.
    """
    status = answer.status
    if answer.headers.get("X-Road-Error"):
        _raise_xroad_error(answer, service)
    if status in (200, 206):
        return
    what = f"HTTP {status}"
    if 300 <= status < 400:
        raise VarantoError(
            f"X-Road, {service}: the answer sends us elsewhere ({what}), and no redirect is "
            "followed. Ask the service's owner for its right path."
        )
    if status >= 500 or status == 429:
        raise Again(f"the answer was {what}", retry_after(answer.headers.get("Retry-After")))
    reason = {
        401: "Check client and certificate in exchange.yaml.",
        403: "The subsystem has no permission: ask the service's owner to grant it.",
        404: "Check the service and the path in exchange.yaml.",
    }.get(status, "Check the request in exchange.yaml, and ask the service's owner.")
    raise VarantoError(f"X-Road, {service}: the answer was {what}. {reason}")


def _raise_xroad_error(answer: http.client.HTTPResponse, service: str) -> NoReturn:
    """VarantoError at once where another try would end alike, else Again."""
    code = error_code(answer.headers.get("X-Road-Error"))
    what = f"the answer was HTTP {answer.status}, X-Road error {code or 'of no known form'}"
    final = advice(code) if code else None
    if final:
        raise VarantoError(f"X-Road, {service}: {what}. {final}")
    words = f" ({meaning(code)})" if meaning(code) else ""
    raise Again(what + words, retry_after(answer.headers.get("Retry-After")))


def _verified(
    answer: http.client.HTTPResponse, settings: XRoad, service: str, own: str
) -> Mapping[str, str]:
    """The headers that prove the exchange; VarantoError when they are of another one."""
    found = {
        name: answer.headers.get(name, "")
        for name in ("X-Road-Id", "X-Road-Client", "X-Road-Service", "X-Road-Request-Id",
                     "X-Road-Request-Hash")
    }  # fmt: skip
    expected = {"X-Road-Id": own, "X-Road-Client": settings.client, "X-Road-Service": service}
    for name, value in expected.items():
        # The service is told by the protocol; the other two are sent back where they are.
        if (found[name] or name == "X-Road-Service") and not _same(found[name], value):
            raise VarantoError(
                f"X-Road, {service}: {name} of the answer is not that of our request, so it is "
                "the answer to another one. Nothing was received; tell the server's keeper."
            )
    if not _TOKEN.fullmatch(found["X-Road-Request-Id"]) or not _sha512(
        found["X-Road-Request-Hash"]
    ):
        raise VarantoError(
            f"X-Road, {service}: the answer lacks X-Road-Request-Id or X-Road-Request-Hash, which "
            "prove it. Did it pass the security server? Check server in exchange.yaml."
        )
    return found


def _same(header: str, value: str) -> bool:
    quoted = "/".join(quote(p, safe="") for p in value.split("/"))
    return header in (value, quoted)


def _sha512(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == hashlib.sha512().digest_size
    except ValueError:
        return False


def _provenance(body: Body, requests: list[Mapping[str, str]]) -> dict[str, str]:
    with body.target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha512").digest()
    names = ("X-Road-Id", "X-Road-Request-Id", "X-Road-Request-Hash", "X-Road-Service")
    last = requests[-1]
    kept = {name: last[name] for name in names}
    if len(requests) > 1:
        kept["earlier requests"] = " ".join(r["X-Road-Request-Id"] for r in requests[:-1])
    return kept | {"SHA-512 of the body": base64.b64encode(digest).decode()}
