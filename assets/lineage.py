"""Which columns below a reserve's columns come from, read off the indicators' expressions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import dagster as dg

from assets.cells.counts import needs_population
from assets.counts.residents import COLUMNS as PERSONS
from assets.person_years.contributions import POPULATION
from sources.declarations import (
    CountShare,
    CountStatistic,
    Indicator,
    Mean,
    RegisterStatistic,
    Series,
    SexGap,
    Share,
    SurveyStatistic,
)

ESTIMATES = ("value", "se", "ci_low", "ci_high", "n")
COUNTS = ("numerator", "denominator", "covered")
CELL_KEY = ("indicator_id", "area_level", "area_code", "sex", "age_group")
INCOME = "equivalised_income"
_AREA = "area_code"


def column_lineage(
    indicators: Sequence[Indicator],
    frame_key: Callable[[str], dg.AssetKey],
    cells: dg.AssetKey,
    counts_key: Callable[[str], dg.AssetKey],
) -> dg.TableColumnLineage:
    """Lineage of a reserve's columns to survey frames, register cells and counts of areas.

    `frame_key` gives the asset of a survey's frame, `counts_key` that of a source's counts. An
    estimate hangs on every column that any of the reserve's indicators looks at; sex, age and area
    on the survey's own.
    """
    estimates: set[tuple[dg.AssetKey, str]] = set()
    keys: dict[str, set[tuple[dg.AssetKey, str]]] = {}
    for series in (s for i in indicators for s in i.series):
        if isinstance(series.statistic, RegisterStatistic):
            estimates |= {(cells, c) for c in COUNTS}
            for column in CELL_KEY:
                keys.setdefault(column, set()).add((cells, column))
            continue
        if isinstance(series.statistic, CountStatistic):
            for asset, names in counted_columns(series, counts_key):
                estimates |= {(asset, name) for name in names}
                for column, below in (("sex", "sex"), ("age_group", "age"), (_AREA, _AREA)):
                    keys.setdefault(column, set()).add((asset, below))
            continue
        frame = frame_key(series.source_id)
        estimates |= {(frame, c) for c in survey_columns(series)}
        areas = {(frame, level) for level in series.levels}
        keys.setdefault("area_code", set()).update(areas)
        keys.setdefault("sex", set()).add((frame, "sex"))
        keys.setdefault("age_group", set()).add((frame, "age"))
    found = {**dict.fromkeys(ESTIMATES, estimates), **keys}
    return dg.TableColumnLineage(
        {
            column: [
                dg.TableColumnDep(asset, name)
                for asset, name in sorted(below, key=lambda d: (d[0].to_user_string(), d[1]))
            ]
            for column, below in found.items()
            if below
        }
    )


def survey_columns(series: Series) -> set[str]:
    """The columns of a survey's frame that a series is computed from, its design included."""
    statistic = series.statistic
    assert isinstance(statistic, SurveyStatistic)
    columns = {str(statistic.weight), "stratum", "cluster"}
    if isinstance(statistic, Share):
        looked_at = [statistic.where, statistic.among]
    elif isinstance(statistic, Mean):
        looked_at = [statistic.of, statistic.among]
    elif isinstance(statistic, SexGap):
        looked_at = [statistic.of, statistic.among]
        columns.add("sex")
    else:
        return columns | {INCOME, "sex"}
    return columns.union(*(e.meta.root_names() for e in looked_at))


def counted_columns(
    series: Series, counts_key: Callable[[str], dg.AssetKey]
) -> list[tuple[dg.AssetKey, set[str]]]:
    """The columns of counts that a series is computed from, by asset."""
    statistic = series.statistic
    assert isinstance(statistic, CountStatistic)
    own = {statistic.of, statistic.among} if isinstance(statistic, CountShare) else {statistic.of}
    found = [(counts_key(series.source_id), own)]
    if needs_population(statistic):
        found.append((counts_key(POPULATION), set(PERSONS)))
    return found
