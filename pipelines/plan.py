"""What a refresh has to do: the stale assets and years, from deliveries, code and definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import dagster as dg

from assets.counted import counts_key
from assets.deliveries import facts_key, judged
from assets.frames import FRAMES
from assets.inputs import (
    count_sources,
    counted_sources,
    registers_of,
    release_inputs,
    stale_cells,
    stale_counts,
    stale_frames,
    stale_person_years,
    stale_protected,
    stale_surroundings,
    survey_sources,
    uses_registers,
)
from assets.look_back import INCOMES
from assets.official import official_delivered, official_todo
from assets.person_years.contributions import POPULATION, REGISTERS
from assets.person_years.poverty import HISTORY
from assets.published import CANDIDATE, RELEASE
from assets.registers import PERSON_YEARS, REGISTER_CELLS, SURROUNDINGS
from assets.surroundings.build import BUILDINGS
from assets.surroundings.build import SOURCES as AROUND
from assets.yearly import frame_key, reserve_key
from quality.acceptance import acceptances, contract_version, in_force, pending
from sources.declarations import Reserve, Source
from sources.home import Home
from sources.landing.delivery import deliveries
from warehouse.versions import is_fresh


@dataclass(frozen=True)
class Plan:
    """Assets to make, and the years to make the yearly ones for; empty when all is fresh."""

    facts: tuple[dg.AssetKey, ...]
    yearly: tuple[dg.AssetKey, ...]
    years: tuple[int, ...]
    release: tuple[dg.AssetKey, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.facts or self.yearly or self.release)

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """The years as ranges without gaps: a run takes one range."""
        found: list[tuple[int, int]] = []
        for year in self.years:
            if found and year == found[-1][1] + 1:
                found[-1] = (found[-1][0], year)
            else:
                found.append((year, year))
        return found


def plan(home: Home, sources: Sequence[Source]) -> Plan:
    """Look at landing, records and stamps, and say what is stale. Changes nothing."""
    waiting = {s.id: _pending_years(home, s) for s in judged(sources)}
    facts = (
        *(facts_key(s) for s in sources if waiting.get(s.id)),
        *official_todo(home, sources),
    )
    years: set[int] = set()
    yearly: list[dg.AssetKey] = []
    delivered = {s.id: _delivered_years(home, s) for s in sources}
    changed_frames: dict[str, set[int]] = {}
    for source in sources:
        if source.id in FRAMES:
            stale = set(stale_frames(home, source.id, sorted(delivered[source.id])))
            changed_frames[source.id] = stale | waiting[source.id]
            if changed_frames[source.id]:
                yearly.append(frame_key(source.id))
                years |= changed_frames[source.id]
    around = _stale_surroundings(home, delivered[BUILDINGS], waiting)
    if around:
        yearly.append(SURROUNDINGS)
        years |= around
    registers = _stale_registers(home, delivered[POPULATION], waiting, around)
    if registers:
        yearly += [PERSON_YEARS, REGISTER_CELLS]
        years |= registers
    counts = _stale_counts(home, delivered, waiting)
    for source_id, changed in counts.items():
        if changed:
            yearly.append(counts_key(source_id))
            years |= changed
    for reserve in Reserve:
        surveys = survey_sources(reserve)
        held = set().union(*(delivered[s] for s in surveys))
        stale = set().union(*(changed_frames[s] for s in surveys))
        if uses_registers(reserve):
            held |= delivered[POPULATION]
            stale |= _reached(reserve, delivered[POPULATION], waiting)
        for source_id, pooled in count_sources(reserve).items():
            held |= delivered[source_id]
            # A later year's value is pooled with this one, if that year is delivered.
            reached = {y + later for y in counts[source_id] for later in range(pooled)}
            there = delivered[source_id] | waiting[source_id] | counts[source_id]
            stale |= reached & there
        stale |= set(stale_protected(home, reserve, sorted(held)))
        if stale:
            yearly.append(reserve_key(reserve))
            years |= stale
    anything = bool(facts or yearly or any(delivered.values()) or official_delivered(home))
    stale_release = bool(facts or yearly) or not is_fresh(
        home.current, release_inputs(home, sources)
    )
    return Plan(
        facts,
        tuple(yearly),
        tuple(sorted(years)),
        (CANDIDATE, RELEASE) if anything and stale_release else (),
    )


def _stale_surroundings(home: Home, held: set[int], waiting: dict[str, set[int]]) -> set[int]:
    """Years whose surroundings are stale, or will be once what waits is judged."""
    arriving = set().union(*(waiting[source] for source in AROUND))
    return (arriving & (held | waiting[BUILDINGS])) | {*stale_surroundings(home, sorted(held))}


def _stale_registers(
    home: Home, held: set[int], waiting: dict[str, set[int]], around: set[int]
) -> set[int]:
    """Years whose person-year or cells are stale, or will be once what waits is judged.

    A year's person-year looks back on who was poor in three others. A new population may tell that
    two persons are one, in any year: all years are named then, and those that stay fresh are left
    as they are.
    """
    there = held | waiting[POPULATION]
    arriving = set().union(*(waiting[register] for register in REGISTERS))
    reached = around | arriving
    reached |= {y + later for y in waiting[INCOMES] for later in range(HISTORY + 1)}
    if waiting[POPULATION]:
        reached |= there
    years = sorted(held)
    return (reached & there) | {*stale_person_years(home, years), *stale_cells(home, years)}


def _reached(reserve: Reserve, held: set[int], waiting: dict[str, set[int]]) -> set[int]:
    """Years in which what waits of the registers will change what the reserve counts."""
    there = held | waiting[POPULATION]
    if waiting[POPULATION]:
        return there
    return there & {
        y + later
        for source, earlier in registers_of(reserve).items()
        for y in waiting[source]
        for later in range(earlier + 1)
    }


def _stale_counts(
    home: Home, delivered: dict[str, set[int]], waiting: dict[str, set[int]]
) -> dict[str, set[int]]:
    """Years whose counts are stale, or will be once what waits is judged, by source.

    A new population may tell that two persons are one, in any year. Residents of a year are counted
    at the end of the year before as well.
    """
    found = {}
    for source in counted_sources():
        arriving = waiting[source]
        if waiting[POPULATION]:
            arriving = arriving | delivered[source]
        found[source] = arriving | set(stale_counts(home, source, sorted(delivered[source])))
    return found


def _pending_years(home: Home, source: Source) -> set[int]:
    waiting = pending(
        home,
        source.id,
        contract_version(source, home),
        deliveries(home.landing, source.id),
    )
    return {int(d.period) for d in waiting}


def _delivered_years(home: Home, source: Source) -> set[int]:
    periods = in_force(acceptances(home, source.id))
    return {int(p) for p in periods if p.isdigit()}
