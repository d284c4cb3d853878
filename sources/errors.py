"""Errors that a person reads: what, where, why, what to do; never a value of a row."""

from __future__ import annotations


class VarantoError(Exception):
    """Something that the reader can act on; its text is the one line that is shown."""


def clause(text: str) -> str:
    """The text without a full stop at its end, to go on with one or with more words."""
    return text.rstrip(" .")


class Refused(VarantoError):
    """A delivery that is not taken, whole; nothing has changed.

    `what` is a clause and `todo` whole sentences. What others have said as a sentence is made one.
    """

    def __init__(self, source: str, delivery: str, what: str, todo: str) -> None:
        what = clause(what)
        super().__init__(f"{source}, delivery {delivery}: {what}. {todo}")
        self.source = source
        self.delivery = delivery
        self.what = what
        self.todo = todo
