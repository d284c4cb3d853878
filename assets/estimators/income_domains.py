"""Income measures of many domains, with variances that know the line is estimated (M1–M6, E4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assets.estimators import inequality, linearised, poverty, quantile
from assets.estimators.arrays import Floats, Integers, group_sums
from assets.estimators.domains import Membership, domain_means
from assets.estimators.linearised import Influence
from assets.estimators.taylor import (
    Design,
    cluster_totals,
    simple_random_variance,
    totals_variance,
)
from sources.declarations import Measure

FEWEST_POOR = 30
"""The gap is not given on fewer persons below the line."""

FEWEST_INCOMES = 100
"""S80/S20 and Gini are not given on fewer persons."""


@dataclass(frozen=True)
class DomainIncomes:
    """One element a domain; NaN where nothing can be said. Units of the measure.

    `simple` is the variance under simple random sampling of the same linearised variable.
    """

    n: Integers
    value: Floats
    variance: Floats
    simple: Floats
    kish: Floats


Statistic = Callable[[Floats, Floats, float], tuple[float, Influence] | None]
"""From a domain's incomes and weights and the line: value and linearised variable, if any."""


def _median(income: Floats, weights: Floats, _: float) -> tuple[float, Influence]:
    z = linearised.quantile_influence(income, weights, 0.5)
    return quantile.weighted_median(income, weights), Influence(z, 0.0)


def _rate(income: Floats, weights: Floats, threshold: float) -> tuple[float, Influence]:
    value = poverty.at_risk_of_poverty(income, weights, threshold)
    return value, linearised.arop_influence(income, weights, threshold)


def _gap(income: Floats, weights: Floats, threshold: float) -> tuple[float, Influence] | None:
    if poverty.count_poor(income, weights, threshold) < FEWEST_POOR:
        return None
    value = poverty.relative_median_gap(income, weights, threshold)
    return value, linearised.rmpg_influence(income, weights, threshold)


def _ratio(income: Floats, weights: Floats, _: float) -> tuple[float, Influence] | None:
    if income.size < FEWEST_INCOMES:
        return None
    value = inequality.quintile_share_ratio(income, weights)
    if np.isnan(value):
        return None
    return value, Influence(linearised.quintile_share_ratio_influence(income, weights), 0.0)


def _gini(income: Floats, weights: Floats, _: float) -> tuple[float, Influence] | None:
    if income.size < FEWEST_INCOMES:
        return None
    value = inequality.gini(income, weights)
    if np.isnan(value):
        return None
    return value, Influence(linearised.gini_influence(income, weights), 0.0)


MEASURES: dict[Measure, Statistic] = {
    Measure.MEDIAN: _median,
    Measure.AROP: _rate,
    Measure.RMPG: _gap,
    Measure.QUINTILE_SHARE_RATIO: _ratio,
    Measure.GINI: _gini,
}


def income_domains(
    income: Floats, weights: Floats, design: Design, membership: Membership, measure: Measure
) -> DomainIncomes:
    """The measure in each domain; `income` (NaN: unknown) is that of *all* persons of a country.

    Every domain's linearised variable is summed by the clusters of the whole sample: the line
    moves with people outside the domain too. Rows should come in an order of their own (by
    income within household, say) for results that are the same to the last bit.
    """
    base = ~np.isnan(income) & (weights > 0)
    membership = membership.where(base)
    counted = domain_means(income, weights, design, membership)
    value, variance, simple = (np.full(membership.domains, np.nan) for _ in range(3))
    if not base.any():
        return DomainIncomes(counted.n, value, variance, simple, counted.kish)
    line = linearised.poverty_line(income[base], weights[base])
    pull = np.zeros(income.size, dtype=np.float64)
    pull[base] = line.influence
    pull_totals = cluster_totals(design, weights * pull)
    for domain, rows in enumerate(membership.rows_by_domain()):
        found = (
            MEASURES[measure](income[rows], weights[rows], line.threshold) if rows.size else None
        )
        if found is None:
            continue
        value[domain], z = found
        if np.isnan(counted.variance[domain]):  # a single cluster
            continue
        own = group_sums(design.cluster[rows], weights[rows] * z.own, design.stratum.size)
        variance[domain] = totals_variance(design, own + z.through_line * pull_totals)
        if z.through_line == 0.0:
            simple[domain] = simple_random_variance(weights[rows], z.own)
        else:
            everywhere = z.through_line * pull
            everywhere[rows] += z.own
            simple[domain] = simple_random_variance(weights[base], everywhere[base])
    return DomainIncomes(counted.n, value, variance, simple, counted.kish)
