"""Income of a year: taxes withheld, housing allowances, and what is left to live on.

The schedules are simplified (one table for all taxable income, one for allowances); they are
made to give Finland's levels of disposable income, not any person's tax.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sources.synthetic import benefits, reserves
from sources.synthetic.benefits import Benefit
from sources.synthetic.livelihood import WAGE_INDEX, Livelihood, presence
from sources.synthetic.people import CHILD, People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

PENSION_FEE, UNEMPLOYMENT_FEE = 0.0745, 0.014
HOLIDAY_PAY = 1.045
"""A year's pay in months of pay, over twelve: holiday bonus and the like."""

_BANDS = np.array([0.0, 14_000, 28_000, 48_000, 85_000])
_RATES = np.array([0.02, 0.27, 0.36, 0.44, 0.51])
_FLOOR = 8_600.0  # EUR a year and consumption unit: what social assistance tops up towards


@dataclass(frozen=True)
class Income:
    """One row a person: EUR in the year. `tax_rate` is the share withheld of taxable income;
    `net` own net income with capital income and housing allowances, without social assistance.
    """

    wages: Floats
    tax_rate: Floats
    housing: Floats
    net: Floats
    granted: list[Benefit]


def tax(taxable: Floats, index: float) -> Floats:
    """Income tax and health contributions on a year's taxable income, EUR."""
    bands = _BANDS * index
    owed = np.zeros_like(taxable)
    for low, high, rate in zip(bands, [*bands[1:], np.inf], _RATES, strict=True):
        owed += np.clip(taxable - low, 0, high - low) * rate
    return owed


def consumption_units(home: Ints, ages: Ints, homes: int) -> Floats:
    """Modified OECD scale by dwelling: 1, 0.5 for others of 14 or more, 0.3 for younger."""
    grown = np.bincount(home[ages >= 14], minlength=homes)
    small = np.bincount(home[ages < 14], minlength=homes)
    units = 1 + 0.5 * np.maximum(grown - 1, 0) + 0.3 * small
    return np.where(grown > 0, units, np.maximum(units - 0.3, 1.0))


def earn(world: World, who: People, life: Livelihood, year: int) -> Income:
    """The incomes of `year`."""
    rng = world.rng("income", year)
    n, index = len(who), WAGE_INDEX.get(year, 1.0)
    granted = benefits.grant(world, who, life, year)
    wages = life.monthly * life.months * HOLIDAY_PAY
    taxable, free = wages.copy(), np.zeros(n)
    for benefit in granted:
        target = free if benefit.code in benefits.TAX_FREE else taxable
        np.add.at(target, benefit.rows, benefit.yearly)
    owed = tax(taxable, index)
    fees = wages * (PENSION_FEE + UNEMPLOYMENT_FEE)
    owner = (life.ages >= 20) & (rng.random(n) < 0.4)
    capital = np.exp(rng.normal(7.35, 1.7, n) + 0.85 * who.z[:, reserves.MATERIAL])
    capital = np.where(owner, np.minimum(capital, 300_000), 0.0) * 0.7
    net = taxable - owed - fees * 0.75 + free + capital
    housing = _housing(who, life, net, year, index, rng)
    granted.extend(housing)
    allowance = np.zeros(n)
    for benefit in housing:
        np.add.at(allowance, benefit.rows, benefit.yearly)
    rate = np.divide(owed, taxable, out=np.zeros(n), where=taxable > 0)
    return Income(wages, rate, allowance, net + allowance, granted)


def _housing(
    who: People, life: Livelihood, net: Floats, year: int, index: float, rng: np.random.Generator
) -> list[Benefit]:
    """Housing allowances of households with little income who rent, paid to one adult."""
    homes = int(who.dwelling.max()) + 1
    here = who.here
    total = np.bincount(who.dwelling[here], weights=net[here], minlength=homes)
    units = consumption_units(who.dwelling[here].astype(np.int64), life.ages[here], homes)
    low = total / units
    adults = np.flatnonzero(here & (who.role != CHILD))
    one = np.full(homes, -1)
    one[who.dwelling[adults]] = adults
    rents = rng.random(homes) < 0.85
    rent = 480 * index * (0.75 + 0.25 * units)
    old = np.zeros(homes, dtype=np.bool_)
    old[who.dwelling[here & (life.pensioner | life.disabled)]] = True
    amount = np.clip(0.82 * rent - 0.022 * np.maximum(low - 6_500, 0) * units, 0, 700)
    start, end = presence(who, year)
    given = []
    for code, among, limit in (
        (benefits.HOUSING, ~old, 17_500.0),
        (benefits.PENSION_HOUSING, old, 16_500.0),
    ):
        homes_in = np.flatnonzero(
            among & rents & (one >= 0) & (low < limit * index) & (amount > 30)
        )
        rows = one[homes_in]
        kept = end[rows] > start[rows]
        rows, homes_in = rows[kept], homes_in[kept]
        given.append(Benefit(code, rows, amount[homes_in], start[rows], end[rows]))
    return given


def disposable(net: Floats, units: Floats, rng: np.random.Generator) -> Floats:
    """Household disposable income from the members' net incomes: social assistance added.

    Nine tenths of those who fall short of the floor apply, and get most of what is missing.
    """
    short = np.maximum(_FLOOR * units - net, 0)
    return net + np.where(rng.random(len(net)) < 0.9, 0.85 * short, 0.0)


def remember(who: People, life: Livelihood, income: Income) -> None:
    """Keep what next year's survey asks about this year."""
    who.net[:] = income.net
    who.housing[:] = income.housing
    who.worked[:] = life.months
    who.part_time[:] = life.part_time
    who.workless[:] = life.idle
    who.gross[:] = income.wages
    for benefit in income.granted:
        np.add.at(who.gross, benefit.rows, benefit.yearly)
    for kept, codes in (
        (who.old_age, (benefits.OLD_AGE, benefits.NATIONAL, benefits.GUARANTEE)),
        (who.survivors, (benefits.SURVIVOR,)),
        (who.disability, (benefits.DISABILITY, benefits.DISABILITY_NATIONAL)),
    ):
        kept[:] = 0
        for benefit in income.granted:
            if benefit.code in codes:
                np.add.at(kept, benefit.rows, benefit.yearly)
    who.income_known[:] = True
