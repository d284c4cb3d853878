"""Great Expectations on the reserve tables: one suite for all, derived from their shape.

Published rows → pandas → an ephemeral context; Data Docs (HTML) go beside the tables. Great
Expectations costs seconds to import, so only `judge` does it. It may quote values: results are
asked for without any, and its errors stay here.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from quality.audit.candidate import ALL, Candidate
from quality.audit.result import CheckResult, Finding, Severity
from quality.audit.rules import (
    AGE_PATTERN,
    COMPUTED,
    FIGURES,
    OWN_AGE_GROUPS,
    REQUIRED,
    REQUIRED_COMPUTED,
    WITHHELD,
    codes,
)
from quality.protection import (
    MINIMUM_BASE,
    MINIMUM_COUNT,
    MINIMUM_RESPONDENTS,
    RELIABLE_BASE,
    ROUNDING,
)
from sources.declarations import SourceKind
from sources.declarations.status import UNRELIABLE
from sources.errors import VarantoError

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.expectations.expectation import Expectation

COLUMNS_IN_ORDER = "columns_in_order"

RULES: Mapping[str, str] = {
    COLUMNS_IN_ORDER: "The columns of the shape, all of them, in their order.",
    "no_gaps": "Columns that every row must fill are filled.",
    "known_codes": "Levels, sexes, age groups, statuses and kinds are codes of their lists.",
    "one_row_a_key": "One row a key: what a reader asks for has one answer.",
    "percentages_in_bounds": "Percentages lie between 0 and 100.",
    "errors_not_negative": "Standard errors, counts and effective sizes are not negative.",
    "interval_holds_value": "ci_low ≤ value ≤ ci_high.",
    "nothing_behind_suppression": "A suppressed or missing row holds no figure at all.",
    "value_or_reason": "A row without a value says why (status).",
    "register_counts_protected": "Register rows rest on counts rounded to 10, each at least 10.",
    "survey_respondents_enough": "Survey rows rest on 30 respondents or more, rounded to 10; "
    "under 50 they are marked unreliable.",
}
"""Check name → what it demands; one check over all tables."""


@dataclass(frozen=True)
class Expected:
    """One expectation of a rule: `type` and `arguments` are Great Expectations' own.

    `counted` expectations say that no row meets a condition; what is wrong is then their count.
    """

    rule: str
    says: str
    type: str
    arguments: dict[str, object]
    where: str | None = None

    @property
    def counted(self) -> bool:
        """Whether the observed value is the number of wrong rows."""
        return self.type == "ExpectTableRowCountToEqual"


def none_where(rule: str, says: str, condition: str) -> Expected:
    """No row meets the condition."""
    return Expected(rule, says, "ExpectTableRowCountToEqual", {"value": 0}, condition)


def suite(candidate: Candidate, table: str) -> list[Expected]:
    """What is expected of a reserve table, rule by rule.

    The rows of `<table>` are rows of `<table>_all` (`recommended_is_in_all` sees to it), so what
    holds for each row is asked of the latter alone.
    """
    shape = candidate.shape
    whole = table.endswith(ALL)
    of_table = [
        Expected(
            COLUMNS_IN_ORDER,
            "columns of the shape, in order",
            "ExpectTableColumnsToMatchOrderedList",
            {"column_list": list(shape.types)},
        ),
        Expected(
            "one_row_a_key",
            "one row a key",
            "ExpectCompoundColumnsToBeUnique",
            {"column_list": list(shape.key_all if whole else shape.key)},
        ),
    ]
    return [*of_table, *_of_each_row(candidate)] if whole else of_table


def _of_each_row(candidate: Candidate) -> list[Expected]:
    return [
        *_gaps(),
        *_codes(),
        Expected(
            "percentages_in_bounds",
            "0 ≤ value ≤ 100",
            "ExpectColumnValuesToBeBetween",
            {"column": "value", "min_value": 0, "max_value": 100},
            "unit == 'PC'",
        ),
        *(
            Expected(
                "errors_not_negative",
                f"{column} ≥ 0",
                "ExpectColumnValuesToBeBetween",
                {"column": column, "min_value": 0},
            )
            for column in ("se", "n", "n_effective")
        ),
        *(
            Expected(
                "interval_holds_value",
                f"{low} ≤ {high}",
                "ExpectColumnPairValuesAToBeGreaterThanB",
                {
                    "column_A": high,
                    "column_B": low,
                    "or_equal": True,
                    "ignore_row_if": "either_value_is_missing",
                },
            )
            for low, high in (("ci_low", "value"), ("value", "ci_high"))
        ),
        *(
            Expected(
                "nothing_behind_suppression",
                f"no {column} in a suppressed or missing row",
                "ExpectColumnValuesToBeNull",
                {"column": column},
                WITHHELD,
            )
            for column in FIGURES
        ),
        Expected(
            "value_or_reason",
            "a value in every other row",
            "ExpectColumnValuesToNotBeNull",
            {"column": "value"},
            f"not {WITHHELD}",
        ),
        *_protection(candidate),
    ]


def _gaps() -> Iterator[Expected]:
    for column in REQUIRED:
        yield Expected(
            "no_gaps",
            f"{column} in every row",
            "ExpectColumnValuesToNotBeNull",
            {"column": column},
        )
    for column in REQUIRED_COMPUTED:
        yield Expected(
            "no_gaps",
            f"{column} in every row of ours",
            "ExpectColumnValuesToNotBeNull",
            {"column": column},
            f"source_kind == '{COMPUTED}'",
        )


def _codes() -> Iterator[Expected]:
    for column, allowed in codes().items():
        yield Expected(
            "known_codes",
            f"{column} is a known code",
            "ExpectColumnValuesToBeInSet",
            {"column": column, "value_set": list(allowed)},
        )
    yield Expected(
        "known_codes",
        "age_group is written as an age group",
        "ExpectColumnValuesToMatchRegex",
        {"column": "age_group", "regex": AGE_PATTERN},
    )
    yield Expected(
        "known_codes",
        "age_group of ours is one of our age groups",
        "ExpectColumnValuesToBeInSet",
        {"column": "age_group", "value_set": list(OWN_AGE_GROUPS)},
        f"source_kind == '{COMPUTED}'",
    )


def _protection(candidate: Candidate) -> Iterator[Expected]:
    around = "".join(
        f" or (indicator_id == '{indicator}' and source_id == '{source}')"
        for indicator, source in candidate.of_places_per_person
    )
    registers, surveys = candidate.ids(SourceKind.REGISTER), candidate.ids(SourceKind.SURVEY)
    register = f"source_kind == '{COMPUTED}' and (source_id in {registers}{around})"
    survey = f"source_kind == '{COMPUTED}' and source_id in {surveys}"
    rule = "register_counts_protected"
    bare = "value.notnull() and n.isnull()"
    yield none_where(rule, "a register value without its n", f"{register} and {bare}")
    yield none_where(
        rule,
        f"n not a multiple of {ROUNDING}",
        f"{register} and n.notnull() and n % {ROUNDING} != 0",
    )
    yield none_where(rule, f"n under {MINIMUM_BASE}", f"{register} and n < {MINIMUM_BASE}")
    yield none_where(
        rule,
        f"n under {RELIABLE_BASE} not marked {UNRELIABLE}",
        f"{register} and n < {RELIABLE_BASE} and obs_status != '{UNRELIABLE}'",
    )
    # A share is published to two decimals, so the count behind it is known to n × 0.005 %.
    least = f"{MINIMUM_COUNT} - n * 5.01e-5"
    share = f"{register} and unit == 'PC'"
    yield none_where(
        rule, f"a share of fewer than {MINIMUM_COUNT}", f"{share} and value * n / 100 < {least}"
    )
    yield none_where(
        rule,
        f"a share of all but fewer than {MINIMUM_COUNT}",
        f"{share} and (100 - value) * n / 100 < {least}",
    )
    rule = "survey_respondents_enough"
    yield none_where(rule, "a survey value without its n", f"{survey} and {bare}")
    for size in ("n", "n_effective"):
        odd = f"{size}.notnull() and {size} % {ROUNDING} != 0"
        yield none_where(rule, f"{size} not a multiple of {ROUNDING}", f"{survey} and {odd}")
    yield none_where(
        rule, f"n under {MINIMUM_RESPONDENTS}", f"{survey} and n < {MINIMUM_RESPONDENTS}"
    )
    # 45 to 49 respondents read 50 after rounding, so 40 is the last that must be marked.
    yield none_where(
        rule,
        f"n under 50 not marked {UNRELIABLE}",
        f"{survey} and n <= 40 and obs_status != '{UNRELIABLE}'",
    )


def judge(candidate: Candidate, docs: Path) -> list[CheckResult]:
    """Judge every table that has rows, and write Data Docs into `docs`: one result a rule.

    VarantoError if Great Expectations itself fails; its own text is not passed on.
    """
    try:
        return _judge(candidate, docs)
    except VarantoError:
        raise
    except Exception as error:  # whatever it is, its text may quote a row
        raise VarantoError(
            f"The tables could not be judged: Great Expectations failed ({type(error).__name__}). "
            "Nothing is published; the release in force stays."
        ) from None


def _judge(candidate: Candidate, docs: Path) -> list[CheckResult]:
    expected: dict[str, list[Expected]] = {}
    frames: dict[str, pl.DataFrame] = {}
    for table, rows in candidate.tables.items():
        if rows.height:
            expected[table], frames[table] = suite(candidate, table), rows
    for table, rows in candidate.malformed.items():
        expected[table] = [e for e in suite(candidate, table) if e.rule == COLUMNS_IN_ORDER]
        frames[table] = rows
    findings: dict[str, list[Finding]] = defaultdict(list)
    judged: dict[str, int] = defaultdict(int)
    with Validator(docs) as validator:
        for table, expectations in expected.items():
            for one, count in validator.wrong(table, frames[table], expectations):
                judged[one.rule] += 1
                if count:
                    findings[one.rule].append(Finding(table, one.says, count))
        validator.write_docs()
    return [
        CheckResult(name, says, Severity.ERROR, tuple(findings[name]), judged[name])
        for name, says in RULES.items()
    ]


class Validator:
    """An ephemeral context, silent and closed: nothing is sent, nothing quoted, nothing in /tmp."""

    def __init__(self, docs: Path) -> None:
        os.environ["GX_ANALYTICS_ENABLED"] = "false"
        import great_expectations as gx
        from great_expectations import expectations
        from great_expectations.data_context.types.base import ProgressBarsConfig

        self._gx = gx
        self._quiet = ProgressBarsConfig(globally=False)
        self._types = expectations
        self._docs = docs
        self._whole = True

    def __enter__(self) -> Validator:
        docs = self._docs
        docs.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        warnings.simplefilter("ignore")
        self._context = self._gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = self._quiet
        for site in list(self._context.list_data_docs_sites()):
            self._context.delete_data_docs_site(site)
        self._context.add_data_docs_site(
            site_name="release",
            site_config={
                "class_name": "SiteBuilder",
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                # The validation pages show every expectation; pages of suites would repeat them.
                # The library's type of this dictionary says itself that it is incomplete.
                "site_section_builders": {  # type: ignore[typeddict-unknown-key]
                    "expectations": "None",
                    "profiling": "None",
                },
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": str(docs),
                },
            },
        )
        self._source = self._context.data_sources.add_pandas("release")
        return self

    def __exit__(self, *raised: object) -> None:
        self._warnings.__exit__(None, None, None)

    def wrong(
        self, table: str, rows: pl.DataFrame, expectations: list[Expected]
    ) -> Iterator[tuple[Expected, int]]:
        """Each expectation with the number of rows that break it (1 where rows aren't counted)."""
        batch = self._source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
        # One by one would compare each with all before it; the suite's own argument doesn't.
        made = [self._make(one, place) for place, one in enumerate(expectations)]
        suite_of_table = self._gx.ExpectationSuite(name=table, expectations=made)
        definition = self._context.validation_definitions.add(
            self._gx.ValidationDefinition(
                name=table, data=batch, suite=self._context.suites.add(suite_of_table)
            )
        )
        outcome = definition.run(
            batch_parameters={"dataframe": as_pandas(rows)},
            result_format={"result_format": "BASIC", "partial_unexpected_count": 0},
        )
        for result in outcome.results:
            config = result.expectation_config
            assert config is not None
            one = expectations[config.meta["place"]]
            raised = result.exception_info or {}
            if raised and raised.get("raised_exception") is not False:
                self._whole = False
            yield one, 0 if result.success else _count(one, result.result)

    def _make(self, one: Expected, place: int) -> Expectation:
        make: Callable[..., Expectation] = getattr(self._types, one.type)
        condition = {"row_condition": one.where, "condition_parser": "pandas"} if one.where else {}
        return make(**one.arguments, **condition, notes=one.says, meta={"place": place})

    def write_docs(self) -> None:
        """Write the HTML; not if an expectation raised: its trace might quote a row."""
        if self._whole:
            self._context.build_data_docs(site_names=["release"])
            # Eight megabytes of fonts and logos, in every release for ever, say nothing.
            for decoration in ("fonts", "images"):
                shutil.rmtree(self._docs / "static" / decoration, ignore_errors=True)


def _count(one: Expected, result: Mapping[str, object]) -> int:
    found = result.get("observed_value" if one.counted else "unexpected_count")
    return found if isinstance(found, int) and found else 1


def as_pandas(rows: pl.DataFrame) -> pd.DataFrame:
    """Rows for Great Expectations: text as categories (ten times faster), nulls as NaN."""
    return rows.with_columns(pl.col(pl.String).cast(pl.Categorical)).to_pandas()
