"""Do the specifications notice a wrong rule of the person-year? One piece of text is changed."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sources.errors import VarantoError

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "tests" / "spec" / "test_person_years_spec.py"

# module, the rule's text, the wrong one, the check that must fail
MUTANTS = (
    ("residents", 'nw.col("death_date") > day', 'nw.col("death_date") <= day',
     "test_residents_are_those_alive_and_at_home_on_the_last_day"),
    ("residents", 'nw.col("moved_out") > day', 'nw.col("moved_out") < day',
     "test_residents_are_those_alive_and_at_home_on_the_last_day"),
    ("residents", 'moved_in=nw.col("moved_in").max()', 'moved_in=nw.col("moved_in").min()',
     "test_the_area_is_that_of_the_last_day_and_none_under_non_disclosure"),
    ("residents", "nw.lit(year) - nw.col", "nw.lit(year - 1) - nw.col",
     "test_age_is_that_of_the_last_day_of_the_year"),
    ("residents", '== nw.lit("no")', '!= nw.lit("never")',
     "test_the_area_is_that_of_the_last_day_and_none_under_non_disclosure"),
    ("residents", 'nw.col("age") < 14', 'nw.col("age") < 16',
     "test_the_households_income_is_shared_on_the_modified_oecd_scale"),
    ("residents", "nw.lit(5) * (", "nw.lit(7) * (",
     "test_the_households_income_is_shared_on_the_modified_oecd_scale"),
    ("residents", "nw.lit(3) * nw.col", "nw.lit(5) * nw.col",
     "test_the_households_income_is_shared_on_the_modified_oecd_scale"),
    ("incomes", 'nw.col("has_total") == 1', 'nw.col("has_total") == 2',
     "test_recovered_wages_are_subtracted_and_groundless_ones_left_out"),
    ("incomes", '.otherwise(nw.col("parts"))', ".otherwise(_ZERO)",
     "test_wages_are_the_total_or_its_parts_and_never_both"),
    ("incomes", '.then(nw.col("total"))', '.then(nw.col("total") + nw.col("parts"))',
     "test_wages_are_the_total_or_its_parts_and_never_both"),
    ("incomes", '.then(-nw.col("amount"))', '.then(nw.col("amount"))',
     "test_recovered_wages_are_subtracted_and_groundless_ones_left_out"),
    ("incomes", 'nw.col("unjust_enrichment") != "yes"', 'nw.col("unjust_enrichment") != "never"',
     "test_recovered_wages_are_subtracted_and_groundless_ones_left_out"),
    ("incomes", "_sum_of(TAXES | EMPLOYEE_CONTRIBUTIONS)", "_sum_of(TAXES)",
     "test_benefits_are_summed_by_kind_and_taxes_apart"),
    ("incomes", 'frozenset({"9901", "9902"})', 'frozenset({"9902"})',
     "test_benefits_are_summed_by_kind_and_taxes_apart"),
    ("build", 'nw.coalesce(nw.col("canonical"), nw.col("person"))', 'nw.col("person")',
     "test_an_income_under_a_corrected_identity_code_is_the_persons"),
    ("poverty", 'nw.col("equivalised_income") < nw.lit(line)',
     'nw.col("equivalised_income") <= nw.lit(line)',
     "test_poor_is_strictly_below_sixty_percent_of_the_national_median"),
    ("poverty", "twice * 3 // 10", "twice * 7 // 20",
     "test_poor_is_strictly_below_sixty_percent_of_the_national_median"),
    ("poverty", 'values["persons"].cast(pl.Float64)',
     '(values["persons"] * 0 + 1).cast(pl.Float64)',
     "test_poor_is_strictly_below_sixty_percent_of_the_national_median"),
    ("poverty", 'nw.col("poor_years") >= 2', 'nw.col("poor_years") >= 1',
     "test_persistently_poor_is_now_and_in_two_of_the_three_years_before"),
    ("build", "_with_aliases(engine.scan([p]).select(\"person\", \"poor\"), aliases)",
     "engine.scan([p]).select(\"person\", \"poor\")",
     "test_persistently_poor_is_now_and_in_two_of_the_three_years_before"),
    ("build", "one_row_each(population[\"persons\"])",
     "population[\"persons\"]",
     "test_somebody_under_two_identity_codes_is_one_person_and_one_household"),
    ("poverty", 'nw.col("years") == HISTORY', 'nw.col("years") > 0',
     "test_persistently_poor_is_now_and_in_two_of_the_three_years_before"),
    ("poverty", 'nw.col("poor") & (', '(nw.col("poor") | nw.lit(True)) & (',
     "test_persistently_poor_is_now_and_in_two_of_the_three_years_before"),
)  # fmt: skip


def _spec() -> ModuleType:
    module = ModuleType("mutation_person_years_spec")
    exec(compile(SPEC.read_text(encoding="utf-8"), str(SPEC), "exec"), module.__dict__)
    return module


@pytest.mark.parametrize(
    ("name", "old", "new", "check"), MUTANTS, ids=[f"{m[0]}: {m[2]}" for m in MUTANTS]
)
def test_the_specification_notices(
    name: str, old: str, new: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.import_module(f"assets.person_years.{name}")
    build = importlib.import_module("assets.person_years.build")
    text = Path(str(real.__file__)).read_text(encoding="utf-8")
    assert text.count(old) == 1, "the text must occur exactly once"
    mutated = ModuleType(f"mutated_{name}")
    monkeypatch.setitem(sys.modules, mutated.__name__, mutated)
    exec(compile(text.replace(old, new), mutated.__name__, "exec"), mutated.__dict__)
    if name == "incomes":
        wrong = {id(getattr(real, n)): getattr(mutated, n) for n in ("WAGES", "BENEFITS_RECEIVED")}
        contributions = tuple(wrong.get(id(c), c) for c in build.CONTRIBUTIONS)
        monkeypatch.setattr(build, "CONTRIBUTIONS", contributions)
    for function, value in list(vars(build).items()):
        if callable(value) and getattr(value, "__module__", "") == real.__name__:
            monkeypatch.setattr(build, function, getattr(mutated, function))
    spec = _spec()
    with pytest.raises((AssertionError, VarantoError)):
        getattr(spec, check)()
