"""`varanto ui`: Dagster's web pages, and its daemon for schedule and sensors, on one home."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from pipelines.cli.output import mention
from sources.errors import VarantoError
from sources.home import Home

HOST = "127.0.0.1"
GRACE_SECONDS = 10


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(ui)


def ui(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 3000,
    daemon: Annotated[bool, typer.Option(help="Run schedule and sensors too.")] = True,
) -> None:
    """Open Dagster on this home: graph, runs, checks; with schedule and sensors running.

    Reachable from this machine only. Ctrl-C ends it.
    """
    from pipelines.instance import PROJECT, open_instance

    home = Home.from_environment()
    # Opened once before two processes do it: making the same tables at once, they spoil them.
    open_instance(home).dispose()
    # The children run in the project's folder: a relative home must not move with them.
    os.environ["VARANTO_HOME"] = str(home.path)
    if keys := os.environ.get("VARANTO_KEYS"):
        os.environ["VARANTO_KEYS"] = str(Path(keys).expanduser().absolute())
    location = ["-m", "pipelines.definitions"]
    commands = [
        ["dagster_webserver", *location, "-h", HOST, "-p", str(port), "--log-level", "warning"]
    ]
    if daemon:
        commands.append(["dagster._daemon", "run", *location, "--log-level", "warning"])
    mention(f"http://{HOST}:{port} (home {home.path}). Ctrl-C ends it.")
    run_together([[sys.executable, "-m", *c] for c in commands], PROJECT)


def run_together(commands: Sequence[Sequence[str]], folder: Path) -> None:
    """Run until one of the commands ends or we are told to; then end all, grandchildren too.

    Raises VarantoError if a command ended of itself with an error.
    """
    children: list[subprocess.Popen[bytes]] = []
    previous = {
        number: signal.signal(number, _stop)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    }
    try:
        # A group each: Dagster starts code servers and runs below.
        for command in commands:
            child = subprocess.Popen(command, cwd=folder, start_new_session=True)
            children += [child]
        while all(child.poll() is None for child in children):
            time.sleep(0.2)
        name, ended = next(
            (command[2], child)
            for command, child in zip(commands, children, strict=True)
            if child.poll() is not None
        )
        if ended.returncode:
            raise VarantoError(
                f"{name} ended with code {ended.returncode}; "
                "the reason stands above. Is the port in use? Try another --port."
            )
    except _Stopped:
        mention("Ending the web pages and the daemon.")
    finally:
        for number in previous:
            signal.signal(number, signal.SIG_IGN)
        _end(children)
        for number, handler in previous.items():
            signal.signal(number, handler)


class _Stopped(BaseException):
    """We were told to end."""


def _stop(_: int, __: FrameType | None) -> None:
    raise _Stopped


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each group to end, wait, then make what is left."""
    for child in children:
        _signal(child, signal.SIGTERM)
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for child in children:
        _signal(child, signal.SIGKILL)
        child.wait()


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        return
