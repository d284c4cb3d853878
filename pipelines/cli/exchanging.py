"""Commands by which deliveries are fetched: from the drop folder, and by X-Road."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.output import WrongUsage, as_json, mention, say
from pipelines.cli.senders import Changed, FewerRows, senders_word
from sources.errors import VarantoError
from sources.home import Home


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(collect)
    app.command()(xroad)


def collect(
    folder: Annotated[
        Path | None, typer.Argument(help="The drop folder; default: VARANTO_DROP.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="What became of each as JSON.")] = False,
) -> None:
    """Take complete deliveries from the drop folder into landing.

    A delivery is complete when each file has its .sha256 or .ok beside it, when the manifest's
    checksums agree, or when nothing in its folder has changed since the last look.
    """
    from pipelines.cli.lookup import source_named
    from sources.exchange.drop import DROP_VARIABLE
    from sources.exchange.drop import collect as look

    named = folder or (Path(os.environ[DROP_VARIABLE]) if os.environ.get(DROP_VARIABLE) else None)
    if named is None:
        raise WrongUsage(f"Name the drop folder, or set {DROP_VARIABLE}.")
    found = look(Home.from_environment(), named.expanduser(), source_named)
    if json:
        as_json([vars(c) for c in found])
    else:
        for item in found:
            (mention if item.state == "refused" else say)(
                f"{item.folder}: {item.state}, {item.text}"
            )
        if not found:
            say("Nothing is in the drop folder.")
        if any(item.state == "received" for item in found):
            say("It is judged by the next varanto refresh.")
    refused = sum(item.state == "refused" for item in found)
    if refused:
        raise VarantoError(f"{refused} of {len(found)} could not be taken, as said above.")


def xroad(
    source: Annotated[str, typer.Argument(help="Source id, as in varanto status.")],
    period: Annotated[str, typer.Option(help="Year that the data describe.")],
    delta: Annotated[
        bool, typer.Option("--delta", help="The service gives changes alone.")
    ] = False,
    synthetic: Annotated[bool, typer.Option(help="The persons are invented.")] = False,
    fewer_rows: FewerRows = False,
    changed: Changed = False,
) -> None:
    """Fetch a delivery by X-Road, with what proves the exchange, into landing."""
    from pipelines.cli.lookup import source_named
    from sources.exchange.delivery import receive_by_xroad

    if not re.fullmatch(r"(19|20)\d\d", period):
        raise WrongUsage("--period is a year, as 2024.")
    declared = source_named(source)
    receipt = receive_by_xroad(
        Home.from_environment(),
        declared,
        period,
        mention,
        synthetic=synthetic,
        said=senders_word(declared, delta=delta, fewer_rows=fewer_rows, changed=changed),
    )
    if receipt.new:
        say(
            f"{source}: delivery {receipt.delivery.id} received. "
            "It is judged by the next varanto refresh."
        )
    else:
        say(f"{source}: identical to delivery {receipt.delivery.id}; nothing changed.")
