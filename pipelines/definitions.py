"""Definitions: everything that Dagster's tools load, by `pyproject.toml` alone."""

from __future__ import annotations

import dagster as dg

import pipelines.instance  # noqa: F401  # silences what would log errors with their text
from pipelines.assembly import ASSETS, EXECUTOR
from pipelines.fetching import before_the_night, official_statistics
from pipelines.jobs import JOBS
from pipelines.schedules import SCHEDULES
from pipelines.sensors import SENSORS


@dg.definitions
def defs() -> dg.Definitions:
    """Assets, jobs, schedules and sensors of the project."""
    return dg.Definitions(
        assets=ASSETS,
        jobs=[*JOBS, official_statistics],
        schedules=[*SCHEDULES, before_the_night],
        sensors=SENSORS,
        executor=EXECUTOR,
    )
