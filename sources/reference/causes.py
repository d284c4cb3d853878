"""Groups of causes of death, as ranges of ICD-10 codes without their dot.

Seed table `avoidable_causes.csv`: `first` and `last` code of a range (three or four characters,
both included), `cause`, and `sex` where only deaths of one sex count. The rule: the underlying
cause is in a range, and the person was under 75. Preventable and treatable causes aren't told
apart: avoidable mortality takes both.

Source: the joint OECD and Eurostat list of preventable and treatable causes of death (2019, with
COVID-19 as added in 2022), written out by range.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from sources.errors import VarantoError
from sources.reference.areas import seed

ACCIDENTS = (("V01", "X59"), ("Y85", "Y86"))
"""Accidents and their sequelae, Eurostat's group; alcohol poisoning (X45) is in it."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@cache
def avoidable() -> pl.DataFrame:
    """The list as it stands: first, last, cause, sex (null: both)."""
    return seed("avoidable_causes")


def codes_between(first: str, last: str) -> list[str]:
    """Every code of the length of `first` and `last` from the one to the other.

    `V01` to `W03` gives V01 … V99, W00 … W03; VarantoError where the lengths differ or the order
    is wrong.
    """
    if len(first) != len(last) or first > last:
        raise VarantoError(f"{first} to {last} is no range of ICD-10 codes of one length.")
    digits = len(first) - 1
    return [
        f"{letter}{number:0{digits}}"
        for letter in _LETTERS[_LETTERS.index(first[0]) : _LETTERS.index(last[0]) + 1]
        for number in range(10**digits)
        if first <= f"{letter}{number:0{digits}}" <= last
    ]
