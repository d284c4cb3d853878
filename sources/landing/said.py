"""What the sender says of a delivery, in the words that its record keeps (`exchange`).

The same words are flags of `varanto receive` and `varanto xroad`, and keys of the drop folder's
`manifest.json`; they are written here alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from sources.declarations import Source
from sources.errors import VarantoError
from sources.landing.delivery import Delivery

DELTA = "delta"
"""It holds changes alone."""

FEWER_ROWS = "fewer_rows"
"""It is whole, though it has under half of the rows of the one before."""

CHANGED = "changed"
"""It is right, though it hardly resembles the one before."""

_KEPT = {DELTA: "yes", FEWER_ROWS: "confirmed", CHANGED: "confirmed"}
WORDS = tuple(_KEPT)

VIA = "via:"
"""Begins the keys of `exchange` that tell how a delivery came, not what it is."""

VIA_DROP = f"{VIA}drop folder"
VIA_XROAD = f"{VIA}X-Road"


def said(given: Mapping[str, bool]) -> dict[str, str]:
    """What the record keeps of the words that were given."""
    return {word: kept for word, kept in _KEPT.items() if given.get(word)}


def check_delta(source: Source, words: Mapping[str, object]) -> None:
    """Raise VarantoError where a delivery is said to be a delta and the source can have none."""
    why = no_changes(source) if DELTA in words else ""
    if why:
        raise VarantoError(why)


def no_changes(source: Source) -> str:
    """Why a delivery of the source can't be a delta, and what to do; nothing where it can."""
    lacking = [t.name for t in source.tables if t.delta is None]
    if not source.tables:
        why = "published statistics come whole, a file in place of the one before"
    elif lacking:
        why = f"table {lacking[0]} is not declared to come in changes"
    else:
        return ""
    return (
        f"{source.id}: the delivery is said to be a delta, and {why}. Nothing was received. Ask "
        "the supplier for a full delivery and leave delta out, or declare the table's Delta."
    )


def again_with(delivery: Delivery, word: str) -> str:
    """How to send it once more with its sender's `word`, by the way that it came by.

    What was said before is said again: a delta that is taken for a full delivery does harm.
    """
    words = [w for w in WORDS if w == word or w in delivery.exchange]
    flags = " ".join(f"--{w.replace('_', '-')}" for w in words)
    if VIA_DROP in delivery.exchange:
        keys = ", ".join(f'"{w}": true' for w in words)
        return f"deliver it again with {keys} in its manifest.json"
    if VIA_XROAD in delivery.exchange:
        synthetic = " --synthetic" if delivery.synthetic else ""
        return (
            "fetch it again with varanto xroad "
            f"{delivery.source} --period {delivery.period}{synthetic} {flags}"
        )
    return f"receive it again with {flags}"
