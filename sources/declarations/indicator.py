"""`Indicator`: what is measured, in which reserve, from which source, by which rule.

Names of methods (M1, M3, …) are those of the method book; see docs/methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import narwhals.stable.v2 as nw
import polars as pl

from sources.declarations.published import OfficialSeries


class Reserve(StrEnum):
    """The eight wellbeing reserves, and the outcome that they feed."""

    MATERIAL_LIVING_STANDARDS = "material_living_standards"
    HEALTH = "health"
    EDUCATION = "education"
    ACTIVITIES_AND_WORK = "activities_and_work"
    VOICE_AND_GOVERNANCE = "voice_and_governance"
    SOCIAL_CONNECTIONS = "social_connections"
    ENVIRONMENT = "environment"
    SAFETY = "safety"
    OVERALL_EXPERIENCE = "overall_experience"  # companion outcome, not a reserve


class Nature(StrEnum):
    """What kind of evidence an indicator is."""

    OBJECTIVE = "objective"
    SELF_REPORT = "self_report"
    SUBJECTIVE = "subjective"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER_IS_BETTER = "+"
    HIGHER_IS_WORSE = "-"
    CONTEXT = "context"


class Weight(StrEnum):
    """Which of a survey's weights a statistic stands on."""

    PERSON = "weight"  # every member of the household (EU-SILC RB050)
    RESPONDENT = "respondent_weight"  # the one selected respondent (EU-SILC PB060, THL weight)


class Measure(StrEnum):
    """Statistics of the distribution of equivalised disposable income."""

    MEDIAN = "median"
    AROP = "at_risk_of_poverty"
    RMPG = "relative_median_poverty_gap"
    QUINTILE_SHARE_RATIO = "quintile_share_ratio"
    GINI = "gini"


@dataclass(frozen=True)
class Share:
    """Weighted share (%) of `where` among the respondents for whom `among` is true.

    Both are expressions over the survey frame. A null `where` is item non-response and leaves
    the base.
    """

    where: pl.Expr
    among: pl.Expr
    weight: Weight = Weight.RESPONDENT


@dataclass(frozen=True)
class Mean:
    """Weighted mean of `of` among the respondents for whom `among` is true; nulls leave it."""

    of: pl.Expr
    among: pl.Expr
    weight: Weight = Weight.RESPONDENT


@dataclass(frozen=True)
class SexGap:
    """Weighted mean of `of` among women minus that among men, of those for whom `among` is true."""

    of: pl.Expr
    among: pl.Expr
    weight: Weight = Weight.RESPONDENT


@dataclass(frozen=True)
class IncomeMeasure:
    """A statistic of equivalised disposable income, person-weighted."""

    measure: Measure
    weight: Weight = Weight.PERSON


@dataclass(frozen=True)
class RegisterShare:
    """Share (%) of residents `where` among residents `among`, counted from the person-year.

    Engine-free Narwhals expressions over person-year columns, each yielding a boolean; null
    means no.
    """

    where: nw.Expr
    among: nw.Expr


@dataclass(frozen=True)
class RegisterMean:
    """Mean of `of` over residents `among`, from the person-year; who has no value leaves the base.

    `of` is a column of whole numbers, `units` of which make one of the indicator's unit.
    """

    of: nw.Expr
    among: nw.Expr
    units: int = 1


@dataclass(frozen=True)
class CountShare:
    """Share (%) of the count `of` in the count `among`, both of the source's counts of areas.

    `nowhere` names areas in which there is no such thing (no county election in Helsinki).
    """

    of: str
    among: str
    nowhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventRate:
    """Events per `per` of the mean population, of `ages` (both ends included) where given.

    A row is of the last of `years` calendar years, whose events and person-years are added up.
    With `everywhere` the source has a row for every municipality, without events too: one that
    has none is missing, and its people aren't counted among those to whom nothing happened.
    """

    of: str
    per: int = 1_000
    ages: tuple[int, int] | None = None
    years: int = 1
    everywhere: bool = False


@dataclass(frozen=True)
class StandardisedRate:
    """Events per `per` of the mean population, weighted by age as the European standard is (M17).

    Of `ages` where given: groups of the standard, whose weights are then brought to one.
    """

    of: str
    per: int = 100_000
    ages: tuple[int, int] | None = None
    years: int = 3


@dataclass(frozen=True)
class LifeExpectancy:
    """Expectation of life at birth (M13) from the deaths `of`: of one year for the country.

    Below the country `years` are added up.
    """

    of: str
    years: int = 3


PopulationStatistic = EventRate | StandardisedRate | LifeExpectancy
"""What is formed of events counted in areas and of the mean population there."""

CountStatistic = CountShare | PopulationStatistic
"""What is formed of counts of areas, and of the population's where it is a rate."""

RegisterStatistic = RegisterShare | RegisterMean
"""What is counted from the person-year."""

SurveyStatistic = Share | Mean | SexGap | IncomeMeasure
"""What is estimated from a survey's frame."""

Statistic = SurveyStatistic | RegisterStatistic | CountStatistic


@dataclass(frozen=True)
class Series:
    """One way in which an indicator is computed: a statistic on a source, at area levels.

    The last of `levels` is the finest that is allowed. `by_age` is false where the base is itself
    an age band (25–34, say): then only TOTAL is given; `by_sex` where the source doesn't know,
    or the statistic sets the sexes beside each other.
    `covers` is whom a register statistic speaks for: where fewer than 95 % of them are in its base
    the value is marked unreliable, where fewer than 80 % it is not given (M22). `census` says that
    a survey asks everybody: rows are protected, and have intervals, as counts of a register.
    """

    source_id: str
    statistic: Statistic
    method_id: str
    levels: tuple[str, ...]
    by_age: bool = True
    note: str | None = None
    by_sex: bool = True
    covers: nw.Expr | None = None
    census: bool = False


@dataclass(frozen=True)
class Indicator:
    """One indicator, said once. `series` stand in order of preference.

    `plausible` bounds the value for a whole country; outside them a candidate is refused.
    """

    id: str
    reserve: Reserve
    label_en: str
    label_fi: str
    definition: str
    nature: Nature
    direction: Direction
    unit: str
    plausible: tuple[float, float]
    series: tuple[Series, ...]
    official: tuple[OfficialSeries, ...] = ()
    decimals: int = 1
    definition_version: str = "1.0"
