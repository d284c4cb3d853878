"""Person numbers: a keyed permutation of the arrival index, so that a number tells nothing.

The index counts people in order of arrival; the number given out looks random, never repeats
and can't be turned back without the key.
"""

from __future__ import annotations

import hmac

import numpy as np
import numpy.typing as npt

from sources.identity.keys import KeyRing

INDICES = 1 << 32
"""How many arrival indices there are: 0 … INDICES - 1."""

_ROUNDS = 8  # Luby and Rackoff need four; more costs little
_HALF = 1 << 16
_DIGEST = 32


class Permutation:
    """A bijection from arrival indices to person numbers 1 … 2^32.

    Method: balanced Feistel network on 2 × 16 bits (Luby and Rackoff 1988). Each of its eight
    rounds looks its half up in a table of 65,536 16-bit values that HMAC-SHA256 of a counter
    fills, under the key of that round (`person/e1/round/<r>`).
    """

    def __init__(self, keys: KeyRing) -> None:
        """Fill the tables: about 1 MB."""
        self._tables = [
            _table(keys.derive(f"person/e1/round/{number}")) for number in range(_ROUNDS)
        ]

    def persons(self, indices: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
        """The person number of each arrival index."""
        left = (indices >> np.uint32(16)).astype(np.uint16)
        right = indices.astype(np.uint16)
        for table in self._tables:
            left, right = right, left ^ table[right]
        return (left.astype(np.int64) << 16 | right.astype(np.int64)) + 1

    def __repr__(self) -> str:
        return "Permutation(hidden)"


def _table(key: bytes) -> npt.NDArray[np.uint16]:
    blocks = _HALF * 2 // _DIGEST
    stream = b"".join(
        hmac.digest(key, counter.to_bytes(4, "big"), "sha256") for counter in range(blocks)
    )
    return np.frombuffer(stream, ">u2").astype(np.uint16)
