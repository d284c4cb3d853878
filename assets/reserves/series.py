"""How indicators are computed from our sources: areas and sources of a series, said once."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from sources.declarations import (
    CountStatistic,
    IncomeMeasure,
    Mean,
    RegisterStatistic,
    Series,
    SexGap,
    Share,
)

SURVEY_AREAS = ("COUNTRY", "REGION", "COUNTY")
REGISTER_AREAS = (*SURVEY_AREAS, "MUNICIPALITY")

EVERYBODY: pl.Expr = pl.lit(True)
"""The base of an item that is put to everyone in the survey."""


def living_conditions(
    statistic: Share | Mean | IncomeMeasure,
    method: str,
    *,
    by_age: bool = True,
    note: str | None = None,
) -> tuple[Series, ...]:
    """The one series of an indicator that the living conditions survey gives."""
    return (Series("living_conditions", statistic, method, SURVEY_AREAS, by_age, note),)


def labour_force(
    statistic: Share, method: str = "M11", *, by_age: bool = False, note: str | None = None
) -> tuple[Series, ...]:
    """The one series of an indicator that the labour force survey gives: means of a year."""
    return (Series("labour_force", statistic, method, SURVEY_AREAS, by_age, note),)


def wellbeing_survey(
    statistic: Share | Mean, method: str, *, note: str | None = None
) -> tuple[Series, ...]:
    """The one series of an indicator that the wellbeing survey gives: persons of 20 and over."""
    return (Series("wellbeing_survey", statistic, method, SURVEY_AREAS, note=note),)


def trust_survey(statistic: Share, method: str) -> tuple[Series, ...]:
    """The one series of an indicator that the trust survey gives: for the country alone."""
    return (Series("trust_survey", statistic, method, SURVEY_AREAS[:1]),)


def crime_victims(statistic: Share) -> tuple[Series, ...]:
    """The one series of an indicator that the crime victim survey gives: persons of 15 to 74."""
    return (Series("crime_victims", statistic, "M24", SURVEY_AREAS[:1]),)


def time_use(statistic: SexGap, *, note: str | None = None) -> tuple[Series, ...]:
    """The one series of an indicator that the time use survey gives: women beside men."""
    return (Series("time_use", statistic, "M23", SURVEY_AREAS[:1], note=note, by_sex=False),)


def pupils(statistic: Share) -> tuple[Series, ...]:
    """The one series of an indicator that the school health survey gives: everybody is asked."""
    return (
        Series(
            "school_health",
            statistic,
            "M23",
            REGISTER_AREAS,
            by_age=False,
            note="pupils who answered, not weighted for those who didn't; area of the school",
            census=True,
        ),
    )


def register(
    statistic: RegisterStatistic,
    method: str = "M20",
    *,
    source: str = "income_register",
    levels: tuple[str, ...] = REGISTER_AREAS,
    by_age: bool = True,
    note: str | None = None,
    covers: nw.Expr | None = None,
) -> tuple[Series, ...]:
    """The one series of an indicator that is counted from person-years, down to `levels`."""
    return (Series(source, statistic, method, levels, by_age, note, covers=covers),)


def counted(
    statistic: CountStatistic,
    method: str,
    *,
    source: str,
    levels: tuple[str, ...] = REGISTER_AREAS,
    by_age: bool = False,
    by_sex: bool = True,
    note: str | None = None,
) -> tuple[Series, ...]:
    """The one series of an indicator that a source's counts of areas give, down to `levels`."""
    return (Series(source, statistic, method, levels, by_age, note, by_sex),)
