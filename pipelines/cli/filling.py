"""The synthetic Finland for an empty home: made by its own process, received like any delivery.

Nothing here imports the generator: contracts and generator must not agree with each other alone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.cli.output import WrongUsage
from sources.errors import VarantoError
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.landing.receive import receive
from sources.landing.said import DELTA, said
from warehouse.lock import writing
from warehouse.release import Manifest

Tell = Callable[[str], None]

SENDER = "synthetic Finland"
OF_CHANGES = "-delta"
"""Ends the name of a year's folder that holds changes of it alone."""

# -P: a folder `sources` where the command happens to run must not stand in for ours.
GENERATOR = (sys.executable, "-P", "-m", "sources.synthetic")


@dataclass(frozen=True)
class SyntheticFinland:
    """What is asked of the generator."""

    persons: int = 180_000
    first_year: int = 2021
    last_year: int = 2024
    seed: int = 1

    @property
    def years(self) -> str:
        """As the generator takes them: 2021-2024."""
        return f"{self.first_year}-{self.last_year}"


EMBEDDED = SyntheticFinland()
"""What an empty home is filled with."""


def years_asked(text: str) -> tuple[int, int]:
    """`2021-2024` or `2021` as first and last year."""
    first, _, last = text.partition("-")
    try:
        years = int(first), int(last or first)
    except ValueError:
        raise WrongUsage(f"{text} are no years. Write them as 2021-2024.") from None
    if years[0] > years[1]:
        raise WrongUsage(f"{text} run backwards. Write them as 2021-2024.")
    return years


def generate(wanted: SyntheticFinland, out: Path, tell: Tell) -> None:
    """Run the generator into `out`, passing its lines on; VarantoError with its last one if it
    fails.
    """
    command = [
        *GENERATOR,
        "--persons", str(wanted.persons),
        "--years", wanted.years,
        "--seed", str(wanted.seed),
        "--out", str(out),
    ]  # fmt: skip
    last: deque[str] = deque(maxlen=1)
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as child:
        assert child.stderr is not None
        for line in child.stderr:
            if line.strip():
                last.append(line.strip())
                tell(f"  {line.strip()}")
    if child.returncode:
        why = last[0] if last else f"it stopped with code {child.returncode}"
        raise VarantoError(f"The synthetic Finland could not be made: {why}")


def fill_empty(home: Home, wanted: SyntheticFinland, tell: Tell, *, wait: bool = True) -> bool:
    """Fill landing with the synthetic Finland if the home is empty; says whether it did.

    A home that holds, or ever held, a delivery is left alone. When a filling was cut short, the
    next one goes on where it stopped: what is made is received from where it lies.
    """
    made = home.landing / ".synthetic"
    if not made.exists() and not empty(home):
        return False
    home.prepare()
    with writing(home, "varanto refresh (synthetic Finland)", wait=wait, on_wait=tell):
        if not made.exists():
            if not empty(home):
                return False
            tell(
                f"The home is empty. Making a synthetic Finland of {wanted.persons:,} persons, "
                f"{wanted.years} … (without: --no-synthetic)"
            )
            aside = home.landing / ".synthetic.unfinished"
            shutil.rmtree(aside, ignore_errors=True)
            generate(wanted, aside, tell)
            aside.rename(made)
        for source, period, files, delta in _made(made):
            receive_synthetic(home, source, period, files, delta=delta)
        shutil.rmtree(made)
    tell(f"Received {len(deliveries(home.landing))} deliveries. Their persons are invented.")
    return True


def receive_synthetic(
    home: Home, source_id: str, period: str, files: list[Path], *, delta: bool = False
) -> None:
    """Receive one made delivery by moving its files; `delta`: it holds changes alone."""
    from sources.catalogue import source

    receive(
        home,
        source(source_id),
        files,
        period=period,
        sender=SENDER,
        synthetic=True,
        move=True,
        exchange=said({DELTA: delta}),
    )


def empty(home: Home) -> bool:
    """Whether no delivery has come yet, and none has ever been worked on."""
    if home.kind is not None or Manifest.read(home.current) is not None:
        return False
    received = home.landing.is_dir() and deliveries(home.landing)
    judged = home.facts.is_dir() and any(home.facts.glob("*/acceptances/*.json"))
    return not received and not judged


def _made(folder: Path) -> Iterator[tuple[str, str, list[Path], bool]]:
    """Source, period, files of each delivery, and whether it is a delta: under
    `<folder>/<source>/<year>/` or, after it, `<year>-delta/`.
    """
    for made in sorted(p for p in folder.glob("*/[0-9]*") if p.is_dir()):
        files = sorted(p for p in made.iterdir() if p.is_file())
        period = made.name.removesuffix(OF_CHANGES)
        if files:
            yield made.parent.name, period, files, made.name != period
