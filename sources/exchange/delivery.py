"""A delivery by X-Road: every file of the source asked for, then received with what proves it."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from sources.declarations import Source
from sources.errors import VarantoError
from sources.exchange.settings import xroad_settings
from sources.exchange.transfer import Limits
from sources.exchange.xroad import fetch
from sources.home import Home
from sources.landing.receive import Receipt, receive
from sources.landing.said import VIA, VIA_XROAD, check_delta


def receive_by_xroad(
    home: Home,
    source: Source,
    period: str,
    tell: Callable[[str], None],
    *,
    synthetic: bool = False,
    said: dict[str, str] | None = None,
    limits: Limits | None = None,
) -> Receipt:
    """Fetch the source's files of a year into the restricted zone, and receive them.

    `said` is what `sources.landing.said` keeps of the sender's word. Nothing is received unless
    every file came whole, and nothing asked where a delta can't be taken.
    """
    check_delta(source, said or {})
    settings = xroad_settings(home)
    if source.id not in settings.sources:
        raise VarantoError(
            f"{source.id} is not in exchange.yaml. Name its service and files there."
        )
    asked = settings.sources[source.id]
    home.prepare()
    folder = home.spool / f"xroad-{source.id}-{period}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    proofs: dict[str, str] = dict(said or {}) | {VIA_XROAD: asked.service}
    files = []
    try:
        for name, path in asked.files.items():
            target = folder / name.replace("{year}", period)
            if target.parent != folder:
                raise VarantoError(f"exchange.yaml: {name} is not a file's name.")
            proof = fetch(settings, asked.service, path.replace("{year}", period), target, limits)
            proofs |= {f"{VIA}{target.name} {key}": value for key, value in proof.items()}
            tell(f"{target.name}: {target.stat().st_size:,} bytes.")
            files.append(target)
        return receive(
            home,
            source,
            files,
            period=period,
            sender=f"X-Road {asked.service}",
            synthetic=synthetic,
            move=True,
            exchange=proofs,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
