"""Object identifiers of the education registers (1.2.246.562.<kind>.<number>), their check digits.

The last digit checks the ten before it: by the IBM 7-3-1 weights in persons' OIDs (kinds 24 and,
for invented persons, 98), by Luhn's in others. Organisations' OIDs don't all keep to it: genuine
documents hold one that doesn't, so theirs aren't checked.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

PERSON = r"^1\.2\.246\.562\.(24|98)\.[0-9]{11}$"
STUDY_RIGHT = r"^1\.2\.246\.562\.15\.[0-9]{11}$"

_DIGITS = 10


def person_check_holds(oid: pl.Expr) -> pl.Expr:
    """Whether the check digit is (10 − Σ 7, 3, 1, 7 … × digits from the right) mod 10."""
    return _checked(oid, [_digit(oid, n) * (7, 3, 1)[(n - 1) % 3] for n in range(1, _DIGITS + 1)])


def luhn_holds(oid: pl.Expr) -> pl.Expr:
    """Whether the check digit is Luhn's: from the right every other digit doubled, and summed."""
    doubled = [_digit(oid, n) * 2 for n in range(1, _DIGITS + 1, 2)]
    plain = [_digit(oid, n) for n in range(2, _DIGITS + 1, 2)]
    return _checked(oid, [*(d // 10 + d % 10 for d in doubled), *plain])


def _checked(oid: pl.Expr, parts: Sequence[pl.Expr]) -> pl.Expr:
    return (10 - pl.sum_horizontal(parts, ignore_nulls=False) % 10) % 10 == _digit(oid, 0)


def _digit(oid: pl.Expr, from_the_right: int) -> pl.Expr:
    """A digit; null where there is none, which a rule takes for kept: the pattern speaks of it."""
    return oid.str.slice(-1 - from_the_right, 1).cast(pl.Int64, strict=False)
