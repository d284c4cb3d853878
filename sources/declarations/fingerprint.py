"""A text that is the same for equal declarations, in every process.

`repr` won't do: expressions print their address in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import narwhals.stable.v2 as nw
import polars as pl


def fingerprint(*declared: object) -> str:
    """Digest (12 hexadecimal digits) of declarations: dataclasses, sequences, expressions, text."""
    return hashlib.sha256(_text(declared).encode()).hexdigest()[:12]


def _text(value: object) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        inside = ",".join(f"{f.name}={_text(getattr(value, f.name))}" for f in fields(value))
        return f"{type(value).__name__}({inside})"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_text(k)}:{_text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ",".join(_text(v) for v in value) + "]"
    if isinstance(value, pl.Expr):
        # The printed form leaves out the middle of long lists and all of a Series.
        return value.meta.serialize(format="json")
    if isinstance(value, nw.Expr) and " at 0x" not in repr(value):
        return repr(value)  # the calls with their arguments, in full
    if value is None or isinstance(value, str | int | float | bool):
        return repr(value)
    raise TypeError(f"a declaration holds a {type(value).__name__}, which has no stable text")
