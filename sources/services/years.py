"""Years asked for at once, or in parts where the provider finds them too much.

Halves, halved again where they are still too much; years without a value are no file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from sources.errors import VarantoError
from sources.services.came import Came
from sources.services.client import Answer, Known, NotThere, TooMuch
from sources.services.wanted import Wanted

Part = tuple[Path, Answer]


def to_come(asked: Wanted) -> tuple[int, int]:
    """From the first year that is asked for to the year to come: forecasts and early figures of
    this year end there.
    """
    return asked.since, date.today().year + 1


def came(parts: Sequence[Part]) -> Came | None:
    """The parts as what came; None where the one answer says that nothing has changed."""
    files, answers = zip(*parts, strict=True)
    return Came(files, answers) if answers[0].changed else None


def header_alone(table: Path) -> bool:
    """Whether a table in text has no row below its header."""
    return table.read_bytes().count(b"\n") <= 1


class Ask(Protocol):
    """The question, but for the years."""

    def __call__(self, target: Path, span: tuple[int, int], known: Sequence[Known] = ()) -> Answer:
        """Write the answer of the years (first and last) to `target`."""
        ...


def by_years(
    ask: Ask,
    asked: Wanted,
    target: Path,
    span: tuple[int, int],
    is_empty: Callable[[Path], bool],
    known: Sequence[Known] = (),
) -> list[Part]:
    """Files and answers of the years; one file where the provider gives them at once.

    Raises VarantoError where a single year is too much, or no part has a value.
    """
    try:
        return [(target, ask(target, span, known))]
    except TooMuch as error:
        parts = _halves(ask, asked, target, span, is_empty, error)
    if not parts:
        raise VarantoError(
            f"{asked.provider} {asked.dataset}: no year since {span[0]} has a value. Check the "
            "declaration, or ask with an earlier --since."
        )
    return parts


def _halves(
    ask: Ask,
    asked: Wanted,
    whole: Path,
    span: tuple[int, int],
    is_empty: Callable[[Path], bool],
    refusal: TooMuch,
) -> list[Part]:
    first, last = span
    if first >= last:
        raise VarantoError(
            f"{asked.provider} {asked.dataset}: one year is more than the provider gives at once. "
            f"Name more of its dimensions in the declaration. It says: {refusal}"
        )
    middle = (first + last) // 2
    found: list[Part] = []
    for half in ((first, middle), (middle + 1, last)):
        target = whole.with_name(f"{whole.stem}-{half[0]}-{half[1]}{whole.suffix}")
        try:
            answer = ask(target, half)
        except TooMuch as error:
            found += _halves(ask, asked, whole, half, is_empty, error)
            continue
        except NotThere:  # how the OECD says that these years have no value
            continue
        if is_empty(target):
            target.unlink()
        else:
            found.append((target, answer))
    return found
