"""Corrections of identity codes: which tokens are one person, and whose index stands.

Pure bookkeeping on tokens and arrival indices; a year has some thousands of corrections.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sources.errors import VarantoError

MOST_CODES = 16
"""More codes than this for one person are a fault of the delivery, not a life."""


@dataclass(frozen=True)
class Plan:
    """What a set of corrections does to the registry.

    `moves`: arrival index → the index that takes its place, never itself moved. `added`: unseen
    tokens and the index each gets. `next_index`: the first index that is still free.
    """

    moves: Mapping[int, int]
    added: Mapping[bytes, int]
    next_index: int


def resolve(
    pairs: Iterable[tuple[bytes, bytes]], known: Mapping[bytes, int], next_index: int
) -> Plan:
    """The plan for `pairs` of (old, active) tokens, given the indices of the known ones.

    Tokens linked by pairs are one person. Its index is that of the last active token; if that one
    is unseen, the lowest of the others; if all are unseen, a new one. The order of the pairs
    doesn't matter, except where one old token has two unlinked active ones.

    Raises VarantoError when one person would have more than `MOST_CODES` codes.
    """
    parent: dict[bytes, bytes] = {}

    def last(token: bytes) -> bytes:
        while (above := parent.setdefault(token, token)) != token:
            parent[token] = parent[above]  # halve the path, so that long chains stay cheap
            token = above
        return token

    for old, active in pairs:
        parent[last(old)] = last(active)

    groups: dict[bytes, list[bytes]] = defaultdict(list)
    for token in sorted(parent):
        groups[last(token)].append(token)

    moves: dict[int, int] = {}
    added: dict[bytes, int] = {}
    for head, tokens in groups.items():
        if len(tokens) > MOST_CODES:
            raise VarantoError(
                f"identity: a correction file joins {len(tokens)} codes into one person (at most "
                f"{MOST_CODES}); look for a placeholder code in it"
            )
        indices = {known[token] for token in tokens if token in known}
        if head in known:
            index = known[head]
        elif indices:
            index = min(indices)
        else:
            index, next_index = next_index, next_index + 1
        moves |= dict.fromkeys(indices - {index}, index)
        added |= {token: index for token in tokens if token not in known}
    return Plan(moves, added, next_index)
