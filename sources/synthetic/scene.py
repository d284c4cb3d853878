"""What a year's deliveries are written from: the persons, how they live, what they earn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sources.synthetic.faults import FaultBook
from sources.synthetic.income import Income
from sources.synthetic.income_register import Periods
from sources.synthetic.livelihood import Livelihood
from sources.synthetic.output import Written
from sources.synthetic.people import People
from sources.synthetic.world import World


@dataclass(frozen=True)
class Scene:
    """A year of the synthetic Finland at its end. Writers look at it and change nothing in it."""

    world: World
    who: People
    life: Livelihood
    earned: Income
    periods: Periods
    year: int
    book: FaultBook
    root: Path


Writer = Callable[[Scene], list[Written]]
"""Writes the deliveries of one source and year; gives what it wrote, file by file."""
