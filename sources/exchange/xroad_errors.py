"""What an X-Road error means to us: final, with what to do about it, or worth another try.

A security server answers most of its own errors with HTTP 500, a denial as well as a broken line:
only the code in `X-Road-Error` tells them apart. Versions 6 and 7 write it as
`Server.ServerProxy.AccessDenied`, version 8 as `server.serverproxy.access_denied`. The code's last
part says what happened, those before it where. Its list is X-Road's ErrorCodes.java; the header is
described in PR-REST 1.0.4, 4.3.
"""

from __future__ import annotations

import re

_CODE = re.compile(r"[A-Za-z][A-Za-z_]{0,39}(\.[A-Za-z][A-Za-z_]{0,39}){0,5}", re.ASCII)
"""Letters alone: nothing that could be a person's code is ever told."""

_REQUEST = (
    "Our request is not one that the security server takes: check client, the service and the "
    "path in exchange.yaml, and tell the server's keeper."
)
_ADDRESS = (
    "The service has no usable address in the provider's security server: ask the service's owner "
    "to set it."
)

_FINAL = {
    "accessdenied": (
        "The subsystem has no permission: ask the service's owner to grant our client access to it."
    ),
    "unknownservice": (
        "The provider has no service of that name: check the service's id in exchange.yaml, and "
        "ask its owner for the right one."
    ),
    "servicedisabled": (
        "The provider has switched the service off: ask its owner when it is enabled again."
    ),
    "unknownmember": (
        "X-Road knows no such member or subsystem: check the ids of client and service in "
        "exchange.yaml, and that both are registered."
    ),
    "invalidclientidentifier": (
        "The client's id is not one that X-Road takes: check client in exchange.yaml."
    ),
    # Version 8 writes `service_type` where its name in the list is INVALID_SERVICE_TYPE.
    "servicetype": "The service is not a REST service: check its id in exchange.yaml.",
    "invalidservicetype": "The service is not a REST service: check its id in exchange.yaml.",
    "servicemissingurl": _ADDRESS,
    "servicemalformedurl": _ADDRESS,
    "clientproxyversionnotsupported": (
        "The provider takes no security server as old as ours: ask its keeper to update it."
    ),
    **dict.fromkeys(
        (
            "badrequest", "invalidrequest", "notfound", "invalidhttpmethod", "invalidcontenttype",
            "invalidprotocolversion", "invalidsecurityserver", "invalidmessage", "missingheader",
            "missingheaderfield", "duplicateheaderfield", "inconsistentheaders", "missingrest",
        ),
        _REQUEST,
    ),
}  # fmt: skip

_FAILED = "servicefailed"
"""Whatever follows it was met behind the provider's security server, and may pass."""

_PASSING = {
    _FAILED: "the service behind the provider's security server failed",
    "networkerror": "one security server could not reach the other",
    "sslauthenticationfailed": (
        "a certificate was not accepted, ours for the security server (certificate and key in "
        "exchange.yaml) or one of the servers' own"
    ),
    "maintenancemode": "the provider's security server is under maintenance",
    "outdatedglobalconf": "a security server has not got the network's configuration lately",
}


def error_code(header: str | None) -> str:
    """The code in the header; empty where there is none, or none that may be told."""
    code = (header or "").strip()
    return code if _CODE.fullmatch(code) else ""


def advice(code: str) -> str | None:
    """What to do about an error that another try will not mend; None where one may."""
    parts = _parts(code)
    if _FAILED in parts:
        return None
    for part in reversed(parts):
        if part in _FINAL:
            return _FINAL[part]
    return _REQUEST if parts[0] == "client" else None


def meaning(code: str) -> str:
    """In words, what an error that may pass says; empty where its code says no more."""
    return next((_PASSING[part] for part in _parts(code) if part in _PASSING), "")


def _parts(code: str) -> list[str]:
    return [part.replace("_", "").lower() for part in code.split(".")]
