"""CONTRIBUTING: what a reader would copy from the page is put in its place and run."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Protocol

import duckdb
import polars as pl
import pytest
from audit_support import accepted
from cli_support import varanto
from documentation_support import ROOT, block_for

import assets.frames
import assets.reserves
import sources
import sources.catalogue
from assets.annual import write_protected
from assets.cells.survey import survey_cells
from assets.inputs import frame_path
from quality.acceptance import facts_in_force
from sources.catalogue import SECTOR_SOURCES, SOURCES
from sources.declarations import Indicator, Reserve, Series, Share, Source
from sources.home import Home
from warehouse.release import build_candidate

PAGE = "CONTRIBUTING.md"
ADDED = "feels_unsafe_in_evening_thl_share"
RESERVE_FILE = ROOT / "assets" / "reserves" / "safety.py"
Frame = Callable[[dict[str, pl.LazyFrame]], pl.DataFrame]


class Spec(Protocol):
    """A table worked out by hand; see tests/spec/indicator_tables.py."""

    value: float


class Mutant(Protocol):
    """A wrong rule; see tests/mutation/indicator_mutants.py."""

    indicator: str
    old: str
    new: str


def run(text: str, name: str, **known: object) -> ModuleType:
    """A module of that text, in which `known` names are there already."""
    module = ModuleType(name)
    module.__dict__.update(known)
    exec(compile(text, name, "exec"), module.__dict__)
    return module


def indicators_with(block: str) -> tuple[Indicator, ...]:
    """INDICATORS of a copy of the reserve's file with the block at their end."""
    text = RESERVE_FILE.read_text(encoding="utf-8")
    assert text.endswith("\n)\n"), "the file ends with its INDICATORS"
    copy = run(text.removesuffix(")\n") + block + ")\n", "safety")
    indicators: tuple[Indicator, ...] = copy.__dict__["INDICATORS"]
    return indicators


def declared_by(block: str) -> Indicator:
    """The indicator that the block declares."""
    *_, last = indicators_with(block)
    assert last.id == ADDED
    return last


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Import a helper of the specifications or mutants by its name."""
    for folder in ("spec", "mutation"):
        monkeypatch.syspath_prepend(ROOT / "tests" / folder)
    return importlib.import_module


@pytest.fixture
def spec(beside: Callable[[str], ModuleType]) -> Spec:
    """The page's table of the new indicator."""
    block = block_for(PAGE, "tests/spec/test_indicator_surroundings_spec.py, in SPECS")
    known = {"Spec": beside("indicator_tables").Spec}
    found: dict[str, Spec] = run(f"SPECS = {{\n{block}}}\n", "specs", **known).__dict__["SPECS"]
    return found[ADDED]


INDICATOR_PLACE = "assets/reserves/safety.py, at the end of INDICATORS"


def test_the_new_indicator_gives_the_value_worked_out_by_hand(
    beside: Callable[[str], ModuleType], spec: Spec
) -> None:
    beside("indicator_tables").check(declared_by(block_for(PAGE, INDICATOR_PLACE)), spec)


def test_its_table_notices_the_wrong_rule(beside: Callable[[str], ModuleType], spec: Spec) -> None:
    block = block_for(PAGE, "tests/mutation/indicator_mutants.py, in MUTANTS")
    known = {"IndicatorMutant": beside("indicator_mutants").IndicatorMutant}
    (mutant,) = run(f"MUTANTS = (\n{block})\n", "mutants", **known).__dict__["MUTANTS"]
    declaration = block_for(PAGE, INDICATOR_PLACE)
    assert declaration.count(mutant.old) == 1
    wrong = declared_by(declaration.replace(mutant.old, mutant.new))
    with pytest.raises(AssertionError, match="by hand"):
        beside("indicator_tables").check(wrong, spec)


def test_touching_one_place_brings_the_indicator_into_table_and_catalogue(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = indicators_with(block_for(PAGE, INDICATOR_PLACE))
    others = [i for i in assets.reserves.INDICATORS if i.reserve is not Reserve.SAFETY]
    monkeypatch.setattr(assets.reserves, "INDICATORS", (*others, *with_it))
    home.prepare().fix_kind(synthetic=True)
    accepted(home, "wellbeing_survey")
    path = frame_path(home, "wellbeing_survey", 2024)
    path.parent.mkdir(parents=True)
    answers(60).write_parquet(path)

    write_protected(home, Reserve.SAFETY, 2024)
    build_candidate(home, assets.reserves.INDICATORS, SOURCES)

    with duckdb.connect(str(home.candidate / "wellbeing.duckdb"), read_only=True) as database:
        value = database.execute(
            "select value from reserves.safety where indicator_id = ? and area_code = 'SSS' "
            "and sex = '_T' and age_group = 'TOTAL'",
            [ADDED],
        ).fetchall()
        listed = database.execute(
            "select reserve, unit, status from catalog.indicators where indicator_id = ?", [ADDED]
        ).fetchall()
    assert value == [(pytest.approx(50),)]
    assert listed == [("safety", "PC", "measured")]


def answers(respondents: int) -> pl.DataFrame:
    """A frame in which the four answers are equally many."""
    place = pl.int_range(pl.len()) % 4 + 1
    return pl.DataFrame({"household": [f"h{n}" for n in range(respondents)]}).with_columns(
        pl.col("household").alias("cluster"),
        pl.lit("s").alias("stratum"),
        pl.lit(1.0).alias("weight"),
        pl.lit(1.0).alias("respondent_weight"),
        pl.lit("F").alias("sex"),
        pl.lit(40).alias("age"),
        pl.lit("SSS").alias("COUNTRY"),
        pl.lit("no").alias("violence"),
        place.alias("safety_by_day"),
        place.alias("safety_in_evening"),
        place.alias("daily_safety"),
    )


# -- add a source -----------------------------------------------------------------------

SOURCE_TEST = "test_loans_without_a_card_wait_in_quarantine"


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Source:
    """The page's source, importable and named in the catalogue as the page says."""
    module = run(block_for(PAGE, "sources/library_survey.py"), "sources.library_survey")
    monkeypatch.setitem(sys.modules, "sources.library_survey", module)
    monkeypatch.setattr(sources, "library_survey", module, raising=False)
    catalogue = run(in_the_catalogue("library_survey"), "catalogue")
    for name in ("SOURCES", "SECTOR_SOURCES"):
        monkeypatch.setattr(sources.catalogue, name, catalogue.__dict__[name])
    (added,) = [s for s in sources.catalogue.SECTOR_SOURCES if s not in SECTOR_SOURCES]
    return added


def in_the_catalogue(name: str) -> str:
    """The catalogue's text with a source named in the import and in SECTOR_SOURCES."""
    text = (ROOT / "sources" / "catalogue.py").read_text(encoding="utf-8")
    for entry in ("    wellbeing_survey,\n", "    wellbeing_survey.SOURCE,\n"):
        assert text.count(entry) == 1
        text = text.replace(entry, entry + entry.replace("wellbeing_survey", name))
    return text


def test_the_new_source_takes_good_rows_and_sets_the_bad_one_aside(
    library: Source, home: Home, tmp_path: Path
) -> None:
    module = run(block_for(PAGE, "tests/unit/test_library_survey.py"), "test_library_survey")
    module.__dict__[SOURCE_TEST](home, tmp_path)


def test_the_command_knows_the_new_source(
    library: Source, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = run(block_for(PAGE, "tests/unit/test_library_survey.py"), "test_library_survey")
    module.__dict__[SOURCE_TEST](home, tmp_path)
    again = varanto(
        capsys, "receive", library.id, tmp_path / "kirjasto_2025.csv", "--period", "2025",
        "--synthetic",
    )  # fmt: skip
    assert (again.code, again.err) == (0, "")
    assert "identical" in again.out
    told = varanto(capsys, "quarantine", library.id).out
    assert "loans_without_a_card" in told
    assert "LAINAT, KORTTI" in told
    assert "Nobody borrows without a card." in told
    assert "library_survey" in varanto(capsys, "status").out


def test_a_frame_of_the_new_source_carries_an_indicator(
    library: Source, home: Home, tmp_path: Path
) -> None:
    module = run(block_for(PAGE, "tests/unit/test_library_survey.py"), "test_library_survey")
    module.__dict__[SOURCE_TEST](home, tmp_path)
    paths = facts_in_force(home, library, 2025)
    assert paths is not None
    frame: Frame = run(block_for(PAGE, "assets/frames/library_survey.py"), "frame").__dict__[
        "frame"
    ]
    made = frame({"respondents": pl.scan_parquet(paths["respondents"], hive_partitioning=False)})
    borrowed = Share(where=pl.col("loans") > 0, among=pl.col("age") >= 15)
    series = Series(library.id, borrowed, "M24", ("COUNTRY", "COUNTY"))
    cells = survey_cells(made, assets.reserves.INDICATORS[0], series)
    total = cells.filter(
        (pl.col("area_code") == "SSS") & (pl.col("sex") == "_T") & (pl.col("age_group") == "TOTAL")
    )
    assert total["value"].to_list() == [pytest.approx(100 * 850.5 / (850.5 + 790))]
