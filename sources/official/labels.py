"""Whether a file's labels belong to its codes: a label moved to another code moves every value.

Nothing is learnt from a label. One that clearly says another code of its dimension (another area,
sex, period or age band) is refused; a label that says nothing about codes passes. An area's label
must be its own name: one that is nobody's leaves the area out, and refuses the file where most of
its areas are so. A period's may say the period, a span that ends in it, or nothing of years.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from sources.errors import VarantoError
from sources.official.area_names import TABLE
from sources.official.observations import AGE_DIMENSIONS, AREA_DIMENSIONS, SEX_CODES, SEX_DIMENSIONS
from sources.official.places import DISAGREES, OTHER_FORM, WHOLE_COUNTRY, place
from sources.official.renamings import Labels
from sources.reference.areas import FINLAND, areas

_ALL_AGES = {"total", "t", "_t", "s", "ss", "sss", "yhteensä", "totalt", "all ages"}
SPOKEN = ("fi", "sv", "en")
"""Languages in which the areas' names are known."""

_A_PERIOD = re.compile(r"^\d{4}([\s-]?[QSMW]\d{1,2}|-\d{2})?$", re.IGNORECASE)
_SPAN = re.compile(r"^\d{4}-\d{2}$")
_PREFIX = re.compile(r"^([A-Z]{2,3}\d{2,3})\s+")


def check_labels(provider: str, dataset: str, labels: Labels, time: str) -> None:
    """Refuse labels (under canonical names) that say other codes; `time` names the time dimension.

    Raises a `VarantoError` that names dataset, dimension and code.
    """
    for name, codes in labels.codes.items():
        wrong = _wrong(provider, name, codes, name == time) or _permuted(codes)
        if wrong is not None:
            raise VarantoError(
                f"{dataset}: the label of {wrong} in {name} is that of another code; fetch the "
                "file again"
            )
        if name in AREA_DIMENSIONS and labels.language in SPOKEN:
            _most_agree(provider, dataset, codes)


def _wrong(provider: str, name: str, codes: Mapping[str, str], time: bool) -> str | None:
    """The first code whose label says another, by what kind of dimension it is."""
    if name in AREA_DIMENSIONS:
        return _areas(provider, codes)
    if name in SEX_DIMENSIONS:
        return _told(codes, lambda text: SEX_CODES.get(text.lower()), SEX_CODES.get)
    if time:
        return next((c for c, label in codes.items() if not _says_period(c, label)), None)
    if name in AGE_DIMENSIONS:
        return _told(codes, _ages, _ages, among=True)
    return None


def _told(
    codes: Mapping[str, str],
    meant: Callable[[str], str | None],
    own: Callable[[str], str | None],
    *,
    among: bool = False,
) -> str | None:
    """The first code whose label means something else than the code itself.

    With `among`, only where another code of the dimension means what the label does.
    """
    owned = {code: own(code) for code in codes}
    for code, label in codes.items():
        says = meant(label.strip())
        if says is None or owned[code] is None or says == owned[code]:
            continue
        if not among or says in owned.values():
            return code
    return None


def _ages(text: str) -> str | None:
    """What an age band's code and label have in common: its digits, or that it is all ages."""
    if text.lower() in _ALL_AGES:
        return "all"
    return "".join(re.findall(r"\d", text)).lstrip("0") or None


def settled(period: str) -> str:
    """A period's code or label without the star of a preliminary one."""
    return re.sub(r"\s*\*+$", "", period.strip())


def _says_period(code: str, label: str) -> bool:
    """Whether a label says its period, a span that ends in it, or nothing of years."""
    own, text = settled(code), settled(label)
    if text == own:
        return True
    if _A_PERIOD.match(text) and not (_SPAN.match(text) and own.isdigit()):
        # `2023Q1` may be written `2023-Q1` or `2023 Q1`.
        return re.sub(r"[\s-]", "", text).upper() == re.sub(r"[\s-]", "", own).upper()
    years, meant = _years(text), _years(own)
    if not years or not meant:
        return True
    return years == meant if len(meant) > 1 else years[-1] == meant[-1]


def _years(text: str) -> list[str]:
    """The years that a text names; `2022-23` names 2022 and 2023."""
    whole = re.sub(r"\b(\d{2})(\d{2})\s*[-–/]\s*(\d{2})(?!\d)", r"\1\2-\1\3", text)
    return re.findall(r"(?<!\d)(?:1[5-9]|20|21)\d{2}(?!\d)", whole)


def _permuted(codes: Mapping[str, str]) -> str | None:
    """The first code whose label begins with another, where labels only exchange their codes.

    `2` labelled `1 person` and `3` labelled `2 persons` exchange nothing.
    """
    words = {code: (label.split() or [""])[0] for code, label in codes.items()}
    coded = {code: word for code, word in words.items() if word in codes}
    if set(coded) != set(coded.values()):
        return None
    return next((code for code, word in coded.items() if code != word), None)


def strangers(provider: str, codes: Mapping[str, str]) -> dict[str, str]:
    """Code → label of the areas of ours whose label is none of their names, or code of its form."""
    return {
        code: label
        for code, label in codes.items()
        if place(provider, code, label) in (DISAGREES, OTHER_FORM)
    }


def _most_agree(provider: str, dataset: str, codes: Mapping[str, str]) -> None:
    ours = [code for code in codes if not isinstance(place(provider, code, None), str)]
    wrong = [code for code in ours if place(provider, code, codes[code]) == DISAGREES]
    if 2 * len(wrong) > len(ours):
        first = f"{wrong[0]} {codes[wrong[0]]}"[:60]
        raise VarantoError(
            f"{dataset}: code and name disagree for {len(wrong)} of {len(ours)} areas, first "
            f"{first!r}; fetch the file again, or add the names that are right to {TABLE}"
        )


@cache
def _names() -> Mapping[str, frozenset[tuple[str, str]]]:
    """Name in lower case → (level, code) of the areas that bear it in some language."""
    found: dict[str, set[tuple[str, str]]] = {}
    for row in areas().iter_rows(named=True):
        for language in ("fi", "sv", "en"):
            if row[f"name_{language}"]:
                name = row[f"name_{language}"].lower()
                found.setdefault(name, set()).add((row["area_level"], row["area_code"]))
    for name in WHOLE_COUNTRY:
        found.setdefault(name, set()).add(("COUNTRY", FINLAND))
    return {name: frozenset(bearers) for name, bearers in found.items()}


def _areas(provider: str, codes: Mapping[str, str]) -> str | None:
    here = {code: place(provider, code, None) for code in codes}
    for code, label in codes.items():
        placed = here[code]
        bearers = _names().get(_PREFIX.sub("", label.strip()).lower(), frozenset())
        if isinstance(placed, str) or placed in bearers:
            continue
        # A former name or spelling is nobody's. That of another area of its level is telling, and
        # of another code of the file, unless both are called so (a county as its region).
        elsewhere = {at for other, at in here.items() if codes[other] != label}
        if any(b[0] == placed[0] or b in elsewhere for b in bearers):
            return code
    return None
