"""What the sender says of a delivery, as flags: the same whichever way the delivery comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import WrongUsage

if TYPE_CHECKING:
    from sources.declarations import Source

FewerRows = Annotated[
    bool, typer.Option("--fewer-rows", help="It is whole, though under half of the last one.")
]
Changed = Annotated[
    bool, typer.Option("--changed", help="It is right, though it differs much from the last.")
]


def senders_word(source: Source, *, delta: bool, fewer_rows: bool, changed: bool) -> dict[str, str]:
    """What the flags say of a delivery, as its record keeps it."""
    from sources.landing.said import CHANGED, DELTA, FEWER_ROWS, no_changes, said

    if delta and (why := no_changes(source)):
        raise WrongUsage(why)
    return said({DELTA: delta, FEWER_ROWS: fewer_rows, CHANGED: changed})
