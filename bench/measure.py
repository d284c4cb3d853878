"""Measure one side of a pair, in a process of its own.

CPU seconds are user and system time of the process and its children (getrusage), from when the
libraries are loaded and the inputs are ready. Peak memory is the process's own, or its largest
child's if that is larger, libraries included.
"""

from __future__ import annotations

import gc
import importlib
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.prepare import environment


@dataclass(frozen=True)
class Cost:
    """CPU and wall-clock seconds, and peak resident memory in MB."""

    cpu: float
    wall: float
    memory: float


def cost(pair: str, side: str, work: Path) -> Cost:
    """Run a side once."""
    return Cost(**json.loads(_child(work, pair, side)))


def checked(pair: str, work: Path) -> str:
    """What the check of a pair found equal; CalledProcessError where it isn't."""
    return _child(work, pair, "check").strip()


def middle(costs: list[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        median(c.cpu for c in costs), median(c.wall for c in costs), median(c.memory for c in costs)
    )


def _child(work: Path, pair: str, side: str) -> str:
    command = [sys.executable, "-m", "bench.measure", pair, side, str(work)]
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment(work)
    ).stdout


def _used() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in both)


def _peak() -> float:
    """In MB. VmHWM, as ru_maxrss of a process begins with that of whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def _main(pair: str, side: str, work: Path) -> None:
    module = importlib.import_module(f"bench.sides.{pair}")
    if side == "check":
        print(module.check(work))
        return
    run = getattr(module, side)(work)
    # What loading left over is not the side's: whichever came first would pay for collecting it.
    gc.collect()
    used, started = _used(), time.monotonic()
    run()
    wall, used = time.monotonic() - started, _used() - used
    print(json.dumps({"cpu": used, "wall": wall, "memory": _peak()}))


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
