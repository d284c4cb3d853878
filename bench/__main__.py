"""`python -m bench [pair …]`: measure, print a table, and write `bench/results.md`.

Each pair runs three times, ours and the minimum in turn, and medians are given. Only a run of
all pairs writes the results. Ends with 1 when a bound is passed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

# This process stays small: what it starts inherits its peak of memory in some counts.
from bench import prepare
from bench.measure import Cost, checked, cost, middle
from bench.pairs import PAIRS, PERSONS, YEAR, YEARS, Pair, pair_named

RESULTS = Path(__file__).with_name("results.md")
TIMES = 3
Measured = tuple[Pair, Cost, Cost, str]


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("pairs", nargs="*", help="all, if none is named", metavar="PAIR")
    parser.add_argument("--work", type=Path, help="keep the prepared home in this folder")
    given = parser.parse_args(arguments)
    unknown = set(given.pairs) - {p.name for p in PAIRS}
    if unknown:
        parser.error(f"no such pair; there are {', '.join(p.name for p in PAIRS)}")
    pairs = [pair_named(name) for name in given.pairs] or list(PAIRS)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="varanto-bench-") as folder:
        work = (given.work or Path(folder)).absolute()
        work.mkdir(parents=True, exist_ok=True)
        measured = _measure(pairs, work)
    minutes = (time.monotonic() - started) / 60
    text = _report(measured, minutes)
    print(text)
    if not given.pairs:
        RESULTS.write_text(text, encoding="utf-8")
    over = [p.name for p, ours, bare, _ in measured if ours.cpu > p.bound * bare.cpu]
    if over:
        print(f"Over its bound: {', '.join(over)}", file=sys.stderr)
    return 1 if over else 0


def _measure(pairs: list[Pair], work: Path) -> list[Measured]:
    _tell(f"Making {PERSONS:,} persons, {YEARS} …")
    prepare.deliveries(work)
    if any(pair.needs_home for pair in pairs):
        _tell("Refreshing a home with them …")
        prepare.home(work)
    measured = []
    for pair in pairs:
        _tell(f"{pair.name} …")
        runs: dict[str, list[Cost]] = {"ours": [], "minimum": []}
        for _ in range(TIMES):
            for side, costs in runs.items():
                costs.append(cost(pair.name, side, work))
        found = checked(pair.name, work)
        measured.append((pair, middle(runs["ours"]), middle(runs["minimum"]), found))
    return measured


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _report(measured: list[Measured], minutes: float) -> str:
    lines = [
        "# Costs beside a hand-written minimum",
        "",
        f"{date.today():%-d.%-m.%Y}, {os.cpu_count()} cores, {_memory_gb():.0f} GB of memory; "
        f"synthetic Finland of {PERSONS:,} persons, the year {YEAR}. Medians of {TIMES} runs in "
        f"turn; the whole took {minutes:.1f} minutes. Made by `make bench`.",
        "",
        "| pair | CPU s, ours | CPU s, minimum | ratio | bound | wall s | peak MB | found equal |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    for pair, ours, bare, found in measured:
        ratio = ours.cpu / bare.cpu
        mark = "" if ratio <= pair.bound else " **over**"
        lines.append(
            f"| {pair.name} | {ours.cpu:.2f} | {bare.cpu:.2f} | {ratio:.2f}{mark} "
            f"| ≤ {pair.bound} | {ours.wall:.2f} : {bare.wall:.2f} "
            f"| {ours.memory:.0f} : {bare.memory:.0f} | {found} |"
        )
    lines += ["", "CPU is user and system time, children included. What the ratios mean:", ""]
    lines += [
        f"- **{pair.name}**: {pair.ours}, beside: {pair.minimum}. {pair.means}"
        for pair, *_ in measured
    ]
    return "\n".join(lines) + "\n"


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)


if __name__ == "__main__":
    sys.exit(main())
