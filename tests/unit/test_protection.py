"""The interim protection at its thresholds: what is rounded, what is hidden, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from assets.cells.survey import survey_cells
from assets.reserves import INDICATORS
from assets.rows import survey_rows
from quality.acceptance import Acceptance
from quality.audit.candidate import Candidate
from quality.protection import (
    NOTHING_TO_PROTECT,
    PROTECTION,
    protect_counts,
    protect_survey,
    protection_of,
    refuse_real_registers,
    rounded,
)
from sources.catalogue import SOURCES, source
from sources.errors import VarantoError
from sources.home import Home
from warehouse.release import SHAPE


@pytest.mark.parametrize(
    ("exact", "published"),
    [
        (0, 0),
        (4, 0),
        (5, 10),
        (9, 10),
        (10, 10),
        (14, 10),
        (15, 20),
        (24, 20),
        (25, 30),
        (995, 1000),
    ],
)
def test_counts_are_rounded_to_ten_halves_up(exact: int, published: int) -> None:
    frame = pl.DataFrame({"n": [exact]}).select(rounded(pl.col("n")))
    assert frame.item() == published


def survey(n: int, value: float | None = 12.0) -> dict[str, object]:
    cells = pl.DataFrame(
        {
            "value": [value],
            "se": [1.0],
            "ci_low": [10.0],
            "ci_high": [14.0],
            "n": [n],
            "n_effective": [n * 0.8],
        },
        schema_overrides={"value": pl.Float64},
    )
    return protect_survey(cells).row(0, named=True)


@pytest.mark.parametrize(("n", "sizes"), [(94, (90, 80)), (95, (100, 80)), (119, (120, 100))])
def test_both_sizes_of_a_survey_are_rounded(n: int, sizes: tuple[int, int]) -> None:
    row = survey(n)
    assert (row["n"], row["n_effective"]) == sizes  # of 75.2, 76.0 and 95.2


def test_29_respondents_are_hidden_with_everything_that_rests_on_them() -> None:
    row = survey(29)
    figures = ("value", "se", "ci_low", "ci_high", "n", "n_effective")
    assert {name: row[name] for name in figures} == dict.fromkeys(figures)
    assert (row["obs_status"], row["conf_status"]) == ("Q", "A")


def test_what_nobody_was_asked_in_a_year_has_no_rows_and_isnt_hidden() -> None:
    item = next(i for i in INDICATORS if i.id == "formal_volunteering_share")
    people = pl.DataFrame(
        {
            "household": ["a", "b"],
            "cluster": ["a", "b"],
            "stratum": ["s", "s"],
            "respondent_weight": [1.0, 1.0],
            "sex": ["F", "M"],
            "age": [40, 50],
            "COUNTRY": ["SSS", "SSS"],
        }
    )
    for answers, rows in (([None, None], 0), (["no", None], 18)):
        frame = people.with_columns(pl.Series("formal_volunteering", answers, dtype=pl.String))
        cells = survey_cells(frame, item, item.series[0])
        made = survey_rows(cells, item, item.series[0], year=2023, synthetic=True)
        assert made.height == rows


@pytest.mark.parametrize(
    ("n", "shown", "status"), [(30, 30, "U"), (49, 50, "U"), (50, 50, "A"), (104, 100, "A")]
)
def test_30_to_49_respondents_are_shown_and_marked_unreliable(
    n: int, shown: int, status: str
) -> None:
    row = survey(n)
    assert (row["value"], row["n"], row["obs_status"]) == (12.0, shown, status)
    assert row["conf_status"] == "F"


def test_a_statistic_that_is_undefined_on_enough_respondents_gives_no_figure() -> None:
    row = survey(200, value=None)
    assert row["value"] is None
    assert row["n"] is None
    assert row["obs_status"] == "Q"


def register(numerator: int, denominator: int) -> tuple[int | None, int | None, str]:
    cells = pl.DataFrame({"numerator": [numerator], "denominator": [denominator]})
    row = protect_counts(cells).row(0, named=True)
    assert (row["obs_status"] == "Q") == (row["conf_status"] == "A")
    return row["numerator"], row["denominator"], row["conf_status"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "published"),
    [
        (9, 100, (None, None, "A")),  # nine would read 10: hidden on the count itself
        (10, 100, (10, 100, "F")),
        (14, 104, (10, 100, "F")),
        (91, 100, (None, None, "A")),  # nine others
        (90, 100, (90, 100, "F")),
        (95, 105, (100, 110, "F")),  # never 100 %
        (10, 29, (None, None, "A")),  # a base under 30
        (15, 30, (20, 40, "F")),
        (13, 30, (10, 30, "F")),
        (0, 0, (None, None, "A")),
    ],
)
def test_a_register_cell_is_hidden_whole_when_it_or_its_complement_is_small(
    numerator: int, denominator: int, published: tuple[int | None, int | None, str]
) -> None:
    assert register(numerator, denominator) == published


@pytest.mark.parametrize(("numerator", "hidden"), [(9, True), (10, False)])
def test_no_shown_count_is_under_ten_and_none_is_exact(numerator: int, hidden: bool) -> None:
    shown, base, _ = register(numerator, 1003)
    assert (shown is None) == hidden
    assert hidden or (shown == 10 and base == 1000)


@pytest.mark.parametrize(("denominator", "status"), [(94, "U"), (100, "A")])
def test_a_rate_on_a_small_base_is_marked_unreliable(denominator: int, status: str) -> None:
    cells = pl.DataFrame({"numerator": [30], "denominator": [denominator]})
    assert protect_counts(cells)["obs_status"].to_list() == [status]


def test_a_part_never_shows_what_its_whole_hides() -> None:
    pairs = [(n, d) for d in range(130) for n in range(d + 1)]
    cells = pl.DataFrame(pairs, schema=["numerator", "denominator"], orient="row")
    shown = {
        p for p, c in zip(pairs, protect_counts(cells)["conf_status"], strict=True) if c == "F"
    }
    for n, d in shown:
        assert (n + 1, d + 1) in shown or d == 129  # one more who counts
        assert (n, d + 1) in shown or d == 129  # one more who doesn't


def test_the_audit_holds_rates_of_places_to_the_protection_of_the_persons_in_them(
    home: Home, tmp_path: Path
) -> None:
    candidate = Candidate(home, SHAPE, INDICATORS, SOURCES, {}, tmp_path, {}, {}, {})
    rows = pl.DataFrame(
        {
            "indicator_id": [
                "violent_offences_per_1000",
                "road_traffic_casualties_per_100000",
                "pm25_population_weighted_mean",
                "employment_rate_20_64",
                "violent_offences_per_1000",
            ],
            "source_id": ["offences", "road_accidents", "air_quality", "labour_force", "sotkanet"],
        }
    )
    counted = rows.select(candidate.counts_persons()).to_series()
    assert counted.to_list() == [True, True, True, False, False]


def of_kind(home: Home, kind: str) -> Home:
    home.prepare()
    (home.path / "home.json").write_text(json.dumps({"kind": kind}))
    return home


def test_real_registers_are_refused(home: Home) -> None:
    with pytest.raises(VarantoError, match="real person-level registers"):
        refuse_real_registers(of_kind(home, "real"), 1)


@pytest.mark.parametrize(("kind", "held"), [("real", 0), ("synthetic", 3)])
def test_a_real_home_without_registers_and_a_synthetic_one_are_not_refused(
    home: Home, kind: str, held: int
) -> None:
    refuse_real_registers(of_kind(home, kind), held)


def record(of: str, *, synthetic: bool = False) -> Acceptance:
    return Acceptance(of, "x-1", "2023", 1, "accepted", "c", "now", {}, synthetic=synthetic)


@pytest.mark.parametrize(
    ("delivered", "kind", "protection"),
    [
        (["eurostat", "sotkanet", "elections", "offences"], None, NOTHING_TO_PROTECT),
        (["eurostat", "road_accidents"], None, PROTECTION),  # not published so finely
        (["eurostat", "noise_maps"], None, PROTECTION),  # by agreement
        (["eurostat", "eu_silc"], "real", PROTECTION),
        (["eurostat"], "real", PROTECTION),  # persons are there, though none in force
        (["eurostat", "elections invented"], None, PROTECTION),
    ],
)
def test_published_figures_alone_need_no_protection(
    home: Home, delivered: list[str], kind: str | None, protection: str
) -> None:
    of = of_kind(home, kind) if kind else home
    told = [
        (source(name.split()[0]), record(name.split()[0], synthetic="invented" in name))
        for name in delivered
    ]
    assert protection_of(of, told) == protection
