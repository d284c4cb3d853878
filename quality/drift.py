"""How far a delivery lies from the last good one: rows, empty values, codes, distributions.

A difference is only told when it is beyond the source's tolerance and beyond what chance does
between two samples of these sizes: of 100 comparisons of like with like, at most one passes the
bound of `quality.chance`. That is per measure of a column: a whole delivery has many.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quality.chance import may_be_gone, of_codes, of_quantiles, of_shares
from quality.profile import QUANTILES, ColumnProfile, Profile, TableProfile
from sources.declarations import Kind, Table, Tolerance
from sources.declarations.columns import MONEY_UNITS

LEAST_ROWS = 200
"""Tables of fewer rows, here or there, are not compared."""

LEAST_CODE = 0.01
"""A code of at least this share that no longer comes is told."""

WARN, BLOCK = "warn", "block"


@dataclass(frozen=True)
class Finding:
    """One difference; `before` and `now` are shares (0–1), or rows. `what` is a whole sentence."""

    table: str
    column: str | None
    measure: str
    before: float
    now: float
    level: str
    what: str


def drift(
    before: Profile, now: Profile, tolerance: Tolerance, tables: Sequence[Table] = ()
) -> list[Finding]:
    """Every difference beyond tolerance, blocking ones first.

    Columns of money in `tables` are told in euros; profiles keep them in 1e-4 EUR.
    """
    money = {f"{t.name}.{c.name}" for t in tables for c in t.kept if c.kind is Kind.MONEY}
    found = [
        finding
        for name, table in now.items()
        if name in before
        for finding in _of_table(name, before[name], table, tolerance, money)
    ]
    return sorted(found, key=lambda f: (f.level != BLOCK, f.table, f.column or "", f.measure))


def _of_table(
    name: str, before: TableProfile, now: TableProfile, tolerance: Tolerance, money: set[str]
) -> Iterator[Finding]:
    if min(before.rows, now.rows) < LEAST_ROWS:
        return
    change = now.rows / before.rows - 1
    if abs(change) > tolerance.rows_warn:
        yield Finding(
            name,
            None,
            "rows",
            before.rows,
            now.rows,
            WARN,
            f"Table {name} has {now.rows:,} rows after {before.rows:,} ({change:+.0%}).",
        )
    for column, profile in now.columns.items():
        earlier = before.columns.get(column)
        if earlier is None or f"{name}.{column}" in tolerance.exempt:
            continue
        yield from _filled(name, column, before.rows, now.rows, earlier, profile, tolerance)
        yield from _shifted(
            name, column, earlier, profile, tolerance, in_euros=f"{name}.{column}" in money
        )


def _filled(
    table: str,
    column: str,
    rows_before: int,
    rows_now: int,
    before: ColumnProfile,
    now: ColumnProfile,
    tolerance: Tolerance,
) -> Iterator[Finding]:
    was, is_now = before.filled / rows_before, now.filled / rows_now
    chance = of_shares(rows_before, rows_now)
    level = _level(abs(is_now - was), tolerance.filled_warn, tolerance.filled_block, chance)
    if level:
        yield Finding(
            table,
            column,
            "filled",
            was,
            is_now,
            level,
            f"{table}.{column} has a value in {is_now:.1%} of the rows, after {was:.1%}.",
        )


def _shifted(
    table: str,
    column: str,
    before: ColumnProfile,
    now: ColumnProfile,
    tolerance: Tolerance,
    *,
    in_euros: bool,
) -> Iterator[Finding]:
    if min(before.filled, now.filled) < LEAST_ROWS:
        return
    warn, block = tolerance.shifted_warn, tolerance.shifted_block
    if before.codes is not None and now.codes is not None:
        chance = of_codes(before.codes, now.codes)
        level = _level(apart(before.codes, now.codes), warn, block, chance)
        code, was, is_now = _most_changed(before.codes, now.codes)
        if level:
            yield Finding(
                table,
                column,
                "codes",
                was,
                is_now,
                level,
                f"{table}.{column}: the codes are distributed otherwise; most of all {code}, "
                f"{is_now:.1%} after {was:.1%}.",
            )
        for gone in _gone(before.codes, now.codes):
            yield Finding(
                table,
                column,
                "code gone",
                before.codes[gone] / before.filled,
                0.0,
                WARN,
                f"{table}.{column}: code {gone} no longer comes; it was "
                f"{before.codes[gone] / before.filled:.1%} of the values.",
            )
    elif before.quantiles is not None and now.quantiles is not None:
        if len({*before.quantiles}) == 1 and len({*now.quantiles}) == 1:
            return  # one value all through: a year, say
        distance, at = furthest(before.quantiles, now.quantiles)
        level = _level(distance, warn, block, of_quantiles(before.filled, now.filled))
        if level:
            was, is_now = share_up_to(before.quantiles, at), share_up_to(now.quantiles, at)
            yield Finding(
                table,
                column,
                "distribution",
                was,
                is_now,
                level,
                f"{table}.{column} is distributed otherwise: the median is "
                f"{_middle(now.quantiles, in_euros)} after {_middle(before.quantiles, in_euros)}.",
            )


def _level(distance: float, warn: float, block: float, chance: float) -> str:
    if distance > max(block, chance):
        return BLOCK
    return WARN if distance > max(warn, chance) else ""


def apart(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """Half the summed differences of the codes' shares: 0 alike, 1 nothing in common."""
    n, m = sum(before.values()), sum(now.values())
    return (
        sum(abs(before.get(c, 0) / n - now.get(c, 0) / m) for c in before.keys() | now.keys()) / 2
    )


def _most_changed(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[str, float, float]:
    n, m = sum(before.values()), sum(now.values())
    shares = [(c, before.get(c, 0) / n, now.get(c, 0) / m) for c in sorted({*before, *now})]
    return max(shares, key=lambda s: abs(s[1] - s[2]))


def _gone(before: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    n, m, codes = sum(before.values()), sum(now.values()), len({*before, *now})
    return [
        c
        for c, count in before.items()
        if c not in now and count / n >= LEAST_CODE and not may_be_gone(count, n, m, codes)
    ]


def furthest(before: Sequence[float], now: Sequence[float]) -> tuple[float, float]:
    """Largest difference of the two distribution functions at the quantiles kept, and where."""
    return max((abs(share_up_to(before, at) - share_up_to(now, at)), at) for at in {*before, *now})


def share_up_to(quantiles: Sequence[float], value: float) -> float:
    """Share of a distribution, given by its quantiles, that is at most `value` (interpolated)."""
    above = bisect_right(quantiles, value)
    if above == 0:
        return 0.0
    if above == len(quantiles):
        return 1.0
    low, high = quantiles[above - 1], quantiles[above]
    step = QUANTILES[above] - QUANTILES[above - 1]
    return QUANTILES[above - 1] + step * (value - low) / (high - low)


def _middle(quantiles: Sequence[float], in_euros: bool) -> str:
    median = quantiles[len(quantiles) // 2]
    return f"{median / MONEY_UNITS:,.2f} EUR" if in_euros else f"{median:,.6g}"
