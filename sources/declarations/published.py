"""A published series beside an indicator of ours: what it is, and why it may differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Evidence(StrEnum):
    """What shows that a published series has the dimensions and codes that are declared for it."""

    RESPONSE = "response"
    DOCUMENTATION = "documentation"


class Explanation(StrEnum):
    """Why an own and a published value differ."""

    CONCEPT = "concept"
    POPULATION = "population"
    PERIOD = "period"
    SOURCE = "source"
    REVISION = "revision"
    SAMPLING = "sampling"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class OfficialSeries:
    """A published counterpart: the provider's dataset and the slice of it that is meant.

    `where` gives dimension → code for every dimension other than area, time, sex and frequency,
    and for the age where it is the indicator's own base. Sotkanet's datasets are mere numbers, so
    `title` says which indicator is meant (its title in one language, `*` for any text). `factor`
    brings the published number to the indicator's unit. `differs` says why it can't be equal to
    ours, where that is known; a series of another concept or population is marked D and stands in
    `<table>_all` only. `evidence` is what the declared codes were checked with.
    """

    provider: str
    dataset: str
    where: Mapping[str, str] = field(default_factory=dict)
    factor: float = 1.0
    note: str | None = None
    differs: Explanation | None = None
    evidence: Evidence = Evidence.DOCUMENTATION
