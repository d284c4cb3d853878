"""Person numbers as a keyed permutation of the arrival index."""

from __future__ import annotations

import numpy as np

from sources.identity.keys import KeyRing
from sources.identity.permutation import INDICES, Permutation

KEYS = KeyRing(bytes(range(32)))


def test_person_numbers_are_a_bijection_of_the_arrival_indices() -> None:
    permutation = Permutation(KEYS)
    sample = np.unique(
        np.concatenate(
            [
                np.arange(200_000),
                np.arange(INDICES - 200_000, INDICES),
                np.random.default_rng(1).integers(0, INDICES, 600_000),
            ]
        )
    ).astype(np.uint32)
    persons = permutation.persons(sample)
    assert persons.dtype == np.int64
    assert np.unique(persons).size == sample.size
    assert persons.min() >= 1
    assert persons.max() <= INDICES


def test_every_round_of_the_permutation_can_be_undone() -> None:
    permutation = Permutation(KEYS)
    indices = np.random.default_rng(2).integers(0, INDICES, 10_000).astype(np.uint32)
    shifted = permutation.persons(indices) - 1
    left, right = (shifted >> 16).astype(np.uint16), shifted.astype(np.uint16)
    for table in reversed(permutation._tables):
        left, right = right ^ table[left], left
    assert ((left.astype(np.uint32) << 16 | right) == indices).all()


def test_person_numbers_do_not_follow_the_order_of_arrival() -> None:
    persons = Permutation(KEYS).persons(np.arange(100_000, dtype=np.uint32))
    rank = np.corrcoef(np.arange(100_000), persons)[0, 1]
    assert abs(rank) < 0.02
    assert abs(persons.mean() / INDICES - 0.5) < 0.01


def test_two_keys_give_two_permutations() -> None:
    indices = np.arange(1_000, dtype=np.uint32)
    one, two = (Permutation(keys).persons(indices) for keys in (KEYS, KeyRing(bytes(32))))
    assert (one == two).mean() < 0.01
