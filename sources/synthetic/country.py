"""The order of it all: the first population, then year by year life, income and deliveries."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import polars as pl

from sources.errors import VarantoError
from sources.synthetic import (
    accident_files,
    air_quality,
    benefit_files,
    building_files,
    crime_victims,
    death_files,
    degree_files,
    demography,
    election_files,
    green_files,
    hospital_files,
    income,
    job_seeker_files,
    kela,
    labour_force,
    livelihood,
    noise_files,
    offence_files,
    population_files,
    primary_care_files,
    school_health,
    silc,
    social_assistance,
    study_files,
    time_use,
    timetable_files,
    trust,
    unemployment,
    victim_files,
    wage_files,
    wellbeing,
)
from sources.synthetic.answers import TARGETS
from sources.synthetic.faults import FaultBook
from sources.synthetic.income_register import Periods
from sources.synthetic.output import Written
from sources.synthetic.scene import Scene, Writer
from sources.synthetic.world import World, settle

VERSION = "1.0"
"""Of the generator: the same version, seed and options give the same bytes."""


@dataclass(frozen=True)
class Options:
    """What is asked for. `fault_rate` is the share of rows of each table with a planted fault."""

    persons: int
    first_year: int
    last_year: int
    seed: int
    out: Path
    fault_rate: float = 0.002
    payments: int = 4
    quiet: bool = False

    def check(self) -> None:
        """A VarantoError where the options make no sense."""
        if not 300 <= self.persons <= 6_000_000:
            raise VarantoError("--persons must be between 300 and 6,000,000")
        if not 2021 <= self.first_year <= self.last_year <= 2026:
            raise VarantoError("--years must lie within 2021-2026, as 2021-2024")
        if not 0 <= self.fault_rate <= 0.02:
            raise VarantoError("--fault-rate must be between 0 and 0.02")
        if self.payments not in (1, 2, 3, 4, 6, 12):
            raise VarantoError("--payments-per-year must divide the year: 1, 2, 3, 4, 6 or 12")
        if self.out.exists() and any(self.out.iterdir()):
            raise VarantoError(f"{self.out} is not empty; name a new or empty folder with --out")


WRITERS: tuple[Writer, ...] = (
    lambda s: population_files.write(s.world, s.who, s.year, s.book, s.root),
    lambda s: wage_files.write(s.world, s.who, s.life, s.earned, s.periods, s.book, s.root),
    lambda s: benefit_files.write(s.world, s.who, s.earned, s.periods, s.book, s.root),
    lambda s: silc.write(s.world, s.who, s.life, s.earned, s.year, s.book, s.root),
    lambda s: wellbeing.write(s.world, s.who, s.life, s.year, s.book, s.root),
    degree_files.write,
    labour_force.write,
    school_health.write,
    crime_victims.write,
    time_use.write,
    death_files.write,
    kela.write,
    social_assistance.write,
    job_seeker_files.write,
    building_files.write,
    air_quality.write,
    primary_care_files.write,
    hospital_files.write,
    study_files.write,
    election_files.write,
    trust.write,
    offence_files.write,
    victim_files.write,
    accident_files.write,
    noise_files.write,
    green_files.write,
    timetable_files.write,
)
"""What writes the deliveries of a year, in order; each draws from random streams of its own."""


def build(options: Options) -> list[Written]:
    """Make the deliveries of all years under `options.out`; what was written, file by file.

    The year before the first one is lived through without deliveries, so that the first survey
    has a last year's income to ask about. A VarantoError where the options make no sense.
    """
    options.check()
    options.out.mkdir(parents=True, exist_ok=True)
    world = World.begin(options.seed, options.first_year, options.last_year)
    book = FaultBook(options.fault_rate)
    who = settle(world, options.persons)
    life = livelihood.live(world, who, options.first_year - 1)
    income.remember(who, life, income.earn(world, who, life, options.first_year - 1))
    unemployment.remember(world, who, life, options.first_year - 1)
    written: list[Written] = []
    for year in range(options.first_year, options.last_year + 1):
        begun = time.monotonic()
        who = demography.advance(world, who, year)
        life = livelihood.live(world, who, year)
        earned = income.earn(world, who, life, year)
        scene = Scene(
            world, who, life, earned, Periods(year, options.payments), year, book, options.out
        )
        made = [file for write in WRITERS for file in write(scene)]
        income.remember(who, life, earned)
        unemployment.remember(world, who, life, year)
        written += made
        if not options.quiet:
            rows = sum(file.rows for file in made)
            took = time.monotonic() - begun
            sys.stderr.write(
                f"{year}: {int(who.here.sum()):,} residents, {rows:,} rows in {len(made)} files, "
                f"{took:.1f} s\n"
            )
    book.save(options.out)
    _manifest(options, book, written)
    return written


def _manifest(options: Options, book: FaultBook, written: list[Written]) -> None:
    """Write synthetic.json: what was asked for, what was made, with checksums."""
    reasons = Counter(fault[5] for fault in book.faults)
    content = {
        "synthetic": True,
        "generator": VERSION,
        "numpy": np.__version__,
        "polars": pl.__version__,
        "seed": options.seed,
        "persons": options.persons,
        "years": list(range(options.first_year, options.last_year + 1)),
        "payments_per_year": options.payments,
        "fault_rate": options.fault_rate,
        "planted_faults": dict(sorted(reasons.items())),
        "planted_cascades": len(book.cascades),
        "latent_targets": TARGETS,
        "files": [asdict(file) for file in written],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (options.out / "synthetic.json").write_text(text, encoding="utf-8")
