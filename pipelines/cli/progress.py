"""Progress of a refresh: which asset runs, how many rows it made, how long it took."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.status import Status

if TYPE_CHECKING:
    import dagster as dg


class Progress:
    """A context in which lines are told and Dagster events watched; all on standard error.

    On a terminal the running asset turns in the last line; elsewhere only finished assets are
    listed, one a line.
    """

    def __init__(self) -> None:
        """Nothing is shown until entered."""
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Status | None = None
        self._rows: dict[str, int] = {}
        self._failed = False

    def __enter__(self) -> Progress:
        """Begin to turn, on a terminal."""
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            self._status = self._console.status("Looking for what is new …")
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the turning line away."""
        if self._status is not None:
            self._status.stop()

    def tell(self, line: str) -> None:
        """One line that stays."""
        self._console.print(line, markup=False)
        sys.stderr.flush()

    def doing(self, what: str) -> None:
        """What is being done now; shown on terminals only."""
        if self._status is not None:
            self._status.update(f"{what} …")

    def watch(self, entry: dg.EventLogEntry) -> None:
        """Take in one event of a run."""
        event = entry.dagster_event
        if event is None or event.step_key is None:
            return
        asset = event.step_key.replace("__", "/")
        if event.is_step_start:
            self._rows.pop(asset, None)
            self.doing(asset)
        elif event.is_step_materialization:
            metadata = event.step_materialization_data.materialization.metadata
            rows = metadata.get("dagster/row_count")
            if rows is not None and isinstance(rows.value, int):
                self._rows[asset] = self._rows.get(asset, 0) + rows.value
        elif event.is_step_success:
            seconds = event.step_success_data.duration_ms / 1000
            self.tell(f"  {asset:<42}{self._count(asset):>17}{seconds:>8.1f} s")
        elif event.is_step_failure:
            self.tell(f"  {asset:<42}{'failed':>17}")
        elif event.is_step_up_for_retry:
            self.tell(f"  {asset:<42}{'tried again':>17}")

    def _count(self, asset: str) -> str:
        return f"{self._rows[asset]:,} rows" if asset in self._rows else ""


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        """Start."""
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds passed."""
        return time.monotonic() - self._start
