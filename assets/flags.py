"""Conditions as whole numbers that can be counted, alike on every engine."""

from __future__ import annotations

import narwhals.stable.v2 as nw


def one_if(condition: nw.Expr) -> nw.Expr:
    """1 where it holds, else 0 (Int64); null counts as no."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)
