"""Whether a numbered indicator still bears the title that its declaration expects."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import polars as pl

from sources.errors import VarantoError


def check_title(wanted: str, frame: pl.DataFrame, label: str) -> None:
    """Refuse observations whose title is none of those that the declaration expects."""
    expected = re.compile("|".join(map(_titles, wanted.split("|"))), re.IGNORECASE)
    for titles in frame["title"].unique():
        given = [" ".join(text.split()) for text in json.loads(titles).values()]
        if not any(expected.fullmatch(text) for text in given):
            raise VarantoError(
                f"{label}: the indicator's title is another than the declaration expects (it is "
                f"{given[0]!r}); the number may mean another indicator now: check it and mend "
                "the declaration"
            )


def _titles(text: str) -> str:
    """The titles that a declared one means: `*` is any text, but no more digits of a number.

    `1*000` is 1 000 with or without a space; 10 000 and 100 000 are other figures.
    """
    parts = [" ".join(part.split()) for part in text.split("*")]
    found = re.escape(parts[0])
    for before, after in pairwise(parts):
        left, right = before[-1:].isdigit(), after[:1].isdigit()
        # At a number's end there is no more of the number.
        between = r"(?!\d)" * left + ".*" + r"(?<!\d)" * right
        found += (r"\D*" if left and right else between) + re.escape(after)
    return found
