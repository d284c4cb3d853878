"""Definitions: everything that Dagster's tools load, by `pyproject.toml` alone."""

from __future__ import annotations

import dagster as dg

from pipelines.assembly import ASSETS, EXECUTOR, JOBS


@dg.definitions
def defs() -> dg.Definitions:
    """Assets, jobs, schedules and sensors of the project."""
    return dg.Definitions(assets=ASSETS, jobs=JOBS, executor=EXECUTOR)
