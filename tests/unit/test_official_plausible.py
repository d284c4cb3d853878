"""A published figure of another size than the indicator can have is left out, and told."""

from __future__ import annotations

import polars as pl
import pytest
from made_up import made_up_indicator

from sources.declarations import Explanation, Indicator, OfficialSeries
from sources.official import OBSERVATION_SCHEMA, match

BOUNDS = (2.0, 12.0)
Cell = tuple[str, str, str, float | None]


def observed(*cells: Cell) -> pl.DataFrame:
    usual = {
        "provider": "eurostat", "dataset": "d", "dimensions": '{"unit":"PC"}', "age": "TOTAL",
        "obs_status": "A", "conf_status": "F", "flag_raw": "",
    }  # fmt: skip
    rows = [usual | dict(zip(("geo", "time", "sex", "value"), c, strict=True)) for c in cells]
    return pl.DataFrame(rows, schema=dict(OBSERVATION_SCHEMA))


def indicator(differs: Explanation | None = None) -> Indicator:
    series = OfficialSeries("eurostat", "d", {"unit": "PC", "age": "TOTAL"}, differs=differs)
    return made_up_indicator(series, plausible=BOUNDS)


FINE: Cell = ("FI", "2022", "_T", 8.5)


@pytest.mark.parametrize("value", [850.0, 85.0, 0.85, -1.0, 12.01])
def test_another_size_leaves_its_year_out_and_is_told(value: float) -> None:
    found = match(
        [indicator()], observed(FINE, ("FI", "2023", "_T", value), ("FI1B", "2023", "_T", 9))
    )
    assert found.rows["year"].to_list() == [2022]
    assert found.excluded.filter(pl.col("reason").str.contains("not plausible"))["n"].sum() == 2
    (line,) = found.told
    assert line.startswith(f"made_up, eurostat d: {value:g} for Finland in 2023 can't be right")
    assert "those of 2023 are left out" in line


def test_where_every_total_is_of_another_size_nothing_of_it_is_taken() -> None:
    cells = (("FI", "2022", "_T", 850.0), ("FI", "2023", "_T", 840.0), ("FI1B", "2021", "_T", 9.0))
    found = match([indicator()], observed(*cells))
    assert found.rows.is_empty()
    assert "all its figures are left out" in found.told[0]


@pytest.mark.parametrize(
    "cell",
    [
        ("SE", "2023", "_T", 85.0),  # bounds are of Finland
        ("FI", "2023", "F", 14.0),  # of both sexes
        ("FI", "2023", "_T", None),
        ("FI", "2023", "_T", 12.0),
    ],
)
def test_what_no_bound_speaks_of_is_taken(cell: Cell) -> None:
    found = match([indicator()], observed(FINE, cell))
    assert found.rows.height == 2
    assert found.told == ()


@pytest.mark.parametrize(
    ("differs", "value", "taken"),
    [
        (Explanation.CONCEPT, 16.9, True),
        (Explanation.POPULATION, 16.9, True),
        (Explanation.SOURCE, 12.1, False),
        (Explanation.CONCEPT, 17.1, False),
        (Explanation.CONCEPT, 85.0, False),
    ],
)
def test_another_concept_has_half_of_the_width_more(
    differs: Explanation, value: float, taken: bool
) -> None:
    found = match([indicator(differs)], observed(FINE, ("FI", "2023", "_T", value)))
    assert (found.rows.height == 2, found.told == ()) == (taken, taken)
