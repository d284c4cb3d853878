"""Columns that registers have alike."""

from __future__ import annotations

from sources.declarations import Column, Kind


def euros(name: str, original: str, description: str, *, required: bool = True) -> Column:
    """An amount of money paid, nought or more."""
    return Column(name, original, Kind.MONEY, description, required=required, minimum=0, unit="EUR")
