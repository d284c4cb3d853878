"""Columns that surveys have in common: answers in words, answers on a scale, weights."""

from __future__ import annotations

from collections.abc import Mapping

from sources.declarations import Column, Kind

_JUST_ABOVE_ZERO = 1e-9  # a weight of nought would be a person who stands for nobody


def answer(
    name: str,
    original: str,
    codes: Mapping[str, str],
    description: str,
    *,
    missing: tuple[str, ...] = (),
) -> Column:
    """An answer from a closed list; empty is not asked, `missing` is no answer."""
    return Column(
        name, original, Kind.CODE, description, required=False, codes=codes, missing=missing
    )


def scale(
    name: str,
    original: str,
    low: int,
    high: int,
    description: str,
    *,
    missing: tuple[str, ...] = (),
    unit: str | None = None,
) -> Column:
    """An answer on a scale, or a number of something, kept as the integer that was delivered."""
    return Column(
        name,
        original,
        Kind.INTEGER,
        description,
        required=False,
        minimum=low,
        maximum=high,
        missing=missing,
        unit=unit,
    )


def weight(name: str, original: str, description: str, *, required: bool = True) -> Column:
    """A survey weight or a factor on one: above zero."""
    return Column(
        name, original, Kind.NUMBER, description, required=required, minimum=_JUST_ABOVE_ZERO
    )
