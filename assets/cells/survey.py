"""Cells of a survey year: value, standard error, interval and sizes of every area × sex × age.

They are exact and not for eyes outside: `quality.protection` decides what may be published.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from assets.estimators import intervals
from assets.estimators.arrays import Booleans, Floats, Integers
from assets.estimators.domains import (
    FEWEST,
    Membership,
    domain_gaps,
    domain_means,
    effective_size,
)
from assets.estimators.income_domains import income_domains
from assets.estimators.taylor import Design, sample_design
from sources.ages import AGE_GROUPS, TOTAL, age_group
from sources.declarations import (
    IncomeMeasure,
    Indicator,
    Mean,
    Measure,
    Series,
    SexGap,
    Share,
    SurveyStatistic,
)

SEXES = ("_T", "F", "M")
INCOME = "equivalised_income"
PERSON = "person"

SCHEMA: dict[str, pl.DataType] = {
    "indicator_id": pl.String(),
    "area_level": pl.String(),
    "area_code": pl.String(),
    "sex": pl.String(),
    "age_group": pl.String(),
    "value": pl.Float64(),
    "se": pl.Float64(),
    "ci_low": pl.Float64(),
    "ci_high": pl.Float64(),
    "n": pl.Int64(),
    "n_effective": pl.Float64(),
}


@dataclass(frozen=True)
class Sample:
    """A survey year as arrays: `values` (NaN: not in the base), weights, design, domains."""

    values: Floats
    weights: Floats
    design: Design
    membership: Membership
    person: Integers | None = None
    woman: Booleans | None = None

    def persons(self) -> Integers | None:
        """How many different persons each domain's base has; None where a row is a person."""
        if self.person is None:
            return None
        base = self.membership.where(~np.isnan(self.values))
        _, first = np.unique(
            np.stack([base.domain, self.person[base.row]]), axis=1, return_index=True
        )
        return np.bincount(base.domain[first], minlength=base.domains).astype(np.int64)


@dataclass(frozen=True)
class Results:
    """One element a domain; NaN where there is nothing to say. Units of the indicator."""

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    n: Integers
    n_effective: Floats


def survey_cells(frame: pl.DataFrame, indicator: Indicator, series: Series) -> pl.DataFrame:
    """One row an area level × area × sex × age group, with columns as in `SCHEMA`.

    `frame` has one row a person of the sample (see `assets.frames`). The whole grid is given,
    n = 0 and all else null where nobody is in a cell; areas are those that occur in the frame.
    Rows without a sex, age or area count in the totals only. Shares are in per cent, with
    Wilson intervals on n/deff; means and income measures have standard errors by linearisation
    and normal intervals, but the at-risk-of-poverty rate a Wilson one. Income measures on too
    few persons (gap: 30 poor; S80/S20 and Gini: 100) keep n only, and so do gaps between the sexes
    on fewer than 30 of either. Where a person has several rows
    (`person` says whose), n counts persons and the effective size isn't above it. ValueError where
    an income measure meets several countries, or the series isn't one of a survey.
    """
    statistic = series.statistic
    if not isinstance(statistic, SurveyStatistic):
        raise ValueError(f"{indicator.id}: a {type(statistic).__name__} has no survey cells")
    if isinstance(statistic, IncomeMeasure) and frame["COUNTRY"].n_unique() > 1:
        raise ValueError(f"{indicator.id}: the poverty line needs the frame of one country")
    levels = [level for level in series.levels if level in frame.columns]
    areas = {level: frame[level].drop_nulls().unique().sort() for level in levels}
    ages = (TOTAL, *(code for code, _, _ in AGE_GROUPS)) if series.by_age else (TOTAL,)
    sample = _sample(frame, statistic, areas, ages)
    if isinstance(statistic, Share):
        results = _shares(sample)
    elif isinstance(statistic, Mean):
        results = _means(sample)
    elif isinstance(statistic, SexGap):
        results = _gaps(sample)
    else:
        results = _income(sample, statistic.measure)
    results = _of_persons(results, sample.persons())
    grid = [
        (level, code, sex, age)
        for level, codes in areas.items()
        for code in codes
        for sex in SEXES
        for age in ages
    ]
    sexes = SEXES if series.by_sex else SEXES[:1]
    labels = pl.DataFrame(
        grid, schema=["area_level", "area_code", "sex", "age_group"], orient="row"
    )
    return (
        labels.select(
            pl.lit(indicator.id).alias("indicator_id"),
            "area_level",
            "area_code",
            "sex",
            "age_group",
            pl.Series("value", results.value, nan_to_null=True),
            pl.Series("se", results.se, nan_to_null=True),
            pl.Series("ci_low", results.low, nan_to_null=True),
            pl.Series("ci_high", results.high, nan_to_null=True),
            pl.Series("n", results.n),
            pl.Series("n_effective", results.n_effective, nan_to_null=True),
        )
        .filter(pl.col("sex").is_in(sexes))
        .cast(pl.Schema(SCHEMA))
    )


def _of_persons(results: Results, persons: Integers | None) -> Results:
    """Sizes in persons, not interviews: thirty rows of ten people aren't thirty people."""
    if persons is None:
        return results
    return replace(results, n=persons, n_effective=np.minimum(results.n_effective, persons))


def _sample(
    frame: pl.DataFrame,
    statistic: SurveyStatistic,
    areas: dict[str, pl.Series],
    ages: tuple[str, ...],
) -> Sample:
    """The respondents that carry the statistic's weight, in an order of their own.

    Sorted by all that matters, so that sums are the same to the last bit for any order of rows.
    """
    if isinstance(statistic, Share):
        value = pl.when(statistic.among).then(statistic.where.cast(pl.Float64))
    elif isinstance(statistic, Mean):
        value = pl.when(statistic.among).then(statistic.of.cast(pl.Float64))
    elif isinstance(statistic, SexGap):
        known = statistic.among & pl.col("sex").is_in(SEXES[1:])
        value = pl.when(known).then(statistic.of.cast(pl.Float64))
    else:
        value = pl.when(True).then(pl.col(INCOME))
    whose = [PERSON] if PERSON in frame.columns else []
    rows = (
        frame.with_columns(
            value.alias("_value"),
            pl.col(statistic.weight.value).alias("_weight"),
            # Dense ranks: integers in the order of the codes, so neighbours stay neighbours.
            pl.col("stratum").rank("dense").fill_null(0).alias("_stratum"),
            pl.coalesce("cluster", "household").rank("dense").alias("_cluster"),
            age_group(pl.col("age")).alias("_age_group"),
        )
        .filter(pl.col("_weight") > 0)
        .select("_stratum", "_cluster", "_weight", "_value", "sex", "_age_group", *areas, *whose)
        .sort(pl.all())
    )
    design = sample_design(
        rows["_cluster"].to_numpy().astype(np.int64), rows["_stratum"].to_numpy().astype(np.int64)
    )
    positions = [
        _positions(rows["sex"], SEXES[1:]),
        _positions(rows["_age_group"], ages[1:]),
        *(_positions(rows[level], tuple(codes)) for level, codes in areas.items()),
    ]
    return Sample(
        rows["_value"].fill_null(np.nan).to_numpy(),
        rows["_weight"].to_numpy(),
        design,
        _membership(positions, [len(codes) for codes in areas.values()], len(ages)),
        rows[PERSON].rank("dense").to_numpy().astype(np.int64) if whose else None,
        (rows["sex"] == "F").fill_null(False).to_numpy(),
    )


def _positions(codes: pl.Series, known: tuple[str, ...]) -> Integers:
    """The place of each row's code among the known ones, from 0; −1 for null or another."""
    places = dict(zip(known, range(len(known)), strict=True))
    found = codes.replace_strict(places, default=-1, return_dtype=pl.Int64)
    return found.fill_null(-1).to_numpy()


def _membership(positions: list[Integers], sizes: list[int], ages: int) -> Membership:
    """Each row in its area, of each level, as: all, its sex, its age group, and both."""
    sex, age, *areas = positions
    everyone = np.zeros_like(sex)
    rows, domains, before = [], [], 0
    for area, size in zip(areas, sizes, strict=True):
        for sex_place in (everyone, sex + 1):
            for age_place in (everyone, age + 1):
                # Place 0 is the total; a sex or age that is unknown would repeat it.
                inside = area >= 0
                inside &= (sex_place > 0) | (sex_place is everyone)
                inside &= (age_place > 0) | (age_place is everyone)
                domain = ((before + area) * len(SEXES) + sex_place) * ages + age_place
                rows.append(np.flatnonzero(inside))
                domains.append(domain[inside])
        before += size
    none = np.zeros(0, dtype=np.int64)
    return Membership(
        np.concatenate([none, *rows]),
        np.concatenate([none, *domains]),
        before * len(SEXES) * ages,
    )


def _shares(sample: Sample) -> Results:
    """V_srs of a share is p(1−p)/n, so that n/deff is p(1−p)/V."""
    found = domain_means(sample.values, sample.weights, sample.design, sample.membership)
    return _share_results(found.mean, found.variance, found.n, found.kish)


def _share_results(share: Floats, variance: Floats, n: Integers, kish: Floats) -> Results:
    with np.errstate(divide="ignore", invalid="ignore"):
        size = effective_size(n, variance, share * (1.0 - share) / n, kish)
    low, high = intervals.wilson_interval(share, size)
    return Results(100 * share, 100 * _se(variance), 100 * low, 100 * high, n, size)


def _se(variance: Floats) -> Floats:
    """NaN for a variance of zero: that everybody answered alike is not certainty."""
    return np.sqrt(np.where(variance > 0, variance, np.nan))


def _means(sample: Sample) -> Results:
    """V_srs of a mean is s²/n."""
    found = domain_means(sample.values, sample.weights, sample.design, sample.membership)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = effective_size(found.n, found.variance, found.spread / found.n, found.kish)
    se = _se(found.variance)
    low, high = intervals.normal_interval(found.mean, se)
    return Results(found.mean, se, low, high, found.n, size)


def _gaps(sample: Sample) -> Results:
    """Women minus men. On fewer than 30 persons of either sex only n is given."""
    assert sample.woman is not None
    found = domain_gaps(
        sample.values, sample.weights, sample.design, sample.membership, sample.woman
    )
    size = effective_size(found.n, found.variance, found.simple, found.kish)
    enough = np.minimum(*(_of_sex(sample, whose) for whose in (sample.woman, ~sample.woman)))
    value = np.where(enough >= FEWEST, found.gap, np.nan)
    se = np.where(enough >= FEWEST, _se(found.variance), np.nan)
    low, high = intervals.normal_interval(value, se)
    return Results(value, se, low, high, found.n, np.where(np.isnan(value), np.nan, size))


def _of_sex(sample: Sample, whose: Booleans) -> Integers:
    """Persons of a sex in each domain's base."""
    one = replace(sample, values=np.where(whose, sample.values, np.nan))
    persons = one.persons()
    if persons is not None:
        return persons
    base = one.membership.where(~np.isnan(one.values))
    return np.bincount(base.domain, minlength=base.domains).astype(np.int64)


def _income(sample: Sample, measure: Measure) -> Results:
    """The rate is a share of its own domain; the rest take V_srs of their linearised variable."""
    found = income_domains(sample.values, sample.weights, sample.design, sample.membership, measure)
    if measure is Measure.AROP:
        rate, variance = found.value / 100.0, found.variance / 100.0**2
        return _share_results(rate, variance, found.n, found.kish)
    size = effective_size(found.n, found.variance, found.simple, found.kish)
    se = _se(found.variance)
    low, high = intervals.normal_interval(found.value, se)
    # Gaps, ratios and Gini are never negative, and the normal interval doesn't know it.
    low = np.maximum(low, 0.0)
    return Results(
        found.value, se, low, high, found.n, np.where(np.isnan(found.value), np.nan, size)
    )
