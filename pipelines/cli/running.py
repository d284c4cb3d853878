"""Commands that bring data in and make the release: receive, refresh, ui."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.output import say
from sources.home import Home


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(receive)
    app.command()(refresh)


def receive(
    source: Annotated[str, typer.Argument(help="Source id, as in `varanto status`.")],
    files: Annotated[list[Path], typer.Argument(help="The delivery's files.")],
    period: Annotated[str | None, typer.Option(help="Year that the data describe.")] = None,
    sender: Annotated[str, typer.Option(help="Who sent it.")] = "local file",
    synthetic: Annotated[bool, typer.Option(help="The persons are invented.")] = False,
) -> None:
    """Take a delivery into landing: checksummed, with provenance, immutable."""
    from sources.catalogue import source as declared
    from sources.landing.receive import receive as take

    receipt = take(
        Home.from_environment(),
        declared(source),
        files,
        period=period,
        sender=sender,
        synthetic=synthetic,
    )
    delivery = receipt.delivery
    if receipt.new:
        say(f"{delivery.source}: delivery {delivery.id} received ({len(delivery.files)} files).")
    else:
        say(f"{delivery.source}: identical to delivery {delivery.id}; nothing changed.")


def refresh(
    wait: Annotated[bool, typer.Option(help="Wait for another refresh to end.")] = True,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Dagster's own log.")] = False,
) -> None:
    """Make what is stale, from deliveries to the release."""
    started = time.monotonic()
    from pipelines.refresh import QUIET, refuse_on_failure
    from pipelines.refresh import refresh as run
    from pipelines.summary import summarise

    home = Home.from_environment()
    outcome = run(home, say, wait=wait, log_level="INFO" if verbose else QUIET)
    refuse_on_failure(outcome)
    summarise(home, outcome, time.monotonic() - started, say)
