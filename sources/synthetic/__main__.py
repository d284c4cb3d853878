"""`python -m sources.synthetic`: write the synthetic Finland's deliveries into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sources.errors import VarantoError
from sources.synthetic import country


def year_range(text: str) -> tuple[int, int]:
    """First and last year of `2021-2024` or `2022`; ValueError for other texts."""
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 done, 1 refused with one clear line, 2 usage."""
    parser = argparse.ArgumentParser(
        prog="python -m sources.synthetic",
        description="Made-up persons whose deliveries look like the registers' own.",
    )
    parser.add_argument("--persons", type=int, default=100_000, help="persons at the start")
    parser.add_argument("--years", type=year_range, default=(2021, 2024), help="as 2021-2024")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same bytes")
    parser.add_argument("--out", type=Path, required=True, help="an empty or new folder")
    parser.add_argument(
        "--fault-rate", type=float, default=0.002, help="share of rows with a planted fault"
    )
    parser.add_argument("--payments-per-year", type=int, default=4, help="12 for monthly")
    parser.add_argument("--quiet", action="store_true", help="no line a year on stderr")
    given = parser.parse_args(arguments)
    options = country.Options(
        persons=given.persons,
        first_year=given.years[0],
        last_year=given.years[1],
        seed=given.seed,
        out=given.out,
        fault_rate=given.fault_rate,
        payments=given.payments_per_year,
        quiet=given.quiet,
    )
    try:
        country.build(options)
    except VarantoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
