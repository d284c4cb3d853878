"""Which codes are one person: the bookkeeping of corrections, on made-up tokens."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sources.identity.corrections import resolve


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12),
    st.sets(st.integers(0, 9)),
)
def test_corrections_join_exactly_the_linked_codes_and_move_no_index_to_a_moved_one(
    pairs: list[tuple[int, int]], seen: set[int]
) -> None:
    known = {bytes([code]): position for position, code in enumerate(sorted(seen))}
    plan = resolve([(bytes([old]), bytes([new])) for old, new in pairs], known, len(known))
    assert not plan.moves.keys() & set(plan.moves.values())

    group = {code: {code} for code in range(10)}
    for old, new in pairs:
        union = group[old] | group[new]
        for member in union:
            group[member] = union
    everything = known | dict(plan.added)
    now = {code: plan.moves.get(index, index) for code, index in everything.items()}
    for one, index in now.items():
        for other, index2 in now.items():
            assert (index == index2) == (other[0] in group[one[0]])
    assert plan.next_index == len(known) + len(set(plan.added.values()) - set(known.values()))
