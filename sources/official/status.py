"""Observation and confidentiality status: the providers' flags in SDMX codes.

Codes: SDMX CL_OBS_STATUS 2.2 and CL_CONF_STATUS. Where several flags stand, one is shown:
missing (Q, M, L, O) first, then B, E, P, F, U, D, N, I, A. The raw flag is kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from sources.errors import VarantoError
from sources.reference.classifications import whole

ORDER = "QMLOBEPFUDNIA"
"""Which status is shown where several hold."""

MISSING_STATUS = frozenset("QMLO")

WITHOUT_VALUE = MISSING_STATUS | {"H"}
"""SDMX statuses that say that there is no value (H: holiday or weekend)."""

EUROSTAT_FLAGS: Mapping[str, str] = {
    "a": "A",  # normal
    "b": "B",  # break in the series
    "c": "Q",  # confidential; the confidentiality code says C
    "d": "D",  # definition differs
    "e": "E",  # estimated
    "f": "F",  # forecast
    "i": "I",  # imputed
    "m": "O",  # missing
    "n": "N",  # not significant
    "p": "P",  # provisional
    "r": "A",  # revised: SDMX has no such status, the value stands
    "s": "E",  # Eurostat's estimate
    "u": "U",  # low reliability
    "z": "M",  # not applicable
}
"""Eurostat's one-letter flags; letters may stand together (`bu`)."""

PX_SYMBOLS: Mapping[str, tuple[str, str]] = {
    "": ("A", "F"),
    "-": ("A", "F"),  # magnitude nil: a real zero
    ".": ("M", "F"),  # category not applicable
    "..": ("Q", "F"),  # not available or too uncertain to be shown (survey tables: n < 30)
    "...": ("Q", "C"),  # subject to secrecy
    "....": ("O", "F"),
    ".....": ("O", "F"),
    "......": ("O", "F"),
}
"""PX data symbol → (observation, confidentiality) status."""

PX_DESCRIBED: tuple[tuple[str, str], ...] = (
    (r"^(magnitude nil|suuretta ei ole|suure on nolla|värdet noll)", "-"),
    (r"not applicable|epälooginen|looginen mahdottomuus|inte tillämplig|kan inte förekomma", "."),
    (r"secrecy|confidential|salassapi|salattu|sekretess", "..."),
    (r"not available|too uncertain|ei ole saatu|ei saatavilla|inte tillgänglig|för osäker", ".."),
    (r"not asked|ei ole kysytty|ei kysytty|inte frågats", "."),
    (r"^(missing|tieto puuttuu|puuttuu|saknas|uppgift saknas)", "......"),
    (r"^\.{4,6}$", "......"),
)
"""What a response says of its numbered statuses (a pattern), and the symbol that means the same.

The numbers themselves are not trusted: what `2` is stands in the response. The first that fits.
"""

EUROSTAT_LABELS: Mapping[str, str] = {
    "b": "break",
    "c": "confidential",
    "d": "definition",
    "e": "estimate",
    "f": "forecast",
    "n": "not significant",
    "p": "provisional",
    "r": "revised",
    "s": "eurostat estimate",
    "u": "low reliability|unreliable",
    "z": "not applicable",
}
"""What the English label of a flag must contain, where a response brings labels."""

_CONF = frozenset(whole("conf_status")["code"])
_OBS = frozenset(whole("obs_status")["code"])


def oecd_status(status: str, conf: str, missing: bool) -> tuple[str, str]:
    """(observation status, confidentiality status) of an OECD observation: SDMX codes as they are.

    An empty status is A and an empty confidentiality F. A missing value whose status does not say
    why is O; what is confidential is Q. A code that is none of SDMX's: `VarantoError`.
    """
    if status and status not in _OBS:
        raise VarantoError("an observation status is no SDMX code; fetch the file again")
    if conf and conf not in _CONF:
        raise VarantoError("a confidentiality status is no SDMX code; fetch the file again")
    secrecy = conf or "F"
    if secrecy != "F":
        return "Q", secrecy
    if missing and status not in WITHOUT_VALUE:
        return "O", secrecy
    return status or "A", secrecy


def px_described(descriptions: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Status of each number in a response's `missingValueDescriptions`; unknown: `VarantoError`."""
    found = {}
    for number, text in descriptions.items():
        symbol = next((s for p, s in PX_DESCRIBED if re.search(p, text.strip().lower())), None)
        if symbol is None:
            raise VarantoError(
                f"what status {number[:20]!r} is said to mean is not known; add it to "
                "sources/official/status.py"
            )
        found[number] = PX_SYMBOLS[symbol]
    return found


def eurostat_labelled(labels: Mapping[str, str]) -> None:
    """Refuse flags (one letter) whose English label is another than it was: `VarantoError`."""
    for flag, label in labels.items():
        if flag in EUROSTAT_LABELS and not re.search(EUROSTAT_LABELS[flag], label.lower()):
            raise VarantoError(
                f"Eurostat flag {flag!r} is labelled in another way than it was; look what it "
                "means now and mend sources/official/status.py"
            )


def eurostat_status(flag: str, conf: str | None, missing: bool) -> tuple[str, str]:
    """(observation status, confidentiality status) of a Eurostat observation.

    What is confidential (`c`, a confidentiality code) is Q, with a value or without. A missing
    value is O (reason not given), Q where it is withheld (`u`), M where it does not apply (`z`).
    Beside a value these last are a contradiction, which `withheld` doesn't show. Flags that are
    not known: `VarantoError`.
    """
    letters = flag.removeprefix(":").strip()
    unknown = sorted(set(letters) - set(EUROSTAT_FLAGS))
    if unknown:
        raise VarantoError(
            f"Eurostat flag {unknown[0]!r} is not known; add it to sources/official/status.py"
        )
    secrecy = conf or "F"
    if secrecy not in _CONF:
        raise VarantoError("a confidentiality status is no SDMX code; fetch the file again")
    if secrecy == "F" and "c" in letters:
        secrecy = "C"
    if secrecy != "F":
        return "Q", secrecy
    found = {EUROSTAT_FLAGS[letter] for letter in letters} or {"A"}
    if missing:
        found = {"Q"} if "u" in letters else found & {"M"} or {"O"}
    return min(found, key=ORDER.index), secrecy


def weightier(status: pl.Expr, other: str) -> pl.Expr:
    """The one of two statuses that is shown where both hold."""
    lighter = list(ORDER[ORDER.index(other) :])
    return pl.when(status.is_in(lighter)).then(pl.lit(other)).otherwise(status)


def withheld(frame: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """`frame` without values whose status says that there is none, or none to be shown.

    `statuses` are those of its rows; what is confidential is Q. Which of the two is wrong can't be
    told, and one cell of some country's costs nobody else's figures.
    """
    against = statuses["obs_status"].is_in(list(WITHOUT_VALUE))
    return frame.with_columns(pl.when(against).then(None).otherwise(pl.col("value")).alias("value"))
