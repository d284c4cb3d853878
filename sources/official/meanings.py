r"""What a provider's codes mean: the label and unit that each must bear where a file has them.

`meanings.csv`, one row a tie: `dataset` (`*` for any); `dimension`, a pattern that the canonical
name fits whole; `code`, canonical, or `*` for one that a declaration doesn't name (`*`): the only
code that there is; `label` and `unit`, patterns found in what the provider calls the code and in
the unit of its values (case does not count; an empty one allows all); `source` of the label. Of
several rows for a code the one that says the dataset counts, then the one that says the dimension.

Not judged: a label in a language whose patterns are not there, one that is the named code itself,
and codes of which the table has no row, which no declaration names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.errors import VarantoError
from sources.official.observations import AGE_DIMENSIONS
from sources.official.renamings import ENGLISH, FINNISH, Labels, canonical_code

TABLE = "sources/official/meanings.csv"
CONTENTS = "tiedot"
"""The dimension of Statistics Finland's contents, whose codes have units."""

ANY = "*"
_LANGUAGES = {"eurostat": (ENGLISH,), "statfin": (FINNISH, ENGLISH), "oecd": (ENGLISH,)}
_SHOWN = 60
_BELOW = re.compile(r"\b(less|under|below|younger|alle|enintään)\b", re.IGNORECASE)
_ABOVE = re.compile(r"\b(over|more|older|above|yli|täyttän\w*|vähintään)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Tie:
    """A row of the table."""

    provider: str
    dataset: str
    dimension: re.Pattern[str]
    code: str
    label: re.Pattern[str]
    unit: re.Pattern[str]

    @property
    def generality(self) -> tuple[bool, bool]:
        """Lower for the row that says more: its dataset, then its dimension."""
        return self.dataset == ANY, self.dimension.pattern == ".*"


@cache
def ties() -> tuple[Tie, ...]:
    """All rows, those that say more before the general ones."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Tie(
                provider=row["provider"],
                dataset=row["dataset"],
                dimension=re.compile(row["dimension"], re.IGNORECASE),
                code=row["code"],
                label=re.compile(row["label"], re.IGNORECASE),
                unit=re.compile(row["unit"], re.IGNORECASE),
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: row.generality))


def tie(provider: str, dataset: str, dimension: str, code: str) -> Tie | None:
    """What the table says of a canonical code (or `*`) of a dimension; None where it says nothing.

    An age needs no row: the digits of its code and label must agree.
    """
    for row in ties():
        if (
            (row.provider, row.code) == (provider, code)
            and row.dataset in (dataset, ANY)
            and row.dimension.fullmatch(dimension)
        ):
            return row
    return None


def check_meanings(
    provider: str, dataset: str, labels: Labels, units: Mapping[str, str] | None = None
) -> None:
    """Refuse labels (under canonical names of dimensions) that say another thing than the table.

    `units` are those of the contents, by code. Raises a `VarantoError` that names dataset,
    dimension, code and label or unit.
    """
    if labels.language not in _LANGUAGES.get(provider, ()):
        return
    for name, codes in labels.codes.items():
        for code, label in codes.items():
            today = canonical_code(provider, dataset, name, code)
            said = label.strip()
            unit = (units or {}).get(code, "") if name == CONTENTS else ""
            only = tie(provider, dataset, name, ANY) if len(codes) == 1 else None
            for row in filter(None, (tie(provider, dataset, name, today), only)):
                # The code itself in the place of its label says what is known of it already.
                if said and (row is only or said not in (code, today)):
                    _found(row.label, said, f"{dataset}: code {code} of {name} is labelled")
                if unit:
                    _found(row.unit, unit, f"{dataset}: the values of {code} of {name} are in")
            if name in AGE_DIMENSIONS and _of_another_age(code, said):
                raise _refused(f"{dataset}: code {code} of {name} is labelled", said)


def _found(pattern: re.Pattern[str], said: str, what: str) -> None:
    # A space that holds figures together is one like any other.
    if not pattern.search(" ".join(said.split())):
        raise _refused(what, said)


def _refused(what: str, said: str) -> VarantoError:
    return VarantoError(
        f"{what} {' '.join(said.split())[:_SHOWN]!r}, which is another thing than {TABLE} knows of "
        "it; look what it means now, and mend the declaration or the table"
    )


def _of_another_age(code: str, label: str) -> bool:
    """Whether an age's label has other figures than its code, or is open on the other side."""
    mine, theirs = _figures(code), _figures(label)
    if not mine or not theirs:
        return False
    if mine != theirs:
        return True
    below, above = _BELOW.search(label), _ABOVE.search(label)
    return bool(("LT" in code and above and not below) or ("GE" in code and below and not above))


def _figures(text: str) -> str:
    return "".join(re.findall(r"\d", text)).lstrip("0")
