"""How a published series is written down: the provider's dataset, and the slice that is meant."""

from __future__ import annotations

from collections.abc import Mapping

from sources.declarations import Evidence, Explanation, OfficialSeries


def eurostat(
    dataset: str,
    where: Mapping[str, str],
    *,
    maybe: Mapping[str, str] | None = None,
    factor: float = 1.0,
    note: str | None = None,
    differs: Explanation | None = None,
    evidence: Evidence = Evidence.DOCUMENTATION,
) -> OfficialSeries:
    """A dataset of Eurostat, the slice that is meant by dimension and code.

    `maybe` gives those that the dataset has at times; the code `*` means the only one.
    """
    named = dict(where) | {f"{name}?": code for name, code in (maybe or {}).items()}
    return OfficialSeries("eurostat", dataset, named, factor, note, differs, evidence)


def statfin(
    subject: str,
    code: str,
    *,
    factor: float = 1.0,
    note: str | None = None,
    differs: Explanation | None = None,
    evidence: Evidence = Evidence.DOCUMENTATION,
    **where: str,
) -> OfficialSeries:
    """A table of Statistics Finland, by its subject and code (`tjt`, `13dp`)."""
    dataset = f"statfin_{subject}_pxt_{code}"
    return OfficialSeries("statfin", dataset, where, factor, note, differs, evidence)


def sotkanet(
    number: int,
    title: str,
    *,
    factor: float = 1.0,
    note: str | None = None,
    differs: Explanation | None = None,
    evidence: Evidence = Evidence.DOCUMENTATION,
) -> OfficialSeries:
    """An indicator of Sotkanet: its number, and the title (`*` for any text) that it must bear."""
    where = {"title": title}
    return OfficialSeries("sotkanet", str(number), where, factor, note, differs, evidence)


def oecd(
    dataset: str,
    *,
    factor: float = 1.0,
    note: str | None = None,
    differs: Explanation | None = None,
    evidence: Evidence = Evidence.DOCUMENTATION,
    **where: str,
) -> OfficialSeries:
    """A dataflow of the OECD, `<agency>:<dataflow>`, its dimensions in lower case as keywords."""
    return OfficialSeries("oecd", dataset, where, factor, note, differs, evidence)
