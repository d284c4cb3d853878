"""Do the specifications notice a wrong indicator? Each mutant changes one rule of a declaration.

A mutant is a reserve's file with one piece of text of the indicator replaced, compiled in memory.
The indicator's table must give its value with the real declaration and another with the mutant.
The same is done with the frames that indicators stand on.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

import narwhals.stable.v2 as nw
import pytest
from indicator_mutants import FRAME_MUTANTS, FrameMutant, IndicatorMutant

from assets.counts import COUNTS
from assets.reserves import INDICATORS
from assets.reserves.series import EVERYBODY
from sources.declarations import (
    CountShare,
    CountStatistic,
    EventRate,
    IncomeMeasure,
    Indicator,
    LifeExpectancy,
    Mean,
    RegisterMean,
    RegisterShare,
    RegisterStatistic,
    Series,
    SexGap,
    Share,
    StandardisedRate,
    Statistic,
    Weight,
)

ROOT = Path(__file__).resolve().parents[2]
COMPUTED = [i for i in INDICATORS if i.series]
MUTANTS: tuple[IndicatorMutant, ...] = tuple(
    mutant
    for path in sorted(Path(__file__).parent.glob("*_mutants.py"))
    for mutant in importlib.import_module(path.stem).MUTANTS
)
"""Those of indicator_mutants.py, and of the files beside it for what came later."""


def _beside(name: str) -> ModuleType:
    """A module of the specifications' folder."""
    folder = str(ROOT / "tests" / "spec")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


@cache
def _specifications() -> dict[str, object]:
    """The table of each indicator."""
    specs: dict[str, object] = _beside("test_indicator_declarations").specs()
    return specs


def _check(indicator: Indicator) -> None:
    _beside("indicator_tables").check(indicator, _specifications()[indicator.id])


def _fails(indicator: Indicator) -> None:
    with pytest.raises(AssertionError, match="by hand"):
        _check(indicator)


def _mutated(mutant: IndicatorMutant) -> Indicator:
    """The indicator as the file would declare it with the text replaced."""
    named = f'id="{mutant.indicator}"'
    texts = (p.read_text(encoding="utf-8") for p in (ROOT / "assets" / "reserves").glob("*.py"))
    source = next(text for text in texts if named in text)
    start = source.index(named)
    end = source.find("    Indicator(", start)
    own = source[start:] if end < 0 else source[start:end]
    assert own.count(mutant.old) == 1, "the text must occur exactly once in the declaration"
    changed = source[:start] + own.replace(mutant.old, mutant.new) + source[start + len(own) :]
    module = ModuleType("mutated")
    exec(compile(changed, "mutated", "exec"), module.__dict__)
    declared: tuple[Indicator, ...] = module.__dict__["INDICATORS"]
    return next(i for i in declared if i.id == mutant.indicator)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.indicator}: {m.name}")
def test_the_table_of_an_indicator_notices(mutant: IndicatorMutant) -> None:
    _fails(_mutated(mutant))


def test_every_computed_indicator_has_a_mutant_and_passes_without_it() -> None:
    assert {m.indicator for m in MUTANTS} == {i.id for i in COMPUTED}
    for indicator in COMPUTED:
        _check(indicator)


def _each(*kinds: type[Statistic]) -> list[object]:
    """Every series whose statistic is of these kinds, with its indicator."""
    return [
        pytest.param(i, s, id=f"{i.id} {s.source_id}")
        for i in COMPUTED
        for s in i.series
        if isinstance(s.statistic, kinds)
    ]


def _fails_with(indicator: Indicator, series: Series, statistic: Statistic) -> None:
    _fails(replace(indicator, series=(replace(series, statistic=statistic),)))


@pytest.mark.parametrize(("indicator", "series"), _each(Share, Mean, SexGap, IncomeMeasure))
def test_the_table_notices_the_other_weight(indicator: Indicator, series: Series) -> None:
    assert isinstance(series.statistic, Share | Mean | SexGap | IncomeMeasure)
    other = {Weight.PERSON: Weight.RESPONDENT, Weight.RESPONDENT: Weight.PERSON}
    wrong = replace(series.statistic, weight=other[series.statistic.weight])
    _fails_with(indicator, series, wrong)


@pytest.mark.parametrize(
    ("indicator", "series"), _each(Share, Mean, SexGap, RegisterShare, RegisterMean)
)
def test_the_table_notices_when_everybody_is_in_the_base(
    indicator: Indicator, series: Series
) -> None:
    statistic = series.statistic
    if isinstance(statistic, RegisterStatistic):
        _fails_with(indicator, series, replace(statistic, among=nw.col("age") >= 0))
    elif isinstance(statistic, Share | Mean | SexGap) and not statistic.among.meta.eq(EVERYBODY):
        _fails_with(indicator, series, replace(statistic, among=EVERYBODY))


@pytest.mark.parametrize(("indicator", "series"), _each(Share, Mean, SexGap))
def test_the_table_notices_when_no_answer_counts_as_an_answer(
    indicator: Indicator, series: Series
) -> None:
    statistic = series.statistic
    if isinstance(statistic, Mean | SexGap):
        _fails_with(indicator, series, replace(statistic, of=statistic.of.fill_null(0)))
    elif isinstance(statistic, Share):
        items = set(statistic.where.meta.root_names())
        # Where the base itself asks for the item, who didn't answer is outside it anyhow.
        if not items & (set(statistic.among.meta.root_names()) - {"age"}):
            as_no = replace(statistic, where=statistic.where.fill_null(False))
            _fails_with(indicator, series, as_no)


@pytest.mark.parametrize(
    ("indicator", "series"),
    _each(CountShare, EventRate, StandardisedRate, LifeExpectancy),
)
def test_the_table_notices_another_count_and_another_scale(
    indicator: Indicator, series: Series
) -> None:
    statistic = series.statistic
    assert isinstance(statistic, CountStatistic)
    for other in COUNTS[series.source_id].columns:
        if other != statistic.of:
            _fails_with(indicator, series, replace(statistic, of=other))
        if isinstance(statistic, CountShare) and other != statistic.among:
            _fails_with(indicator, series, replace(statistic, among=other))
    if isinstance(statistic, EventRate | StandardisedRate):
        _fails_with(indicator, series, replace(statistic, per=10 * statistic.per))
        if statistic.ages is not None:
            _fails_with(indicator, series, replace(statistic, ages=None))


@pytest.mark.parametrize(("indicator", "series"), _each(RegisterMean))
def test_the_table_notices_a_wrong_mean(indicator: Indicator, series: Series) -> None:
    statistic = series.statistic
    assert isinstance(statistic, RegisterMean)
    for wrong in (
        replace(statistic, of=nw.coalesce(statistic.of, nw.lit(0))),  # no value counts as nought
        replace(statistic, units=statistic.units * 10),
        replace(statistic, of=statistic.of + 1),
    ):
        _fails_with(indicator, series, wrong)


@pytest.mark.parametrize("mutant", FRAME_MUTANTS, ids=lambda m: m.name)
def test_a_specification_of_the_frames_notices(
    mutant: FrameMutant, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = _beside("test_indicator_frames")
    check = getattr(spec, mutant.check)
    check()
    path = ROOT / "assets" / "frames" / f"{mutant.frame}.py"
    source = path.read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1, "the text must occur exactly once in the file"
    module = ModuleType("mutated")
    exec(compile(source.replace(mutant.old, mutant.new), "mutated", "exec"), module.__dict__)
    monkeypatch.setattr(spec, mutant.frame, module)
    with pytest.raises(AssertionError):
        check()
