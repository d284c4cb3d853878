"""Means, shares and their variances for many overlapping domains at once (methods M23, E3).

The same estimates as `taylor.estimate_mean` a domain at a time, from sums over (domain,
cluster) pairs instead: a cluster without anybody in the domain adds zero to both Σu² and Σu.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assets.estimators.arrays import Booleans, Floats, Integers, group_sums
from assets.estimators.taylor import Design

FEWEST = 30
"""Below so many rows a variance says little, and the effective size goes by weights alone."""


@dataclass(frozen=True)
class Membership:
    """Which rows are in which domain: one element a (row, domain) pair; a row may be in many."""

    row: Integers
    domain: Integers
    domains: int

    def where(self, rows: Booleans) -> Membership:
        """The membership of only those rows."""
        kept = rows[self.row]
        return Membership(self.row[kept], self.domain[kept], self.domains)

    def rows_by_domain(self) -> list[Integers]:
        """Row numbers of each domain, in ascending order."""
        order = np.lexsort((self.row, self.domain))
        ends = np.cumsum(np.bincount(self.domain, minlength=self.domains))[:-1]
        return [part.astype(np.int64) for part in np.split(self.row[order], ends)]


@dataclass(frozen=True)
class DomainMeans:
    """One element a domain; NaN where nothing can be said.

    `n`: rows of the base. `mean`: Σwy/Σw. `variance`: of the mean, by design. `spread`:
    n/(n−1)·Σw(y−ȳ)²/Σw. `kish`: (ΣW)²/ΣW² over the totals W of weight by cluster.
    """

    n: Integers
    mean: Floats
    variance: Floats
    spread: Floats
    kish: Floats


def domain_means(
    values: Floats, weights: Floats, design: Design, membership: Membership
) -> DomainMeans:
    """Weighted mean of each domain with its variance.

    Rows whose value is NaN or weight not above zero leave the base but not the design. A domain
    whose base lies in a single cluster has no variance.
    """
    base = membership.where(~np.isnan(values) & (weights > 0))
    row, domain, domains = base.row, base.domain, base.domains
    y, w = values[row], weights[row]
    n = np.bincount(domain, minlength=domains).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = group_sums(domain, w, domains)
        mean = group_sums(domain, w * y, domains) / total
        deviation = y - mean[domain]
        squares = group_sums(domain, w * deviation**2, domains)
        spread = np.where(n > 1, n / (n - 1.0) * squares / total, np.nan)
        linearised = w * deviation / total[domain]

    variance, kish = _by_design(linearised, w, base, design)
    return DomainMeans(n, mean, variance, spread, kish)


@dataclass(frozen=True)
class DomainGaps:
    """One element a domain: mean of a part minus that of the other; NaN where one is empty.

    `variance` is of the difference by design, `simple` had the parts been drawn simply at random.
    """

    n: Integers
    gap: Floats
    variance: Floats
    simple: Floats
    kish: Floats


def domain_gaps(
    values: Floats, weights: Floats, design: Design, membership: Membership, first: Booleans
) -> DomainGaps:
    """Weighted mean of the rows that are `first` minus that of the others, by domain.

    Linearised as u = ±w(y − ȳ of its part)/Σw of its part, so that members of a household who are
    alike, of both parts, take from the variance of the difference what they have in common.
    """
    base = membership.where(~np.isnan(values) & (weights > 0))
    row, domains = base.row, base.domains
    y, w, side = values[row], weights[row], 2 * base.domain + first[row]
    n = np.bincount(side, minlength=2 * domains)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = group_sums(side, w, 2 * domains)
        mean = group_sums(side, w * y, 2 * domains) / total
        deviation = y - mean[side]
        squares = group_sums(side, w * deviation**2, 2 * domains)
        simple = np.where(n > 1, squares / total / (n - 1.0), np.nan)
        linearised = np.where(first[row], 1.0, -1.0) * w * deviation / total[side]
    variance, kish = _by_design(linearised, w, base, design)
    gap = mean[1::2] - mean[::2]
    return DomainGaps(
        (n[::2] + n[1::2]).astype(np.int64),
        gap,
        np.where(np.isnan(gap), np.nan, variance),
        simple[::2] + simple[1::2],
        kish,
    )


def _by_design(
    linearised: Floats, w: Floats, base: Membership, design: Design
) -> tuple[Floats, Floats]:
    """Variance of Σu by domain, and (ΣW)²/ΣW² over its clusters' weights, of the base's rows."""
    row, domain, domains = base.row, base.domain, base.domains
    pairs, pair = np.unique(domain * design.stratum.size + design.cluster[row], return_inverse=True)
    pair = pair.astype(np.int64)
    pair_domain, cluster = np.divmod(pairs, max(design.stratum.size, 1))
    u = group_sums(pair, linearised, pairs.size)
    mass = group_sums(pair, w, pairs.size)
    strata = design.clusters.size
    cell = pair_domain * strata + design.stratum[cluster]
    square_sum = group_sums(cell, u**2, domains * strata).reshape(domains, strata)
    plain_sum = group_sums(cell, u, domains * strata).reshape(domains, strata)
    count = design.clusters
    with np.errstate(divide="ignore", invalid="ignore"):
        within = (1.0 - design.fraction) * count / (count - 1.0)
        variance = ((square_sum - plain_sum**2 / count) * within).sum(axis=1)
        clusters = np.bincount(pair_domain, minlength=domains)
        variance = np.where(clusters > 1, np.maximum(variance, 0.0), np.nan)
        kish = group_sums(pair_domain, mass, domains) ** 2 / group_sums(
            pair_domain, mass**2, domains
        )
    return variance, kish


def effective_size(n: Integers, variance: Floats, simple: Floats, kish: Floats) -> Floats:
    """n/deff with deff = `variance`/`simple`, element by element; NaN where n is 0.

    `simple` is the variance of the same statistic had n rows been drawn simply at random. At a
    share of 0 or 100 % or with fewer than 30 rows the ratio says nothing: then Kish's size by
    weights, of clusters rather than persons, as members of a household are often alike. Never
    above n, lest a variance that is low by chance promise precision.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        by_design = n * simple / variance
    known = (n >= FEWEST) & (variance > 0) & (simple > 0)
    size = np.where(known, by_design, kish)
    return np.where(n > 0, np.minimum(size, n), np.nan)
