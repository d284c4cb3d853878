"""Who lives with whom: couples, children with their mothers, young people at home, lone adults.

Persons are matched within their municipality by rank of age, so nothing loops over persons.
Shares of those living with parents or with a partner are rounded from Statistics Finland's
dwelling-unit and family statistics: about 46 % of dwelling units hold one person.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sources.synthetic.people import CHILD, PARTNER, SINGLE

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_AGES = [17, 19, 22, 27, 32, 42, 57, 70, 80, 90, 105]
_WITH_PARTNER_WOMEN = [0.0, 0.1, 0.4, 0.68, 0.78, 0.78, 0.755, 0.65, 0.44, 0.14, 0.03]
_WITH_PARTNER_MEN = [0.0, 0.05, 0.27, 0.6, 0.72, 0.77, 0.765, 0.76, 0.7, 0.46, 0.2]
_HOME_AGES = [17, 18, 19, 20, 22, 24, 26, 30]
_AT_HOME = [1.0, 0.8, 0.55, 0.4, 0.22, 0.11, 0.05, 0.0]


def at_home(ages: Ints) -> npt.NDArray[np.float64]:
    """Probability of still living with a parent."""
    return np.interp(ages, _HOME_AGES, _AT_HOME)


def with_partner(ages: Ints, male: Bools) -> npt.NDArray[np.float64]:
    """Probability that an adult lives with a partner."""
    men = np.interp(ages, _AGES, _WITH_PARTNER_MEN)
    return np.where(male, men, np.interp(ages, _AGES, _WITH_PARTNER_WOMEN))


def rank_within(group: Ints, order: Ints) -> Ints:
    """The position of each row of `order` within its group; `order` is sorted by group."""
    ordered = group[order]
    if not len(ordered):
        return order
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    return np.arange(len(ordered)) - np.repeat(first, np.diff(np.r_[first, len(ordered)]))


def pair(women: Ints, men: Ints, mun: Ints, ages: Ints, noise: Ints) -> tuple[Ints, Ints]:
    """Couples of the same municipality by rank of age: positions of her and of him."""
    span = 1_000_000
    her = women[np.lexsort((noise[women] + ages[women] + 2, mun[women]))]
    him = men[np.lexsort((noise[men] + ages[men], mun[men]))]
    her_key = mun[her] * span + rank_within(mun, her)
    him_key = mun[him] * span + rank_within(mun, him)
    _, a, b = np.intersect1d(her_key, him_key, assume_unique=True, return_indices=True)
    return her[a], him[b]


def _slots(
    mothers: Ints, ages: Ints, share: npt.NDArray[np.float64], rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """(parent, age of child) for every child that `mothers` would have at home by their age."""
    children = np.searchsorted([0.13, 0.36, 0.76, 0.93], rng.random(len(mothers)), side="right")
    children[rng.random(len(mothers)) >= share] = 0
    first = ages[mothers] - rng.normal(29.3, 4.8, len(mothers))
    gap = 1.6 + rng.random(len(mothers)) * 2.6
    parents, child_ages = [], []
    for k in range(4):
        age = np.floor(first - k * gap).astype(np.int64)
        home = (children > k) & (age >= 0) & (rng.random(len(mothers)) < at_home(age))
        parents.append(mothers[home])
        child_ages.append(age[home])
    return np.concatenate(parents), np.concatenate(child_ages)


def _adopt(
    children: Ints, parents: Ints, slot_ages: Ints, mun: Ints, ages: Ints, head: Ints
) -> Ints:
    """Give each child the household of a parent in its municipality, by rank of age.

    Returns the children for whom the municipality has no parent.
    """
    kid = children[np.lexsort((ages[children], mun[children]))]
    slot = np.lexsort((slot_ages, mun[parents]))
    size = int(mun.max()) + 1
    kids_in = np.bincount(mun[kid], minlength=size)
    slots_in = np.bincount(mun[parents], minlength=size)
    start = np.cumsum(slots_in) - slots_in
    town = mun[kid]
    place = (rank_within(mun, kid) + 0.5) * slots_in[town] / np.maximum(kids_in[town], 1)
    found = slots_in[town] > 0
    chosen = parents[slot[start[town[found]] + place[found].astype(np.int64)]]
    head[kid[found]] = head[chosen]
    return kid[~found]


def form(
    mun: Ints, ages: Ints, male: Bools, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int8], Ints]:
    """Roles and dwellings (dense numbers from 0 in order of municipality) of everyone.

    In small places some who should have a partner find none; of two such neighbours the second
    then changes sex (`male` is changed in place), which nobody has noted down yet.
    Every municipality that holds anybody must hold an adult of 30 or more.
    """
    n = len(mun)
    draw = rng.random(n)
    role = np.full(n, SINGLE, dtype=np.int8)
    role[(ages < 18) | ((ages < 30) & (draw < at_home(ages)))] = CHILD
    wants = (role == SINGLE) & (rng.random(n) < with_partner(ages, male))
    noise = np.rint(rng.normal(0, 2.5, n)).astype(np.int64)
    her, him = pair(np.flatnonzero(wants & ~male), np.flatnonzero(wants & male), mun, ages, noise)
    role[her] = PARTNER
    role[him] = PARTNER
    head = np.arange(n)
    head[him] = her
    _fit(wants & (role == SINGLE), mun, ages, male, role, head)
    # Lone mothers head about a fifth of families with children, lone fathers a few per cent.
    share = np.where(male, np.where(role == SINGLE, 0.05, 0.0), np.where(role == SINGLE, 0.5, 0.97))
    able = np.flatnonzero((role != CHILD) & (ages >= 20) & (ages < 70) & (share > 0))
    parents, slot_ages = _slots(able, ages, share[able], rng)
    left = _adopt(np.flatnonzero(role == CHILD), parents, slot_ages, mun, ages, head)
    if len(left):
        adults = np.flatnonzero((role != CHILD) & (ages >= 30))
        _adopt(left, adults, ages[adults] - 30, mun, ages, head)
    _share_flats(role, mun, ages, head, rng)
    _, dwelling = np.unique(head, return_inverse=True)
    return role, dwelling.astype(np.int64)


def _fit(
    left: Bools, mun: Ints, ages: Ints, male: Bools, role: npt.NDArray[np.int8], head: Ints
) -> None:
    """Pair those `left` over in a municipality two and two by age, giving each pair both sexes."""
    rows = np.flatnonzero(left)
    rows = rows[np.lexsort((ages[rows], mun[rows]))]
    second = np.flatnonzero(rank_within(mun, rows) % 2 == 1)
    him, her = rows[second], rows[second - 1]
    male[him] = ~male[her]
    role[him] = role[her] = PARTNER
    head[him] = her


def _share_flats(
    role: npt.NDArray[np.int8], mun: Ints, ages: Ints, head: Ints, rng: np.random.Generator
) -> None:
    """Let a few young lone adults share a dwelling, two and two."""
    shares = rng.random(len(role)) < 0.14
    lone = np.flatnonzero((role == SINGLE) & (ages < 32) & shares & (head == np.arange(len(role))))
    size = np.bincount(head, minlength=len(role))
    lone = lone[size[lone] == 1]
    lone = lone[np.argsort(mun[lone], kind="stable")]
    second = (rank_within(mun, lone) % 2 == 1).nonzero()[0]
    head[lone[second]] = head[lone[second - 1]]
