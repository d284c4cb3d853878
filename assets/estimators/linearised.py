"""Linearised variables of poverty and inequality statistics (method E4).

With them `taylor.linear_variance` gives the variance of statistics that rest on estimated
quantiles. Densities are Gaussian kernels with bandwidth σ̂/N̂^0.2, shares are taken one-sidedly
with ≤: the conventions of R package convey. Sources: Deville 1999; Osier 2009.

Units are those of the statistic: EUR for line and quantiles, percentage points for rate, gap
and Gini. All functions take rows with a value and a weight above zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from assets.estimators.arrays import Booleans, Floats, Keys
from assets.estimators.inequality import income_order
from assets.estimators.poverty import LINE
from assets.estimators.quantile import weighted_quantile


@dataclass(frozen=True)
class PovertyLine:
    """The national line (EUR) and each person's influence on it."""

    threshold: float
    influence: Floats


@dataclass(frozen=True)
class Influence:
    """Linearised variable of a domain's statistic, in two parts.

    `own` has one element a row of the domain. Every row of the country, inside or outside,
    adds `through_line` times its influence on the national line.
    """

    own: Floats
    through_line: float

    def everywhere(self, domain: Booleans, line: PovertyLine) -> Floats:
        """The linearised variable on every row of the country."""
        z = self.through_line * line.influence
        z[domain] += self.own
        return z


def bandwidth(income: Floats, weights: Floats) -> float:
    """σ̂/N̂^0.2 with the weighted standard deviation and N̂ the sum of weights."""
    total = float(weights.sum())
    mean = float((weights * income).sum()) / total
    deviation = float(np.sqrt((weights * (income - mean) ** 2).sum() / total))
    return float(deviation / total**0.2)


def _kernel(at: float, income: Floats, width: float) -> Floats:
    """Gaussian density at `at` of kernels around each income; NaN if all incomes are equal."""
    if not width > 0:
        return np.full(income.size, np.nan)
    scaled = (at - income) / width
    return np.asarray(np.exp(-0.5 * scaled**2) / (width * math.sqrt(2.0 * math.pi)))


def density(at: float, income: Floats, weights: Floats) -> float:
    """Kernel density of income at `at`, per EUR."""
    width = bandwidth(income, weights)
    return float((weights * _kernel(at, income, width)).sum() / weights.sum())


def quantile_influence(income: Floats, weights: Floats, share: float) -> Floats:
    """z of the weighted quantile at `share`, EUR."""
    at = weighted_quantile(income, weights, share)
    mass = float(weights.sum()) * density(at, income, weights)
    return np.asarray((share - (income <= at)) / mass, dtype=np.float64)


def poverty_line(income: Floats, weights: Floats, part: float = LINE) -> PovertyLine:
    """The national line with its z; give it all persons of the country."""
    return PovertyLine(
        part * weighted_quantile(income, weights, 0.5),
        part * quantile_influence(income, weights, 0.5),
    )


def arop_influence(income: Floats, weights: Floats, threshold: float) -> Influence:
    """z of the at-risk-of-poverty rate (points) of a domain, given the domain's rows only."""
    total = float(weights.sum())
    below = (income <= threshold).astype(np.float64)
    rate = float((weights * below).sum()) / total
    return Influence(100.0 * (below - rate) / total, 100.0 * density(threshold, income, weights))


def rmpg_influence(income: Floats, weights: Floats, threshold: float) -> Influence:
    """z of the relative median poverty gap (points) of a domain, given its rows only.

    The median m of the poor is where the domain's distribution reaches half of its rate.
    """
    total = float(weights.sum())
    rate = arop_influence(income, weights, threshold)
    below = income <= threshold
    poverty = float(weights[below].sum()) / total
    median = weighted_quantile(income[below], weights[below], 0.5)
    at_median = density(median, income, weights)
    own_rate, line_rate = rate.own / 100.0, rate.through_line / 100.0
    own_median = (0.5 * own_rate - ((income <= median) - 0.5 * poverty) / total) / at_median
    line_median = 0.5 * line_rate / at_median
    return Influence(
        -100.0 * own_median / threshold,
        100.0 * (median / threshold**2 - line_median / threshold),
    )


def quintile_share_ratio_influence(income: Floats, weights: Floats) -> Floats:
    """z of S80/S20 of a domain, given its rows only."""
    width = bandwidth(income, weights)

    def up_to(share: float) -> tuple[float, Floats]:
        """Income up to the quantile, and its z."""
        at = weighted_quantile(income, weights, share)
        held = income * (income <= at)
        weighted_density = float((weights * income * _kernel(at, income, width)).sum())
        shift = weighted_density * quantile_influence(income, weights, share)
        return float((weights * held).sum()), held + shift

    low, z_low = up_to(0.2)
    not_top, z_not_top = up_to(0.8)
    top = float((weights * income).sum()) - not_top
    return np.asarray((income - z_not_top) / low - top * z_low / low**2, dtype=np.float64)


def gini_influence(income: Floats, weights: Floats, order: Keys | None = None) -> Floats:
    """z of the Gini coefficient (points) of a domain, given its rows only.

    It belongs to the form of Gini used in that literature; its difference from the published
    form (`inequality.gini`) is far below the standard error.
    """
    places = income_order(income, order)
    x, w = income[places], weights[places]
    ranks, cumulated = np.cumsum(w), np.cumsum(w * x)
    total, earned = float(ranks[-1]), float(cumulated[-1])
    t1 = float((ranks * x * w).sum())
    z_t1 = earned - cumulated + x * w + ranks * x
    twice = 2.0 * t1 - earned
    z = (
        (2.0 * z_t1 - x) / (earned * total)
        - x * twice / (earned**2 * total)
        - twice / (earned * total**2)
    )
    back = np.empty_like(z)
    back[places] = 100.0 * z
    return back
