"""Variance of survey estimates by Taylor linearisation, clusters within strata (method E3).

Every estimate here is, near its value, a weighted sum Σwz of a linearised variable z. Its
variance is that of the cluster totals of wz between the clusters of a stratum, clusters taken
as drawn with replacement. A domain keeps all clusters, with z = 0 outside it: filtering the
rows first would lose the variance of the domain's own size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assets.estimators.arrays import Booleans, Floats, Integers, Keys, group_sums, usable


@dataclass(frozen=True)
class Design:
    """How the sample was drawn.

    `cluster`: cluster number of each row. `stratum`: stratum number of each cluster, after
    lonely strata are merged. `clusters`: clusters a stratum. `fraction`: part of the stratum's
    clusters that was sampled (0: no finite-population correction). `merged`: how many strata
    had a single cluster and were joined to a neighbour.
    """

    cluster: Integers
    stratum: Integers
    clusters: Floats
    fraction: Floats
    merged: int


@dataclass(frozen=True)
class Estimate:
    """A value with its standard error, design effect and effective sample size.

    `deff` is the variance over that of simple random sampling of as many; NaN where the latter
    is zero. `n` counts the rows of the base, unweighted.
    """

    value: float
    se: float
    deff: float
    n: int

    @property
    def n_effective(self) -> float:
        """Size of the simple random sample that would be as precise."""
        return self.n / self.deff if self.deff > 0 else float("nan")


def _merge_lonely(clusters: Integers) -> tuple[Integers, int]:
    """Old stratum number → new one; a stratum of one cluster joins the next, the last the one
    before. Returns also how many were lonely."""
    target = np.zeros(clusters.size, dtype=np.int64)
    group, size = 0, 0
    for stratum, count in enumerate(clusters):
        target[stratum] = group
        size += int(count)
        if size > 1:
            group, size = group + 1, 0
    if size == 1 and group > 0:
        target[target == group] = group - 1
    lonely = int(np.count_nonzero(clusters == 1)) if clusters.size > 1 else 0
    return target, lonely


def sample_design(cluster: Keys, stratum: Keys, fraction: Floats | None = None) -> Design:
    """The design of a sample from each row's cluster and stratum.

    A cluster's id need only be unique within its stratum. Strata neighbour each other in the
    order of their codes. `fraction` (one a row, the same within a stratum) is the sampled part
    of the stratum; give it only where it is above 5 %. A merged stratum takes the smallest.
    """
    _, stratum_of_row = np.unique(stratum, return_inverse=True)
    _, cluster_in_frame = np.unique(cluster, return_inverse=True)
    spread = int(cluster_in_frame.max(initial=0)) + 1
    pair = stratum_of_row.astype(np.int64) * spread + cluster_in_frame
    _, first, number = np.unique(pair, return_index=True, return_inverse=True)
    old = stratum_of_row[first].astype(np.int64)
    target, merged = _merge_lonely(np.bincount(old).astype(np.int64))
    new = target[old]
    strata = int(new.max(initial=-1)) + 1
    sampled = np.zeros(strata, dtype=np.float64)
    if fraction is not None:
        sampled[:] = 1.0
        np.minimum.at(sampled, new, fraction[first])
    return Design(
        cluster=number.reshape(-1).astype(np.int64),
        stratum=new,
        clusters=np.bincount(new, minlength=strata).astype(np.float64),
        fraction=sampled,
        merged=merged,
    )


def cluster_totals(design: Design, contribution: Floats) -> Floats:
    """Sums of `contribution` (wz, one a row) by cluster."""
    return group_sums(design.cluster, contribution, design.stratum.size)


def totals_variance(design: Design, totals: Floats) -> float:
    """Variance of a sum from its cluster totals; NaN when the whole sample is one cluster."""
    count = design.clusters
    if count.size == 0 or count.min() < 2:
        return float("nan")
    mean = group_sums(design.stratum, totals, count.size) / count
    spread = (totals - mean[design.stratum]) ** 2
    between = group_sums(design.stratum, spread, count.size)
    return float(((1.0 - design.fraction) * count / (count - 1.0) * between).sum())


def linear_variance(design: Design, weights: Floats, linearised: Floats) -> float:
    """Variance of Σwz, z given for *every* row of the sample (0 outside the domain)."""
    return totals_variance(design, cluster_totals(design, weights * linearised))


def _weighted_variance(values: Floats, weights: Floats) -> float:
    """n/(n−1) · Σw(y−ȳ)²/Σw; NaN below two rows."""
    n = values.size
    if n < 2:
        return float("nan")
    total = weights.sum()
    mean = (weights * values).sum() / total
    return float(n / (n - 1) * (weights * (values - mean) ** 2).sum() / total)


def simple_random_variance(weights: Floats, linearised: Floats, finite: bool = False) -> float:
    """Variance of Σwz had the rows been drawn simply at random: N̂²·s²(z)/n, N̂ = Σw.

    `finite` applies 1 − n/N̂, for designs that have a finite-population correction.
    """
    n, total = linearised.size, float(weights.sum())
    remaining = 1.0 - n / total if finite else 1.0
    return remaining * total**2 * _weighted_variance(linearised, weights) / max(n, 1)


def _estimate(
    design: Design, weights: Floats, rows: Booleans, value: float, linearised: Floats
) -> Estimate:
    everywhere = np.zeros(rows.size, dtype=np.float64)
    everywhere[rows] = weights[rows] * linearised
    variance = totals_variance(design, cluster_totals(design, everywhere))
    simple = simple_random_variance(weights[rows], linearised, bool((design.fraction > 0).any()))
    deff = variance / simple if simple > 0 else float("nan")
    return Estimate(value, float(np.sqrt(variance)), deff, int(np.count_nonzero(rows)))


def estimate_total(
    values: Floats, weights: Floats, design: Design, domain: Booleans | None = None
) -> Estimate:
    """The population total Σwy of the domain."""
    rows = usable(values, weights, domain)
    return _estimate(design, weights, rows, float((weights * values)[rows].sum()), values[rows])


def estimate_ratio(
    numerator: Floats,
    denominator: Floats,
    weights: Floats,
    design: Design,
    domain: Booleans | None = None,
) -> Estimate:
    """The ratio Σwy/Σwx of the domain; z = (y − Rx)/Σwx."""
    rows = usable(numerator + denominator, weights, domain)
    below = float((weights * denominator)[rows].sum())
    if below == 0.0:
        return Estimate(float("nan"), float("nan"), float("nan"), int(np.count_nonzero(rows)))
    ratio = float((weights * numerator)[rows].sum()) / below
    return _estimate(
        design, weights, rows, ratio, (numerator[rows] - ratio * denominator[rows]) / below
    )


def estimate_mean(
    values: Floats, weights: Floats, design: Design, domain: Booleans | None = None
) -> Estimate:
    """The weighted mean of the domain; for 0/1 values the proportion (0–1)."""
    return estimate_ratio(values, np.ones_like(values), weights, design, domain)


def kish_size(weights: Floats) -> float:
    """(Σw)²/Σw²: effective size by unequal weights alone, where no better can be had."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0
