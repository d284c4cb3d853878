"""What a refresh tells the person who ran it: what was made, refused, and a first query to try."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from assets.official_rows import misfits
from pipelines.refresh import Outcome
from quality.acceptance import REFUSED, Acceptance, acceptances, in_force, refusal
from sources.catalogue import SOURCES
from sources.home import Home

FIRST_TABLES = ("health", "material_living_standards")
"""Where the first query looks, if there is anything."""


@dataclass(frozen=True)
class Judged:
    """A delivery as it was judged under a contract."""

    source: str
    delivery: str
    contract: str


def judged(home: Home) -> set[Judged]:
    """Everything judged so far, to tell afterwards what a refresh judged."""
    return {_judged(r) for s in SOURCES for r in acceptances(home, s.id)}


def judged_since(home: Home, before: Collection[Judged]) -> list[Acceptance]:
    """Records that are not among `before`, by source in order of arrival."""
    return [r for s in SOURCES for r in acceptances(home, s.id) if _judged(r) not in before]


def refusals(records: Collection[Acceptance]) -> list[str]:
    """One line a refused delivery: what was wrong and what to do."""
    return [
        f"{r.source}, delivery {r.delivery}: {refusal(r)}" for r in records if r.status == REFUSED
    ]


def summarise(
    home: Home,
    outcome: Outcome,
    seconds: float,
    tell: Callable[[str], None],
    records: Collection[Acceptance] = (),
) -> None:
    """Say what was made and what is published now; `records` are the deliveries judged."""
    release = outcome.release
    for line in [*_quarantines(records), *_remarks(records), *_misfits(home, outcome)]:
        tell(line)
    if not outcome.made:
        tell("Nothing is new: no asset was made anew, the release is unchanged.")
    else:
        years = f" for {_years(outcome.years)}" if outcome.years else ""
        made = f"{len(outcome.made)} asset{'s' if len(outcome.made) > 1 else ''}"
        tell(f"Made {made}{years} in {seconds:.0f} s.")
    if release is None:
        tell("There is no release yet: nothing is delivered. See varanto receive --help.")
        return
    unchanged = "" if outcome.new_release or not outcome.made else ", as it was"
    tell(f"Release {release.release_id} ({release.protection}){unchanged}.")
    filled = {t: n for t, n in release.tables.items() if n and not t.endswith("_all")}
    for table, rows in filled.items():
        tell(f"  reserves.{table:<28}{rows:>11,} rows")
    tell(f"Database: {home.database}")
    if filled:
        first = next((t for t in FIRST_TABLES if t in filled), next(iter(filled)))
        tell(f'Try: varanto query "from reserves.{first} limit 5"')


def as_record(
    outcome: Outcome, seconds: float, records: Collection[Acceptance] = ()
) -> dict[str, object]:
    """The same for machines."""
    release = outcome.release
    return {
        "made": outcome.made,
        "years": list(outcome.years),
        "failures": outcome.failures,
        "refused": refusals(records),
        "seconds": round(seconds, 1),
        "release_id": release.release_id if release else None,
        "new_release": outcome.new_release,
        "tables": release.tables if release else {},
    }


def _judged(record: Acceptance) -> Judged:
    return Judged(record.source, record.delivery, record.contract)


def _quarantines(records: Collection[Acceptance]) -> list[str]:
    """One line a source of which rows wait, in what is in force: a delta counts its year's too."""
    waiting: dict[str, int] = {}
    for source in dict.fromkeys(r.source for r in records):
        current = in_force(r for r in records if r.source == source).values()
        rows = sum(r.quarantined for r in current)
        if rows:
            waiting[source] = rows
    return [
        f"{source}: {rows:,} {'row is' if rows == 1 else 'rows are'} in quarantine; "
        f"see varanto quarantine {source}."
        for source, rows in waiting.items()
    ]


def _remarks(records: Collection[Acceptance]) -> list[str]:
    """What was let pass and should be known, each once."""
    lines = [f"{r.source} {r.period}: {line}." for r in records for line in r.remarks]
    return list(dict.fromkeys(lines))


def _misfits(home: Home, outcome: Outcome) -> list[str]:
    """What published series aren't answered, when their rows were made anew."""
    made = any("official" in name for name in outcome.made)
    return [f"Published, left out: {line}." for line in misfits(home)] if made else []


def _years(years: tuple[int, ...]) -> str:
    whole = years == tuple(range(years[0], years[-1] + 1))
    return f"{years[0]}–{years[-1]}" if whole and len(years) > 1 else ", ".join(map(str, years))
