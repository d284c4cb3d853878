"""One writer a home: a lock that says who holds it.

A refresh holds it from plan to release; a run that the UI or the schedule started takes it body by
body (`assets.guard`), so neither writes while the other does.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sources.errors import VarantoError
from sources.home import Home

POLL_SECONDS = 0.5

_thread = threading.local()


@contextmanager
def writing(
    home: Home,
    doing: str,
    *,
    wait: bool = True,
    on_wait: Callable[[str], None] = lambda _: None,
) -> Iterator[None]:
    """Hold the home's lock while `doing`.

    If another process holds it, `on_wait` is told once who runs, and then we wait; with
    `wait=False` a VarantoError says it instead. The lock dies with its process. A thread that holds
    the lock already goes straight in.
    """
    held = _held_by_thread()
    if home.path in held:
        yield
        return
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with home.lock.open("a+") as stream:
        told = False
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                who = _holder(home)
                if not wait:
                    raise VarantoError(
                        f"{who} is writing in {home.path}. Wait for it, or run without --no-wait."
                    ) from None
                if not told:
                    on_wait(f"{who} is writing in {home.path}; waiting for it.")
                    told = True
                time.sleep(POLL_SECONDS)
        stream.seek(0)
        stream.truncate()
        since = datetime.now(UTC).isoformat(timespec="seconds")
        stream.write(json.dumps({"pid": os.getpid(), "doing": doing, "since": since}))
        stream.flush()
        held.add(home.path)
        try:
            yield
        finally:
            held.discard(home.path)
            stream.seek(0)
            stream.truncate()


def _held_by_thread() -> set[Path]:
    """Homes whose lock this thread holds; a `flock` of the same process would wait for itself."""
    if not hasattr(_thread, "held"):
        _thread.held = set()
    found: set[Path] = _thread.held
    return found


def _holder(home: Home) -> str:
    try:
        held = json.loads(home.lock.read_text())
        return f"`{held['doing']}` (process {held['pid']}, since {held['since']})"
    except (ValueError, KeyError, OSError):
        return "another process"
