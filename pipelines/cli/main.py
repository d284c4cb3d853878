"""`varanto`: exit 0 done, 1 refused or failed with one clear line, 2 wrong usage."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from pipelines.cli import (
    comparing,
    coverage,
    delivered,
    exchanging,
    fetching,
    health,
    published,
    quality_pages,
    reading,
    running,
    ui,
)
from pipelines.cli.output import WrongUsage, mention
from sources.errors import VarantoError

STOPPED = 130

app = typer.Typer(
    name="varanto",
    help="Sector datasets in, eight wellbeing-reserve tables out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (
    running,
    exchanging,
    fetching,
    delivered,
    quality_pages,
    coverage,
    comparing,
    reading,
    published,
    health,
    ui,
):
    group.add_to(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: errors of ours become one line on stderr and exit code 1 or 2."""
    os.umask(0o077)
    try:
        app(args=None if arguments is None else list(arguments), prog_name="varanto")
    except WrongUsage as error:
        mention(f"varanto: {error}")
        sys.exit(2)
    except VarantoError as error:
        mention(f"varanto: {error}")
        sys.exit(1)
    except SystemExit as end:
        if end.code == STOPPED:  # Ctrl-C, which typer makes into an exit code
            mention(
                "varanto: stopped. What was finished stays; the same command goes on from there."
            )
        raise
    except BrokenPipeError:
        # The reader went away (`varanto query … | head`): nothing to complain about.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
