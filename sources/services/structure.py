"""A dataset's dimensions as its provider has them today, under the names of our declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """A dimension: the provider's `id`, our `name` for it, and our code → the provider's own."""

    id: str
    name: str
    codes: Mapping[str, str]


def dimension(
    provider: str, dataset: str, id_: str, codes: Sequence[str], label: str | None = None
) -> Dimension:
    """The dimension under the names of the table of renamings."""
    return Dimension(id_, id_.lower(), {code: code for code in codes})
