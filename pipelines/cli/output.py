"""What the command prints: plain lines on stdout, tables for people, JSON for machines."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """One line to the person at the terminal."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
