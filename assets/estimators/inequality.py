"""Inequality of income: S80/S20 and the Gini coefficient (methods M5, M6)."""

from __future__ import annotations

import numpy as np

from assets.estimators.arrays import Booleans, Floats, Integers, Keys, usable
from assets.estimators.quantile import weighted_quantile


def quintile_share_ratio(income: Floats, weights: Floats, domain: Booleans | None = None) -> float:
    """S80/S20: income above the 8th decile over income up to the 2nd, both of the domain itself.

    NaN when the lowest fifth has no income above zero in sum. Eurostat ilc_di11.
    """
    rows = usable(income, weights, domain)
    kept, mass = income[rows], weights[rows]
    low = weighted_quantile(kept, mass, 0.2)
    high = weighted_quantile(kept, mass, 0.8)
    top = float((mass * kept)[kept > high].sum())
    bottom = float((mass * kept)[kept <= low].sum())
    return top / bottom if bottom > 0 else float("nan")


def income_order(income: Floats, order: Keys | None) -> Integers:
    """Row numbers by income and, among equal incomes, by `order` (None: as they stand)."""
    if order is None:
        return np.argsort(income, kind="stable")
    return np.lexsort((order, income))


def gini(
    income: Floats,
    weights: Floats,
    order: Keys | None = None,
    domain: Booleans | None = None,
) -> float:
    """Gini coefficient (%); NaN when total income isn't above zero.

    `order` (person id) settles the places of equal incomes, so that every engine and every
    order of rows gives the same number. Method: R package laeken (Alfons & Templ 2013), not
    the slightly different form that the linearisation literature uses.
    """
    rows = usable(income, weights, domain)
    kept, mass = income[rows], weights[rows]
    places = income_order(kept, None if order is None else order[rows])
    kept, mass = kept[places], mass[places]
    total = float((mass * kept).sum())
    if total <= 0:
        return float("nan")
    cumulated = np.cumsum(mass)
    area = 2.0 * float((mass * kept * cumulated).sum()) - float((mass**2 * kept).sum())
    return 100.0 * (area / (float(mass.sum()) * total) - 1.0)
