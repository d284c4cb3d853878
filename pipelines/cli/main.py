"""`varanto`: exit 0 done, 1 refused or failed with one clear line, 2 wrong usage."""

from __future__ import annotations

import os
import sys

import typer

from pipelines.cli import reading, running
from sources.errors import VarantoError

app = typer.Typer(
    name="varanto",
    help="Sector datasets in, eight wellbeing-reserve tables out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
running.add_to(app)
reading.add_to(app)


def main() -> None:
    """Entry point: errors of ours become one line on stderr and exit code 1."""
    os.umask(0o077)
    try:
        app()
    except VarantoError as error:
        sys.stderr.write(f"varanto: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        # The reader went away (`varanto query … | head`): nothing to complain about.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
