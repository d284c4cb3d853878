"""One fetch a home at a time, and others may know that it goes on."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sources.errors import VarantoError
from sources.home import Home

NAME = ".fetching"


@contextmanager
def fetching(home: Home) -> Iterator[None]:
    """Hold the turn; VarantoError if another fetch has it. It ends with its process."""
    handle = os.open(home.landing / NAME, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        _take(handle, home)
        yield
    finally:
        os.close(handle)


def _take(handle: int, home: Home) -> None:
    """Take the turn; who only looks whether a fetch goes on holds it for a moment."""
    for last in (False, False, True):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if last:
                raise VarantoError(
                    f"Another fetch goes on in {home.path}. Wait until it has ended."
                ) from None
            time.sleep(0.1)


def is_fetching(home: Home) -> bool:
    """Whether a fetch goes on: what it has taken in is judged when all has come."""
    try:
        handle = os.open(home.landing / NAME, os.O_WRONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
