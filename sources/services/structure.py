"""A dataset's dimensions as its provider has them today, under the names of our declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sources.official.renamings import canonical_code, canonical_name


@dataclass(frozen=True)
class Dimension:
    """A dimension: the provider's `id`, our `name` for it, and our code → the provider's own.

    `labels` are English names of the provider's codes, where its structure has them.
    """

    id: str
    name: str
    codes: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)


def dimension(
    provider: str,
    dataset: str,
    id_: str,
    codes: Sequence[str],
    label: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> Dimension:
    """The dimension under the names of the table of renamings.

    Statistics Finland's go by their Finnish label where the table has none, the others by their id.
    """
    known = canonical_name(provider, dataset, id_)
    spoken = label if label and provider == "statfin" else id_
    name = known or spoken.lower()
    found = {canonical_code(provider, dataset, name, code): code for code in codes}
    # Where the old and the new code are both there, the new one is meant.
    found |= {code: code for code in codes if code in found}
    return Dimension(id_, name, found, labels or {})
