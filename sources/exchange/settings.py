"""`exchange.yaml`: the security server that we ask through, and what is asked of which service.

xroad:
  server: https://security-server.example.fi
  client: FI/GOV/1234567-8/varanto
  certificate: /etc/varanto/client.pem     # TLS client certificate with its key; optional
  key: /etc/varanto/client.key
  ca: /etc/varanto/security-server-ca.pem  # who signed the server's; default: the system's
  user: varanto                            # X-Road-UserId; optional
  sources:
    income_register:
      service: FI/GOV/0245437-2/tulorek/extract
      files:
        tulorek_palkka_toimitus_{year}.csv: /wages/deliveries?year={year}

The file is looked for where VARANTO_EXCHANGE says, else in the home. It holds no secrets: keys
stay in files of their own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from sources.errors import VarantoError
from sources.home import Home

VARIABLE = "VARANTO_EXCHANGE"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MEMBER = re.compile(r"[^/\s]+(/[^/\s]+){3}")
_SERVICE = re.compile(r"[^/\s]+(/[^/\s]+){4,5}")
IDENTITY_CODE = re.compile(
    r"(?<![0-9A-Za-z])[0-3]\d[01]\d\d\d([-+A-FU-Ya-fu-y]|%2[bBdD])\d{3}[0-9A-Za-z](?![0-9A-Za-z])"
)
"""What looks like a personal identity code, in an address as well: servers log addresses."""


@dataclass(frozen=True)
class Service:
    """A service and, for each file of a delivery, the path that gives it."""

    service: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class XRoad:
    """Our security server and who we are to it."""

    server: str
    client: str
    sources: Mapping[str, Service]
    certificate: Path | None = None
    key: Path | None = None
    ca: Path | None = None
    user: str | None = None


def xroad_settings(home: Home) -> XRoad:
    """The settings; VarantoError says what is lacking or wrong in them."""
    path = Path(os.environ.get(VARIABLE) or home.path / "exchange.yaml").expanduser()
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))["xroad"]
        services = {
            str(name): Service(str(s["service"]), {str(k): str(v) for k, v in s["files"].items()})
            for name, s in told["sources"].items()
        }
        files = {k: Path(told[k]) for k in ("certificate", "key", "ca") if told.get(k)}
        settings = XRoad(
            server=str(told["server"]).rstrip("/"),
            client=str(told["client"]),
            sources=services,
            user=str(told["user"]) if told.get("user") else None,
            **files,
        )
    except FileNotFoundError:
        raise VarantoError(
            f"X-Road is not set up: {path} is not there. See docs/engineers.md, X-Road."
        ) from None
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError):
        raise VarantoError(
            f"{path} is not as it should be: xroad needs server, client and sources, and each "
            "source its service and files. See docs/engineers.md, X-Road."
        ) from None
    _check(settings, path)
    return settings


def _check(settings: XRoad, path: Path) -> None:
    address = urlsplit(settings.server)
    if address.scheme not in ("https", "http") or not address.hostname or address.path:
        raise VarantoError(f"{path}: server is not an address such as https://host:port.")
    if address.scheme == "http" and address.hostname not in LOOPBACK:
        raise VarantoError(f"{path}: the server's address must begin with https.")
    if not _MEMBER.fullmatch(settings.client):
        raise VarantoError(f"{path}: client is not INSTANCE/CLASS/MEMBER/SUBSYSTEM.")
    for name, service in settings.sources.items():
        if not _SERVICE.fullmatch(service.service):
            raise VarantoError(
                f"{path}: the service of {name} is not INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE."
            )
        if IDENTITY_CODE.search(" ".join(service.files.values())):
            raise VarantoError(
                f"{path}: a path of {name} holds a personal identity code. Addresses are logged "
                "along the way: ask for whole files only."
            )
