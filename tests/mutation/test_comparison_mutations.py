"""Does the specification of M25 notice a wrong rule? Each mutant changes one, and one goes red."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from warehouse import comparisons

ROOT = Path(__file__).resolve().parents[2]
DECLARED = "test_what_is_declared_comes_before_all_else"
PERIOD = "test_another_period_comes_before_a_revision"
REVISED = "test_provisional_figures_and_breaks_are_revisions_beyond_sampling"
TWO = "test_two_standard_errors_are_sampling_and_more_is_unexplained"
SQUARES = "test_two_standard_errors_are_added_as_squares"
SIGN = "test_difference_and_standard_errors_are_ours_minus_theirs"
ROUNDED = "test_a_register_agrees_where_it_rounds_to_the_published_figure"
EQUAL = "test_a_survey_that_equals_the_published_figure_has_nothing_to_explain"
DECIMALS = "test_the_half_unit_is_that_of_the_datasets_decimals"
FEW = "test_of_too_few_figures_the_indicators_decimals_count"
DATASET = "test_a_row_is_of_the_dataset_that_its_note_begins_with"
NOTE = "test_of_two_series_of_a_dataset_the_note_says_which"
SEVERAL = "test_of_several_periods_that_like_ours_is_taken_then_the_shortest"
FIRST = "test_the_largest_unexplained_comes_first_in_units_of_chance"
EVERY = "test_every_published_series_stands_beside_ours"
KEYS = "test_only_the_same_key_is_compared"

GROSS = "test_nothing_explains_a_gross_difference"

AGREES = """        .when(~agrees)
        .then(pl.lit(Explanation.UNEXPLAINED.value))
"""

# what is wrong, the text, the text in its place, the test that notices
MUTANTS = (
    ("theirs minus ours", 'pl.col("value") - pl.col("official_value")',
     'pl.col("official_value") - pl.col("value")', SIGN),
    ("three standard errors", "SAMPLING_ERRORS = 2.0", "SAMPLING_ERRORS = 3.0", TWO),
    ("one standard error", "SAMPLING_ERRORS = 2.0", "SAMPLING_ERRORS = 1.0", TWO),
    ("below only", "size = difference.abs()", "size = difference", TWO),
    ("our error alone", ' + pl.col("official_se").fill_null(0).pow(2)', "", SQUARES),
    ("errors added", "squares.sqrt()", "squares", SIGN),
    ("a whole unit", "0.5 * pl.lit(10.0)", "1.0 * pl.lit(10.0)", ROUNDED),
    ("always one decimal", 'pow(-pl.col("official_decimals"))', "pow(-1)", DECIMALS),
    ("least decimals", '_value")).max().over', '_value")).min().over', DECIMALS),
    ("one figure is enough", "FEW_VALUES = 5", "FEW_VALUES = 0", FEW),
    ("the indicator's decimals everywhere", ".otherwise(written)", ".otherwise(least)", DECIMALS),
    ("declarations are forgotten", 'pl.col("_differs").is_not_null()', "pl.lit(False)", DECLARED),
    ("declarations only of what doesn't agree", 'pl.col("_differs").is_not_null()',
     'pl.col("_differs").is_not_null() & ~agrees', DECLARED),
    ("declared is agreed", '[agrees.alias("agrees")', '[pl.lit(True).alias("agrees")', DECLARED),
    ("periods don't matter", '.when(pl.col("_other"))', ".when(pl.lit(False))", PERIOD),
    ("every period is another", '.when(pl.col("_other"))', ".when(pl.lit(True))", PERIOD),
    ("breaks aren't revisions", "(PROVISIONAL, BREAK)", "(PROVISIONAL,)", REVISED),
    ("provisional isn't", "(PROVISIONAL, BREAK)", "(BREAK,)", REVISED),
    ("estimates are revisions", "(PROVISIONAL, BREAK)", '(PROVISIONAL, BREAK, "E")', REVISED),
    ("nothing is gross", "pl.when(gross & ~agrees)", "pl.when(pl.lit(False))", GROSS),
    ("gross though it agrees", "pl.when(gross & ~agrees)", "pl.when(gross)", GROSS),
    ("the whole width is gross", "GROSS = 0.5", "GROSS = 1.0", GROSS),
    ("a quarter is gross", "GROSS = 0.5", "GROSS = 0.25", GROSS),
    ("gross above only", '"difference").abs() > bound', '"difference") > bound', GROSS),
    ("revised though it agrees", ".when(~agrees & ", ".when(", REVISED),
    ("nothing is unexplained", AGREES, "", TWO),
    ("equal is sampling", 'when(~pl.col("_equal"))', "when(pl.lit(True))", EQUAL),
    ("a register's equal is sampling", 'when(~pl.col("_equal"))', "when(pl.lit(True))", ROUNDED),
    ("sampling is equal", 'when(~pl.col("_equal"))', "when(pl.lit(False))", TWO),
    ("rounding agrees with nothing", 'pl.col("_equal") | pl.col("_chance_alone")',
     'pl.col("_chance_alone")', ROUNDED),
    ("any dataset of the provider", '.str.starts_with(pl.col("dataset") + ";")',
     ".is_not_null()", DATASET),
    ("a beginning of a dataset's name", 'pl.col("dataset") + ";"', 'pl.lit("made_up")', DATASET),
    ("the first of a dataset", '.sort("_ends", "_place", descending=[True, False])',
     '.sort("_place")', NOTE),
    ("the last of a dataset", "descending=[True, False]", "descending=[False, False]", NOTE),
    ("the shortest period first", '"official_source_id", "_other", "_length"',
     '"official_source_id", "_length"', SEVERAL),
    ("the longest period", '"_length", "official_period")', '"official_period")', SEVERAL),
    ("one provider", '.unique([*KEY, "official_source_id", "dataset"]', ".unique([*KEY]", EVERY),
    ("any breakdown", "ours.join(published, on=KEY)", "ours.join(published, on=KEY[:6])", KEYS),
    ("by points", 'then(size / pl.col("_chance"))', "then(size)", FIRST),
    ("explained ones first too", '            "_explained", "_size"', '            "_size"', FIRST),
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "check"), [m[1:] for m in MUTANTS], ids=[m[0] for m in MUTANTS]
)
def test_the_specification_notices(
    old: str, new: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(ROOT / "tests" / "spec")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    spec = importlib.import_module("test_comparisons_spec")
    text = Path(str(comparisons.__file__)).read_text(encoding="utf-8")
    assert text.count(old) == 1, "the text must occur exactly once"
    changed = text.replace(old, new)
    if old.strip().startswith('"_explained", "_size"'):
        changed = changed.replace("descending=[False, True, True,", "descending=[True, True,")
    mutated = ModuleType("mutated")
    exec(compile(changed, "mutated", "exec"), mutated.__dict__)
    tests = getattr(spec, check)
    cases = [m.args[1] for m in getattr(tests, "pytestmark", ())] or [[()]]

    def everything() -> None:
        for case in cases[0]:
            tests(*case)

    everything()
    monkeypatch.setattr(spec, "comparisons", mutated)
    with pytest.raises((AssertionError, ValueError)):
        everything()
