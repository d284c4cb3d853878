"""OIDs of the education registers whose numbers nobody has: persons under a private arc.

Persons' numbers end in the IBM 7-3-1 check digit, study rights' in Luhn's.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[np.str_]

PERSON_ARC = "1.2.246.562.98."
RIGHT_ARC = "1.2.246.562.15."
_BASE = 1_000_000_000


def persons(number: Ints) -> Texts:
    """Learner numbers."""
    body = number + _BASE
    total = sum(_digit(body, n) * (7, 3, 1)[n % 3] for n in range(10))
    return _text(PERSON_ARC, body, total)


def study_rights(number: Ints) -> Texts:
    """Numbers of study rights."""
    body = number + _BASE
    total = np.zeros(len(body), dtype=np.int64)
    for n in range(10):
        digit = _digit(body, n) * (1 if n % 2 else 2)
        total += digit // 10 + digit % 10
    return _text(RIGHT_ARC, body, total)


def wrong_check(oid: str) -> str:
    """Another check digit than the right one."""
    return oid[:-1] + str((int(oid[-1]) + 4) % 10)


def _digit(number: Ints, from_the_right: int) -> Ints:
    digit: Ints = number // 10**from_the_right % 10
    return digit


def _text(arc: str, body: Ints, total: Ints | int) -> Texts:
    check = (10 - np.asarray(total) % 10) % 10
    return np.char.add(np.char.add(arc, body.astype("U10")), check.astype("U1"))
