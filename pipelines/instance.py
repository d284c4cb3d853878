"""DAGSTER_HOME inside the home, and the instance that command line, UI and schedule share."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import dagster as dg

from sources.home import Home

PROJECT = Path(__file__).resolve().parent.parent
CONFIGURATION = PROJECT / "dagster.yaml"

# Where Dagster redacts an error it writes the whole of it here, and a library's text may quote
# rows. `assets.guard` tells kind and place instead. At import, not in a function: the command, the
# code servers of UI and daemon and each run's process all load this module. A filter, because
# Dagster's later logging configuration sets `disabled`, level and handlers back.
logging.getLogger("dagster.redacted_errors").addFilter(lambda _: False)


def prepare_instance(home: Home) -> None:
    """Point Dagster at the home, closed to others, with the project's `dagster.yaml` in it.

    A `dagster.yaml` that someone has put into the home's own folder stays as it is.
    """
    os.umask(0o077)
    home.prepare()
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    # Exception texts never reach the event log as they are.
    os.environ.setdefault("DAGSTER_REDACT_USER_CODE_ERRORS", "1")
    target, ours = home.dagster / "dagster.yaml", home.dagster / ".dagster.yaml.ours"
    untouched = not target.exists() or (ours.exists() and ours.read_bytes() == target.read_bytes())
    if untouched:
        shutil.copyfile(CONFIGURATION, target)
        shutil.copyfile(CONFIGURATION, ours)


def open_instance(home: Home) -> dg.DagsterInstance:
    """The home's Dagster instance."""
    prepare_instance(home)
    return dg.DagsterInstance.get()
