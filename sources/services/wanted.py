"""What is asked of the providers: the slices that the indicators declare, one request a dataset.

The provider's structure comes first. A dimension or code that it doesn't have is told, never
replaced by another; area, time, and the sex and age that no slice names come whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sources.declarations import Indicator
from sources.declarations.fingerprint import fingerprint
from sources.errors import VarantoError
from sources.official.match import MAY_BE_ABSENT, ONLY
from sources.official.meanings import check_meanings
from sources.official.observations import AGE_DIMENSIONS, AREA_DIMENSIONS, SEX_DIMENSIONS
from sources.official.renamings import ENGLISH, Labels
from sources.services.structure import Dimension

YEARS = ("vuosi", "vuosineljännes", "kuukausi")
"""Time in the tables of Statistics Finland; each code begins with its year."""

WHOLE = {*AREA_DIMENSIONS, "ref_area", *YEARS, "time", *SEX_DIMENSIONS, *AGE_DIMENSIONS}
"""Dimensions that come whole where no slice, or not every slice, names them."""

FREQUENCY = ("freq",)
ANNUAL = "A"


@dataclass(frozen=True)
class Wanted:
    """A dataset and the slices of it that are declared (dimension → code)."""

    provider: str
    dataset: str
    slices: tuple[Mapping[str, str], ...]
    since: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What the record of fetches knows it by."""
        return self.provider, self.dataset, self.since

    @property
    def request(self) -> str:
        """Digest of what is asked for."""
        texts = sorted(fingerprint(dict(sorted(s.items()))) for s in self.slices)
        return fingerprint(self.provider, self.dataset, texts, self.since)


def wanted(
    indicators: Iterable[Indicator], providers: Sequence[str], since: int
) -> tuple[Wanted, ...]:
    """What the indicators want of the providers, in the order of the providers given."""
    slices: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for indicator in indicators:
        for series in indicator.official:
            mine = slices.setdefault((series.provider, series.dataset), [])
            if dict(series.where) not in mine:
                mine.append(dict(series.where))
    return tuple(
        Wanted(provider, dataset, tuple(slices[provider, dataset]), since)
        for provider in providers
        for owner, dataset in sorted(slices)
        if owner == provider
    )


def selection(asked: Wanted, structure: Sequence[Dimension]) -> dict[str, tuple[str, ...]]:
    """The provider's dimension → its codes to ask for; one that is not in it comes whole.

    A slice with a dimension or code that the provider doesn't have leaves the other slices alone:
    what is there is asked for, and the series that it was declared for is told as unanswered when
    the release is made. Raises VarantoError where no slice is there, for a dimension that a slice
    doesn't name, and for a code asked for that means another thing than it did.
    """
    who = f"{asked.provider} {asked.dataset}"
    by_name = {d.name: d for d in structure}
    if len(by_name) < len(structure):
        raise VarantoError(f"{who}: two of its dimensions mean the same. Check the renamings.")
    there: list[dict[str, set[str]]] = []
    first: VarantoError | None = None
    for where in asked.slices:
        try:
            there.append(_codes_of(where, by_name, who))
        except VarantoError as error:
            first = first or error
    if first is not None and not there:
        raise first
    chosen: dict[str, tuple[str, ...]] = {}
    for dimension in structure:
        sets = [codes[dimension.name] for codes in there if dimension.name in codes]
        if sets and len(sets) == len(there):
            union = set().union(*sets)
            chosen[dimension.id] = tuple(c for c in dimension.codes.values() if c in union)
        elif dimension.name in FREQUENCY and ANNUAL in dimension.codes:
            chosen[dimension.id] = (dimension.codes[ANNUAL],)
        elif dimension.name not in WHOLE:
            raise VarantoError(
                f"{who}: a declaration does not name {dimension.name}; give it a code. There are: "
                f"{', '.join(list(dimension.codes)[:12])}."
            )
    _check_names(asked, structure, chosen)
    return chosen


def _check_names(
    asked: Wanted, structure: Sequence[Dimension], chosen: Mapping[str, Sequence[str]]
) -> None:
    """A table of codes has no labels: what they mean is told by the structure alone."""
    labels = {
        d.name: {code: d.labels.get(code, "") for code in chosen.get(d.id, d.codes.values())}
        for d in structure
    }
    check_meanings(asked.provider, asked.dataset, Labels(ENGLISH, codes=labels))


def _codes_of(
    where: Mapping[str, str], by_name: Mapping[str, Dimension], who: str
) -> dict[str, set[str]]:
    """Our name of a dimension → the provider's codes that a slice means."""
    found: dict[str, set[str]] = {}
    for said, code in where.items():
        declared = said.removesuffix(MAY_BE_ABSENT)
        if declared != said and not any(n in by_name for n in declared.split("|")):
            continue
        name = _one(declared, by_name, f"{who}: dimension {declared!r}")
        there = by_name[name].codes
        if name in (*SEX_DIMENSIONS, *AGE_DIMENSIONS) and code != ONLY:
            # Their codes are compared when they are read; what can't be told comes whole.
            found[name] = {there[c] for c in code.split("|") if c in there} or set(there.values())
        else:
            found[name] = {there[_one(code, there, f"{who}: {name} {code!r}")]}
    return found


def _one(options: str, there: Mapping[str, object], what: str) -> str:
    """The one of the alternatives that the provider has."""
    found = list(there) if options == ONLY else [o for o in options.split("|") if o in there]
    if len(found) != 1:
        known = ", ".join(list(there)[:12]) or "none"
        raise VarantoError(
            f"{what} is {'ambiguous' if found else 'not there'} (there are: {known}). Has the "
            "provider renamed it? Mend the declaration or the table of renamings."
        )
    return found[0]
