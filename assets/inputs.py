"""What each yearly result is made of, as a digest: deliveries in force, code, definitions.

A result is stale when its stamp differs from today's digest (`warehouse.versions`). Digests chain
through the results below, so a new delivery reaches just what hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assets.cells.counts import needs_population, years_of
from assets.cells.register import register_series
from assets.counts import COUNTS
from assets.frames import FRAMES
from assets.look_back import INCOMES, behind
from assets.person_years.contributions import COUNTED, POPULATION, REGISTERS
from assets.person_years.poverty import HISTORY
from assets.reserves import INDICATORS, files_of, of_reserve
from assets.surroundings.build import BUILDINGS
from assets.surroundings.build import SOURCES as SURROUNDINGS
from quality.acceptance import acceptances, in_force
from sources.declarations import (
    CountStatistic,
    Indicator,
    Reserve,
    Series,
    Source,
    SurveyStatistic,
)
from sources.declarations.fingerprint import fingerprint
from sources.home import Home
from sources.identity.registry import read_aliases
from warehouse.versions import code_version, digest, is_fresh, stamped

PERSON_CODE = (
    "assets/flags.py",
    "assets/person_years",
    "assets/places.py",
    "assets/surroundings",
    "assets/estimators/arrays.py",
    "assets/estimators/quantile.py",
    # What sources' codes mean to a person-year: which are wages, stays on a ward, special rights.
    "sources/diagnoses.py",
    "sources/hospital_care/inpatient.py",
    "sources/income_register/codes.py",
    "sources/kela/codes.py",
    "sources/offence_victims.py",
    "sources/primary_care/codes.py",
    "sources/study_rights/codes.py",
    "sources/reference",
    "warehouse/engine.py",
)
AROUND_CODE = ("assets/surroundings",)
CELL_CODE = (
    "assets/cells/register.py",
    "assets/flags.py",
    "sources/ages.py",
    "sources/declarations",
)
COUNT_CODE = (
    "assets/counts/declared.py",
    "assets/flags.py",
    "assets/person_years/contribution.py",
    "assets/places.py",
    "sources/reference",
)
RESIDENT_CODE = (
    "assets/counts/residents.py",
    "assets/person_years/residents.py",
    "assets/person_years/build.py",
)
FRAME_CODE = (
    "assets/frames",
    "assets/estimators/arrays.py",
    "assets/estimators/deprivation.py",
    "assets/estimators/equivalence.py",
    "assets/estimators/mental_health.py",
    "assets/estimators/poverty.py",
    "assets/estimators/quantile.py",
    "assets/estimators/work_intensity.py",
    "assets/places.py",
    "sources/reference",
    "sources/declarations",
    "sources/time_use",  # codes of activities, slots of a day
)
SURVEY_CODE = (
    "assets/reserves/series.py",
    "assets/estimators",
    "assets/cells",
    "assets/places.py",
    "assets/rows.py",
    "quality/protection.py",
    "warehouse/shape.py",
    "sources/ages.py",
    "sources/declarations/status.py",
    "sources/reference",
)


def delivered(home: Home, source: str, year: int) -> str:
    """Delivery in force for a source's year, with the contract it passed; empty if none."""
    record = in_force(acceptances(home, source)).get(str(year))
    return f"{record.delivery} {record.contract}" if record else ""


def frame_path(home: Home, source: str, year: int) -> Path:
    """Where a survey's frame of a year lies."""
    return home.frames / source / f"year={year}.parquet"


def frame_inputs(home: Home, source: str, year: int) -> str:
    """Digest of a survey frame's inputs; empty when nothing is delivered."""
    delivery = delivered(home, source, year)
    return digest(["frame", delivery, code_version(*FRAME_CODE)]) if delivery else ""


def surroundings_path(home: Home, year: int) -> Path:
    """Where the surroundings of a year's buildings lie."""
    return home.surroundings / f"year={year}.parquet"


def surroundings_inputs(home: Home, year: int) -> str:
    """Digest of the surroundings' inputs; empty without a building stock."""
    if not delivered(home, BUILDINGS, year):
        return ""
    came = [f"{source} {delivered(home, source, year)}" for source in SURROUNDINGS]
    return digest(["surroundings", *came, code_version(*AROUND_CODE)])


def person_year_path(home: Home, year: int) -> Path:
    """Where the person-year of a year lies."""
    return home.person_years / f"year={year}.parquet"


def person_year_inputs(home: Home, year: int) -> str:
    """Digest of a person-year's inputs, earlier years' included; empty without a population."""
    if not delivered(home, POPULATION, year):
        return ""
    # Of the years before only who was poor is looked at.
    history = [
        f"{y} {register} {delivered(home, register, y)}"
        for y in range(year - HISTORY, year + 1)
        for register in (REGISTERS if y == year else (POPULATION, INCOMES))
    ]
    around = surroundings_inputs(home, year)
    return digest(["person-year", *history, around, _identities(home), code_version(*PERSON_CODE)])


def _identities(home: Home) -> str:
    """Digest of who has turned out to be whom: a correction reaches every year's person-year."""
    aliases = read_aliases(home.identity)
    return digest(f"{person} {canonical}" for person, canonical in aliases.sort("person").rows())


def cells_path(home: Home, year: int) -> Path:
    """Where the exact register cells of a year lie."""
    return home.exact_cells / f"year={year}.parquet"


def cells_inputs(home: Home, year: int) -> str:
    """Digest of the register cells' inputs; empty without a population."""
    people = person_year_inputs(home, year)
    counted = register_series(INDICATORS, set(COUNTED))
    # Only what is counted: another indicator of the same file leaves the cells fresh.
    rules = fingerprint([(indicator.id, series) for indicator, series in counted])
    return digest(["cells", people, rules, code_version(*CELL_CODE)]) if people else ""


@cache
def registers_of(reserve: Reserve) -> Mapping[str, int]:
    """Sources that what the reserve counts of the person-year rests on → earlier years of them.

    Empty where it counts nothing of it.
    """
    return behind(of_reserve(reserve))


def uses_registers(reserve: Reserve) -> bool:
    """Whether an indicator of the reserve is counted from the person-year."""
    return bool(registers_of(reserve))


def register_inputs(home: Home, reserve: Reserve, year: int) -> str:
    """Digest of what the reserve's register cells rest on; empty without any, or a population.

    Narrower than the digest of all cells: a register's delivery leaves the reserves fresh that
    look at none of its columns.
    """
    if not uses_registers(reserve) or not delivered(home, POPULATION, year):
        return ""
    came = [
        f"{y} {source} {delivered(home, source, y)}"
        for source, earlier in registers_of(reserve).items()
        for y in range(year - earlier, year + 1)
    ]
    counted = register_series(of_reserve(reserve), set(COUNTED))
    rules = fingerprint([(indicator.id, series) for indicator, series in counted])
    code = code_version(*PERSON_CODE, *CELL_CODE)
    return digest(["registers", *came, rules, _identities(home), code])


def counts_path(home: Home, source: str, year: int) -> Path:
    """Where a source's counts of areas of a year lie."""
    return home.counts / source / f"year={year}.parquet"


def counts_inputs(home: Home, source: str, year: int) -> str:
    """Digest of the inputs of a source's counts; empty when nothing is delivered.

    Residents are counted off the person-year, but only by what the population says: another
    register's delivery leaves the counts fresh.
    """
    delivery = delivered(home, source, year)
    if not delivery:
        return ""
    if source == POPULATION:
        own = [delivered(home, source, year - 1), code_version(*RESIDENT_CODE)]
    else:
        own = [code_version(COUNTS[source].module, "sources/declarations")]
    return digest(["counts", delivery, *own, _identities(home), code_version(*COUNT_CODE)])


def count_series(reserve: Reserve) -> list[tuple[Indicator, Series]]:
    """The reserve's series that are formed of counts of areas."""
    return [
        (indicator, series)
        for indicator in of_reserve(reserve)
        for series in indicator.series
        if isinstance(series.statistic, CountStatistic)
    ]


def count_sources(reserve: Reserve) -> dict[str, int]:
    """Sources whose counts the reserve's indicators are formed of → years pooled, at most.

    The population is among them where a rate is.
    """
    found: dict[str, int] = {}
    for _, series in count_series(reserve):
        sources = [series.source_id]
        if needs_population(series.statistic):
            sources.append(POPULATION)
        for source in sources:
            found[source] = max(found.get(source, 0), years_of(series.statistic))
    return found


def counted_sources() -> list[str]:
    """Sources whose counts some indicator is formed of, in order of mention."""
    return list(dict.fromkeys(s for reserve in Reserve for s in count_sources(reserve)))


def _counted_inputs(home: Home, reserve: Reserve, year: int) -> list[str]:
    """Digests of the counts of the year and of those pooled with it; empty without its own."""
    sources = count_sources(reserve)
    if not any(delivered(home, s, year) for s in sources if s != POPULATION):
        return []
    return [
        f"{source} {y} {counts_inputs(home, source, y)}"
        for source, years in sources.items()
        for y in range(year - years + 1, year + 1)
    ]


def protected_path(home: Home, reserve: Reserve, year: int) -> Path:
    """Where a reserve's protected rows of a year lie."""
    return home.protected / reserve.value / f"year={year}.parquet"


def survey_sources(reserve: Reserve) -> list[str]:
    """Surveys that the reserve's indicators are computed from, in order of mention."""
    found = dict.fromkeys(
        s.source_id
        for i in of_reserve(reserve)
        for s in i.series
        if isinstance(s.statistic, SurveyStatistic) and s.source_id in FRAMES
    )
    return list(found)


def protected_inputs(home: Home, reserve: Reserve, year: int) -> str:
    """Digest of a reserve year's inputs; empty when nothing that it needs is delivered."""
    surveys = [frame_inputs(home, s, year) for s in survey_sources(reserve)]
    registers = register_inputs(home, reserve, year)
    counts = _counted_inputs(home, reserve, year)
    if not any([*surveys, registers, *counts]):
        return ""
    return digest(
        [
            "protected",
            *surveys,
            registers,
            *counts,
            code_version(*files_of(reserve), *SURVEY_CODE),
            home.kind or "",
        ]
    )


def stale_frames(home: Home, source: str, years: list[int]) -> list[int]:
    """Years whose frame must be made anew."""
    return [
        y
        for y in years
        if (inputs := frame_inputs(home, source, y))
        and not is_fresh(frame_path(home, source, y), inputs)
    ]


def stale_surroundings(home: Home, years: list[int]) -> list[int]:
    """Years whose surroundings must be made anew."""
    return [
        y
        for y in years
        if (inputs := surroundings_inputs(home, y))
        and not is_fresh(surroundings_path(home, y), inputs)
    ]


def stale_person_years(home: Home, years: list[int]) -> list[int]:
    """Years whose person-year must be made anew."""
    return [
        y
        for y in years
        if (inputs := person_year_inputs(home, y))
        and not is_fresh(person_year_path(home, y), inputs)
    ]


def stale_counts(home: Home, source: str, years: list[int]) -> list[int]:
    """Years whose counts of areas must be made anew."""
    return [
        y
        for y in years
        if (inputs := counts_inputs(home, source, y))
        and not is_fresh(counts_path(home, source, y), inputs)
    ]


def stale_cells(home: Home, years: list[int]) -> list[int]:
    """Years whose register cells must be made anew."""
    return [
        y
        for y in years
        if (inputs := cells_inputs(home, y)) and not is_fresh(cells_path(home, y), inputs)
    ]


def stale_protected(home: Home, reserve: Reserve, years: list[int]) -> list[int]:
    """Years whose protected rows must be made anew."""
    return [
        y
        for y in years
        if (inputs := protected_inputs(home, reserve, y))
        and not is_fresh(protected_path(home, reserve, y), inputs)
    ]


def release_inputs(home: Home, sources: Sequence[Source]) -> str:
    """Digest of all that a release is made of."""
    protected = sorted(home.protected.glob("*/year=*.parquet")) if home.protected.exists() else []
    return digest(
        [
            "release",
            *(f"{p.parent.name} {p.name} {stamped(p)}" for p in protected),
            *(f"{p.name} {stamped(p)}" for p in sorted(home.official.glob("*.parquet"))),
            *(fingerprint(s.tables, s.format) for s in sources),
            code_version(
                "assets/counterparts", "assets/reserves", "warehouse", "sources/reference"
            ),
        ]
    )
