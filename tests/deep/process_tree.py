"""Peak memory of a command with all its descendants, sampled while it runs."""

from __future__ import annotations

import subprocess
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.05


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, what it wrote, and the peak of its tree in MB."""

    code: int
    output: str
    peak: float


def run_watched(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Ended:
    """Run `command` in `folder`, sampling the tree's memory twenty times a second.

    The peak is that of the sum over processes of their resident memory. Pages that processes
    share count once for each of them, so it errs upwards; a peak shorter than a pause may be
    missed in the sum, but a single process's own peak (VmHWM) counts in full.
    """
    log = folder / "output.txt"
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(
            command, env=dict(environment), stdout=out, stderr=subprocess.STDOUT
        )
        peak = 0
        while child.poll() is None:
            peak = max(peak, _resident(child.pid))
            time.sleep(PAUSE)
    return Ended(child.returncode, log.read_text(encoding="utf-8"), peak / 1024)


def _resident(root: int) -> int:
    """Resident kB of a process and its descendants; no less than the highest mark of any one."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    current: dict[int, int] = {}
    highest: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):  # ended meanwhile
            continue
        fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if "VmRSS" not in fields or "VmHWM" not in fields:
            continue
        pid = int(status.parent.name)
        children[int(fields["PPid"])].append(pid)
        current[pid] = int(fields["VmRSS"].split()[0])
        highest[pid] = int(fields["VmHWM"].split()[0])
    tree, left = [], [root]
    while left:
        pid = left.pop()
        left += children[pid]
        if pid in current:
            tree.append(pid)
    return max([sum(current[p] for p in tree), *(highest[p] for p in tree)], default=0)
