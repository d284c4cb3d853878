"""The border of every asset body: one writer a home, and no text of a library passes.

Library errors may quote rows, so only their kind is told.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from sources.errors import VarantoError
from sources.home import Home
from warehouse.lock import writing

RUST_PANIC = "PanicException"
"""Polars' panics are no `Exception`, and their text quotes values all the same."""


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Hold the home's lock, and turn any error into a Failure whose text holds no value of a row.

    If someone else is writing, the run's log says who, and the body waits. A refresh holds the lock
    already and goes straight in.

    Our own errors keep their line and aren't retried: trying again would not mend them. Others
    are told by kind and place, and may be retried.
    """
    try:
        with writing(Home.from_environment(), what, on_wait=dg.get_dagster_logger().info):
            yield
    except dg.Failure:
        raise
    except VarantoError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    except BaseException as error:  # the border: whatever it is, its text stays here
        if not isinstance(error, Exception) and type(error).__name__ != RUST_PANIC:
            raise  # an interrupt is no failure
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if "site-packages" not in f.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        raise dg.Failure(f"{what}: {type(error).__name__} at {place}.") from None
