"""`services.yaml`: who we are to the providers, and what differs from the usual.

contact: data@county.example      # told to every provider with each request
night: [eurostat, sotkanet]       # fetched by the night; default: what was fetched once
services:
  eurostat:
    address: https://ec.europa.eu/eurostat/api/dissemination   # a mirror, say
    interval: 0.5                                              # seconds between requests
    format: sdmx-csv                                           # eurostat: json-stat or sdmx-csv

Everything has a default; the file is looked for where VARANTO_SERVICES says, else in the home.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from sources.errors import VarantoError
from sources.home import Home

VARIABLE = "VARANTO_SERVICES"
AGENT = "varanto/0.1"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Service:
    """A provider's interface: where it is, how often it may be asked, in which form it answers."""

    address: str
    interval: float
    format: str | None = None


SERVICES: Mapping[str, Service] = {
    "eurostat": Service(
        "https://ec.europa.eu/eurostat/api/dissemination", interval=0.5, format="json-stat"
    ),
    # 40 requests a minute are allowed (?config of the interface, 2026).
    "statfin": Service("https://pxdata.stat.fi/PxWeb/api", interval=1.6, format="v1"),
    "sotkanet": Service("https://sotkanet.fi/rest/1.1", interval=0.5),
    # 20 downloads an hour are allowed (OECD, Data Explorer, 2024); structures aren't counted.
    "oecd": Service("https://sdmx.oecd.org/public/rest", interval=3.0, format="csv"),
    "elections": Service("https://tulospalvelu.vaalit.fi", interval=1.0),
}
"""Provider → its interface as it is published."""

FORMATS: Mapping[str, tuple[str, ...]] = {
    "eurostat": ("json-stat", "sdmx-csv"),
    "statfin": ("v1", "v2", "v1-px", "v2-px"),
    "oecd": ("csv", "json"),
}


@dataclass(frozen=True)
class Settings:
    """The services as this home uses them. `night` is None where it isn't said."""

    services: Mapping[str, Service] = field(default_factory=lambda: dict(SERVICES))
    contact: str | None = None
    night: tuple[str, ...] | None = None

    @property
    def agent(self) -> str:
        """The User-Agent: who asks, and whom to write to."""
        return f"{AGENT} ({self.contact})" if self.contact else f"{AGENT} (official statistics)"


def services_settings(home: Home) -> Settings:
    """The settings; VarantoError says what is wrong in `services.yaml`."""
    path = Path(os.environ.get(VARIABLE) or home.path / "services.yaml").expanduser()
    if not path.exists() and VARIABLE not in os.environ:
        return Settings()
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        services = dict(SERVICES)
        for name, changed in dict(told.get("services") or {}).items():
            services[name] = _service(path, str(name), dict(changed))
        night = told.get("night")
        settings = Settings(
            services,
            contact=str(told["contact"]) if told.get("contact") else None,
            night=tuple(str(n) for n in night) if night is not None else None,
        )
    except OSError:
        raise VarantoError(f"{path} can't be read. Check {VARIABLE}, or unset it.") from None
    except (yaml.YAMLError, TypeError, AttributeError, ValueError):
        raise VarantoError(
            f"{path} is not as it should be: contact, night and services, each service with "
            "address, interval or format. See docs/official.md."
        ) from None
    _check(settings, path)
    return settings


def _service(path: Path, name: str, changed: dict[str, object]) -> Service:
    if name not in SERVICES:
        raise VarantoError(f"{path}: {name} is none of {', '.join(SERVICES)}.")
    unknown = sorted(changed.keys() - {"address", "interval", "format"})
    if unknown:
        raise VarantoError(f"{path}: {name} has {unknown[0]}, which is not known.")
    known = SERVICES[name]
    return replace(
        known,
        address=str(changed.get("address", known.address)).rstrip("/"),
        interval=float(str(changed.get("interval", known.interval))),
        format=str(changed["format"]) if "format" in changed else known.format,
    )


def _check(settings: Settings, path: Path) -> None:
    if settings.contact and not (settings.contact.isprintable() and settings.contact.isascii()):
        raise VarantoError(f"{path}: contact must be plain ASCII, such as an e-mail address.")
    for name in settings.night or ():
        if name not in SERVICES:
            raise VarantoError(f"{path}: night names {name}, none of {', '.join(SERVICES)}.")
    for name, service in settings.services.items():
        address = urlsplit(service.address)
        if address.scheme not in ("https", "http") or not address.hostname:
            raise VarantoError(f"{path}: the address of {name} is not one such as https://host.")
        if address.scheme == "http" and address.hostname not in LOOPBACK:
            raise VarantoError(f"{path}: the address of {name} must begin with https.")
        if service.interval < 0:
            raise VarantoError(f"{path}: the interval of {name} is less than nothing.")
        if service.format != SERVICES[name].format and service.format not in FORMATS.get(name, ()):
            raise VarantoError(
                f"{path}: {name} has no format {service.format!r}; it has "
                f"{', '.join(FORMATS.get(name, ())) or 'one only'}."
            )
